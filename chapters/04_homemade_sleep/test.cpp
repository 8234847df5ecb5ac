// The tests of chapter 4, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "future.hpp"

#ifndef STEP
#define STEP 99
#endif

#include "scheduler.hpp"
#if STEP >= 4
#include "async_sleep.hpp"
#endif

using namespace ch04;
using namespace std::chrono_literals;
using ch02::AnyStopIteration;
using ch02::StopIteration;
using ch03::CancelledError;
using ch03::Future;

using Log = std::vector<std::string>;

namespace {

Asked<int> answers_after(int pauses) {
  for (; pauses > 0; --pauses) co_await yield_to_event_loop();
  co_return 42;
}

}  // namespace

TEST(Step1_YieldToEventLoop, pauses_once) {
  auto pause = yield_to_event_loop();
  EXPECT_NO_THROW(pause.next()) << "it must pause the first time it is asked";
  EXPECT_THROW(pause.next(), StopIteration<void>) << "and end the second time";
}

TEST(Step1_YieldToEventLoop, pauses_whoever_awaits_it) {
  auto waiting = answers_after(2);
  EXPECT_NO_THROW(waiting.next());
  EXPECT_NO_THROW(waiting.next());
  try {
    waiting.next();
    FAIL() << "it paused three times";
  } catch (const StopIteration<int>& end) {
    EXPECT_EQ(end.value, 42);
  }
}

TEST(Step1_YieldToEventLoop, pauses_through_several_coroutines) {
  auto outer = [](Log& log) -> Asked<void> {
    int answer = co_await answers_after(1);
    log.push_back(std::to_string(answer));
    answer = co_await answers_after(1);
    log.push_back(std::to_string(answer + 1));
  };
  Log log;
  auto waiting = outer(log);
  waiting.next();
  EXPECT_EQ(log, Log{});
  waiting.next();
  EXPECT_EQ(log, Log{"42"});
  EXPECT_THROW(waiting.next(), AnyStopIteration);
  EXPECT_EQ(log, (Log{"42", "43"}));
}

#if STEP >= 2
namespace {

// Writes its name down in each of its turns.
Asked<void> has_turns(Log& log, std::string name, int turns) {
  for (int turn = 1; turn < turns; ++turn) {
    log.push_back(name);
    co_await yield_to_event_loop();
  }
  log.push_back(name);
}

Asked<void> fails(std::string message) {
  co_await yield_to_event_loop();
  throw std::runtime_error(message);
}

Asked<void> keeps(std::shared_ptr<int>) {
  co_await yield_to_event_loop();
  co_await yield_to_event_loop();
}

}  // namespace

TEST(Step2_Scheduler, runs_nothing_when_it_takes_a_coroutine_in) {
  Log log;
  Scheduler scheduler;
  scheduler.start(has_turns(log, "a", 1));
  EXPECT_EQ(log, Log{});
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"a"});
}

TEST(Step2_Scheduler, gives_everybody_a_turn_before_anybody_has_a_second) {
  Log log;
  Scheduler scheduler;
  scheduler.start(has_turns(log, "a", 3));
  scheduler.start(has_turns(log, "b", 1));
  scheduler.start(has_turns(log, "c", 2));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"a", "b", "c", "a", "c", "a"}));
}

TEST(Step2_Scheduler, returns_at_once_when_there_is_nobody) {
  Scheduler scheduler;
  scheduler.run_until_complete();
}

TEST(Step2_Scheduler, can_be_run_again) {
  Log log;
  Scheduler scheduler;
  scheduler.start(has_turns(log, "a", 1));
  scheduler.run_until_complete();
  scheduler.start(has_turns(log, "b", 1));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"a", "b"}));
}

