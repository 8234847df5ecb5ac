#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <vector>

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// A clock that moves on by a second whenever somebody looks at it.
struct RestlessClock {
  TimePoint now{};
  Clock clock() {
    return [this] { return now += 1s; };
  }
  long seconds() const { return now.time_since_epoch() / 1s; }
};

// Writes the time of each tick down, says when it is enough, and complains of more.
struct Ticks {
  RestlessClock& time;
  std::size_t wanted;
  std::vector<long> at{};
  std::function<bool()> tick() {
    return [this] {
      if (at.size() == wanted) throw std::logic_error("enough");
      at.push_back(time.seconds());
      return at.size() < wanted;
    };
  }
};

}  // namespace

TEST(CallEvery, ticks_until_it_is_told_to_stop) {
  RestlessClock time;
  Ticks ticks{time, 3};
  Scheduler scheduler;
  scheduler.start(call_every(time.clock(), 10s, ticks.tick()));
  EXPECT_NO_THROW(scheduler.run_until_complete())
      << "tick() was called again after it had returned false (hint 1)";
  EXPECT_EQ(ticks.at.size(), 3u) << "tick() wanted to be called three times (hint 1)";
}

TEST(CallEvery, ticks_first_after_one_period) {
  RestlessClock time;
  Ticks ticks{time, 1};
  Scheduler scheduler;
  scheduler.start(call_every(time.clock(), 10s, ticks.tick()));
  scheduler.run_until_complete();
  ASSERT_EQ(ticks.at.size(), 1u) << "tick() wanted to be called once (hint 1)";
  EXPECT_GE(ticks.at[0], 10) << "the first tick is due one period after the start (hint 1)";
  EXPECT_LE(ticks.at[0], 13) << "the first tick is due one period after the start (hint 1)";
}

TEST(CallEvery, lets_the_others_have_their_turns) {
  RestlessClock time;
  Ticks ticks{time, 2};
  int turns = 0;
  auto other = [](int& turns) -> Asked<void> {
    for (; turns < 1000; ++turns) co_await yield_to_event_loop();
  };
  auto looks_on = [](int& turns, int& between, Asked<void> watched) -> Asked<void> {
    co_await watched;
    between = turns;
  };
  int between = 0;
  Scheduler scheduler;
  scheduler.start(other(turns));
  scheduler.start(looks_on(turns, between, call_every(time.clock(), 10s, ticks.tick())));
  scheduler.run_until_complete();
  EXPECT_GE(between, 10) << "while call_every waited, somebody else had only " << between
                         << " turns (hint 2)";
}

TEST(CallEvery, does_not_drift) {
  RestlessClock time;
  std::vector<long> at;
  Scheduler scheduler;
  scheduler.start(call_every(time.clock(), 100s, [&] {
    at.push_back(time.seconds());
    time.now += 30s;  // each tick takes its time
    return at.size() < 4;
  }));
  scheduler.run_until_complete();
  ASSERT_EQ(at.size(), 4u) << "tick() wanted to be called four times (hint 1)";
  EXPECT_LE(at[3], 404) << "the fourth tick was due at 400 s and came at " << at[3]
                        << " s: count from when a tick was due, not from when it came (hint 3)";
}

TEST(CallEvery, makes_up_for_ticks_that_it_missed) {
  RestlessClock time;
  std::vector<long> at;
  Scheduler scheduler;
  scheduler.start(call_every(time.clock(), 100s, [&] {
    if (at.empty()) time.now += 250s;  // the first one takes two periods and a half
    at.push_back(time.seconds());
    return at.size() < 4;
  }));
  scheduler.run_until_complete();
  ASSERT_EQ(at.size(), 4u) << "tick() wanted to be called four times (hint 1)";
  EXPECT_LE(at[3], 404) << "a late tick does not put off those after it (hint 3)";
}
