// Cancellation.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "huddle/errors.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// How `task` ends.
template <class T>
Coro<std::string> ending(Task<T> task) {
  try {
    co_await task;
  } catch (const CancelledError& error) {
    co_return "cancelled" + (error.message.empty() ? "" : ": " + error.message);
  } catch (const std::exception& error) {
    co_return error.what();
  }
  co_return "well";
}

TEST(Cancellation, B068_is_a_request_delivered_at_the_await_in_a_later_step) {
  testing::run([]() -> Coro<void> {
    bool handled = false;
    const Task<void> task = create_task([&]() -> Coro<void> {
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        handled = true;
        throw;
      }
    });
    co_await testing::settle();
    EXPECT_TRUE(task.cancel());
    EXPECT_FALSE(task.cancelled());
    EXPECT_FALSE(handled);
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_TRUE(handled);
    EXPECT_TRUE(task.cancelled());
    EXPECT_FALSE(task.cancel());
  });
}

TEST(Cancellation, B070_travels_down_through_tasks_that_are_awaited) {
  testing::run([]() -> Coro<void> {
    std::optional<Task<void>> inner;
    const Task<void> outer = create_task([&]() -> Coro<void> {
      inner = create_task([]() -> Coro<void> { co_await sleep(1h); });
      co_await *inner;
    });
    co_await sleep(1s);
    outer.cancel();
    EXPECT_EQ(co_await ending(outer), "cancelled");
    EXPECT_TRUE(inner->cancelled());
  });
}

TEST(Cancellation, B071_before_the_first_step_the_body_never_runs_and_its_arguments_die) {
  testing::run([]() -> Coro<void> {
    const auto fish = std::make_shared<int>(1);
    bool ran = false;
    const Task<void> task = create_task(
        [&ran](std::shared_ptr<int>) -> Coro<void> {
          ran = true;
          co_return;
        },
        fish);
    EXPECT_EQ(fish.use_count(), 2);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_FALSE(ran);
    EXPECT_EQ(fish.use_count(), 1);
  });
}

TEST(Cancellation, B074_may_be_caught_and_later_awaits_are_not_affected) {
  testing::run([]() -> Coro<void> {
    const Task<int> task = create_task([]() -> Coro<int> {
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
      }
      co_await sleep(1s);
      co_return 7;
    });
    co_await testing::settle();
    task.cancel();
    EXPECT_EQ(co_await task, 7);
  });
}

TEST(Cancellation, B075_each_further_request_interrupts_again) {
  testing::run([]() -> Coro<void> {
    int errors = 0;
    const Task<void> task = create_task([&]() -> Coro<void> {
      while (errors < 3) {
        try {
          co_await sleep(1h);
        } catch (const CancelledError&) {
          ++errors;
        }
      }
      EXPECT_EQ(current_task()->cancelling(), 3);
      EXPECT_EQ(current_task()->uncancel(), 2);
      EXPECT_EQ(current_task()->uncancel(), 1);
      EXPECT_EQ(current_task()->uncancel(), 0);
      EXPECT_EQ(current_task()->uncancel(), 0);
    });
    for (int i = 0; i < 3; ++i) {
      co_await sleep(1s);
      task.cancel();
    }
    EXPECT_EQ(co_await ending(task), "well");
  });
}

TEST(Cancellation, B076_two_requests_before_delivery_are_one_error_and_count_two) {
  testing::run([]() -> Coro<void> {
    int errors = 0, requests = 0;
    const Task<void> task = create_task([&]() -> Coro<void> {
      for (int i = 0; i < 2; ++i) {
        try {
          co_await sleep(1s);
        } catch (const CancelledError&) {
          ++errors;
          requests = current_task()->cancelling();
        }
      }
    });
    co_await testing::settle();
    task.cancel();
    task.cancel();
    EXPECT_EQ(co_await ending(task), "well");
    EXPECT_EQ(errors, 1);
    EXPECT_EQ(requests, 2);
  });
}

TEST(Cancellation, B077_taking_back_the_last_request_drops_one_not_delivered) {
  testing::run([]() -> Coro<void> {
    const Task<int> task = create_task([]() -> Coro<int> {
      current_task()->cancel();
      current_task()->uncancel();
      co_await sleep(1s);
      co_return 42;
    });
    EXPECT_EQ(co_await task, 42);
  });
}

TEST(Cancellation, B078_wins_over_a_future_that_was_set_before_the_task_ran) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    const Task<int> task =
        create_task([](Future<int> awaited) -> Coro<int> { co_return co_await awaited; }, future);
    co_await yield();
    future.set_result(1);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_EQ(future.result(), 1);
  });
}

TEST(Cancellation, B079_of_a_task_that_waits_for_a_future_leaves_the_future_alone) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    const auto waits = [](Future<int> awaited) -> Coro<int> { co_return co_await awaited; };
    const Task<int> cancelled = create_task(waits, future), other = create_task(waits, future);
    co_await yield();
    cancelled.cancel();
    EXPECT_EQ(co_await ending(cancelled), "cancelled");
    future.set_result(1);
    EXPECT_EQ(co_await other, 1);
  });
}

TEST(Cancellation, B081_carries_a_message) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> { co_await sleep(1h); });
    co_await yield();
    task.cancel("why");
    EXPECT_EQ(co_await ending(task), "cancelled: why");
  });
}

TEST(Cancellation, B083_thrown_by_a_task_itself_makes_it_cancelled) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> {
      throw CancelledError("enough");
      co_return;
    });
    EXPECT_EQ(co_await ending(task), "cancelled: enough");
    EXPECT_TRUE(task.cancelled());
  });
}

TEST(Cancellation, B084_cleaning_up_may_await_and_its_own_error_replaces_it) {
  testing::run([]() -> Coro<void> {
    std::string log;
    const Task<void> task = create_task([&]() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) {
        co_await sleep(1s);
        log += "cleaned";
        throw std::runtime_error("no key");
      }
    });
    co_await testing::settle();
    task.cancel();
    EXPECT_EQ(co_await ending(task), "no key");
    EXPECT_EQ(log, "cleaned");
    EXPECT_FALSE(task.cancelled());
  });
}

TEST(Cancellation, B087_cancel_and_wait_tells_the_childs_end_from_its_own) {
  testing::run([]() -> Coro<void> {
    const Task<void> child = create_task([]() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(10s);
    });
    co_await testing::settle();
    const Task<void> waits = create_task([&]() -> Coro<void> { co_await child.cancel_and_wait(); });
    co_await sleep(1s);
    waits.cancel("mine");
    EXPECT_EQ(co_await ending(waits), "cancelled: mine");
    EXPECT_FALSE(child.done());
    co_await child.cancel_and_wait();
    EXPECT_TRUE(child.done());
  });
}

TEST(Cancellation, a_request_that_comes_too_late_for_a_task_that_returns_makes_it_cancelled) {
  testing::run([]() -> Coro<void> {
    const Task<int> task = create_task([]() -> Coro<int> {
      current_task()->cancel();
      co_return 1;
    });
    EXPECT_EQ(co_await ending(task), "cancelled");
  });
}

TEST(Cancellation, goes_around_a_circle_of_tasks_once) {
  testing::run([]() -> Coro<void> {
    std::optional<Task<void>> one, other;
    one = create_task([&]() -> Coro<void> { co_await *other; });
    other = create_task([&]() -> Coro<void> { co_await *one; });
    co_await yield();
    co_await yield();
    one->cancel();
    EXPECT_EQ(co_await ending(*one), "cancelled");
    EXPECT_EQ(co_await ending(*other), "cancelled");
  });
}

}  // namespace
}  // namespace huddle
