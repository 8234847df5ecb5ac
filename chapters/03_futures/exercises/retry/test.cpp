#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include EXERCISE_FILE

namespace {

class Retry : public testing::Test {
 protected:
  Retry() {
    ch03::report = [this](const std::string& problem) { reports += problem + "\n"; };
  }
  ~Retry() override {
    ch03::report = [](const std::string&) {};
  }

  // Asks for a number, and remembers the future that was made.
  Future<int> ask() { return attempts.emplace_back(queue); }
  Future<int> retry_up_to(int times) {
    auto answer = retry(queue, times, [this] { return ask(); });
    queue.run();
    return answer;
  }
  void fail(std::size_t attempt, const std::string& what) {
    if (attempt >= attempts.size() || attempts[attempt].done()) return;
    attempts[attempt].set_exception(std::make_exception_ptr(std::runtime_error(what)));
    queue.run();
  }
  void answer(std::size_t attempt, int number) {
    if (attempt >= attempts.size() || attempts[attempt].done()) return;
    attempts[attempt].set_result(number);
    queue.run();
  }

  std::string reports;
  CallbackQueue queue;
  std::vector<Future<int>> attempts;
};

}  // namespace

TEST_F(Retry, asks_once_and_waits) {
  auto number = retry_up_to(3);
  EXPECT_EQ(attempts.size(), 1u) << "no answer has come yet, and ask() was called "
                                 << attempts.size() << " times (hint 1)";
  EXPECT_FALSE(number.done()) << "no answer has come yet, so there is no result (hint 1)";
}

TEST_F(Retry, is_content_with_the_first_number) {
  auto number = retry_up_to(3);
  answer(0, 42);
  ASSERT_TRUE(number.done()) << "42 came (hint 1)";
  EXPECT_EQ(number.result(), 42) << "42 came (hint 1)";
  EXPECT_EQ(attempts.size(), 1u) << "42 came; there was no need to ask again (hint 1)";
}

TEST_F(Retry, asks_again_after_an_error) {
  auto number = retry_up_to(3);
  fail(0, "no more fish");
  EXPECT_EQ(attempts.size(), 2u) << "the first attempt failed: ask again, once (hint 2)";
  fail(1, "no more ice");
  EXPECT_EQ(attempts.size(), 3u) << "the second attempt failed: ask again, once (hint 2)";
  answer(2, 42);
  ASSERT_TRUE(number.done()) << "the third attempt brought 42 (hint 2)";
  EXPECT_EQ(number.result(), 42) << "the third attempt brought 42 (hint 2)";
}

TEST_F(Retry, gives_up_with_the_last_error) {
  auto number = retry_up_to(2);
  fail(0, "no more fish");
  fail(1, "no more ice");
  EXPECT_EQ(attempts.size(), 2u) << "two attempts were allowed (hint 2)";
  ASSERT_TRUE(number.done()) << "both attempts have failed (hint 2)";
  ASSERT_TRUE(number.exception()) << "both attempts have failed, so there is no number (hint 2)";
  EXPECT_EQ(ch03::describe(number.exception()), "no more ice") << "the last error counts (hint 2)";
  EXPECT_EQ(reports, "") << "the first error was read: nothing to report (hint 2)";
}

TEST_F(Retry, may_have_one_attempt_only) {
  auto number = retry_up_to(1);
  fail(0, "no more fish");
  EXPECT_EQ(attempts.size(), 1u) << "one attempt was allowed (hint 2)";
  ASSERT_TRUE(number.done()) << "the only attempt has failed (hint 2)";
  EXPECT_TRUE(number.exception()) << "the only attempt has failed (hint 2)";
}

TEST_F(Retry, stops_when_it_is_cancelled) {
  auto number = retry_up_to(3);
  ASSERT_FALSE(attempts.empty()) << "ask() was never called (hint 1)";
  attempts[0].cancel("nobody wants it");
  queue.run();
  EXPECT_EQ(attempts.size(), 1u) << "the attempt was cancelled; do not ask again (hint 3)";
  EXPECT_TRUE(number.cancelled()) << "the attempt was cancelled, and so is the answer (hint 3)";
}
