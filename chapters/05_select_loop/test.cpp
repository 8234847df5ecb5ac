// The tests of chapter 5, by step. Step K of the lesson needs those up to StepK. Names such as B004
// are rows of the list of behaviours that the runtime must have.
#include <gtest/gtest.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "future.hpp"

#ifndef STEP
#define STEP 99
#endif

#include "event_loop.hpp"
#if STEP >= 8
#include "virtual_time.hpp"
#endif
#if STEP >= 9
#include "arrangement.hpp"
#endif

using namespace ch05;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

using Log = std::vector<std::string>;

TEST(Step1_Handle, makes_the_call) {
  int calls = 0;
  const Handle handle([&] { ++calls; });
  EXPECT_EQ(calls, 0) << "not when it is made";
  handle();
  EXPECT_EQ(calls, 1);
}

TEST(Step1_Handle, does_not_make_a_call_that_was_called_off) {
  int calls = 0;
  const Handle handle([&] { ++calls; });
  EXPECT_FALSE(handle.cancelled());
  handle.cancel();
  handle();
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(handle.cancelled());
}

TEST(Step1_Handle, copies_are_the_same_call) {
  int calls = 0;
  const Handle ours([&] { ++calls; });
  const Handle theirs = ours;
  ours.cancel();
  EXPECT_TRUE(theirs.cancelled());
  theirs();
  EXPECT_EQ(calls, 0);
}

TEST(Step1_Handle, can_be_called_off_twice_and_too_late) {
  int calls = 0;
  const Handle handle([&] { ++calls; });
  handle();
  handle.cancel();
  handle.cancel();
  EXPECT_EQ(calls, 1);
}

TEST(Step1_Handle, can_be_called_off_by_its_own_call) {
  std::optional<Handle> handle;
  std::string said;
  handle.emplace([&, word = std::string("a word that is too long for the string itself")] {
    handle->cancel();
    handle.reset();
    said = word;  // the callback lives while it runs
  });
  const Handle kept = *handle;
  kept();
  EXPECT_EQ(said, "a word that is too long for the string itself");
  EXPECT_TRUE(kept.cancelled());
}

