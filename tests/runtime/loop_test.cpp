// The loop: its ready queue, its timers, and what it does when things go wrong.
#include "huddle/loop.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/future.hpp"
#include "huddle/run.hpp"
#include "huddle/sleep.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// A loop on virtual time that stops by itself when `turns` callbacks have been called.
struct Looped : ::testing::Test {
  VirtualClock clock;
  Loop loop{LoopOptions().clock(clock)};
  std::vector<Report> reports;
  std::string log;

  void SetUp() override {
    loop.set_exception_handler([this](const Report& report) { reports.push_back(report); });
  }
  Function<void()> say(std::string word) {
    return [this, word] { log += word; };
  }
  Function<void()> stop() {
    return [this] { loop.stop(); };
  }
};
using Callbacks = Looped;
using LoopTimers = Looped;
using LoopErrors = Looped;
using LoopLife = Looped;

TEST_F(Callbacks, B001_call_soon_is_first_come_first_served_and_calls_nobody_on_the_spot) {
  ABOUT_THE_ORDER_OF_TURNS;
  for (const char* word : {"0", "1", "2", "3", "4"}) loop.call_soon(say(word));
  EXPECT_EQ(log, "");
  loop.run_once();
  EXPECT_EQ(log, "01234");
  loop.run_once();
  EXPECT_EQ(log, "01234");
}

TEST_F(Callbacks, B002_one_queued_by_a_callback_waits_for_the_next_iteration) {
  loop.call_soon([&] {
    log += "f";
    loop.call_soon(say("g"));
    loop.stop();
  });
  loop.run_forever();
  EXPECT_EQ(log, "f");
  loop.call_soon(stop());
  loop.run_forever();
  EXPECT_EQ(log, "fg");
}

TEST_F(Callbacks, B003_a_chain_that_requeues_itself_starves_neither_timers_nor_descriptors) {
  Loop real;
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  ASSERT_EQ(::write(pipe[1], "x", 1), 1);
  bool readable = false, timer = false;
  int turns = 0;
  real.add_reader(pipe[0], [&] {
    readable = true;
    real.remove_reader(pipe[0]);
  });
  real.call_later(1ms, [&] { timer = true; });
  std::function<void()> again = [&] {
    ++turns;
    if (readable && timer)
      real.stop();
    else
      real.call_soon(again);
  };
  real.call_soon(again);
  real.run_forever();
  EXPECT_TRUE(readable && timer);
  EXPECT_GT(turns, 1);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_F(Callbacks, B010_a_cancelled_one_is_not_called_even_if_it_stands_in_the_same_batch) {
  ABOUT_THE_ORDER_OF_TURNS;
  Handle second;
  loop.call_soon([&] {
    second.cancel();
    second.cancel();
  });
  second = loop.call_soon(say("second"));
  loop.run_once();
  EXPECT_EQ(log, "");
  EXPECT_TRUE(second.cancelled());
}

TEST_F(Callbacks, B263_may_own_what_cannot_be_copied) {
  loop.call_soon([this, number = std::make_unique<int>(7)] { log += std::to_string(*number); });
  loop.run_once();
  EXPECT_EQ(log, "7");
}

TEST_F(Callbacks, cancelling_destroys_what_was_captured_at_once) {
  auto shared = std::make_shared<int>(1);
  const Handle timer = loop.call_later(1h, [shared] {});
  EXPECT_EQ(shared.use_count(), 2);
  timer.cancel();
  EXPECT_EQ(shared.use_count(), 1);
}

TEST_F(LoopTimers, B004_what_is_ready_runs_before_a_timer_that_expires_in_the_same_iteration) {
  ABOUT_THE_ORDER_OF_TURNS;
  loop.call_later(0s, say("t"));
  loop.call_soon(say("s"));
  loop.run_once();
  EXPECT_EQ(log, "st");
}

TEST_F(LoopTimers, B005_fire_in_the_order_of_their_deadlines) {
  loop.call_later(30ms, say("30 "));
  loop.call_later(10ms, say("10 "));
  loop.call_later(20ms, say("20 "));
  loop.call_later(40ms, stop());
  loop.run_forever();
  EXPECT_EQ(log, "10 20 30 ");
}

TEST_F(LoopTimers, B006_of_one_deadline_fire_in_the_order_of_their_making) {
  ABOUT_THE_ORDER_OF_TURNS;
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    loop.call_at(TimePoint(1s), say(std::to_string(i) + " "));
    expected += std::to_string(i) + " ";
  }
  loop.call_at(TimePoint(1s), stop());
  loop.run_forever();
  EXPECT_EQ(log, expected);
}