TEST(Step2_Scheduler, takes_newcomers_in_at_the_end_of_the_line) {
  Log log;
  Scheduler scheduler;
  auto parent = [](Scheduler& scheduler, Log& log) -> Asked<void> {
    scheduler.start(has_turns(log, "child", 2));
    log.push_back("parent");
    co_await yield_to_event_loop();
    log.push_back("parent");
  };
  scheduler.start(parent(scheduler, log));
  scheduler.start(has_turns(log, "other", 2));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"parent", "other", "child", "parent", "other", "child"}));
}

TEST(Step2_Scheduler, lets_an_error_out_and_goes_on_with_the_others_when_asked) {
  Log log;
  Scheduler scheduler;
  scheduler.start(has_turns(log, "a", 4));
  scheduler.start(fails("out of fish"));
  scheduler.start(has_turns(log, "b", 3));
  EXPECT_THROW(scheduler.run_until_complete(), std::runtime_error);
  EXPECT_EQ(log, (Log{"a", "b", "a"}));
  EXPECT_NO_THROW(scheduler.run_until_complete()) << "who has failed has no more turns";
  EXPECT_EQ(log, (Log{"a", "b", "a", "b", "a", "b", "a"}));
}

TEST(Step2_Scheduler, owns_those_who_wait_and_lets_go_of_those_who_have_ended) {
  auto shared = std::make_shared<int>(1);
  {
    Scheduler scheduler;
    scheduler.start(keeps(shared));
    EXPECT_EQ(shared.use_count(), 2);
    scheduler.run_until_complete();
    EXPECT_EQ(shared.use_count(), 1) << "it has ended: its frame must be gone";
    scheduler.start(keeps(shared));
    scheduler.start(fails("out of fish"));
    EXPECT_THROW(scheduler.run_until_complete(), std::runtime_error);
    EXPECT_EQ(shared.use_count(), 2) << "it still waits for its turn";
  }
  EXPECT_EQ(shared.use_count(), 1) << "when the scheduler dies, so do those who wait";
}

TEST(Step2_Scheduler, takes_the_failed_one_out_of_the_line) {
  auto shared = std::make_shared<int>(1);
  auto owner = [](std::shared_ptr<int>) -> Asked<void> { co_await fails("out of fish"); };
  Scheduler scheduler;
  scheduler.start(owner(shared));
  EXPECT_THROW(scheduler.run_until_complete(), std::runtime_error);
  EXPECT_EQ(shared.use_count(), 1) << "its frame must be gone";
}

TEST(Step2_Scheduler, serves_ten_thousand) {
  Scheduler scheduler;
  int ended = 0;
  auto counted = [](int& ended) -> Asked<void> {
    co_await yield_to_event_loop();
    ++ended;
  };
  for (int number = 0; number < 10'000; ++number) scheduler.start(counted(ended));
  scheduler.run_until_complete();
  EXPECT_EQ(ended, 10'000);
}
#endif

#if STEP >= 3
namespace {

Asked<void> sets(Log& log, Future<int> future) {
  future.set_result(7);
  log.push_back("set");
  co_return;
}

}  // namespace

TEST(Step3_Callbacks, are_called_between_two_turns) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  future.add_done_callback([&log](auto) { log.push_back("called back"); });
  scheduler.start(sets(log, future));
  scheduler.start(has_turns(log, "next", 1));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"set", "called back", "next"}));
}

TEST(Step3_Callbacks, are_called_after_the_last_turn_as_well) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  future.add_done_callback([&log](auto) { log.push_back("called back"); });
  scheduler.start(sets(log, future));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"set", "called back"}));
}

TEST(Step3_Callbacks, may_start_a_coroutine) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  future.add_done_callback(
      [&scheduler, &log](auto) { scheduler.start(has_turns(log, "started", 1)); });
  scheduler.start(sets(log, future));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"set", "started"}));
}

TEST(Step3_Callbacks, are_called_when_there_is_no_coroutine) {
  Log log;
  Scheduler scheduler;
  scheduler.enqueue([&] {
    log.push_back("called");
    scheduler.start(has_turns(log, "started", 1));
  });
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"called", "started"}));
}