#if STEP >= 2
TEST(Step2_CallSoon, B001_calls_in_order_and_never_inside_call_soon) {
  EventLoop loop;
  std::vector<int> called;
  for (int number = 0; number < 5; ++number)
    loop.call_soon([&called, number] { called.push_back(number); });
  loop.call_soon([&] { loop.stop(); });
  EXPECT_EQ(called, std::vector<int>{}) << "nothing is called before the loop runs";
  loop.run_forever();
  EXPECT_EQ(called, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Step2_CallSoon, B002_a_callback_queued_by_a_callback_waits_for_the_next_iteration) {
  EventLoop loop;
  Log log;
  loop.call_soon([&] {
    loop.call_soon([&] { log.push_back("queued by the first"); });
    log.push_back("first");
  });
  loop.call_soon([&] {
    log.push_back("second");
    loop.stop();
  });
  loop.run_forever();
  EXPECT_EQ(log, (Log{"first", "second"})) << "an iteration calls those that were there before";
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(log, (Log{"first", "second", "queued by the first"})) << "it was still in line";
}

TEST(Step2_CallSoon, B010_a_handle_cancelled_by_an_earlier_callback_never_runs) {
  EventLoop loop;
  Log log;
  std::optional<Handle> second;
  loop.call_soon([&] {
    log.push_back("first");
    second->cancel();
    second->cancel();
  });
  second = loop.call_soon([&] { log.push_back("second"); });
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(log, Log{"first"});
}

TEST(Step2_CallSoon, is_a_queue_for_futures) {
  EventLoop loop;
  Log log;
  ch03::Future<int> future(loop);
  future.add_done_callback([&](const auto& done) {
    log.push_back(std::to_string(done.result()));
    loop.stop();
  });
  future.set_result(7);
  EXPECT_EQ(log, Log{}) << "never inside set_result";
  loop.run_forever();
  EXPECT_EQ(log, Log{"7"});
}

TEST(Step2_RunForever, stopped_before_it_runs_it_makes_one_iteration) {
  EventLoop loop;
  int calls = 0;
  loop.call_soon([&] { ++calls; });
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(calls, 1);
}

TEST(Step2_RunForever, can_be_run_again) {
  EventLoop loop;
  int calls = 0;
  for (int run = 1; run <= 3; ++run) {
    loop.call_soon([&] {
      ++calls;
      loop.stop();
    });
    loop.run_forever();
    EXPECT_EQ(calls, run);
  }
}

TEST(Step2_RunForever, refuses_to_run_inside_itself) {
  EventLoop loop;
  std::string said;
  int calls = 0;
  loop.call_soon([&] {
    try {
      loop.run_forever();
    } catch (const std::logic_error& error) {
      said = error.what();
    }
  });
  loop.call_soon([&] {
    ++calls;
    loop.stop();
  });
  loop.run_forever();
  EXPECT_EQ(said, "this event loop is already running");
  EXPECT_EQ(calls, 1) << "the run that was refused leaves the other one alone";
}

TEST(Step2_RunForever, lets_go_of_what_it_has_called) {
  EventLoop loop;
  auto guest = std::make_shared<int>(7);
  loop.call_soon([guest] {});
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(guest.use_count(), 1);
}
#endif

#if STEP >= 3
namespace {

// Collects what would be printed as a problem.
struct Reports {
  Reports() {
    ch03::report = [this](const std::string& problem) { log.push_back(problem); };
  }
  ~Reports() { ch03::report = std::move(usual); }
  std::function<void(const std::string&)> usual = ch03::report;
  Log log;
};

void fail(const std::string& message) {
  throw std::runtime_error(message);
}

}  // namespace

TEST(Step3_ExceptionHandler, B018_an_exception_from_a_callback_does_not_stop_the_loop) {
  Reports reports;
  EventLoop loop;
  int calls = 0;
  loop.call_soon([] { fail("out of fish"); });
  loop.call_soon([&] {
    ++calls;
    loop.stop();
  });
  EXPECT_NO_THROW(loop.run_forever());
  EXPECT_EQ(calls, 1) << "the next callback of the batch is called";
  EXPECT_EQ(reports.log, Log{"exception in a callback: out of fish"});
}

TEST(Step3_ExceptionHandler, is_handed_the_error_and_then_nothing_is_reported) {
  Reports reports;
  EventLoop loop;
  Log log;
  loop.set_exception_handler([&](const auto& error) { log.push_back(ch03::describe(error)); });
  loop.call_soon([] { fail("out of fish"); });
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(log, Log{"out of fish"});
  EXPECT_EQ(reports.log, Log{});
}

TEST(Step3_ExceptionHandler, B019_a_broken_exception_handler_does_not_stop_the_loop) {
  Reports reports;
  EventLoop loop;
  int calls = 0;
  loop.set_exception_handler([](const auto&) { fail("no pen"); });
  loop.call_soon([] { fail("out of fish"); });
  loop.call_soon([&] {
    ++calls;
    loop.stop();
  });
  EXPECT_NO_THROW(loop.run_forever());
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(reports.log,
            (Log{"the exception handler threw: no pen", "exception in a callback: out of fish"}));
}

TEST(Step3_ExceptionHandler, can_be_taken_away_again) {
  Reports reports;
  EventLoop loop;
  int calls = 0;
  loop.set_exception_handler([&](const auto&) { ++calls; });
  loop.set_exception_handler(nullptr);
  loop.call_exception_handler(std::make_exception_ptr(std::runtime_error("out of fish")));
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(reports.log, Log{"exception in a callback: out of fish"});
}
#endif

#if STEP >= 4
namespace {

// A loop on a clock that moves on by a millisecond whenever the loop looks at it.
struct RestlessLoop : EventLoop {
  TimePoint time() const override { return now += 1ms; }
  mutable TimePoint now{};
};

}  // namespace

TEST(Step4_Timers, B004_a_callback_that_is_ready_runs_before_a_timer_that_is_due) {
  EventLoop loop;
  Log log;
  loop.call_later(0s, [&] {
    log.push_back("timer");
    loop.stop();
  });
  loop.call_soon([&] {
    log.push_back("soon");
    loop.call_soon([&] { log.push_back("the next iteration"); });
  });
  loop.run_forever();
  EXPECT_EQ(log, (Log{"soon", "timer"})) << "both in the same iteration";
}

TEST(Step4_Timers, B005_fire_in_the_order_of_their_deadlines) {
  EventLoop loop;
  std::vector<int> called;
  const TimePoint now = loop.time();
  for (int delay : {30, 10, 20})
    loop.call_at(now + delay * 1ms, [&, delay] {
      called.push_back(delay);
      if (called.size() == 3) loop.stop();
    });
  loop.run_forever();
  EXPECT_EQ(called, (std::vector<int>{10, 20, 30}));
}

TEST(Step4_Timers, B006_equal_deadlines_fire_in_the_order_of_registration) {
  EventLoop loop;
  std::vector<int> called, wanted;
  const TimePoint due = loop.time() + 5ms;
  for (int number = 0; number < 20; ++number) {
    wanted.push_back(number);
    loop.call_at(due, [&, number] {
      called.push_back(number);
      if (number == 19) loop.stop();
    });
  }
  loop.run_forever();
  EXPECT_EQ(called, wanted);
}

TEST(Step4_Timers, B007_never_fire_early) {
  for (const Duration delay : {Duration(1ms), Duration(3400us), Duration(10ms), Duration(1ns)}) {
    EventLoop loop;
    const TimePoint begin = loop.time();
    TimePoint fired{};
    loop.call_later(delay, [&] {
      fired = loop.time();
      loop.stop();
    });
    loop.run_forever();
    EXPECT_GE(fired - begin, delay);
  }
}

TEST(Step4_Timers, a_time_that_has_passed_is_due_at_once) {
  EventLoop loop;
  Log log;
  loop.call_at(loop.time() - 1h, [&] { log.push_back("an hour ago"); });
  loop.call_later(-1min, [&] { log.push_back("a minute ago"); });
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log, (Log{"an hour ago", "a minute ago"}));
}

TEST(Step4_Timers, B010_a_cancelled_timer_never_fires) {
  EventLoop loop;
  Log log;
  const Handle first = loop.call_later(1ms, [&] { log.push_back("first"); });
  std::optional<Handle> third;
  loop.call_later(2ms, [&] {
    log.push_back("second");
    third->cancel();
  });
  third = loop.call_later(2ms, [&] { log.push_back("third"); });
  loop.call_later(4ms, [&] { loop.stop(); });
  first.cancel();
  loop.run_forever();
  EXPECT_EQ(log, Log{"second"});
}