TEST(RealTimers, B007_never_fire_early) {
  for (const Duration delay : {Duration(1ms), Duration(3400us), Duration(10ms)}) {
    for (const char* backend : {"epoll", "select"}) {
      Loop loop(LoopOptions().backend(backend));
      const TimePoint begin = loop.now();
      loop.call_later(delay, [&] { loop.stop(); });
      loop.run_forever();
      EXPECT_GE(loop.now() - begin, delay) << backend;
    }
  }
}

TEST_F(LoopTimers, B011_cancelled_ones_leave_at_once) {
  for (int i = 0; i < 100'000; ++i) loop.call_later(1h, [] {}).cancel();
  EXPECT_EQ(loop.timers().size(), 0u);
}

TEST_F(LoopTimers, B013_a_delay_may_be_as_long_as_one_likes) {
  loop.call_later(Duration::max(), say("never"));
  loop.call_later(std::chrono::hours(24 * 365), say("a year"));
  loop.call_later(std::chrono::hours(24 * 365), stop());
  loop.run_forever();
  EXPECT_EQ(log, "a year");
}

TEST_F(LoopTimers, thousands_come_out_sorted_whatever_is_cancelled_meanwhile) {
  std::vector<TimePoint> fired;
  std::vector<Handle> handles;
  std::uint64_t random = 42;
  for (int i = 0; i < 5'000; ++i) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    handles.push_back(loop.call_at(TimePoint(Duration(random % 1'000'000 + 1)),
                                   [&] { fired.push_back(loop.now()); }));
  }
  for (std::size_t i = 0; i < handles.size(); i += 3) handles[i].cancel();
  loop.call_at(TimePoint(1s), stop());
  loop.run_forever();
  EXPECT_EQ(fired.size(), 5'000u - 1'667u);
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
}

TEST_F(LoopLife, B015_a_premature_stop_is_an_error_and_the_future_can_still_be_run_for) {
  const Future<int> future(loop);
  loop.call_soon(stop());
  EXPECT_THROW(loop.run_until(future.state()), InvalidStateError);
  EXPECT_FALSE(future.done());
  loop.call_soon([&] { future.set_result(7); });
  loop.run_until(future.state());
  EXPECT_EQ(future.result(), 7);
}

TEST_F(LoopLife, B016_a_nested_run_is_refused_and_leaves_the_outer_one_alone) {
  Loop other;
  loop.call_soon([&] {
    EXPECT_THROW(loop.run_forever(), InvalidStateError);
    EXPECT_THROW(other.run_forever(), InvalidStateError);
    EXPECT_EQ(Loop::current(), &loop);
    loop.stop();
  });
  loop.run_forever();
  EXPECT_EQ(Loop::current(), nullptr);
}

TEST_F(LoopLife, B017_close_is_refused_while_it_runs_and_ends_everything_after) {
  loop.call_soon([&] {
    EXPECT_THROW(loop.close(), InvalidStateError);
    loop.stop();
  });
  loop.run_forever();
  const RemoteLoop remote = loop.remote();
  loop.close();
  loop.close();
  EXPECT_THROW(loop.call_soon([] {}), InvalidStateError);
  EXPECT_THROW(loop.call_later(1s, [] {}), InvalidStateError);
  EXPECT_THROW(remote.call_soon_threadsafe([] {}), InvalidStateError);
  EXPECT_THROW(loop.run_forever(), InvalidStateError);
}

TEST_F(LoopErrors, B018_a_callback_that_throws_stops_nobody_and_is_reported) {
  loop.call_soon([] { throw std::runtime_error("oh no"); });
  loop.call_soon(say("next"));
  loop.run_once();
  EXPECT_EQ(log, "next");
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].message, "exception in a callback");
  EXPECT_EQ(describe(reports[0].error), "oh no");
  EXPECT_NE(std::string(reports[0].where.file).find("loop_test.cpp"), std::string::npos);
}

TEST_F(LoopErrors, B019_a_handler_that_throws_stops_nobody_and_both_are_printed) {
  loop.set_exception_handler([](const Report&) { throw std::runtime_error("broken handler"); });
  loop.call_soon([] { throw std::runtime_error("oh no"); });
  loop.call_soon(say("next"));
  ::testing::internal::CaptureStderr();
  loop.run_once();
  const std::string printed = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(log, "next");
  EXPECT_NE(printed.find("broken handler"), std::string::npos);
  EXPECT_NE(printed.find("oh no"), std::string::npos);
}

TEST_F(LoopErrors, B020_an_interrupt_leaves_the_loop_which_can_run_again) {
  ABOUT_THE_ORDER_OF_TURNS;
  loop.call_soon([] { throw KeyboardInterrupt(); });
  loop.call_soon(say("later"));
  EXPECT_THROW(loop.run_once(), KeyboardInterrupt);
  EXPECT_EQ(log, "");
  loop.run_once();
  EXPECT_EQ(log, "later");
}

