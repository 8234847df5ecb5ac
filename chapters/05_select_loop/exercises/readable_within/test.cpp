#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "virtual_time.hpp"

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// Gives up on a reader that is called for ever, since nobody reads.
struct Loop : VirtualTime<EventLoop> {
  bool poll(std::optional<Duration> timeout) override {
    if (++iterations > 1000)
      throw std::runtime_error("the reader is called again and again: remove it (hint 3)");
    return VirtualTime<EventLoop>::poll(timeout);
  }
  int iterations = 0;
};

// Drives one readable_within() by hand, so that every wake-up can be counted.
struct World {
  World() {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socketpair");
  }
  World(const World&) = delete;
  ~World() {
    close(ends[0]);
    close(ends[1]);
  }

  void say() const {
    if (write(ends[1], "x", 1) != 1) throw std::runtime_error("cannot write");
  }

  // Waits, and goes on as soon as it is woken; further wake-ups are counted only.
  void wait(Duration limit) {
    waiting.emplace(readable_within(loop, ends[0], limit));
    go_on();
  }
  void go_on() {
    try {
      waiting->next()([this] {
        ++wakes;
        if (wakes == 1) woken_at = loop.time().time_since_epoch() / 1s;
        if (!result) go_on();
      });
    } catch (const ch02::StopIteration<bool>& end) {
      result = end.value;
    }
  }
  void run_for(Duration duration) {
    loop.call_later(duration, [this] { loop.stop(); });
    loop.run_forever();
  }

  int ends[2];
  Loop loop;
  std::optional<Arranged<bool>> waiting;
  std::optional<bool> result;
  int wakes = 0;
  long woken_at = -1;
};

}  // namespace

TEST(ReadableWithin, is_true_as_soon_as_there_is_something_to_read) {
  World world;
  world.loop.call_later(3s, [&] { world.say(); });
  world.wait(10s);
  world.run_for(4s);
  ASSERT_TRUE(world.result.has_value()) << "a letter came after 3 s, and it still waits (hint 1)";
  EXPECT_TRUE(*world.result) << "a letter came in time (hint 2)";
  EXPECT_EQ(world.woken_at, 3) << "a letter came after 3 s (hint 1)";
}

TEST(ReadableWithin, is_false_when_the_time_is_over) {
  World world;
  world.wait(10s);
  world.run_for(20s);
  ASSERT_TRUE(world.result.has_value()) << "10 s have passed, and it still waits (hint 1)";
  EXPECT_FALSE(*world.result) << "nothing came in time (hint 2)";
  EXPECT_EQ(world.woken_at, 10) << "the time was over at 10 s (hint 1)";
}

TEST(ReadableWithin, is_true_when_both_come_together) {
  World world;
  world.say();
  world.wait(0s);
  world.run_for(1s);
  ASSERT_TRUE(world.result.has_value()) << "it still waits (hint 1)";
  EXPECT_TRUE(*world.result) << "a letter was there all the time (hint 2)";
  EXPECT_EQ(world.wakes, 1)
      << "the timer was due in the same iteration, and woke it again (hint 3)";
}

TEST(ReadableWithin, leaves_no_timer_behind) {
  World world;
  world.loop.call_later(3s, [&] { world.say(); });
  world.wait(10s);
  world.run_for(20s);
  EXPECT_EQ(world.wakes, 1) << "it went on after 3 s, and after 10 s it was woken again (hint 3)";
}

TEST(ReadableWithin, leaves_no_reader_behind) {
  World world;
  world.wait(10s);
  world.run_for(20s);
  EXPECT_FALSE(world.loop.remove_reader(world.ends[0]))
      << "nobody waits any more, and the descriptor is still watched (hint 3)";
}

TEST(ReadableWithin, leaves_no_reader_behind_when_it_was_in_time) {
  World world;
  world.say();
  world.wait(10s);
  world.loop.call_soon([&] { world.loop.stop(); });
  world.loop.run_forever();
  EXPECT_FALSE(world.loop.remove_reader(world.ends[0]))
      << "nobody waits any more, and the descriptor is still watched (hint 3)";
}
