// What awaiting costs, counted: a frame for each coroutine, and nothing for a wait.
#include <gtest/gtest.h>

#include "allocations.hpp"
#include "coro.hpp"
#include "coroutine.hpp"

using namespace ch06;
using ch03::Callback;

namespace {

Coro<int> ends_at_once() {
  co_return 7;
}

Coro<void> awaits(int times) {
  for (; times > 0; --times) co_await ends_at_once();
}

Coro<void> waits(Callback& wake, int times) {
  for (; times > 0; --times) {
    co_await Suspension([&wake](Callback call) { wake = std::move(call); });
  }
}

Coro<void> waits_below(Callback& wake, int times, int depth) {
  if (depth == 0)
    co_await waits(wake, times);
  else
    co_await waits_below(wake, times, depth - 1);
}

// What it allocates to run a chain until it has ended, waking it as often as it waits.
template <class Make>
std::size_t blocks_of(Make make) {
  return course::allocations_of([&] {
           Callback wake;
           Chain<void> chain(make(wake));
           for (chain.resume(); !chain.done();) std::exchange(wake, nullptr)();
         })
      .blocks;
}

// Counts what a chain tells.
struct Counts : course::Observer {
  Counts() { course::observer = this; }
  ~Counts() override { course::observer = &course::looking_away; }
  void begins(const void*) override { ++begun; }
  void awaits(const void*, std::string_view, int) override { ++awaited; }
  void returns(const void*) override { ++returned; }
  int begun = 0, awaited = 0, returned = 0;
};

}  // namespace

TEST(Cost, a_coroutine_is_one_frame_and_a_chain_is_nothing_more) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EXPECT_EQ(blocks_of([](Callback&) { return awaits(0); }), 1u);
}

TEST(Cost, an_await_of_a_coroutine_allocates_its_frame) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EXPECT_EQ(blocks_of([](Callback&) { return awaits(100); }), 1u + 100u);
}

TEST(Cost, a_wait_allocates_nothing) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EXPECT_EQ(blocks_of([](Callback& wake) { return waits(wake, 100); }), 1u);
}

TEST(Cost, an_await_takes_two_resumes_in_one_go) {
  Counts counts;
  Chain chain(awaits(100));
  chain.resume();
  EXPECT_EQ(counts.begun, 1);
  EXPECT_EQ(counts.awaited, 100) << "into the other";
  EXPECT_EQ(counts.returned, 100) << "and back";
}

TEST(Cost, a_wake_goes_to_the_top_alone) {
  Callback wake;
  Chain chain(waits_below(wake, 100, 1000));
  chain.resume();
  Counts counts;
  for (int time = 1; time < 100; ++time) std::exchange(wake, nullptr)();
  EXPECT_EQ(counts.begun, 99);
  EXPECT_EQ(counts.awaited + counts.returned, 0)
      << "nobody of the thousand has seen anything of it";
  std::exchange(wake, nullptr)();
  EXPECT_EQ(counts.returned, 1001) << "until the top has ended";
  EXPECT_TRUE(chain.done());
}