TEST(Step4_Timers, a_timer_set_by_a_timer_waits_for_the_next_iteration) {
  EventLoop loop;
  Log log;
  loop.call_later(0s, [&] {
    log.push_back("first");
    loop.call_later(0s, [&] { log.push_back("set by the first"); });
  });
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log, Log{"first"});
}

TEST(Step4_Timers, go_by_the_clock_of_the_loop) {
  RestlessLoop loop;
  const steady_clock::time_point begin = steady_clock::now();
  TimePoint fired{};
  loop.call_later(1min, [&] {
    fired = loop.now;
    loop.stop();
  });
  // From step 5 on the loop rests, by our clock. Keep it busy, so that it looks at its own.
  std::function<void()> again = [&] { loop.call_soon(again); };
  again();
  loop.run_forever();
  EXPECT_GE(fired.time_since_epoch(), 1min + 1ms) << "it was set at 1 ms, for a minute";
  EXPECT_LT(steady_clock::now() - begin, 30s) << "a minute of that clock is not a minute of ours";
}
#endif

#if STEP >= 5
namespace {

// What the loop asks of select(), which is the one below. Instead of resting for ever, a test may
// have select() do something else.
struct Selects {
  std::vector<std::chrono::microseconds> timeouts;
  std::function<int()> instead;
} selects;

// The processor time that `body()` takes.
std::chrono::duration<double> processor_time_of(const std::function<void()>& body) {
  const std::clock_t begin = std::clock();
  body();
  return std::chrono::duration<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace

// Takes the C library's place in this program.
extern "C" int select(int end, fd_set* readable, fd_set* writable, fd_set* other, timeval* limit) {
  timespec rest{};
  if (limit) {
    selects.timeouts.push_back(std::chrono::seconds(limit->tv_sec) +
                               std::chrono::microseconds(limit->tv_usec));
    rest = {limit->tv_sec, limit->tv_usec * 1000};
  } else {
    selects.timeouts.push_back(std::chrono::microseconds::max());
  }
  if (selects.instead) return std::exchange(selects.instead, nullptr)();
  return pselect(end, readable, writable, other, limit ? &rest : nullptr, nullptr);
}

class Step5_Resting : public testing::Test {
 protected:
  Step5_Resting() { selects = {}; }
  EventLoop loop;
};

TEST_F(Step5_Resting, takes_hardly_any_processor_time) {
  loop.call_later(200ms, [&] { loop.stop(); });
  const auto used = processor_time_of([&] { loop.run_forever(); });
  EXPECT_LT(used, 50ms) << "of the 200 ms that it waits";
}

TEST_F(Step5_Resting, lasts_until_the_first_timer_is_due) {
  for (int delay : {50, 20, 40}) loop.call_later(delay * 1ms, [&] { loop.stop(); });
  loop.run_forever();
  ASSERT_FALSE(selects.timeouts.empty()) << "it must rest in select()";
  EXPECT_LE(selects.timeouts[0], 20ms);
  EXPECT_LE(selects.timeouts.size(), 2u) << "one rest is enough, give or take one";
}

TEST_F(Step5_Resting, does_not_last_when_somebody_is_in_line) {
  loop.call_later(1h, [] {});
  loop.call_soon([] {});
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(selects.timeouts, (std::vector<std::chrono::microseconds>{0us}));
}

TEST_F(Step5_Resting, does_not_last_when_the_loop_was_stopped) {
  loop.call_later(1h, [] {});
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(selects.timeouts, (std::vector<std::chrono::microseconds>{0us}));
}

TEST_F(Step5_Resting, B013_very_long_delays_are_accepted) {
  bool fired = false;
  loop.call_later(std::chrono::years(1), [&] { fired = true; });
  loop.call_at(TimePoint::max(), [&] { fired = true; });
  selects.instead = [&] {
    loop.stop();
    return 0;
  };
  loop.run_forever();
  ASSERT_EQ(selects.timeouts.size(), 1u);
  EXPECT_LE(selects.timeouts[0], 24h) << "a day at most is what select() is asked for";
  EXPECT_GE(selects.timeouts[0], 1h) << "but it need not wake up all the time";
  EXPECT_FALSE(fired) << "a day is not a year";
}

TEST_F(Step5_Resting, is_rounded_up) {
  struct Loop : EventLoop {
    using EventLoop::poll;
  } open_loop;
  open_loop.poll(Duration(1ns));
  open_loop.poll(Duration(1001ns));
  ASSERT_EQ(selects.timeouts.size(), 2u);
  EXPECT_EQ(selects.timeouts[0], 1us) << "0 would be too early, and the loop would spin";
  EXPECT_EQ(selects.timeouts[1], 2us);
}

TEST_F(Step5_Resting, is_not_ended_by_a_timer_that_was_cancelled) {
  const Handle first = loop.call_later(1ms, [] {});
  const Handle second = loop.call_later(2ms, [] {});
  loop.call_later(1h, [] {});
  first.cancel();
  second.cancel();
  selects.instead = [&] {
    loop.stop();
    return 0;
  };
  loop.run_forever();
  ASSERT_FALSE(selects.timeouts.empty());
  EXPECT_GT(selects.timeouts[0], 1min) << "nobody is waiting for those that were cancelled";
}

TEST_F(Step5_Resting, goes_on_after_a_signal) {
  struct sigaction old {};
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGALRM, &action, &old);
  const itimerval often{{0, 5000}, {0, 5000}}, never{};
  setitimer(ITIMER_REAL, &often, nullptr);

  const TimePoint begin = loop.time();
  loop.call_later(100ms, [&] { loop.stop(); });
  EXPECT_NO_THROW(loop.run_forever());
  EXPECT_GE(loop.time() - begin, 100ms);
  setitimer(ITIMER_REAL, &never, nullptr);
  EXPECT_GE(selects.timeouts.size(), 2u) << "the signal must have come while it rested";
  sigaction(SIGALRM, &old, nullptr);
}

TEST_F(Step5_Resting, lets_other_errors_out_and_can_be_run_again) {
  selects.instead = [] {
    errno = ENOMEM;
    return -1;
  };
  try {
    loop.run_forever();
    FAIL() << "select() failed, and nobody hears of it";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::not_enough_memory);
    EXPECT_EQ(std::string(error.what()).substr(0, 6), "select");
  }
  loop.call_soon([&] { loop.stop(); });
  EXPECT_NO_THROW(loop.run_forever());
}
#endif