TEST(Step3_Callbacks, are_not_lost_when_a_coroutine_throws) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  future.add_done_callback([&log](auto) { log.push_back("called back"); });
  auto sets_and_fails = [](Future<int> future) -> Asked<void> {
    future.set_result(7);
    throw std::runtime_error("out of fish");
    co_return;
  };
  scheduler.start(sets_and_fails(future));
  EXPECT_THROW(scheduler.run_until_complete(), std::runtime_error);
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"called back"});
}

TEST(Step3_Callbacks, find_a_queue_when_a_coroutine_dies_in_line) {
  struct LastWill {
    Future<int> future;
    explicit LastWill(Future<int> future) : future(future) {}
    LastWill(const LastWill&) = delete;
    ~LastWill() { future.set_result(7); }
  };
  auto dies_in_line = [](Future<int> future) -> Asked<void> {
    LastWill will(future);
    co_await yield_to_event_loop();
    co_await yield_to_event_loop();
  };
  auto scheduler = std::make_unique<Scheduler>();
  Future<int> future(*scheduler);
  future.add_done_callback([](auto) { ADD_FAILURE() << "nobody is there to call"; });
  scheduler->start(dies_in_line(future));
  scheduler->start(fails("out of fish"));
  EXPECT_THROW(scheduler->run_until_complete(), std::runtime_error);
  scheduler.reset();
  EXPECT_TRUE(future.done());
}
#endif

#if STEP >= 4
namespace {

template <class T>
Asked<void> writes_result_of(Log& log, std::string name, Future<T> future) {
  try {
    T result = co_await result_of(future);
    log.push_back(name + " got " + std::to_string(result));
  } catch (const std::runtime_error& error) {
    log.push_back(name + " got an error: " + error.what());
  } catch (const CancelledError& error) {
    log.push_back(name + " was cancelled: " + error.message);
  }
}

Asked<void> after_turns(int turns, std::function<void()> act) {
  for (; turns > 0; --turns) co_await yield_to_event_loop();
  act();
}

}  // namespace

TEST(Step4_ResultOf, waits_until_the_future_is_done) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  scheduler.start(writes_result_of(log, "waiter", future));
  scheduler.start(after_turns(3, [&log, future] {
    log.push_back("set");
    future.set_result(7);
  }));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"set", "waiter got 7"}));
}

TEST(Step4_ResultOf, does_not_pause_when_the_future_is_done_already) {
  Scheduler scheduler;
  Future<int> future(scheduler);
  future.set_result(7);
  auto waiting = result_of(future);
  EXPECT_THROW(waiting.next(), StopIteration<int>) << "a result that is there is no reason to wait";
}

TEST(Step4_ResultOf, throws_the_error_where_there_is_one) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  scheduler.start(writes_result_of(log, "waiter", future));
  scheduler.start(after_turns(1, [future] {
    future.set_exception(std::make_exception_ptr(std::runtime_error("out of fish")));
  }));
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"waiter got an error: out of fish"});
}

TEST(Step4_ResultOf, throws_when_the_future_is_cancelled) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  scheduler.start(writes_result_of(log, "waiter", future));
  scheduler.start(after_turns(1, [future] { future.cancel("no fish today"); }));
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"waiter was cancelled: no fish today"});
}

TEST(Step4_ResultOf, may_be_of_nothing) {
  Log log;
  Scheduler scheduler;
  Future<void> future(scheduler);
  auto waiter = [](Log& log, Future<void> future) -> Asked<void> {
    co_await result_of(future);
    log.push_back("woken");
  };
  scheduler.start(waiter(log, future));
  scheduler.start(after_turns(2, [&log, future] {
    log.push_back("set");
    future.set_result();
  }));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"set", "woken"}));
}

TEST(Step4_ResultOf, tells_all_who_wait_each_in_their_turn) {
  Log log;
  Scheduler scheduler;
  Future<int> future(scheduler);
  scheduler.start(writes_result_of(log, "first", future));
  scheduler.start(after_turns(2, [future] { future.set_result(7); }));
  scheduler.start(writes_result_of(log, "second", future));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"second got 7", "first got 7"}))
      << "the one behind the setter has the next turn";
}
#endif

