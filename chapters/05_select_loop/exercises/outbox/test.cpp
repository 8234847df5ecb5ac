#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <string>

#include "virtual_time.hpp"

#include EXERCISE_FILE

using namespace std::chrono_literals;

namespace {

// Two ends of a line. Neither blocks.
struct Wire {
  Wire() {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socketpair");
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
  }
  Wire(const Wire&) = delete;
  ~Wire() {
    close(ends[0]);
    close(ends[1]);
  }
  // What has arrived at the other side.
  std::string arrived() const {
    std::string all;
    char buffer[65536];
    for (ssize_t count; (count = read(ends[1], buffer, sizeof buffer)) > 0;)
      all.append(buffer, static_cast<std::size_t>(count));
    return all;
  }
  int ends[2];
};

struct Loop : VirtualTime<EventLoop> {
  // A few iterations: each lets the writers have a go.
  void run_a_little() {
    for (int time = 0; time < 5; ++time) {
      stop();
      run_forever();
    }
  }
};

// Much more than fits at once, and no two places of it look alike.
std::string much(char kind) {
  std::string bytes;
  for (int number = 0; bytes.size() < 1'000'000; ++number)
    bytes += kind + std::to_string(number) + ' ';
  return bytes;
}

// Compares without printing a million bytes.
testing::AssertionResult same(const std::string& got, const std::string& wanted) {
  if (got == wanted) return testing::AssertionSuccess();
  std::size_t at = 0;
  while (at < got.size() && at < wanted.size() && got[at] == wanted[at]) ++at;
  return testing::AssertionFailure() << got.size() << " bytes arrived of " << wanted.size()
                                     << "; they differ from byte " << at << " on";
}

// Reads on the other side until nothing comes any more.
std::string read_everything(Loop& loop, const Wire& wire) {
  std::string all;
  for (int quiet = 0; quiet < 3; ++quiet) {
    loop.run_a_little();
    const std::string more = wire.arrived();
    if (!more.empty()) quiet = -1;
    all += more;
  }
  return all;
}

}  // namespace

TEST(Outbox, sends_what_fits) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  outbox.put("herring");
  EXPECT_EQ(wire.arrived(), "herring") << "a few bytes fit at once: there is nothing to wait for";
}

TEST(Outbox, loses_nothing_when_the_other_side_is_slow) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  const std::string bytes = much('a');
  outbox.put(bytes);
  EXPECT_GT(outbox.waiting(), 0u) << "so much cannot have been sent at once (hint 1)";
  EXPECT_TRUE(same(read_everything(loop, wire), bytes))
      << "what send() did not take must be sent later (hint 1)";
  EXPECT_EQ(outbox.waiting(), 0u) << "everything was read (hint 1)";
}

TEST(Outbox, watches_nothing_when_everything_is_sent) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  outbox.put("herring");
  loop.call_later(1s, [&] { loop.stop(); });
  loop.call_soon([&] {
    if (loop.remove_writer(wire.ends[0]))
      ADD_FAILURE() << "everything is sent, and the socket is still watched (hint 2)";
  });
  loop.run_forever();
}

TEST(Outbox, watches_nothing_after_a_slow_delivery) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  outbox.put(much('a'));
  read_everything(loop, wire);
  EXPECT_FALSE(loop.remove_writer(wire.ends[0]))
      << "everything is sent, and the socket is still watched (hint 2)";
}

TEST(Outbox, keeps_the_order) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  const std::string first = much('a'), second = "herring", third = much('b');
  outbox.put(first);
  std::string got = wire.arrived();  // now there is room again, and bytes of the first are waiting
  outbox.put(second);
  got += wire.arrived();
  outbox.put(third);
  got += read_everything(loop, wire);
  EXPECT_TRUE(same(got, first + second + third))
      << "while old bytes wait, new ones queue up behind them (hint 3)";
}

TEST(Outbox, can_be_used_again) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  const std::string first = much('a'), second = much('b');
  outbox.put(first);
  EXPECT_TRUE(same(read_everything(loop, wire), first))
      << "what was put in first must be sent (hint 3)";
  outbox.put(second);
  EXPECT_TRUE(same(read_everything(loop, wire), second))
      << "what was put in later must be sent as well (hint 3)";
}

TEST(Outbox, loses_nothing_when_there_is_no_room_at_all) {
  Wire wire;
  Loop loop;
  Outbox outbox(loop, wire.ends[0]);
  const std::string first = much('a'), second = "herring";
  outbox.put(first);
  outbox.put(second);  // the socket is full: send() takes nothing
  EXPECT_TRUE(same(read_everything(loop, wire), first + second))
      << "send() takes nothing and returns -1 when there is no room (hint 1)";
}
