// Coroutines and awaiting.
#include "huddle/coro.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/future.hpp"
#include "huddle/run.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;
using testing::Stage;

Coro<int> answer() {
  co_return 42;
}

TEST(Coroutines, B030_making_one_runs_nothing) {
  bool ran = false;
  const auto runs = [&]() -> Coro<void> {
    ran = true;
    co_return;
  };
  Coro<void> coroutine = runs();
  EXPECT_FALSE(ran);
  testing::run([&] { return std::move(coroutine); });
  EXPECT_TRUE(ran);
}

TEST(Coroutines, B031_awaiting_one_that_does_not_block_gives_nobody_a_turn) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    bool called = false;
    Loop::running().call_soon([&] { called = true; });
    for (int i = 0; i < 100; ++i) EXPECT_EQ(co_await answer(), 42);
    EXPECT_FALSE(called);
    co_await yield();
    EXPECT_TRUE(called);
  });
}

TEST(Coroutines, B032_awaiting_what_is_done_gives_nobody_a_turn) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    future.set_result(1);
    const Task<int> task = create_task(answer());
    co_await task;
    bool called = false;
    Loop::running().call_soon([&] { called = true; });
    EXPECT_EQ(co_await future, 1);
    EXPECT_EQ(co_await task, 42);
    EXPECT_FALSE(called);
  });
}

TEST(Coroutines, B035_cancelling_a_sleep_removes_its_timer) {
  testing::run([]() -> Coro<void> {
    Timers& timers = Loop::running().timers();
    auto sleeper = create_task([]() -> Coro<void> { co_await sleep(1h); });
    co_await testing::settle();
    EXPECT_EQ(timers.size(), 1u);
    co_await sleeper.cancel_and_wait();
    EXPECT_EQ(timers.size(), 0u);
  });
}

TEST(Coroutines, B037_one_that_is_never_awaited_is_reported_with_its_name_and_place) {
  Stage stage;
  const auto main = []() -> Coro<void> {
    static_cast<void>(answer());
    co_return;
  };
  EXPECT_THROW(stage.run(main()), testing::Leftover);
  ::testing::internal::CaptureStderr();
  static_cast<void>(answer());
  const std::string printed = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(printed.find("coroutine 'answer' was never awaited"), std::string::npos);
  EXPECT_NE(printed.find("coro_test.cpp:"), std::string::npos);
}

TEST(Coroutines, awaiting_one_twice_is_an_error) {
  testing::run([]() -> Coro<void> {
    Coro<int> once = answer();
    EXPECT_EQ(co_await std::move(once), 42);
    bool refused = false;
    try {
      co_await std::move(once);
    } catch (const InvalidStateError&) {
      refused = true;
    }
    EXPECT_TRUE(refused);
  });
}

struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Says {
  Says(std::string& log, int depth) : log(log), depth(depth) {}
  ~Says() { log += std::to_string(depth); }
  std::string& log;
  int depth;
};
Coro<void> dive(std::string& log, int depth, std::exception_ptr* thrown) {
  const Says says(log, depth);
  if (depth == 5) {
    *thrown = std::make_exception_ptr(Lost("a fish"));
    std::rethrow_exception(*thrown);
  }
  co_await dive(log, depth + 1, thrown);
}

TEST(Coroutines, B038_an_error_keeps_its_identity_and_locals_die_innermost_first) {
  testing::run([]() -> Coro<void> {
    std::string log;
    std::exception_ptr thrown;
    try {
      co_await dive(log, 1, &thrown);
    } catch (const Lost& lost) {
      try {
        std::rethrow_exception(thrown);
      } catch (const Lost& same) {
        EXPECT_EQ(&lost, &same);
      }
    }
    EXPECT_EQ(log, "54321");
  });
}

TEST(Coroutines, B039_locals_of_one_that_ended_are_gone_before_its_caller_goes_on) {
  testing::run([]() -> Coro<void> {
    std::string log;
    const auto child = [&]() -> Coro<void> {
      const Says says(log, 1);
      co_return;
    };
    co_await child();
    log += "after";
    EXPECT_EQ(log, "1after");
  });
}

struct NoDefault {
  explicit NoDefault(int value) : value(value) {}
  NoDefault(const NoDefault&) = delete;
  NoDefault(NoDefault&&) = default;
  int value;
};

TEST(Coroutines, B040_give_values_references_and_what_only_moves) {
  testing::run([]() -> Coro<void> {
    int number = 1;
    const auto reference = [&]() -> Coro<int&> { co_return number; };
    ++co_await reference();
    EXPECT_EQ(number, 2);
    const auto moves = []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(3); };
    const std::unique_ptr<int> moved = co_await moves();
    EXPECT_EQ(*moved, 3);
    const auto plain = []() -> Coro<NoDefault> { co_return NoDefault(4); };
    const NoDefault value = co_await plain();
    EXPECT_EQ(value.value, 4);
  });
}

TEST(Stack, B041_a_million_awaits_that_do_not_block_do_not_grow_it) {
  testing::run([]() -> Coro<void> {
    long sum = 0;
    for (int i = 0; i < 1'000'000; ++i) sum += co_await answer();
    EXPECT_EQ(sum, 42'000'000);
  });
}

Coro<int> deep(int depth, bool fails) {
  if (depth == 0) {
    co_await yield();
    if (fails) throw Lost("deep down");
    co_return 0;
  }
  co_return 1 + co_await deep(depth - 1, fails);
}

TEST(Stack, B042_a_hundred_thousand_awaits_deep_do_not_grow_it) {
  testing::run([]() -> Coro<void> {
    EXPECT_EQ(co_await deep(100'000, false), 100'000);
    bool lost = false;
    try {
      co_await deep(100'000, true);
    } catch (const Lost&) {
      lost = true;
    }
    EXPECT_TRUE(lost);
  });
}

TEST(Stack, B258_a_chain_that_is_abandoned_a_hundred_thousand_deep_does_not_grow_it) {
  VirtualClock clock;
  Loop loop(LoopOptions().clock(clock));
  std::vector<Report> reports;
  loop.set_exception_handler([&](const Report& report) { reports.push_back(report); });
  loop.call_soon([&] { create_task(deep(100'000, false)); });
  loop.run_once();
  loop.run_once();
  loop.close();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].message, "task was destroyed but it is pending");
}

// g++ 12 lays this out wrongly: no local variable, and an await in a condition.
Coro<bool> is_ready() {
  co_return true;
}
Coro<void> asks_in_a_condition() {
  if (co_await is_ready()) co_await is_ready();
}

TEST(Miscompiled, coroutines_say_so_instead_of_running) {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ <= 12
  EXPECT_DEATH(run(asks_in_a_condition()), "give the result a name first");
#else
  run(asks_in_a_condition());
#endif
}

}  // namespace
}  // namespace huddle