TEST(RemoteLoops, B021_wake_a_loop_that_rests_and_keep_their_order) {
  ABOUT_THE_ORDER_OF_TURNS;
  Loop loop;
  std::string log;
  std::thread thread([&, remote = loop.remote()] {
    for (const char* word : {"a", "b", "c"})
      remote.call_soon_threadsafe([&log, word] { log += word; });
    remote.call_soon_threadsafe([&loop] { loop.stop(); });
  });
  loop.run_forever();
  thread.join();
  EXPECT_EQ(log, "abc");
}

TEST(RemoteLoops, B021_may_be_called_on_the_loops_own_thread) {
  ABOUT_THE_ORDER_OF_TURNS;
  Loop loop;
  bool called = false;
  const RemoteLoop remote = loop.remote();
  remote.call_soon_threadsafe([&] { called = true; });
  loop.run_once();
  EXPECT_TRUE(called);
}

// How often it rests.
struct Rests final : Instrument {
  void rests(TimePoint) override { ++count; }
  int count = 0;
};

TEST(RemoteLoops, wake_a_loop_once_for_what_they_post_and_when_they_die) {
  Loop loop;
  Rests rests;
  loop.add_instrument(rests);
  loop.remote().call_soon_threadsafe([] {});
  { const RemoteLoop unused = loop.remote(); }
  loop.call_later(20ms, [&] { loop.stop(); });
  loop.run_forever();
  EXPECT_LE(rests.count, 3);
}

TEST(LoopEnd, may_come_while_another_loop_runs) {
  const auto main = []() -> Coro<void> {
    { const Loop unused; }
    auto answer = []() -> Coro<int> { co_return 42; };
    EXPECT_THROW(Runner().run(answer()), InvalidStateError);
    co_await yield();
  };
  run(main());
}

TEST(LoopEnd, drops_what_is_called_when_a_future_ends_after_it) {
  const auto alive = std::make_shared<int>();
  Loop loop;
  const Future<int> late(loop);
  late.add_done_callback([alive] {});
  loop.close();
  late.set_result(1);
  EXPECT_EQ(alive.use_count(), 1);
}

TEST_F(LoopTimers, of_a_time_before_all_others_are_due_at_once) {
  ABOUT_THE_ORDER_OF_TURNS;
  loop.call_at(TimePoint::min(), say("at "));
  loop.call_later(Duration::min(), say("later "));
  loop.call_soon([] {});
  loop.run_once();
  loop.run_once();
  EXPECT_EQ(log, "at later ");
  EXPECT_EQ(loop.now().time_since_epoch(), 0s);
}

TEST(ExceptionHandlers, may_put_another_in_their_place) {
  Loop loop;
  std::string log;
  const std::string owned(100, 'x');
  loop.set_exception_handler([&, owned](const Report&) {
    loop.set_exception_handler([&](const Report&) { log += "second"; });
    log += owned;
  });
  for (int i = 0; i < 2; ++i) loop.call_soon([] { throw std::runtime_error("broken"); });
  loop.run_once();
  EXPECT_EQ(log, owned + "second");
}

TEST(Instruments, that_remove_themselves_leave_the_others_theirs) {
  struct Once final : Instrument {
    explicit Once(Loop& loop) : loop(loop) {}
    void callback_begins(const Where&) override { loop.remove_instrument(*this); }
    Loop& loop;
  };
  struct Count final : Instrument {
    void callback_begins(const Where&) override { ++count; }
    int count = 0;
  };
  Loop loop;
  Once once(loop);
  Count count;
  loop.add_instrument(once);
  loop.add_instrument(count);
  loop.call_soon([] {});
  loop.run_once();
  EXPECT_EQ(count.count, 1);
}

TEST(RealTimers, are_not_put_off_by_steps_that_take_long) {
  Loop loop;
  const TimePoint begin = loop.now();
  Function<void()> again;
  TimePoint fired{};
  int steps = 0;
  std::function<void()> step = [&] {
    ++steps;
    const TimePoint end = loop.now() + 2ms;
    while (loop.now() < end) {
    }
    if (fired == TimePoint{})
      loop.call_soon(step);
    else
      loop.stop();
  };
  loop.call_later(1ms, [&] { fired = loop.now(); });
  loop.call_soon(step);
  loop.run_forever();
  EXPECT_LE(steps, 4);
  EXPECT_GE(fired - begin, 1ms);
}

}  // namespace
}  // namespace huddle
