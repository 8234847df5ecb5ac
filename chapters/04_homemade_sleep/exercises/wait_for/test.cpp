#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// A scheduler, and a clock that a coroutine turns on by a second in each of its hundred turns. (It
// ends: a wait_for() that never gives up is then the only one left, and is told so by `over`.)
struct World {
  TimePoint now{};
  Scheduler scheduler;
  Future<int> fish{scheduler};
  std::string outcome = "nothing";
  long woken_at = -1;

  Clock clock() {
    return [this] { return now; };
  }

  static Asked<void> turn_the_clock(World& world, int fish_at, bool bad) {
    for (int second = 1; second <= 100; ++second) {
      co_await yield_to_event_loop();
      world.now += 1s;
      if (second == fish_at && !world.fish.done() && !bad) world.fish.set_result(7);
      if (second == fish_at && !world.fish.done() && bad)
        world.fish.set_exception(std::make_exception_ptr(std::invalid_argument("bad fish")));
    }
    if (!world.fish.done())
      world.fish.set_exception(std::make_exception_ptr(std::domain_error("nobody gave up")));
  }

  static Asked<void> wait(World& world, Duration timeout) {
    try {
      int value = co_await wait_for(world.fish, world.clock(), timeout);
      world.outcome = "fish " + std::to_string(value);
    } catch (const TimeoutError&) {
      world.outcome = "timeout";
    } catch (const std::exception& error) {
      world.outcome = error.what();
    } catch (const ch03::CancelledError&) {
      world.outcome = "cancelled";
    }
    world.woken_at = world.now.time_since_epoch() / 1s;
  }

  void run(int fish_at, Duration timeout, bool bad = false) {
    scheduler.start(wait(*this, timeout));
    scheduler.start(turn_the_clock(*this, fish_at, bad));
    scheduler.run_until_complete();
  }
};

}  // namespace

TEST(WaitFor, hands_on_a_result_as_soon_as_it_is_there) {
  World world;
  world.run(3, 10s);
  EXPECT_EQ(world.outcome, "fish 7") << "the fish came in time (hint 1)";
  EXPECT_EQ(world.woken_at, 3) << "the fish came after 3 s: do not wait any longer (hint 1)";
}

TEST(WaitFor, lets_a_result_win_that_is_there_when_the_time_is_over) {
  World world;
  world.run(5, 5s);
  EXPECT_EQ(world.outcome, "fish 7")
      << "the fish came at the last moment: look at the future before the clock (hint 2)";
}

TEST(WaitFor, lets_a_result_win_that_was_there_before) {
  World world;
  world.fish.set_result(7);
  world.run(0, 0s);
  EXPECT_EQ(world.outcome, "fish 7") << "the fish was there already (hint 2)";
}

TEST(WaitFor, gives_up_when_the_time_is_over) {
  World world;
  world.run(50, 5s);
  EXPECT_EQ(world.woken_at, 5) << "no fish came, and the time was over at 5 s (hint 1)";
  EXPECT_EQ(world.outcome, "timeout")
      << "after 5 s it throws a TimeoutError, and nothing else (hint 3)";
}

TEST(WaitFor, cancels_what_nobody_waits_for) {
  World world;
  world.run(50, 5s);
  EXPECT_TRUE(world.fish.cancelled()) << "cancel the future when you give up on it (hint 3)";
}

TEST(WaitFor, hands_on_an_error) {
  World world;
  world.run(3, 10s, true);
  EXPECT_EQ(world.outcome, "bad fish") << "what the future holds comes out of the wait (hint 1)";
}