#if STEP >= 6
namespace {

// Two ends: what is written to one can be read from the other.
struct Pair {
  Pair() {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socketpair");
  }
  Pair(const Pair&) = delete;
  ~Pair() {
    close(ends[0]);
    close(ends[1]);
  }
  int near() const { return ends[0]; }
  int far() const { return ends[1]; }
  void say(char letter) const {
    if (write(far(), &letter, 1) != 1) throw std::runtime_error("cannot write");
  }
  char hear() const {
    char letter = 0;
    return read(near(), &letter, 1) == 1 ? letter : '?';
  }
  int ends[2];
};

}  // namespace

TEST(Step6_Readers, are_called_when_there_is_something_to_read) {
  Pair pair;
  EventLoop loop;
  std::string heard;
  loop.add_reader(pair.near(), [&] {
    heard += pair.hear();
    loop.stop();
  });
  loop.call_later(5ms, [&] { pair.say('x'); });
  loop.run_forever();
  EXPECT_EQ(heard, "x");
}

TEST(Step6_Readers, are_called_again_and_again_until_everything_is_read) {
  Pair pair;
  EventLoop loop;
  std::string heard;
  loop.add_reader(pair.near(), [&] {
    heard += pair.hear();
    if (heard.size() == 3) loop.stop();
  });
  for (char letter : {'a', 'b', 'c'}) pair.say(letter);
  loop.run_forever();
  EXPECT_EQ(heard, "abc") << "one letter an iteration";
}

TEST(Step6_Readers, wake_a_loop_that_would_rest_for_long) {
  Pair pair;
  EventLoop loop;
  const TimePoint begin = loop.time();
  loop.call_later(1h, [&] { loop.stop(); });
  loop.add_reader(pair.near(), [&] { loop.stop(); });
  pair.say('x');
  loop.run_forever();
  EXPECT_LT(loop.time() - begin, 1min);
}

TEST(Step6_Readers, hear_of_the_end) {
  Pair pair;
  EventLoop loop;
  ssize_t received = -1;
  loop.add_reader(pair.near(), [&] {
    char letter;
    received = read(pair.near(), &letter, 1);
    loop.stop();
  });
  shutdown(pair.far(), SHUT_WR);
  loop.run_forever();
  EXPECT_EQ(received, 0) << "the other side is done: that can be read, too, as an end";
}

TEST(Step6_Readers, only_those_are_called_that_have_something_to_read) {
  Pair quiet, loud;
  EventLoop loop;
  Log log;
  loop.add_reader(quiet.near(), [&] { log.push_back("quiet"); });
  loop.add_reader(loud.near(), [&] {
    log.push_back("loud");
    loop.stop();
  });
  loud.say('x');
  loop.run_forever();
  EXPECT_EQ(log, Log{"loud"});
}

TEST(Step6_Readers, B003_a_chain_of_callbacks_does_not_starve_descriptors_or_timers) {
  Pair pair;
  EventLoop loop;
  Log log;
  int calls = 0;
  std::function<void()> again = [&] {
    if (++calls == 1'000'000) return loop.stop();
    loop.call_soon(again);
  };
  again();
  loop.call_later(1ms, [&] {
    log.push_back("timer");
    pair.say('x');
  });
  loop.add_reader(pair.near(), [&] {
    log.push_back(std::string("reader ") + pair.hear());
    loop.stop();
  });
  loop.run_forever();
  EXPECT_EQ(log, (Log{"timer", "reader x"}));
}

TEST(Step6_Readers, of_a_descriptor_that_select_cannot_watch_are_refused) {
  EventLoop loop;
  for (int fd : {FD_SETSIZE, FD_SETSIZE + 1, std::numeric_limits<int>::max(), -1}) {
    try {
      loop.add_reader(fd, [] {});
      ADD_FAILURE() << "descriptor " << fd << " has no place in an fd_set";
    } catch (const std::invalid_argument& error) {
      EXPECT_EQ(error.what(), "select() cannot watch descriptor " + std::to_string(fd) +
                                  ": it knows 0 to " + std::to_string(FD_SETSIZE - 1));
    }
  }
  loop.stop();
  EXPECT_NO_THROW(loop.run_forever()) << "it watches none of them";
}

