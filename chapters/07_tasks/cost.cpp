// What a task and its waits cost, counted: allocations, and iterations of the loop.
#include <gtest/gtest.h>

#include <optional>

#include "allocations.hpp"
#include "gather.hpp"
#include "virtual_time.hpp"
#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

namespace {

struct CountingLoop : ch05::VirtualTime<EventLoop> {
  int iterations = 0;

 protected:
  bool poll(std::optional<ch05::Duration> timeout) override {
    ++iterations;
    return VirtualTime::poll(timeout);
  }
};

Coro<void> nothing() {
  co_return;
}

Coro<void> awaits_coroutines(int times) {
  for (; times > 0; --times) co_await nothing();
}

Coro<void> has_turns(int times) {
  for (; times > 0; --times) co_await ch06::YieldToEventLoop(running_loop());
}

Coro<void> waits_for_what_is_done(int times) {
  const Future<void> future(running_loop());
  future.set_result();
  for (; times > 0; --times) co_await future;
}

Coro<void> waits_for_futures(int times) {
  for (; times > 0; --times) {
    const Future<void> future(running_loop());
    running_loop().call_soon([future] { future.set_result(); });
    co_await future;
  }
}

Coro<void> makes_tasks(int times) {
  for (; times > 0; --times) co_await create_task(nothing());
}

Coro<void> sleeps(int times) {
  for (; times > 0; --times) co_await ch07::sleep(1s);
}

Coro<void> cancels_sleepers(int times) {
  for (; times > 0; --times) {
    const Task<void> sleeper = create_task(ch07::sleep(1h));
    co_await ch07::sleep(0s);
    sleeper.cancel();
    try {
      co_await sleeper;
    } catch (const CancelledError&) {
    }
  }
}

// What a hundred more of them cost, divided by a hundred.
template <class Make>
double blocks_of_one(Make make) {
  auto blocks_of = [&](int times) {
    CountingLoop loop;
    return course::allocations_of([&] { run(make(times), loop); }).blocks;
  };
  const std::size_t few = blocks_of(100);
  return static_cast<double>(blocks_of(200) - few) / 100;
}

template <class Make>
double iterations_of_one(Make make) {
  auto iterations_of = [&](int times) {
    CountingLoop loop;
    run(make(times), loop);
    return loop.iterations;
  };
  const int few = iterations_of(100);
  return (iterations_of(200) - few) / 100.0;
}

}  // namespace

#define SKIP_WHERE_COUNTS_ARE_NOT_EXACT() \
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only"

TEST(Cost, awaiting_a_coroutine_is_a_frame_and_no_iteration) {
  EXPECT_EQ(iterations_of_one(awaits_coroutines), 0);
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(awaits_coroutines), 1);
}

TEST(Cost, a_turn_for_the_others_is_three_and_an_iteration) {
  EXPECT_EQ(iterations_of_one(has_turns), 1);
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(has_turns), 3) << "the wake-up, the call, and the new line";
}

TEST(Cost, awaiting_what_is_done_takes_no_iteration_but_is_prepared_all_the_same) {
  EXPECT_EQ(iterations_of_one(waits_for_what_is_done), 0);
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(waits_for_what_is_done), 3)
      << "the arrangement, and how to cancel, twice";
}

TEST(Cost, a_future_that_somebody_sets) {
  EXPECT_EQ(iterations_of_one(waits_for_futures), 2) << "one to set it, one to go on";
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(waits_for_futures), 16);
}

TEST(Cost, a_task_that_is_made_and_awaited) {
  EXPECT_EQ(iterations_of_one(makes_tasks), 2) << "one for its first step, one to tell its end";
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(makes_tasks), 20);
}

TEST(Cost, a_sleep) {
  EXPECT_EQ(iterations_of_one(sleeps), 2) << "one for the timer, one to go on";
  SKIP_WHERE_COUNTS_ARE_NOT_EXACT();
  EXPECT_EQ(blocks_of_one(sleeps), 18);
}

TEST(Cost, a_task_that_is_cancelled_in_its_sleep) {
  EXPECT_EQ(iterations_of_one(cancels_sleepers), 3)
      << "one to begin; one to raise the error in the sleeper, one to raise it in who awaits it";
}
