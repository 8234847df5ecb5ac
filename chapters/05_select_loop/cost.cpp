// What the loop and the bridge cost, counted: allocations, iterations and resumes.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>

#include "allocations.hpp"
#include "arrangement.hpp"
#include "virtual_time.hpp"

using namespace ch05;
using namespace std::chrono_literals;

namespace {

// Counts its iterations: each polls once.
struct CountingLoop : VirtualTime<EventLoop> {
  bool poll(std::optional<Duration> timeout) override {
    ++iterations;
    return VirtualTime<EventLoop>::poll(timeout);
  }
  int iterations = 0;
};

std::size_t blocks_of(const std::function<void()>& body) {
  return course::allocations_of(body).blocks;
}

// What `loop` allocates while it runs until nobody is left.
template <class Coroutine>
std::size_t blocks_to_run(EventLoop& loop, Coroutine coroutine) {
  start(loop, std::move(coroutine));
  return blocks_of([&] { loop.run_forever(); });
}

Arranged<void> sleeps(EventLoop& loop, int times) {
  for (; times > 0; --times) co_await sleep(loop, 1s);
  loop.stop();
}

Arranged<void> waits_for(EventLoop& loop, int descriptor, int times) {
  for (; times > 0; --times) co_await readable(loop, descriptor);
  loop.stop();
}

// As sleep() does it; counts how often a body is entered.
Arranged<void> counted_sleep(EventLoop& loop, int& resumes) {
  ++resumes;
  Arrangement later = [&](Callback wake) { loop.call_later(1s, wake); };
  co_yield later;
  ++resumes;
}

Arranged<void> counted_sleeps(EventLoop& loop, int times, int& resumes) {
  ++resumes;
  for (; times > 0; --times) {
    co_await counted_sleep(loop, resumes);
    ++resumes;
  }
  loop.stop();
}

}  // namespace

TEST(Cost, a_call_allocates_one_block_besides_the_line) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EventLoop loop;
  EXPECT_EQ(blocks_of([&] { Handle handle([] {}); }), 1u) << "what the copies of a handle share";
  EXPECT_EQ(blocks_of([&] { loop.call_soon([] {}); }), 2u) << "and the line, which begins anew";
  loop.call_soon([] {});
  loop.call_soon([] {});
  EXPECT_EQ(blocks_of([&] { loop.call_soon([] {}); }), 1u) << "room for a fourth is there";
}

TEST(Cost, a_timer_and_a_reader_allocate_two_blocks) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EventLoop loop;
  EXPECT_EQ(blocks_of([&] { loop.call_later(1s, [] {}); }), 2u) << "the call, and its place";
  EXPECT_EQ(blocks_of([&] { loop.add_reader(0, [] {}); }), 2u);
  EXPECT_EQ(blocks_of([&] { loop.remove_reader(0); }), 0u);
}

TEST(Cost, an_idle_iteration_allocates_nothing) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EventLoop loop;
  loop.call_later(1h, [] {});
  loop.stop();
  EXPECT_EQ(blocks_of([&] { loop.run_forever(); }), 0u);
}

TEST(Cost, a_sleep_allocates_four_blocks) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  VirtualTime<EventLoop> loop;
  const std::size_t none = blocks_to_run(loop, sleeps(loop, 0));
  EXPECT_EQ(blocks_to_run(loop, sleeps(loop, 100)) - none, 400u)
      << "the frame of sleep(), a call, the place of a timer, and the line of that iteration";
}

TEST(Cost, a_wait_for_a_descriptor_allocates_four_blocks) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  VirtualTime<EventLoop> loop;
  const std::size_t none = blocks_to_run(loop, waits_for(loop, ends[0], 0));
  EXPECT_EQ(blocks_to_run(loop, waits_for(loop, ends[0], 100)) - none, 400u)
      << "the frame of readable(), a call, the place of a reader, and the line";
  close(ends[0]);
  close(ends[1]);
}

TEST(Cost, a_sleep_takes_one_iteration_and_three_resumes) {
  CountingLoop loop;
  int resumes = 0;
  start(loop, counted_sleeps(loop, 100, resumes));
  loop.run_forever();
  EXPECT_EQ(loop.iterations, 1 + 100) << "the start, and one for each sleep";
  EXPECT_EQ(resumes, 1 + 3 * 100) << "in to the sleep, out of it, and on";
}

TEST(Cost, a_sleeper_costs_no_iteration_while_it_sleeps) {
  CountingLoop loop;
  for (int sleeper = 0; sleeper < 100; ++sleeper)
    start(loop, [](EventLoop& loop) -> Arranged<void> { co_await sleep(loop, 1h); }(loop));
  start(loop, sleeps(loop, 10));
  loop.run_forever();
  EXPECT_EQ(loop.iterations, 1 + 10) << "nobody asks the hundred";
}
