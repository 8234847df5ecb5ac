#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include EXERCISE_FILE
#include "virtual_time.hpp"

using namespace std::chrono_literals;
using Loop = ch05::VirtualTime<EventLoop>;
using Log = std::vector<std::string>;

namespace {

Coro<int> ends_after(int seconds) {
  co_await ch07::sleep(seconds * 1s);
  if (seconds < 0) throw std::runtime_error("out of fish");
  co_return seconds;
}

std::vector<Task<int>> tasks_of(std::vector<int> seconds) {
  std::vector<Task<int>> tasks;
  for (int each : seconds) tasks.push_back(create_task(ends_after(each)));
  return tasks;
}

// Takes them all, and a nap after each. Says of each what it is and when it was handed out.
Coro<void> takes_all(Log& log, std::vector<Task<int>> tasks, ch05::Duration nap) {
  AsCompleted<int> completed(tasks);
  while (!completed.empty()) {
    const Task<int> task = co_await completed.next();
    if (!task.done()) {
      log.push_back("one that has not ended");
      continue;
    }
    const std::string what = task.cancelled()   ? "cancelled"
                             : task.exception() ? "failed"
                                                : std::to_string(task.result());
    log.push_back(what + " at " + std::to_string(running_loop().time().time_since_epoch() / 1s));
    if (nap > 0s) co_await ch07::sleep(nap);
  }
}

}  // namespace

TEST(AsCompleted, hands_them_out_as_they_end) {
  Log log;
  auto main = [](Log& log) -> Coro<void> {
    const auto tasks = tasks_of({3, 1, 2});
    co_await takes_all(log, tasks, 0s);
  };
  run(main(log), Loop());
  EXPECT_EQ(log, (Log{"1 at 1", "2 at 2", "3 at 3"}))
      << "the one that ends first comes first, and at once (hint 1)";
}

TEST(AsCompleted, loses_nobody_who_ends_while_nobody_asks) {
  Log log;
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> taking = create_task(takes_all(log, tasks_of({4, 1, 2, 3}), 10s));
    co_await ch07::sleep(100s);
    if (!taking.done()) log.push_back("it still waits");
  };
  run(main(log), Loop());
  EXPECT_EQ(log, (Log{"1 at 1", "2 at 11", "3 at 21", "4 at 31"}))
      << "all had ended by the time the second was asked for (hint 2)";
}

TEST(AsCompleted, hands_out_those_that_had_ended_before) {
  Log log;
  auto main = [](Log& log) -> Coro<void> {
    const auto tasks = tasks_of({2, 1, 5});
    co_await ch07::sleep(3s);
    const Task<void> taking = create_task(takes_all(log, tasks, 0s));
    co_await ch07::sleep(100s);
    if (!taking.done()) log.push_back("it still waits");
  };
  run(main(log), Loop());
  EXPECT_EQ(log, (Log{"2 at 3", "1 at 3", "5 at 5"}))
      << "two had ended before anybody looked: they come in the order of `tasks` (hint 2)";
}

TEST(AsCompleted, hands_out_those_that_fail_or_are_cancelled_too) {
  Log log;
  auto main = [](Log& log) -> Coro<void> {
    const auto tasks = tasks_of({2, -1, 100});
    tasks[2].cancel();
    try {
      co_await takes_all(log, tasks, 0s);
    } catch (const std::runtime_error&) {
      log.push_back("next() threw");
    } catch (const CancelledError&) {
      log.push_back("next() threw");
    }
  };
  run(main(log), Loop());
  ASSERT_EQ(log.size(), 3u) << "next() gives the task; it is not the one who throws (hint 3)";
  EXPECT_EQ(log.back(), "2 at 2") << "(hint 3)";
}

TEST(AsCompleted, throws_when_nobody_is_left) {
  auto main = []() -> Coro<std::string> {
    AsCompleted<int> nobody(std::vector<Task<int>>{});
    EXPECT_TRUE(nobody.empty()) << "(hint 3)";
    std::string what = "nothing was thrown";
    try {
      co_await nobody.next();
    } catch (const std::out_of_range&) {
      what = "out of range";
    }
    co_return what;
  };
  EXPECT_EQ(run(main(), Loop()), "out of range") << "there is nobody to wait for (hint 3)";
}