TEST(Step6_Readers, of_the_last_descriptor_are_called) {
  Pair pair;
  const int last = dup2(pair.near(), FD_SETSIZE - 1);
  ASSERT_EQ(last, FD_SETSIZE - 1);
  EventLoop loop;
  int calls = 0;
  loop.add_reader(last, [&] {
    ++calls;
    loop.stop();
  });
  pair.say('x');
  loop.run_forever();
  EXPECT_EQ(calls, 1);
  close(last);
}

TEST(Step6_Readers, of_a_descriptor_that_was_closed_make_select_fail) {
  EventLoop loop;
  {
    Pair pair;
    loop.add_reader(pair.near(), [] {});
  }
  try {
    loop.run_forever();
    FAIL() << "select() must refuse a closed descriptor";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
  }
}
#endif

#if STEP >= 7
TEST(Step7_Removing,
     B023_a_second_reader_replaces_the_first_and_removing_tells_whether_it_was_there) {
  Pair pair;
  EventLoop loop;
  Log log;
  loop.add_reader(pair.near(), [&] { log.push_back("first"); });
  loop.add_reader(pair.near(), [&] {
    log.push_back("second");
    loop.stop();
  });
  pair.say('x');
  loop.run_forever();
  EXPECT_EQ(log, Log{"second"});
  EXPECT_TRUE(loop.remove_reader(pair.near()));
  EXPECT_FALSE(loop.remove_reader(pair.near()));
  EXPECT_FALSE(loop.remove_reader(12345));
}

TEST(Step7_Removing, B025_a_reader_removed_by_an_earlier_callback_of_the_batch_is_not_called) {
  Pair one, other;
  EventLoop loop;
  Log log;
  loop.add_reader(one.near(), [&] {
    log.push_back("one");
    loop.remove_reader(other.near());
  });
  loop.add_reader(other.near(), [&] {
    log.push_back("other");
    loop.remove_reader(one.near());
  });
  one.say('x');
  other.say('x');
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log.size(), 1u) << "both were ready, and each removes the other";
}

TEST(Step7_Removing, a_reader_replaced_by_an_earlier_callback_of_the_batch_is_not_called) {
  Pair one, other;
  EventLoop loop;
  Log log;
  const int first = std::min(one.near(), other.near());
  const int second = std::max(one.near(), other.near());
  loop.add_reader(first, [&] {
    loop.remove_reader(first);
    loop.add_reader(second, [&] { log.push_back("new"); });
  });
  loop.add_reader(second, [&] { log.push_back("old"); });
  one.say('x');
  other.say('x');
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log, Log{});
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log, Log{"new"});
}

TEST(Step7_Removing, a_reader_may_remove_itself) {
  Pair pair;
  EventLoop loop;
  std::string heard;
  loop.add_reader(pair.near(), [&, word = std::string("a word too long to sit in the string")] {
    EXPECT_TRUE(loop.remove_reader(pair.near()));
    heard = word;
  });
  pair.say('x');
  for (int run = 0; run < 2; ++run) {
    loop.stop();
    loop.run_forever();
  }
  EXPECT_EQ(heard, "a word too long to sit in the string");
}

TEST(Step7_Removing, lets_go_of_the_callback) {
  Pair pair;
  EventLoop loop;
  auto guest = std::make_shared<int>(7);
  loop.add_reader(pair.near(), [guest] {});
  loop.add_reader(pair.near(), [] {});
  EXPECT_EQ(guest.use_count(), 1);
}

TEST(Step7_Writers, are_called_when_there_is_room_to_write) {
  Pair pair;
  EventLoop loop;
  // Fills the way to the other side up.
  const std::string much(65536, 'x');
  std::size_t sent = 0;
  for (ssize_t count; (count = send(pair.near(), much.data(), much.size(), MSG_DONTWAIT)) > 0;)
    sent += static_cast<std::size_t>(count);
  ASSERT_GT(sent, 0u);

  Log log;
  loop.add_writer(pair.near(), [&] {
    log.push_back("room");
    loop.stop();
  });
  loop.call_later(5ms, [&] {
    log.push_back("the other side reads");
    std::string read_back(sent, '?');
    for (std::size_t got = 0; got < sent;)
      got += static_cast<std::size_t>(read(pair.far(), read_back.data(), sent - got));
  });
  loop.run_forever();
  EXPECT_EQ(log, (Log{"the other side reads", "room"}));
  EXPECT_TRUE(loop.remove_writer(pair.near()));
  EXPECT_FALSE(loop.remove_writer(pair.near()));
}

TEST(Step7_Writers, and_readers_of_one_descriptor_do_not_know_each_other) {
  Pair pair;
  EventLoop loop;
  Log log;
  loop.add_reader(pair.near(), [&] { log.push_back("reader"); });
  loop.add_writer(pair.near(), [&] { log.push_back("writer"); });
  EXPECT_TRUE(loop.remove_reader(pair.near()));
  pair.say('x');
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(log, Log{"writer"});
}

TEST(Step7_Writers, of_a_descriptor_that_select_cannot_watch_are_refused) {
  EventLoop loop;
  EXPECT_THROW(loop.add_writer(FD_SETSIZE, [] {}), std::invalid_argument);
}
#endif

#if STEP >= 8
namespace {

using Virtual = VirtualTime<EventLoop>;

long seconds_of(const EventLoop& loop) {
  return loop.time().time_since_epoch() / 1s;
}

}  // namespace

TEST(Step8_VirtualTime, begins_at_zero_and_stands_still) {
  Virtual loop;
  EXPECT_EQ(loop.time(), TimePoint{});
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(loop.time(), TimePoint{}) << "time passes only when there is nothing else to do";
}

