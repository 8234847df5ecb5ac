#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include EXERCISE_FILE

namespace {

class WithTimeout : public testing::Test {
 protected:
  WithTimeout() {
    ch03::report = [this](const std::string& problem) { reports += problem + "\n"; };
  }
  ~WithTimeout() override {
    ch03::report = [](const std::string&) {};
  }

  // A future that is done after so many seconds.
  Future<int> number_after(int seconds) {
    Future<int> number(queue);
    clock.call_later(seconds, [number] { number.settle([] { return 42; }); });
    return number;
  }
  // Lets everything happen that is due, and says how the future ended.
  std::string end_of(const Future<int>& future) {
    try {
      run(queue, clock);
    } catch (const std::exception& error) {
      return std::string("the clock's callback threw: ") + error.what();
    }
    return state_of(future);
  }
  std::string state_of(const Future<int>& future) {
    if (!future.done()) return "pending";
    if (future.cancelled()) return "cancelled";
    if (future.exception()) return ch03::describe(future.exception());
    return std::to_string(future.result());
  }

  std::string reports;
  CallbackQueue queue;
  PretendClock clock;
};

}  // namespace

TEST_F(WithTimeout, passes_on_what_comes_in_time) {
  auto answer = with_timeout(queue, clock, 3, number_after(1));
  EXPECT_FALSE(answer.done()) << "nobody has turned the clock yet (hint 1)";
  clock.turn();
  queue.run();
  ASSERT_TRUE(answer.done()) << "42 came after a second (hint 1)";
  EXPECT_EQ(answer.result(), 42) << "42 came after a second (hint 1)";
}

TEST_F(WithTimeout, passes_on_errors_and_cancellations) {
  Future<int> failing(queue), leaving(queue);
  auto failed = with_timeout(queue, clock, 3, failing);
  auto left = with_timeout(queue, clock, 3, leaving);
  failing.set_exception(std::make_exception_ptr(std::runtime_error("no more fish")));
  leaving.cancel();
  queue.run();
  EXPECT_EQ(state_of(failed), "no more fish") << "an error that comes in time comes out (hint 1)";
  EXPECT_EQ(state_of(left), "cancelled") << "a cancellation that comes in time comes out (hint 1)";
}

TEST_F(WithTimeout, minds_no_clock_once_the_result_is_there) {
  auto answer = with_timeout(queue, clock, 3, number_after(1));
  EXPECT_EQ(end_of(answer), "42")
      << "42 came in time; when time is up there is nothing left to do (hint 2)";
}

TEST_F(WithTimeout, gives_up_when_time_is_up) {
  auto answer = with_timeout(queue, clock, 3, number_after(5));
  EXPECT_EQ(end_of(answer), "it took too long")
      << "after 3 seconds nothing had come: that is a TimeoutError (hint 2)";
}

TEST_F(WithTimeout, gives_up_at_the_very_second) {
  auto answer = with_timeout(queue, clock, 3, Future<int>(queue));
  EXPECT_EQ(end_of(answer), "it took too long") << "nothing ever came (hint 2)";
  EXPECT_EQ(clock.now(), 3) << "it must give up after 3 seconds (hint 2)";
}

TEST_F(WithTimeout, lets_the_result_win_when_both_come_at_once) {
  Future<int> number(queue);
  auto answer = with_timeout(queue, clock, 3, number);
  clock.call_later(2, [&] {
    clock.let_pass(1);
    number.set_result(42);  // it is there, but nobody has been told yet when time is up
    clock.turn();
  });
  EXPECT_EQ(end_of(answer), "42") << "the result was there in the last moment (hint 2)";
}

TEST_F(WithTimeout, cancels_what_it_gives_up_on) {
  Future<int> never(queue);
  auto answer = with_timeout(queue, clock, 3, never);
  end_of(answer);
  EXPECT_TRUE(never.cancelled()) << "nobody waits for the slow one any more: tell it (hint 3)";
}

TEST_F(WithTimeout, may_be_cancelled_by_its_caller) {
  auto answer = with_timeout(queue, clock, 3, Future<int>(queue));
  answer.cancel();
  EXPECT_EQ(end_of(answer), "cancelled") << "the caller had cancelled it already (hint 3)";
  EXPECT_EQ(reports, "") << "what comes later must do no harm (hint 3)";
}
