#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <vector>

#include "virtual_time.hpp"

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// A loop whose clock a test can move on by hand, as if a callback had taken its time.
struct SlowLoop : VirtualTime<EventLoop> {
  TimePoint time() const override { return VirtualTime<EventLoop>::time() + lost; }
  bool poll(std::optional<Duration> timeout) override {
    ++iterations;
    return VirtualTime<EventLoop>::poll(timeout);
  }
  Duration lost{};
  int iterations = 0;
  long seconds() const { return time().time_since_epoch() / 1s; }

  void run_for(Duration duration) {
    call_later(duration, [this] { stop(); });
    run_forever();
  }
};

}  // namespace

TEST(CallEvery, ticks_again_and_again) {
  SlowLoop loop;
  std::vector<long> at;
  call_every(loop, 10s, [&] { at.push_back(loop.seconds()); });
  loop.run_for(35s);
  EXPECT_EQ(at, (std::vector<long>{10, 20, 30}))
      << "the first tick is due after one period, and each sets the timer for the next (hint 1)";
}

TEST(CallEvery, ends_when_its_handle_is_cancelled) {
  SlowLoop loop;
  std::vector<long> at;
  const Handle ticks = call_every(loop, 10s, [&] { at.push_back(loop.seconds()); });
  loop.call_later(25s, [&] { ticks.cancel(); });
  loop.run_for(100s);
  EXPECT_EQ(at, (std::vector<long>{10, 20}))
      << "the handle was cancelled after 25 s: it must be good for all ticks, not for one (hint 2)";
}

TEST(CallEvery, can_be_ended_by_a_tick) {
  SlowLoop loop;
  int ticked = 0;
  std::optional<Handle> ticks;
  ticks = call_every(loop, 10s, [&] {
    if (++ticked == 3) ticks->cancel();
  });
  loop.run_for(100s);
  EXPECT_EQ(ticked, 3) << "the third tick cancelled the handle (hint 2)";
}

TEST(CallEvery, sets_no_more_timers_once_it_is_cancelled) {
  SlowLoop loop;
  call_every(loop, 10s, [] {}).cancel();
  loop.run_for(1000s);
  EXPECT_LE(loop.iterations, 10)
      << "it was cancelled, and still sets one timer after the other (hint 2)";
}

TEST(CallEvery, survives_a_tick_that_throws) {
  SlowLoop loop;
  loop.set_exception_handler([](const auto&) {});
  int ticked = 0;
  call_every(loop, 10s, [&] {
    ++ticked;
    throw std::runtime_error("out of fish");
  });
  loop.run_for(35s);
  EXPECT_EQ(ticked, 3) << "a tick threw, and no other came after it (hint 2)";
}

TEST(CallEvery, does_not_drift) {
  SlowLoop loop;
  std::vector<long> at;
  call_every(loop, 10s, [&] {
    at.push_back(loop.seconds());
    loop.lost += 3s;  // each tick takes its time
  });
  loop.run_for(35s);
  EXPECT_EQ(at, (std::vector<long>{10, 20, 30}))
      << "count from when a tick was due, not from when it is over (hint 3)";
}

TEST(CallEvery, leaves_out_what_is_over) {
  SlowLoop loop;
  std::vector<long> at;
  call_every(loop, 10s, [&] {
    at.push_back(loop.seconds());
    if (at.size() == 1) loop.lost += 25s;  // until 35 s
  });
  loop.run_for(55s);
  EXPECT_EQ(at, (std::vector<long>{10, 35, 40, 50}))
      << "at 35 s the ticks of 20 and 30 s are over: make one of them, then that of 40 s (hint 3)";
}
