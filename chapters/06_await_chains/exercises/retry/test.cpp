#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "virtual_time.hpp"

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// An attempt that fails so many times, and then works; and when it was made each time.
struct World {
  ch05::VirtualTime<EventLoop> loop;
  int failures = 0;
  bool cancelled = false;
  std::vector<long> made_at{};
  std::string outcome = "nothing";

  long seconds() const { return loop.time().time_since_epoch() / 1s; }

  static Coro<int> attempt(World& world) {
    world.made_at.push_back(world.seconds());
    const int number = static_cast<int>(world.made_at.size());
    co_await YieldToEventLoop(world.loop);
    if (world.cancelled) throw ch03::CancelledError{"nobody wants it"};
    if (number <= world.failures) throw std::runtime_error("failure " + std::to_string(number));
    co_return number;
  }

  static Coro<void> tries(World& world, int times) {
    const std::function<Coro<int>()> make = [&world] { return attempt(world); };
    try {
      int result = co_await retry(world.loop, make, times, 1s);
      world.outcome = "result " + std::to_string(result);
    } catch (const std::exception& error) {
      world.outcome = error.what();
    } catch (const ch03::CancelledError&) {
      world.outcome = "cancelled";
    }
    world.loop.stop();
  }

  void run(int times) {
    Chain chain(tries(*this, times));
    loop.call_soon([&chain] { chain.resume(); });
    loop.run_forever();
  }
};

}  // namespace

TEST(Retry, returns_the_first_result) {
  World world;
  world.run(3);
  EXPECT_EQ(world.outcome, "result 1") << "the first attempt worked (hint 1)";
  EXPECT_EQ(world.made_at.size(), 1u) << "one attempt was enough (hint 1)";
}

TEST(Retry, tries_again_after_a_failure) {
  World world;
  world.failures = 2;
  world.run(3);
  EXPECT_EQ(world.outcome, "result 3") << "the third attempt would have worked (hint 1)";
}

TEST(Retry, throws_the_last_error_when_all_have_failed) {
  World world;
  world.failures = 100;
  world.run(3);
  EXPECT_EQ(world.outcome, "failure 3") << "three attempts, and the error of the third (hint 1)";
  EXPECT_EQ(world.made_at.size(), 3u) << "three attempts were allowed (hint 1)";
}

TEST(Retry, waits_twice_as_long_each_time) {
  World world;
  world.failures = 100;
  world.run(4);
  EXPECT_EQ(world.made_at, (std::vector<long>{0, 1, 3, 7}))
      << "pauses of 1, 2 and 4 seconds were wanted (hint 2)";
}

TEST(Retry, does_not_wait_when_it_gives_up) {
  World world;
  world.failures = 100;
  world.run(3);
  EXPECT_EQ(world.seconds(), 3) << "nobody waits for anything after the last attempt (hint 2)";
}

TEST(Retry, passes_a_cancellation_on_at_once) {
  World world;
  world.cancelled = true;
  world.run(3);
  EXPECT_EQ(world.outcome, "cancelled") << "a cancellation is passed on (hint 3)";
  EXPECT_EQ(world.made_at.size(), 1u) << "a cancellation is not a failure: do not retry (hint 3)";
}