#if STEP >= 5
namespace {

// A clock that stands still until somebody turns it, and counts who looks at it.
struct PretendClock {
  TimePoint now{};
  int looks = 0;
  Clock clock() {
    return [this] {
      ++looks;
      return now;
    };
  }
};

// Turns the clock on by a second in each of its turns.
Asked<void> time_goes_by(PretendClock& pretend, int seconds) {
  for (; seconds > 0; --seconds) {
    co_await yield_to_event_loop();
    pretend.now += 1s;
  }
}

Asked<void> sleeps_simply(Log& log, PretendClock& pretend, std::string name, Duration duration) {
  co_await simpler_async_sleep(pretend.clock(), duration);
  log.push_back(name + " at " + std::to_string(pretend.now.time_since_epoch() / 1s));
}

}  // namespace

TEST(Step5_SimplerAsyncSleep, ends_when_the_clock_says_so) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  scheduler.start(time_goes_by(pretend, 5));
  scheduler.start(sleeps_simply(log, pretend, "awake", 3s));
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"awake at 3"});
}

TEST(Step5_SimplerAsyncSleep, lets_others_sleep_at_the_same_time) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  scheduler.start(time_goes_by(pretend, 5));
  scheduler.start(sleeps_simply(log, pretend, "three", 3s));
  scheduler.start(sleeps_simply(log, pretend, "one", 1s));
  scheduler.start(sleeps_simply(log, pretend, "two", 2s));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"one at 1", "two at 2", "three at 3"}));
}

TEST(Step5_SimplerAsyncSleep, looks_at_the_clock_once_a_turn) {
  Log log;
  PretendClock pretend;
  auto sleeper = sleeps_simply(log, pretend, "awake", 1s);
  sleeper.next();
  EXPECT_EQ(pretend.looks, 2)
      << "one look to know when to wake up, and one that finds it too early";
  sleeper.next();
  sleeper.next();
  EXPECT_EQ(pretend.looks, 4);
}

TEST(Step5_SimplerAsyncSleep, takes_no_turn_for_no_time) {
  PretendClock pretend;
  auto none = simpler_async_sleep(pretend.clock(), 0s);
  EXPECT_THROW(none.next(), AnyStopIteration);
  auto past = simpler_async_sleep(pretend.clock(), -1s);
  EXPECT_THROW(past.next(), AnyStopIteration);
}

TEST(Step5_SimplerAsyncSleep, counts_from_the_moment_it_is_awaited) {
  PretendClock pretend;
  auto sleep = simpler_async_sleep(pretend.clock(), 2s);
  pretend.now += 10s;
  EXPECT_NO_THROW(sleep.next()) << "the two seconds begin now, not when the sleep was made";
  pretend.now += 2s;
  EXPECT_THROW(sleep.next(), AnyStopIteration);
}

TEST(Step5_SimplerAsyncSleep, sleeps_by_the_real_clock_too) {
  Scheduler scheduler;
  const TimePoint begin = std::chrono::steady_clock::now();
  scheduler.start(simpler_async_sleep(std::chrono::steady_clock::now, 20ms));
  scheduler.start(simpler_async_sleep(std::chrono::steady_clock::now, 10ms));
  scheduler.run_until_complete();
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);
}
#endif

#if STEP >= 6
namespace {

Asked<void> sleeps(Log& log, Scheduler& scheduler, PretendClock& pretend, std::string name,
                   Duration duration) {
  co_await async_sleep(scheduler, pretend.clock(), duration);
  log.push_back(name + " at " + std::to_string(pretend.now.time_since_epoch() / 1s));
}

}  // namespace

