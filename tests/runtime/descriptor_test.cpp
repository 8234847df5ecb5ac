// Descriptors, with both backends.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "huddle/descriptors.hpp"
#include "huddle/errors.hpp"
#include "huddle/loop.hpp"
#include "huddle/readiness.hpp"
#include "huddle/run.hpp"
#include "huddle/sleep.hpp"
#include "huddle/testing.hpp"
#include "huddle/timeout.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// Two connected sockets, closed in the end.
struct Pair {
  Pair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0); }
  ~Pair() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void send() const { EXPECT_EQ(::write(ends[1], "x", 1), 1); }
  int ends[2];
};

class DescriptorTest : public ::testing::TestWithParam<const char*> {
 protected:
  RunOptions options() const { return RunOptions().backend(GetParam()); }
  Loop loop{LoopOptions().backend(GetParam())};
  Pair pair;
  std::string log;
};
INSTANTIATE_TEST_SUITE_P(On, DescriptorTest, ::testing::Values("epoll", "select"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(DescriptorTest, B023_a_second_reader_takes_the_place_of_the_first) {
  loop.add_reader(pair.ends[0], [&] { log += "first"; });
  loop.add_reader(pair.ends[0], [&] { log += "second"; });
  pair.send();
  loop.run_once(1s);
  EXPECT_EQ(log, "second");
  EXPECT_TRUE(loop.remove_reader(pair.ends[0]));
  EXPECT_FALSE(loop.remove_reader(pair.ends[0]));
  loop.run_once();
  EXPECT_EQ(log, "second");
}

TEST_P(DescriptorTest, a_reader_is_called_as_long_as_there_is_something) {
  ABOUT_THE_ORDER_OF_TURNS;
  loop.add_reader(pair.ends[0], [&] { log += "r"; });
  loop.add_writer(pair.ends[0], [&] { log += "w"; });
  pair.send();
  loop.run_once(1s);
  loop.run_once(1s);
  EXPECT_EQ(log, "rwrw");
  loop.remove_reader(pair.ends[0]);
  loop.remove_writer(pair.ends[0]);
}

TEST_P(DescriptorTest, B025_a_reader_removed_by_an_earlier_one_of_the_same_batch_is_not_called) {
  const Pair other;
  int calls = 0;
  const auto remove_both = [&] {
    ++calls;
    loop.remove_reader(pair.ends[0]);
    loop.remove_reader(other.ends[0]);
  };
  loop.add_reader(pair.ends[0], remove_both);
  loop.add_reader(other.ends[0], remove_both);
  pair.send();
  other.send();
  loop.run_once(1s);
  loop.run_once();
  EXPECT_EQ(calls, 1);
}

TEST_P(DescriptorTest, B027_closing_one_wakes_who_waits_and_its_successor_gets_no_old_events) {
  const auto main = [&]() -> Coro<void> {
    auto waits = create_task([&]() -> Coro<void> { co_await wait_readable(pair.ends[0]); });
    co_await testing::settle();
    Loop::running().notify_closing(pair.ends[0]);
    ::close(pair.ends[0]);
    try {
      co_await waits;
      ADD_FAILURE() << "the wait ended well";
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), ECANCELED);
    }
    const Pair successor;  // takes over the number
    EXPECT_EQ(successor.ends[0], pair.ends[0]);
    auto waits_again =
        create_task([&]() -> Coro<void> { co_await wait_readable(successor.ends[0]); });
    co_await sleep(2ms);
    EXPECT_FALSE(waits_again.done());
    successor.send();
    co_await waits_again;
    pair.ends[0] = ::dup(pair.ends[1]);
  };
  run(main(), options());
}

// Reports what it is told to, however late.
class LateSelector final : public Selector {
 public:
  std::string_view name() const noexcept override { return "late"; }
  void watch(int, std::uint32_t generation, Interest, Interest interest) override {
    if (interest != Interest{}) watched = generation;
  }
  void wait(std::optional<Duration>, std::vector<ReadyEvent>& events) override {
    events.push_back({3, reported, {true, false}});
  }
  std::uint32_t watched = 0, reported = 0;
};

TEST(Descriptors, B027_take_no_event_of_a_closed_one_for_its_successors) {
  struct Waits final : Node {
    void fire() noexcept override { ++fired; }
    void turn() override {}
    int fired = 0;
  };
  auto late = std::make_unique<LateSelector>();
  LateSelector& selector = *late;
  Descriptors descriptors(std::move(late));
  Waits before, after;
  descriptors.add(3, false, before);
  const std::uint32_t old = selector.watched;
  descriptors.remove(3, false);
  descriptors.closing(3);
  descriptors.add(3, false, after);
  selector.reported = old;
  descriptors.poll(Duration::zero());
  EXPECT_EQ(after.fired, 0);
  selector.reported = selector.watched;
  descriptors.poll(Duration::zero());
  EXPECT_EQ(after.fired, 1);
  EXPECT_EQ(before.fired, 0);
}

