// Time-outs.
#include "huddle/timeout.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "huddle/errors.hpp"
#include "huddle/lock.hpp"
#include "huddle/queue.hpp"
#include "huddle/shield.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// What `coroutine` ends with.
template <class T>
Coro<std::string> ending(Coro<T> coroutine) {
  try {
    co_await std::move(coroutine);
  } catch (const CancelledError&) {
    co_return "cancelled";
  } catch (const TimeoutError&) {
    co_return "timeout";
  } catch (const std::exception& error) {
    co_return error.what();
  }
  co_return "well";
}
template <class T>
Coro<std::string> ending(Task<T> task) {
  const auto waits = [](Task<T> awaited) -> Coro<T> { co_return co_await awaited; };
  co_return co_await ending(waits(task));
}

Coro<void> an_hour() {
  co_await sleep(1h);
}
Coro<int> seven_after(Duration duration) {
  co_await sleep(duration);
  co_return 7;
}

TEST(Timeouts, end_a_body_that_takes_too_long_with_an_error) {
  const Duration took = testing::run([]() -> Coro<void> {
    const auto body = [](Timeout&) -> Coro<void> { co_await an_hour(); };
    EXPECT_EQ(co_await ending(with(timeout(5s), body)), "timeout");
    EXPECT_EQ(current_task()->cancelling(), 0);
  });
  EXPECT_EQ(took, 5s);
}

TEST(Timeouts, B096_a_cancellation_from_outside_stays_one) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> {
      co_await with(timeout(1h), [](Timeout&) -> Coro<void> { co_await an_hour(); });
    });
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
  });
}

TEST(Timeouts, B098_nested_with_one_deadline_the_outer_one_raises) {
  testing::run([]() -> Coro<void> {
    Timeout outer(1s), inner(1s);
    std::string inside;
    const auto middle = [&](Timeout&) -> Coro<void> {
      inside = co_await ending(with(inner, [](Timeout&) -> Coro<void> { co_await an_hour(); }));
      if (inside == "cancelled") throw CancelledError();
    };
    EXPECT_EQ(co_await ending(with(outer, middle)), "timeout");
    EXPECT_EQ(inside, "cancelled");
    EXPECT_TRUE(outer.expired());
    EXPECT_TRUE(inner.expired());
    EXPECT_EQ(current_task()->cancelling(), 0);
  });
}

TEST(Timeouts, B100_a_body_that_swallows_the_cancellation_ends_well) {
  testing::run([]() -> Coro<void> {
    Timeout limit(1s);
    const auto body = [](Timeout&) -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
      }
    };
    EXPECT_EQ(co_await ending(with(limit, body)), "well");
    EXPECT_TRUE(limit.expired());
    EXPECT_EQ(current_task()->cancelling(), 0);
  });
}

TEST(Timeouts, B101_of_zero_fire_at_the_first_suspension_and_of_nothing_never) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    for (const Duration delay : {Duration(0s), Duration(-1s)}) {
      EXPECT_EQ(co_await ending(with(timeout(delay), [](Timeout&) -> Coro<void> { co_return; })),
                "well");
      EXPECT_EQ(
          co_await ending(with(timeout(delay), [](Timeout&) -> Coro<void> { co_await yield(); })),
          "timeout");
    }
    EXPECT_EQ(co_await ending(
                  with(timeout(std::nullopt), [](Timeout&) -> Coro<void> { co_await an_hour(); })),
              "well");
  });
}

TEST(Timeouts, B102_can_be_rescheduled_while_the_body_runs_and_entered_once) {
  testing::run([]() -> Coro<void> {
    Timeout limit(1s);
    EXPECT_THROW(limit.reschedule(std::nullopt), InvalidStateError);
    const auto body = [](Timeout& entered) -> Coro<void> {
      const TimePoint now = Loop::running().now();
      entered.reschedule(now + 10s);
      EXPECT_EQ(entered.when(), now + 10s);
      co_await sleep(5s);
      entered.reschedule(std::nullopt);
      co_await sleep(1h);
      entered.reschedule(Loop::running().now() + 1s);
      bool cancelled = false;
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        cancelled = true;
        EXPECT_THROW(entered.reschedule(std::nullopt), InvalidStateError);
      }
      EXPECT_TRUE(cancelled);
    };
    co_await with(limit, body);
    EXPECT_TRUE(limit.expired());
    EXPECT_THROW(limit.reschedule(std::nullopt), InvalidStateError);
    EXPECT_NE(co_await ending(with(limit, [](Timeout&) -> Coro<void> { co_return; })), "well");
  });
}

TEST(Timeouts, B103_another_error_is_kept_and_expired_tells) {
  testing::run([]() -> Coro<void> {
    Timeout limit(1s);
    const auto body = [](Timeout&) -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        throw std::runtime_error("divided by zero");
      }
    };
    EXPECT_EQ(co_await ending(with(limit, body)), "divided by zero");
    EXPECT_TRUE(limit.expired());
    EXPECT_EQ(current_task()->cancelling(), 0);
  });
}

TEST(Timeouts, B104_do_not_eat_a_request_from_before_they_were_entered) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
      }
      EXPECT_EQ(
          co_await ending(with(timeout(1s), [](Timeout&) -> Coro<void> { co_await an_hour(); })),
          "timeout");
      EXPECT_EQ(current_task()->cancelling(), 1);
    });
    co_await testing::settle();
    task.cancel();
    EXPECT_EQ(co_await ending(task), "well");
  });
}

