// What waiting by turns costs, counted: a frame for each pause, and a look at the clock each round.
#include <gtest/gtest.h>

#include "allocations.hpp"
#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

namespace {

Asked<void> pauses(int times) {
  for (; times > 0; --times) co_yield None{};
}

Asked<void> awaits_pauses(int times) {
  for (; times > 0; --times) co_await yield_to_event_loop();
}

// As yield_to_event_loop() does it; counts how often a body is entered.
Asked<void> counted_pause(int& resumes) {
  ++resumes;
  co_yield None{};
  ++resumes;
}

Asked<void> awaits_counted_pauses(int times, int& resumes) {
  ++resumes;
  for (; times > 0; --times) {
    co_await counted_pause(resumes);
    ++resumes;
  }
}

// What a scheduler allocates for this coroutine. Another one has made its line grow before.
template <class Make>
std::size_t blocks_of(Make make) {
  Scheduler scheduler;
  for (int number = 0; number < 200; ++number) scheduler.start(pauses(0));
  scheduler.run_until_complete();
  return course::allocations_of([&] {
           scheduler.start(make());
           scheduler.run_until_complete();
         })
      .blocks;
}

struct Looks {
  long long count = 0;
  // A clock that moves on by a millisecond whenever somebody looks.
  Clock clock() {
    return [this] { return TimePoint(++count * 1ms); };
  }
};

}  // namespace

TEST(Cost, a_bare_pause_allocates_nothing_and_an_awaited_one_a_frame) {
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  const std::size_t none = blocks_of([] { return pauses(0); });
  EXPECT_GE(none, 1u) << "its frame";
  EXPECT_LE(none, 2u) << "the line may grow once";
  EXPECT_LE(blocks_of([] { return pauses(10); }), none + 1) << "the line may grow once";
  const std::size_t ten = blocks_of([] { return awaits_pauses(10); });
  EXPECT_GE(ten, none + 10);
  EXPECT_LE(ten, none + 11) << "the line may grow once";
}

TEST(Cost, each_who_waits_has_a_turn_in_every_round) {
  Scheduler scheduler;
  scheduler.start(pauses(100));
  scheduler.run_until_complete();
  EXPECT_EQ(scheduler.turns_given(), 101);
}

TEST(Cost, an_awaited_pause_takes_three_resumes) {
  int resumes = 0;
  Scheduler scheduler;
  scheduler.start(awaits_counted_pauses(100, resumes));
  scheduler.run_until_complete();
  EXPECT_EQ(scheduler.turns_given(), 101);
  EXPECT_EQ(resumes, 1 + 3 * 100) << "in to the pause, out of it, and on";
}

TEST(Cost, a_simpler_sleep_looks_at_the_clock_in_each_of_its_turns) {
  Looks looks;
  Scheduler scheduler;
  scheduler.start(simpler_async_sleep(looks.clock(), 1s));
  scheduler.run_until_complete();
  EXPECT_EQ(looks.count, 1 + 1000);
  EXPECT_EQ(scheduler.turns_given(), 1000);
}

TEST(Cost, a_sleep_takes_two_turns_a_round_and_one_look) {
  Looks looks;
  Scheduler scheduler;
  scheduler.start(async_sleep(scheduler, looks.clock(), 1s));
  scheduler.run_until_complete();
  EXPECT_EQ(looks.count, 1 + 1000);
  EXPECT_EQ(scheduler.turns_given(), 1 + 2 * 1000) << "the watcher's, and the sleeper's";
}

TEST(Cost, a_hundred_sleepers_look_a_hundred_times_a_round) {
  Looks looks;
  Scheduler scheduler;
  for (int sleeper = 0; sleeper < 100; ++sleeper)
    scheduler.start(
        simpler_async_sleep([&looks] { return TimePoint(++looks.count / 100 * 1ms); }, 10ms));
  scheduler.run_until_complete();
  EXPECT_GE(looks.count, 100 * 10);
  EXPECT_LE(looks.count, 100 * 12);
}