TEST_P(DescriptorTest, B028_a_second_one_who_waits_is_refused_and_the_first_is_not_disturbed) {
  const auto main = [&]() -> Coro<void> {
    auto first = create_task([&]() -> Coro<void> { co_await wait_readable(pair.ends[0]); });
    co_await testing::settle();
    bool refused = false;
    try {
      co_await wait_readable(pair.ends[0]);
    } catch (const InvalidStateError&) {
      refused = true;
    }
    EXPECT_TRUE(refused);
    pair.send();
    co_await first;
  };
  run(main(), options());
}

TEST_P(DescriptorTest, B026_one_that_a_task_waits_for_is_refused_for_a_reader) {
  const auto main = [&]() -> Coro<void> {
    auto waits = create_task([&]() -> Coro<void> { co_await wait_readable(pair.ends[0]); });
    co_await testing::settle();
    EXPECT_THROW(Loop::running().add_reader(pair.ends[0], [] {}), InvalidStateError);
    pair.send();
    co_await waits;
  };
  run(main(), options());
}

TEST_P(DescriptorTest, a_cancelled_wait_leaves_the_data_and_the_descriptor_free) {
  const auto main = [&]() -> Coro<void> {
    auto waits = create_task([&]() -> Coro<void> { co_await wait_readable(pair.ends[0]); });
    co_await testing::settle();
    waits.cancel();
    pair.send();
    try {
      co_await waits;
    } catch (const CancelledError&) {
    }
    co_await wait_readable(pair.ends[0]);
    char letter;
    EXPECT_EQ(::read(pair.ends[0], &letter, 1), 1);
  };
  run(main(), options());
}

// Another pair of the same numbers.
void replace(Pair& pair) {
  const Pair other;
  for (const int end : {0, 1}) EXPECT_EQ(::dup2(other.ends[end], pair.ends[end]), pair.ends[end]);
}

TEST_P(DescriptorTest, the_successor_of_one_whose_wait_was_cancelled_is_waited_for) {
  const auto main = [&]() -> Coro<void> {
    EXPECT_FALSE(co_await move_on_after(1ms, wait_readable(pair.ends[0])));
    replace(pair);
    pair.send();
    co_await wait_readable(pair.ends[0]);
  };
  run(main(), options());
}

TEST_P(DescriptorTest, the_successor_of_one_that_was_read_is_waited_for) {
  const auto main = [&]() -> Coro<void> {
    pair.send();
    co_await wait_readable(pair.ends[0]);
    replace(pair);
    pair.send();
    co_await wait_readable(pair.ends[0]);
  };
  run(main(), options());
}

TEST_P(DescriptorTest, the_successor_of_one_whose_reader_was_removed_is_waited_for) {
  const auto main = [&]() -> Coro<void> {
    Loop::running().add_reader(pair.ends[0], [] {});
    co_await yield();
    Loop::running().remove_reader(pair.ends[0]);
    replace(pair);
    pair.send();
    co_await wait_readable(pair.ends[0]);
  };
  run(main(), options());
}

TEST_P(DescriptorTest, one_that_was_closed_after_its_wait_disturbs_nobody) {
  const auto main = [&]() -> Coro<void> {
    const int copy = ::dup(pair.ends[0]);
    EXPECT_FALSE(co_await move_on_after(1ms, wait_readable(copy)));
    ::close(copy);
    co_await sleep(1ms);
  };
  run(main(), options());
}

TEST(SelectBackend, wakes_who_waits_for_one_that_is_closed_meanwhile) {
  Pair pair;
  const auto main = [&]() -> Coro<void> {
    const int copy = ::dup(pair.ends[0]);
    Loop::running().call_later(1ms, [copy] { ::close(copy); });
    co_await wait_readable(copy);
    char letter;
    EXPECT_EQ(::read(copy, &letter, 1), -1);
    EXPECT_EQ(errno, EBADF);
  };
  run(main(), RunOptions().backend("select"));
}

TEST(SelectBackend, refuses_a_descriptor_that_is_too_large_in_words) {
  Loop loop(LoopOptions().backend("select"));
  const int large = ::fcntl(0, F_DUPFD, 2000);
  ASSERT_GE(large, 2000);
  try {
    loop.add_reader(large, [] {});
    ADD_FAILURE() << "it was taken";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("0 to 1023"), std::string::npos);
  }
  ::close(large);
}

TEST(Backends, the_environment_names_one_and_a_wrong_name_is_refused) {
  ::setenv("HUDDLE_BACKEND", "select", 1);
  EXPECT_EQ(Loop().backend(), "select");
  ::setenv("HUDDLE_BACKEND", "kqueue", 1);
  EXPECT_THROW(Loop(), std::invalid_argument);
  ::unsetenv("HUDDLE_BACKEND");
  EXPECT_EQ(Loop().backend(), "epoll");
}

}  // namespace
}  // namespace huddle