TEST(WaitFor, B105_with_no_time_gives_what_is_there_and_begins_nothing) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    future.set_result(7);
    EXPECT_EQ(co_await wait_for(future, 0s), 7);
    bool ran = false;
    const auto runs = [&]() -> Coro<void> {
      ran = true;
      co_return;
    };
    EXPECT_EQ(co_await ending(wait_for(runs(), 0s)), "timeout");
    EXPECT_FALSE(ran);
  });
}

TEST(WaitFor, B106_waits_until_what_it_cancelled_has_cleaned_up) {
  testing::run([]() -> Coro<void> {
    bool cleaned = false;
    const auto cleans = [&]() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(10s);
      cleaned = true;
      throw CancelledError();
    };
    EXPECT_EQ(co_await ending(wait_for(cleans(), 1s)), "timeout");
    EXPECT_TRUE(cleaned);
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 11s);
    const Task<int> task = create_task(seven_after(1h));
    EXPECT_EQ(co_await ending(wait_for(task, 1s)), "timeout");
    EXPECT_TRUE(task.cancelled());
  });
}

TEST(WaitFor, gives_the_value_in_time) {
  testing::run([]() -> Coro<void> {
    EXPECT_EQ(co_await wait_for(seven_after(1s), 2s), 7);
    EXPECT_EQ(co_await wait_for(create_task(seven_after(1s)), 2s), 7);
    EXPECT_EQ(co_await move_on_after(2s, seven_after(1s)), 7);
    EXPECT_EQ(co_await move_on_after(1s, seven_after(2s)), std::nullopt);
    EXPECT_FALSE(co_await move_on_after(1s, an_hour()));
  });
}

TEST(WaitFor, gives_a_reference_as_one) {
  testing::run([]() -> Coro<void> {
    int number = 7;
    const auto reference = [&number]() -> Coro<int&> {
      co_await sleep(1s);
      co_return number;
    };
    EXPECT_EQ(&co_await wait_for(reference(), 2s), &number);
    EXPECT_EQ(&co_await wait_for(create_task(reference()), 2s), &number);
    EXPECT_EQ(&co_await with(timeout(2s), [&](Timeout&) { return reference(); }), &number);
    const std::optional<std::reference_wrapper<int>> in_time =
        co_await move_on_after(2s, reference());
    EXPECT_EQ(&in_time.value().get(), &number);
    EXPECT_FALSE((co_await move_on_after(0s, reference())).has_value());
    TaskGroup group;
    const auto left = co_await with(group, [&](TaskGroup&) { return reference(); });
    EXPECT_EQ(&left.value().get(), &number);
  });
}

TEST(WaitFor, takes_whatever_can_be_awaited_and_takes_nothing_too_late) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue;
    EXPECT_THROW(co_await wait_for(queue.get(), 1s), TimeoutError);
    EXPECT_EQ(co_await move_on_after(1s, queue.get()), std::nullopt);
    co_await wait_for(queue.put(7), 1s);
    EXPECT_EQ(co_await wait_for(queue.get(), 1s), 7);
    Loop::running().call_later(1s, [&] { queue.put_nowait(8); });
    const bool got = (co_await move_on_after(1s, queue.get())).has_value();
    EXPECT_EQ(queue.size(), got ? 0u : 1u);
    Lock lock;
    {
      auto held = co_await wait_for(lock.acquire(), 1s);
      EXPECT_THROW(auto twice = co_await wait_for(lock.acquire(), 1s), TimeoutError);
    }
    EXPECT_FALSE(lock.locked());
    const Task<int> task = create_task(seven_after(10s));
    EXPECT_THROW(co_await wait_for(shield(task), 1s), TimeoutError);
    EXPECT_EQ(co_await move_on_after(10s, task), 7);
    const Future<int> future;
    EXPECT_EQ(co_await move_on_after(1s, future), std::nullopt);
    EXPECT_FALSE(future.done());
  });
}

TEST(Timeouts, B110_leave_no_timer_behind) {
  testing::run([]() -> Coro<void> {
    co_await with(timeout(1h), [](Timeout&) -> Coro<void> { co_await sleep(1s); });
    EXPECT_TRUE(Loop::running().timers().empty());
  });
}

TEST(Shield, B109_a_time_out_around_one_leaves_the_work_running) {
  testing::run([]() -> Coro<void> {
    const auto work = []() -> Coro<std::string> {
      co_await sleep(2s);
      co_return "done";
    };
    const Task<std::string> task = create_task(work());
    auto body = [&](Timeout&) -> Coro<void> { co_await shield(task); };
    EXPECT_THROW(co_await with(timeout(1s), body), TimeoutError);
    EXPECT_FALSE(task.done());
    EXPECT_EQ(co_await task, "done");
  });
}

TEST(Shield, B125_an_error_of_the_work_is_not_lost) {
  testing::Stage stage;
  const auto fails = []() -> Coro<void> {
    co_await sleep(2s);
    throw std::runtime_error("late");
  };
  std::vector<Report> reports;
  const auto main = [&]() -> Coro<void> {
    EXPECT_THROW(co_await wait_for(shield(fails()), 1s), TimeoutError);
    co_await sleep(2s);
    reports = stage.take_reports();
  };
  stage.run(main());
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(describe(reports[0].error), "late");
}

TEST(Shield, passes_on_results_and_errors_and_a_cancellation_of_the_work_itself) {
  testing::run([]() -> Coro<void> {
    const auto work = []() -> Coro<int> {
      co_await sleep(1s);
      co_return 7;
    };
    EXPECT_EQ(co_await shield(work()), 7);
    const Task<int> task = create_task(work());
    Loop::running().call_soon([task] { task.cancel(); });
    EXPECT_THROW(co_await shield(task), CancelledError);
  });
}

}  // namespace
}  // namespace huddle
