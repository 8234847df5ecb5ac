#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include EXERCISE_FILE
#include "virtual_time.hpp"

using namespace std::chrono_literals;
using Loop = ch05::VirtualTime<EventLoop>;
using Log = std::vector<std::string>;

namespace {

Coro<int> answers_after(ch05::Duration duration) {
  co_await ch07::sleep(duration);
  co_return 42;
}

Coro<void> fails() {
  co_await ch07::sleep(1s);
  throw std::out_of_range("out of fish");
}

Coro<void> cleans_up(Log& log) {
  bool cancelled = false;
  try {
    co_await ch07::sleep(1h);
  } catch (const CancelledError&) {
    cancelled = true;
  }
  if (cancelled) co_await ch07::sleep(2s);
  log.push_back("cleaned");
  if (cancelled) throw CancelledError{};
}

// Says how the wait ended, and when.
template <class T>
Coro<std::string> tries(Coro<T> body, ch05::Duration timeout) {
  std::string how = "in time";
  try {
    co_await wait_for(std::move(body), timeout);
  } catch (const TimeoutError&) {
    how = "too long";
  } catch (const CancelledError&) {
    how = "cancelled";
  } catch (const std::out_of_range&) {
    how = "failed";
  }
  const auto seconds = running_loop().time().time_since_epoch() / 1s;
  co_return how + " after " + std::to_string(seconds) + " s";
}

// Counts the timers that are set.
struct Timers : course::Observer {
  Timers() { course::observer = this; }
  ~Timers() override { course::observer = &course::looking_away; }
  void timer_set(std::uint64_t, std::chrono::nanoseconds) override { ++count; }
  void timer_gone(std::uint64_t) override { --count; }
  int count = 0;
};

}  // namespace

TEST(WaitFor, gives_the_result_when_it_is_in_time) {
  auto main = []() -> Coro<void> {
    const int answer = co_await wait_for(answers_after(1s), 5s);
    EXPECT_EQ(answer, 42);
    EXPECT_EQ(running_loop().time().time_since_epoch(), 1s)
        << "the result was there after one second: why wait for the timer? (hint 1)";
  };
  run(main(), Loop());
}

TEST(WaitFor, throws_when_it_takes_too_long) {
  EXPECT_EQ(run(tries(answers_after(1h), 5s), Loop()), "too long after 5 s")
      << "when the time is over, cancel the task and throw TimeoutError (hint 1)";
}

TEST(WaitFor, cancels_the_task_and_lets_it_clean_up) {
  Log log;
  auto main = [](Log& log) -> Coro<void> {
    const std::string how = co_await tries(cleans_up(log), 5s);
    log.push_back(how);
  };
  run(main(log), Loop());
  EXPECT_EQ(log, (Log{"cleaned", "too long after 7 s"}))
      << "the task needs two seconds to clean up: wait for it, then throw (hint 2)";
}

TEST(WaitFor, lets_a_cancel_from_outside_be_a_cancel) {
  auto main = []() -> Coro<std::string> {
    const Task<std::string> task = create_task(tries(answers_after(1h), 5s));
    co_await ch07::sleep(1s);
    task.cancel();
    co_return co_await task;
  };
  EXPECT_EQ(run(main(), Loop()), "cancelled after 1 s")
      << "somebody else cancelled: that is no TimeoutError (hint 3)";
}

TEST(WaitFor, lets_an_error_out) {
  EXPECT_EQ(run(tries(fails(), 5s), Loop()), "failed after 1 s")
      << "the body's own error is not yours (hint 3)";
}

TEST(WaitFor, takes_its_timer_back) {
  Timers timers;
  auto main = [](Timers& timers) -> Coro<void> {
    co_await wait_for(answers_after(1s), 1h);
    co_await ch07::sleep(0s);
    EXPECT_EQ(timers.count, 0) << "the timer of an hour is still set (hint 1)";
  };
  run(main(timers), Loop());
}