TEST(Step8_VirtualTime, an_hour_takes_no_time) {
  Virtual loop;
  const auto begin = steady_clock::now();
  std::vector<long> at;
  loop.call_later(1h, [&] {
    at.push_back(seconds_of(loop));
    loop.call_later(1h, [&] {
      at.push_back(seconds_of(loop));
      loop.stop();
    });
  });
  loop.run_forever();
  EXPECT_EQ(at, (std::vector<long>{3600, 7200}));
  EXPECT_LT(steady_clock::now() - begin, 1min);
}

TEST(Step8_VirtualTime, jumps_from_timer_to_timer) {
  Virtual loop;
  std::vector<long> at;
  for (int delay : {30, 10, 20, 10})
    loop.call_later(delay * 1s, [&] { at.push_back(seconds_of(loop)); });
  loop.call_later(31s, [&] { loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(at, (std::vector<long>{10, 10, 20, 30}));
}

TEST(Step8_VirtualTime, descriptors_come_before_time) {
  Pair pair;
  Virtual loop;
  Log log;
  loop.call_later(1s, [&] {
    log.push_back("a second");
    loop.stop();
  });
  loop.add_reader(pair.near(), [&] {
    pair.hear();
    log.push_back("reader at " + std::to_string(seconds_of(loop)));
  });
  pair.say('x');
  loop.run_forever();
  EXPECT_EQ(log, (Log{"reader at 0", "a second"}));
}

TEST(Step8_VirtualTime, waits_when_descriptors_are_all_there_is) {
  Pair pair;
  Virtual loop;
  int calls = 0;
  loop.add_reader(pair.near(), [&] {
    ++calls;
    loop.stop();
  });
  selects = {};
  selects.instead = [&] {
    pair.say('x');
    return 0;
  };
  loop.run_forever();
  EXPECT_EQ(calls, 1);
  ASSERT_FALSE(selects.timeouts.empty());
  EXPECT_GE(selects.timeouts[0], 1h) << "nothing but the descriptor can end this rest";
}

TEST(Step8_VirtualTime, says_when_nothing_can_ever_become_ready) {
  Virtual loop;
  loop.call_soon([] {});
  loop.call_later(1h, [] {}).cancel();
  try {
    loop.run_forever();
    FAIL() << "it must not rest for ever";
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(),
                 "nothing can ever become ready: no timer is set, nothing is watched");
  }
  loop.call_later(1h, [&] { loop.stop(); });
  EXPECT_NO_THROW(loop.run_forever()) << "it can be run again";
}

TEST(Step8_VirtualTime, B013_a_hundred_years_pass_at_once) {
  Virtual loop;
  loop.call_later(std::chrono::years(100), [&] { loop.stop(); });
  selects = {};
  loop.run_forever();
  EXPECT_EQ(loop.time().time_since_epoch(), std::chrono::years(100));
  EXPECT_LE(selects.timeouts.size(), 3u) << "in one jump, not day by day";
}
#endif

#if STEP >= 9
TEST(Step9_Arrangement, of_a_sleep_sets_a_timer_once_it_is_made) {
  Virtual loop;
  auto sleeper = sleep(loop, 3s);
  Arrangement& arrange = sleeper.next();
  std::vector<long> woken_at;
  arrange([&] {
    woken_at.push_back(seconds_of(loop));
    loop.stop();
  });
  EXPECT_EQ(woken_at, std::vector<long>{}) << "never inside the arrangement";
  loop.run_forever();
  EXPECT_EQ(woken_at, std::vector<long>{3});
  EXPECT_THROW(sleeper.next(), ch02::StopIteration<void>) << "it waits once";
}

TEST(Step9_Arrangement, does_nothing_before_it_is_made) {
  Virtual loop;
  auto sleeper = sleep(loop, 3s);
  sleeper.next();
  EXPECT_THROW(loop.run_forever(), std::logic_error) << "nobody has set a timer";
}

TEST(Step9_Arrangement, comes_up_from_the_innermost_coroutine) {
  Virtual loop;
  auto twice = [](EventLoop& loop) -> Arranged<int> {
    co_await sleep(loop, 1s);
    co_await sleep(loop, 2s);
    co_return 42;
  };
  auto outer = [](EventLoop& loop, auto inner) -> Arranged<int> {
    int answer = co_await inner(loop);
    co_return answer + 1;
  };
  auto body = outer(loop, twice);
  int pauses = 0, answer = 0;
  try {
    for (Arrangement* arrange = &body.next();; arrange = &body.next()) {
      ++pauses;
      (*arrange)([&] { loop.stop(); });
      loop.run_forever();
    }
  } catch (const ch02::StopIteration<int>& end) {
    answer = end.value;
  }
  EXPECT_EQ(pauses, 2);
  EXPECT_EQ(answer, 43);
  EXPECT_EQ(seconds_of(loop), 3);
}
#endif

#if STEP >= 10
namespace {

Arranged<void> works(Log& log, std::string name) {
  log.push_back(name);
  co_return;
}

Arranged<void> sleeps(EventLoop& loop, Log& log, std::string name, Duration duration) {
  co_await sleep(loop, duration);
  log.push_back(name + " at " + std::to_string(loop.time().time_since_epoch() / 1s));
}

Arranged<void> throws_after(EventLoop& loop, Duration duration) {
  co_await sleep(loop, duration);
  throw std::runtime_error("out of fish");
}

Arranged<void> keeps(EventLoop& loop, std::shared_ptr<int>) {
  co_await sleep(loop, 1s);
  co_await sleep(loop, 1h);
}

// Runs `loop` until `duration` has passed.
void run_for(EventLoop& loop, Duration duration) {
  loop.call_later(duration, [&] { loop.stop(); });
  loop.run_forever();
}

}  // namespace

TEST(Step10_Start, runs_nothing_before_the_loop_does) {
  Virtual loop;
  Log log;
  start(loop, works(log, "work"));
  EXPECT_EQ(log, Log{});
  run_for(loop, 1s);
  EXPECT_EQ(log, Log{"work"});
}

TEST(Step10_Start, wakes_sleepers_when_their_time_has_come) {
  Virtual loop;
  Log log;
  start(loop, sleeps(loop, log, "three", 3s));
  start(loop, sleeps(loop, log, "one", 1s));
  start(loop, works(log, "work"));
  run_for(loop, 1min);
  EXPECT_EQ(log, (Log{"work", "one at 1", "three at 3"}));
}

TEST(Step10_Start, can_be_called_by_a_coroutine) {
  Virtual loop;
  Log log;
  auto parent = [](EventLoop& loop, Log& log) -> Arranged<void> {
    start(loop, works(log, "child"));
    log.push_back("parent");
    co_await sleep(loop, 1s);
    log.push_back("parent");
  };
  start(loop, parent(loop, log));
  run_for(loop, 1min);
  EXPECT_EQ(log, (Log{"parent", "child", "parent"}));
}

TEST(Step10_Start, hands_errors_to_the_loop_and_the_others_go_on) {
  Virtual loop;
  Log log;
  loop.set_exception_handler([&](const auto& error) { log.push_back(ch03::describe(error)); });
  start(loop, throws_after(loop, 1s));
  start(loop, sleeps(loop, log, "other", 2s));
  run_for(loop, 1min);
  EXPECT_EQ(log, (Log{"out of fish", "other at 2"}));
}

TEST(Step10_Start, hands_over_what_an_arrangement_throws_as_well) {
  Virtual loop;
  Log log;
  loop.set_exception_handler([&](const auto& error) { log.push_back(ch03::describe(error)); });
  auto asks_too_much = [](std::shared_ptr<int>) -> Arranged<void> {
    Arrangement impossible = [](const Callback&) { throw std::runtime_error("cannot wake you"); };
    co_yield impossible;
  };
  auto guest = std::make_shared<int>(7);
  start(loop, asks_too_much(guest));
  run_for(loop, 1s);
  EXPECT_EQ(log, Log{"cannot wake you"});
  EXPECT_EQ(guest.use_count(), 1) << "nobody will ever wake it: it must not be kept";
}

TEST(Step10_Start, keeps_the_coroutine_until_it_ends) {
  Virtual loop;
  auto guest = std::make_shared<int>(7);
  start(loop, keeps(loop, guest));
  run_for(loop, 30min);
  EXPECT_EQ(guest.use_count(), 2) << "it sleeps";
  run_for(loop, 1h);
  EXPECT_EQ(guest.use_count(), 1) << "it has ended";
}

TEST(Step10_Start, lets_the_coroutine_die_with_the_loop) {
  auto guest = std::make_shared<int>(7);
  {
    Virtual loop;
    start(loop, keeps(loop, guest));
    run_for(loop, 30min);
  }
  EXPECT_EQ(guest.use_count(), 1);
}

TEST(Step10_Start, takes_no_processor_time_while_it_sleeps) {
  EventLoop loop;
  auto naps_and_stops = [](EventLoop& loop) -> Arranged<void> {
    co_await sleep(loop, 200ms);
    loop.stop();
  };
  start(loop, naps_and_stops(loop));
  const TimePoint begin = loop.time();
  EXPECT_LT(processor_time_of([&] { loop.run_forever(); }), 50ms);
  EXPECT_GE(loop.time() - begin, 200ms);
}
#endif

#if STEP >= 11
TEST(Step11_Readable, waits_for_a_descriptor) {
  Pair pair;
  Virtual loop;
  std::string heard;
  auto hears = [](EventLoop& loop, Pair& pair, std::string& heard) -> Arranged<void> {
    for (int letter = 0; letter < 2; ++letter) {
      co_await readable(loop, pair.near());
      heard += pair.hear();
      heard += std::to_string(loop.time().time_since_epoch() / 1s);
    }
  };
  start(loop, hears(loop, pair, heard));
  loop.call_later(1s, [&] { pair.say('a'); });
  loop.call_later(5s, [&] { pair.say('b'); });
  run_for(loop, 1min);
  EXPECT_EQ(heard, "a1b5");
  EXPECT_FALSE(loop.remove_reader(pair.near())) << "nobody waits any more";
}

TEST(Step11_ResultOf, waits_for_a_future) {
  Virtual loop;
  Log log;
  Future<std::string> fish(loop);
  auto eats = [](Virtual& loop, Future<std::string> fish, Log& log) -> Arranged<void> {
    std::string dinner = co_await result_of(fish);
    log.push_back(dinner + " at " + std::to_string(seconds_of(loop)));
  };
  start(loop, eats(loop, fish, log));
  start(loop, eats(loop, fish, log));
  loop.call_later(3s, [&] { fish.set_result("herring"); });
  run_for(loop, 1min);
  EXPECT_EQ(log, (Log{"herring at 3", "herring at 3"}));
}

TEST(Step11_ResultOf, waits_for_futures_of_different_types) {
  Virtual loop;
  Log log;
  Future<std::string> name(loop);
  Future<int> age(loop);
  auto asks = [](Future<std::string> name, Future<int> age, Log& log) -> Arranged<void> {
    std::string who = co_await result_of(name);
    int years = co_await result_of(age);
    log.push_back(who + " is " + std::to_string(years));
  };
  start(loop, asks(name, age, log));
  loop.call_later(1s, [&] { age.set_result(7); });
  loop.call_later(2s, [&] { name.set_result("Ada"); });
  run_for(loop, 1min);
  EXPECT_EQ(log, Log{"Ada is 7"});
}

TEST(Step11_ResultOf, does_not_pause_when_the_future_is_done) {
  Virtual loop;
  Future<int> answer(loop);
  answer.set_result(42);
  auto body = result_of(answer);
  EXPECT_THROW(body.next(), ch02::StopIteration<int>);
}

TEST(Step11_ResultOf, lets_errors_and_cancellations_out_where_they_are_awaited) {
  Virtual loop;
  Log log;
  Future<int> bad(loop), cancelled(loop);
  auto tries = [](Future<int> future, Log& log) -> Arranged<void> {
    try {
      int value = co_await result_of(future);
      log.push_back(std::to_string(value));
    } catch (const std::exception& error) {
      log.push_back(error.what());
    } catch (const ch03::CancelledError& error) {
      log.push_back("cancelled: " + error.message);
    }
  };
  start(loop, tries(bad, log));
  start(loop, tries(cancelled, log));
  loop.call_later(
      1s, [&] { bad.set_exception(std::make_exception_ptr(std::runtime_error("bad fish"))); });
  loop.call_later(2s, [&] { cancelled.cancel("too late"); });
  run_for(loop, 1min);
  EXPECT_EQ(log, (Log{"bad fish", "cancelled: too late"}));
}
#endif

#if STEP >= 12
namespace {

// Writes down what the loop tells.
struct Diary : course::Observer {
  Diary() { course::observer = this; }
  ~Diary() override { course::observer = &course::looking_away; }
  void made(const void*, std::string_view name) override {
    log.push_back("made " + std::string(name));
  }
  void begins(const void* who) override {
    running = who;
    log.push_back("begins");
  }
  void waits(const void* who, int line) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    lines.push_back(line);
    log.push_back("waits");
  }
  void ended(const void* who) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    log.push_back("ended");
  }
  void enqueued(const void*) override { log.push_back("enqueued"); }
  void calls(const void*) override { log.push_back("calls"); }
  void called(const void*) override { log.push_back("called"); }
  void timer_set(std::uint64_t number, std::chrono::nanoseconds due) override {
    log.push_back("timer " + std::to_string(number) + " at " + std::to_string(due / 1s));
  }
  void timer_gone(std::uint64_t number) override {
    log.push_back("timer " + std::to_string(number) + " gone");
  }
  void watches(int, bool for_writing) override {
    log.push_back(for_writing ? "watches to write" : "watches to read");
  }
  void unwatches(int, bool for_writing) override {
    log.push_back(for_writing ? "unwatches to write" : "unwatches to read");
  }
  Log log;
  std::vector<int> lines;
  const void* running = nullptr;
};

