// The main function of a reader's test program. It writes down how each test starts, fails and ends
// in the file that COURSE_REPORT names, line by line and at once: when the program crashes, hangs
// or eats all memory, the report still tells in which test.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>

namespace {

int report = -1;
bool ended = false;

void say(const char* text, std::size_t size) {
  if (::write(report, text, size) < 0) return;  // nobody is left to tell
}

void say(const std::string& line) {
  say(line.data(), line.size());
}

// One line of a report: words between tabs.
std::string escaped(const std::string& text) {
  std::string line;
  for (char letter : text) {
    if (letter == '\\')
      line += "\\\\";
    else if (letter == '\n')
      line += "\\n";
    else if (letter == '\t')
      line += "\\t";
    else
      line += letter;
  }
  return line;
}

class Reporter : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    // The place in the output where the test's own begins.
    std::cout.flush();
    std::fflush(stdout);
    const off_t printed = ::lseek(STDOUT_FILENO, 0, SEEK_END);
    say(std::string("start\t") + test.test_suite_name() + '\t' + test.name() + '\t' +
        std::to_string(printed < 0 ? 0 : printed) + '\n');
  }
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    say(std::string(part.skipped() ? "skip\t" : "fail\t") +
        escaped(part.file_name() ? part.file_name() : "") + '\t' +
        std::to_string(part.line_number()) + '\t' + escaped(part.message()) + '\n');
  }
  void OnTestEnd(const testing::TestInfo& test) override {
    std::cout.flush();
    std::fflush(stdout);
    const off_t printed = ::lseek(STDOUT_FILENO, 0, SEEK_END);
    say(std::string(test.result()->Passed() ? "passed\t" : "failed\t") +
        std::to_string(printed < 0 ? 0 : printed) + '\n');
  }
};

void out_of_memory() {
  say("memory\n", 7);
  std::_Exit(1);
}

[[noreturn]] void terminated() {
  // The terminate handler runs while the error is being handled: it can be looked at.
  std::string what = "std::terminate was called";
  if (const std::exception_ptr error = std::current_exception()) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& known) {
      what = std::string("an error that nobody caught: ") + known.what();
    } catch (...) {
      what = "an error that nobody caught";
    }
  }
  say("terminated\t" + escaped(what) + '\n');
  std::abort();
}

void left() {
  if (!ended) say("left\n", 5);
}

// The lowest address of the main thread's stack, and how far below it counts as running out of it.
std::uintptr_t stack_bottom = 0;
constexpr std::uintptr_t stack_margin = 1 << 20;

// Runs on a stack of its own: the other one may be what ran out.
void bad_address(int signal, siginfo_t* info, void*) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (address < 4096)
    say("null\n", 5);
  else if (address > stack_bottom - stack_margin && address < stack_bottom + stack_margin)
    say("stack\n", 6);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void watch_addresses() {
#if defined(__linux__)
  pthread_attr_t attributes;
  void* bottom = nullptr;
  std::size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    if (pthread_attr_getstack(&attributes, &bottom, &size) == 0)
      stack_bottom = reinterpret_cast<std::uintptr_t>(bottom);
    pthread_attr_destroy(&attributes);
  }
#endif
  alignas(16) static char own_stack[64 * 1024];
  stack_t stack{};
  stack.ss_sp = own_stack;
  stack.ss_size = sizeof own_stack;
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_sigaction = bad_address;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(SIGSEGV, &action, nullptr);
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* file = std::getenv("COURSE_REPORT");
  if (file == nullptr) return RUN_ALL_TESTS();  // started by hand

  report = ::open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (report < 0) return 3;
  ::unsetenv("COURSE_REPORT");
  std::set_new_handler(out_of_memory);
  std::set_terminate(terminated);
  std::atexit(left);
  watch_addresses();

  // What the reader prints is on its way before a crash.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Reporter);
  const int status = RUN_ALL_TESTS();
  ended = true;
  say("end\n", 4);
  return status;
}
