// The main function of a reader's test program: it writes down how each test starts, fails and ends
// in the file that COURSE_REPORT names.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "endings.hpp"
#include "report.hpp"
#include "throws.hpp"

namespace {

using learner::escaped;
using learner::say;

// How much was printed until now, as a field of a line.
std::string printed() {
  std::cout.flush();
  std::fflush(stdout);
  const off_t size = ::lseek(STDOUT_FILENO, 0, SEEK_END);
  return std::to_string(size < 0 ? 0 : size);
}

class Reporter : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    say(std::string("start\t") + test.test_suite_name() + '\t' + test.name() + '\t' + printed() +
        '\t' + escaped(test.file()) + '\n');
  }
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    // An error that left the test's body has no line, but its throw has.
    if (part.file_name() == nullptr)
      if (const std::exception_ptr error = std::current_exception())
        learner::say_frames(learner::thrown_from(error));
    say(std::string(part.skipped() ? "skip\t" : "fail\t") +
        escaped(part.file_name() ? part.file_name() : "") + '\t' +
        std::to_string(part.line_number()) + '\t' + escaped(part.message()) + '\n');
  }
  void OnTestEnd(const testing::TestInfo& test) override {
    say((test.result()->Passed() ? "passed\t" : "failed\t") + printed() + '\n');
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* file = std::getenv("COURSE_REPORT");
  if (file == nullptr) return RUN_ALL_TESTS();  // started by hand

  if (!learner::open_report(file)) return 3;
  ::unsetenv("COURSE_REPORT");
  learner::watch_endings();

  // What the reader prints is on its way before a crash.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Reporter);
  const int status = RUN_ALL_TESTS();
  learner::tests_are_over();
  say("end\n", 4);
  return status;
}