Arranged<void> naps(EventLoop& loop) {
  co_await sleep(loop, 3s);
  loop.stop();
}
constexpr int naps_at = __LINE__ - 3;

}  // namespace

TEST(Step12_LookingOn, tells_of_every_call_timer_and_wait) {
  Diary diary;
  Virtual loop;
  start(loop, naps(loop));
  loop.run_forever();
  EXPECT_EQ(diary.log, (Log{"made naps", "enqueued",                               // start
                            "calls", "begins", "timer 1 at 3", "waits", "called",  // first
                            "timer 1 gone", "enqueued",                            // 3 s later
                            "calls", "begins", "ended", "called"}));
  EXPECT_EQ(diary.lines, std::vector<int>{naps_at});
}

TEST(Step12_LookingOn, tells_of_an_end_by_an_error_and_of_a_cancelled_timer) {
  Diary diary;
  Virtual loop;
  loop.set_exception_handler([&](const auto&) { loop.stop(); });
  const Handle never = loop.call_later(1s, [] {});
  never.cancel();
  start(loop, throws_after(loop, 2s));
  loop.run_forever();
  EXPECT_EQ(diary.log, (Log{"timer 1 at 1", "made throws_after", "enqueued",       //
                            "timer 1 gone",                                        //
                            "calls", "begins", "timer 2 at 2", "waits", "called",  //
                            "timer 2 gone", "enqueued",                            //
                            "calls", "begins", "ended", "called"}));
}

TEST(Step12_LookingOn, tells_of_descriptors) {
  Pair pair;
  Diary diary;
  Virtual loop;
  loop.add_reader(pair.near(), [] {});
  loop.add_writer(pair.near(), [] {});
  loop.add_reader(pair.near(), [] {});
  loop.remove_reader(pair.near());
  loop.remove_reader(pair.near());
  loop.remove_writer(pair.near());
  EXPECT_EQ(diary.log, (Log{"watches to read", "watches to write",   //
                            "unwatches to read", "watches to read",  // replaced
                            "unwatches to read", "unwatches to write"}));
}
#endif