TEST(Step6_AsyncSleep, the_watcher_sets_the_future_when_it_is_time) {
  PretendClock pretend;
  Scheduler scheduler;
  Future<void> future(scheduler);
  auto watcher = sleep_watcher(future, pretend.clock(), pretend.now + 2s);
  watcher.next();
  pretend.now += 1s;
  watcher.next();
  EXPECT_FALSE(future.done());
  pretend.now += 1s;
  EXPECT_THROW(watcher.next(), AnyStopIteration);
  EXPECT_TRUE(future.done());
}

TEST(Step6_AsyncSleep, ends_when_the_clock_says_so) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  scheduler.start(time_goes_by(pretend, 5));
  scheduler.start(sleeps(log, scheduler, pretend, "awake", 3s));
  scheduler.run_until_complete();
  EXPECT_EQ(log, Log{"awake at 3"});
}

TEST(Step6_AsyncSleep, lets_others_work_and_sleep_meanwhile) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  scheduler.start(time_goes_by(pretend, 5));
  scheduler.start(sleeps(log, scheduler, pretend, "three", 3s));
  scheduler.start(sleeps(log, scheduler, pretend, "one", 1s));
  scheduler.start(has_turns(log, "work", 1));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"work", "one at 1", "three at 3"}));
}

TEST(Step6_AsyncSleep, only_the_watcher_looks_at_the_clock) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  scheduler.start(time_goes_by(pretend, 3));
  scheduler.start(sleeps(log, scheduler, pretend, "awake", 3s));
  scheduler.run_until_complete();
  EXPECT_EQ(pretend.looks, 1 + 3) << "one look to know when to wake up, and one in each round";
}

TEST(Step6_AsyncSleep, may_be_awaited_again_and_again) {
  Log log;
  PretendClock pretend;
  Scheduler scheduler;
  auto sleeps_twice = [](Log& log, Scheduler& scheduler, PretendClock& pretend) -> Asked<void> {
    co_await sleeps(log, scheduler, pretend, "once", 2s);
    co_await sleeps(log, scheduler, pretend, "twice", 2s);
  };
  scheduler.start(time_goes_by(pretend, 9));
  scheduler.start(sleeps_twice(log, scheduler, pretend));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"once at 2", "twice at 4"}));
}
#endif

#if STEP >= 7
namespace {

// Writes down what the scheduler tells.
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
  Log log;
  std::vector<int> lines;
  const void* running = nullptr;
};

Asked<void> penguin() {
  co_await yield_to_event_loop();
}
constexpr int penguin_waits_at = __LINE__ - 2;

}  // namespace

TEST(Step7_LookingOn, counts_the_turns) {
  Log log;
  Scheduler scheduler;
  EXPECT_EQ(scheduler.turns_given(), 0);
  scheduler.start(has_turns(log, "a", 3));
  scheduler.start(has_turns(log, "b", 1));
  scheduler.run_until_complete();
  EXPECT_EQ(scheduler.turns_given(), 4);
}

TEST(Step7_LookingOn, tells_of_every_turn) {
  Diary diary;
  Scheduler scheduler;
  scheduler.start(penguin());
  EXPECT_EQ(diary.log, Log{"made penguin"});
  scheduler.run_until_complete();
  EXPECT_EQ(diary.log, (Log{"made penguin", "begins", "waits", "begins", "ended"}));
}

TEST(Step7_LookingOn, tells_the_line_where_a_coroutine_waits) {
  Diary diary;
  Scheduler scheduler;
  scheduler.start(penguin());
  scheduler.run_until_complete();
  EXPECT_EQ(diary.lines, std::vector<int>{penguin_waits_at});
}

TEST(Step7_LookingOn, tells_of_an_end_by_an_error_as_well) {
  Diary diary;
  Scheduler scheduler;
  scheduler.start(fails("out of fish"));
  EXPECT_THROW(scheduler.run_until_complete(), std::runtime_error);
  EXPECT_EQ(diary.log, (Log{"made fails", "begins", "waits", "begins", "ended"}));
}
#endif
