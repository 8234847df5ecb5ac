// The tests of chapter 7, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "virtual_time.hpp"

#ifndef STEP
#define STEP 99
#endif

#include "task.hpp"
#if STEP >= 9
#include "waiting.hpp"
#endif
#if STEP >= 11
#include "gather.hpp"
#endif

using namespace ch07;
using namespace std::chrono_literals;
using ch03::Callback;
using ch03::Future;
using ch06::YieldToEventLoop;
using VirtualLoop = ch05::VirtualTime<EventLoop>;

using Log = std::vector<std::string>;

TEST(Step1_RunningLoop, is_none_outside_of_run) {
  try {
    running_loop();
    FAIL() << "there is none";
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "no event loop runs: call this from inside of run()");
  }
}

TEST(Step1_RunningLoop, is_known_everywhere_while_it_runs) {
  VirtualLoop loop;
  {
    Running here(loop);
    EXPECT_EQ(&running_loop(), &loop);
  }
  EXPECT_THROW(running_loop(), std::logic_error) << "it runs no longer";
}

TEST(Step1_RunningLoop, is_a_matter_of_each_thread) {
  VirtualLoop loop;
  Running here(loop);
  bool known = true;
  std::thread([&known] { known = Running::now != nullptr; }).join();
  EXPECT_FALSE(known) << "another thread runs its own loop";
}

TEST(Step1_RunningLoop, is_known_while_the_tasks_die) {
  struct LastWill {
    EventLoop*& found;
    ~LastWill() { found = &running_loop(); }
  };
  VirtualLoop loop;
  EventLoop* found = nullptr;
  {
    Running here(loop);
    const auto dying = std::shared_ptr<LastWill>(new LastWill{found});
    here.tasks.emplace(1, std::shared_ptr<AnyTask>(dying, nullptr));
  }
  EXPECT_EQ(found, &loop);
}

#if STEP >= 2
namespace {

// Makes a task by hand, as create_task() will.
std::shared_ptr<AnyTask> made_by_hand(Running& here, Coro<void> body, Log& log) {
  const auto task = std::make_shared<AnyTask>(body.claim(__LINE__), ++here.tasks_made,
                                              [&log](auto&&...) { log.push_back("ended"); });
  here.tasks.emplace(here.tasks_made, task);
  return task;
}

void run_an_iteration(EventLoop& loop) {
  loop.stop();
  loop.run_forever();
}

Coro<void> pauses_once(Log& log) {
  log.push_back("begins");
  co_await YieldToEventLoop(running_loop());
  log.push_back("goes on");
}

Coro<void> keeps(std::shared_ptr<int>, Log& log) {
  co_await pauses_once(log);
}

}  // namespace

TEST(Step2_AnyTask, runs_from_wait_to_wait_and_tells_its_end) {
  Log log;
  VirtualLoop loop;
  Running here(loop);
  const auto task = made_by_hand(here, pauses_once(log), log);
  EXPECT_EQ(log, Log{});
  task->wake();
  EXPECT_EQ(log, Log{"begins"});
  run_an_iteration(loop);
  EXPECT_EQ(log, (Log{"begins", "goes on", "ended"}));
}

TEST(Step2_AnyTask, is_kept_until_it_ends) {
  Log log;
  VirtualLoop loop;
  Running here(loop);
  const auto shared = std::make_shared<int>(1);
  made_by_hand(here, keeps(shared, log), log)->wake();
  EXPECT_EQ(shared.use_count(), 2) << "nobody has a handle, but it has not ended";
  EXPECT_EQ(here.tasks.size(), 1u);
  run_an_iteration(loop);
  EXPECT_EQ(log.back(), "ended");
  EXPECT_EQ(here.tasks.size(), 0u);
  EXPECT_EQ(shared.use_count(), 1) << "it has ended: its frame must be gone";
}

TEST(Step2_AnyTask, a_wake_up_that_comes_too_late_wakes_nobody) {
  Log log;
  VirtualLoop loop;
  const auto shared = std::make_shared<int>(1);
  {
    Running here(loop);
    made_by_hand(here, keeps(shared, log), log)->wake();
  }
  EXPECT_EQ(shared.use_count(), 1) << "nothing runs any more, so the task is gone";
  run_an_iteration(loop);  // its wake-up is still in line
  EXPECT_EQ(log, Log{"begins"});
}
#endif

#if STEP >= 3
namespace {

// Has the reports collected instead of printed.
class Reports {
 public:
  Reports() {
    ch03::report = [this](const std::string& problem) { all.push_back(problem); };
  }
  ~Reports() { ch03::report = usual_; }
  Log all;

 private:
  std::function<void(const std::string&)> usual_ = ch03::report;
};

Coro<void> others_have_turns(int turns = 1) {
  for (; turns > 0; --turns) co_await YieldToEventLoop(running_loop());
}

Coro<void> has_turns(Log& log, std::string name, int turns) {
  for (; turns > 1; --turns) {
    log.push_back(name);
    co_await others_have_turns();
  }
  log.push_back(name);
}

Coro<int> answers(int answer) {
  co_return answer;
}

Coro<void> fails(std::string message) {
  co_await others_have_turns();
  throw std::runtime_error(message);
}

Coro<void> waits_for_ever(std::shared_ptr<int> = nullptr) {
  co_await ch06::Suspension([](const Callback&) {});
}

int some_number = 7;

}  // namespace

TEST(Step3_CreateTask, B055_runs_nothing_and_first_steps_come_in_order) {
  auto main = [](Log& log) -> Coro<void> {
    for (std::string name : {"a", "b", "c"}) create_task(has_turns(log, name, 1));
    log.push_back("all are made");
    co_await others_have_turns();
    log.push_back("one iteration later");
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"all are made", "a", "b", "c", "one iteration later"}));
}

TEST(Step3_CreateTask, B064_tasks_that_only_yield_take_turns) {
  auto main = [](Log& log) -> Coro<void> {
    for (std::string name : {"a", "b", "c"}) create_task(has_turns(log, name, 3));
    co_await others_have_turns(5);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"a", "b", "c", "a", "b", "c", "a", "b", "c"}));
}

TEST(Step3_CreateTask, B031_awaiting_a_coroutine_does_not_yield) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(has_turns(log, "the task", 1));
    int sum = 0;
    for (int i = 0; i < 100; ++i) sum += co_await answers(1);
    log.push_back(std::to_string(sum));
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"100", "the task"}));
}

TEST(Step3_CreateTask, B056_a_task_whose_handle_is_dropped_runs_to_its_end) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(has_turns(log, "nobody keeps me", 3));
    co_await others_have_turns(4);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"nobody keeps me", "nobody keeps me", "nobody keeps me"}));
}

TEST(Step3_CreateTask, keeps_what_the_body_returned) {
  auto main = []() -> Coro<void> {
    const auto task = create_task(answers(42));
    EXPECT_FALSE(task.done());
    co_await others_have_turns();
    EXPECT_TRUE(task.done());
    EXPECT_EQ(task.result(), 42);
  };
  run(main(), VirtualLoop());
}

TEST(Step3_CreateTask, B062_an_error_that_nobody_retrieves_is_reported_with_the_place) {
  auto main = [](int& line) -> Coro<void> {
    create_task(fails("out of fish")), line = __LINE__;
    co_await others_have_turns(3);
  };
  Reports reports;
  int line = 0;
  run(main(line), VirtualLoop());
  ASSERT_EQ(reports.all.size(), 1u);
  EXPECT_NE(reports.all[0].find("exception was never retrieved: out of fish"), std::string::npos)
      << reports.all[0];
  EXPECT_NE(reports.all[0].find("test.cpp:" + std::to_string(line)), std::string::npos)
      << reports.all[0];
}

TEST(Step3_CreateTask, an_error_that_somebody_retrieves_is_not_reported) {
  auto main = []() -> Coro<void> {
    const auto task = create_task(fails("out of fish"));
    co_await others_have_turns(2);
    EXPECT_THROW(task.result(), std::runtime_error);
  };
  Reports reports;
  run(main(), VirtualLoop());
  EXPECT_EQ(reports.all, Log{});
}

TEST(Step3_CreateTask, is_refused_outside_of_run) {
  Reports reports;  // the coroutine says that it was never awaited
  EXPECT_THROW(create_task(answers(1)), std::logic_error);
}

TEST(Step3_Run, returns_what_main_returns) {
  auto moves = []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(3); };
  auto refers = []() -> Coro<int&> { co_return some_number; };
  EXPECT_EQ(run(answers(42), VirtualLoop()), 42);
  EXPECT_EQ(*run(moves(), VirtualLoop()), 3);
  EXPECT_EQ(&run(refers(), VirtualLoop()), &some_number);
}

TEST(Step3_Run, throws_what_main_throws) {
  EXPECT_THROW(run(fails("out of fish"), VirtualLoop()), std::runtime_error);
}

TEST(Step3_Run, takes_a_loop_or_makes_one) {
  auto main = []() -> Coro<EventLoop*> { co_return &running_loop(); };
  VirtualLoop mine;
  EXPECT_EQ(run(main(), mine), &mine);
  EXPECT_NE(run(main()), &mine);
}

TEST(Step3_Run, can_run_on_the_same_loop_again) {
  auto main = []() -> Coro<int> {
    co_await others_have_turns(3);
    co_return 1;
  };
  VirtualLoop loop;
  EXPECT_EQ(run(main(), loop), 1);
  EXPECT_EQ(run(main(), loop), 1);
}

TEST(Step3_Run, B016_refuses_to_run_inside_and_leaves_the_outer_loop_alone) {
  auto main = [](VirtualLoop& outer) -> Coro<void> {
    EXPECT_THROW(run(answers(1), VirtualLoop()), std::logic_error);
    EXPECT_THROW(run(answers(1), outer), std::logic_error);
    EXPECT_EQ(&running_loop(), &outer);
    co_await others_have_turns();
  };
  Reports reports;  // the coroutine says that it was never awaited
  VirtualLoop loop;
  run(main(loop), loop);
}

TEST(Step3_Run, forgets_everything_when_the_loop_throws) {
  const auto shared = std::make_shared<int>(1);
  EXPECT_THROW(run(waits_for_ever(shared), VirtualLoop()), std::logic_error)
      << "nothing can ever become ready";
  EXPECT_EQ(shared.use_count(), 1);
  EXPECT_EQ(Running::now, nullptr);
}
#endif

#if STEP >= 4
namespace {

template <class Handle>
concept CanBeSet = requires(Handle handle) {
  handle.set_result(1);
};
template <class Handle>
concept CanFail = requires(Handle handle) {
  handle.set_exception(nullptr);
};

}  // namespace

TEST(Step4_Task, B061_cannot_be_set_from_outside) {
  EXPECT_TRUE(CanBeSet<Future<int>> && CanFail<Future<int>>);
  EXPECT_FALSE(CanBeSet<Task<int>>);
  EXPECT_FALSE(CanFail<Task<int>>);
  EXPECT_FALSE((std::is_convertible_v<Task<int>, Future<int>>));
}

TEST(Step4_Task, has_a_name_of_its_own_or_the_one_it_is_given) {  // B057, without set_name
  auto main = []() -> Coro<void> {
    const Task<int> first = create_task(answers(1)), second = create_task(answers(2));
    EXPECT_EQ(first.name(), "Task-2") << "main is Task-1";
    EXPECT_EQ(second.name(), "Task-3");
    EXPECT_EQ(create_task(answers(3), "counts the fish").name(), "counts the fish");
    EXPECT_EQ(create_task(answers(4)).name(), "Task-5");
    co_await others_have_turns();
    EXPECT_EQ(first.name(), "Task-2") << "it has ended, and keeps its name";
  };
  run(main(), VirtualLoop());
}

TEST(Step4_Task, tells_how_it_ended) {
  auto main = []() -> Coro<void> {
    const Task<int> well = create_task(answers(42));
    const Task<void> badly = create_task(fails("out of fish"));
    EXPECT_FALSE(well.done() || badly.done());
    EXPECT_THROW(well.result(), ch03::InvalidStateError);
    co_await others_have_turns(2);
    EXPECT_TRUE(well.done() && badly.done());
    EXPECT_FALSE(well.cancelled() || badly.cancelled());
    EXPECT_EQ(well.result(), 42);
    EXPECT_EQ(well.exception(), nullptr);
    EXPECT_NE(badly.exception(), nullptr);
    EXPECT_EQ(well.take(), 42);
  };
  run(main(), VirtualLoop());
}

TEST(Step4_Task, calls_back_once_it_is_done) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<int> task = create_task(answers(42));
    task.add_done_callback([&log](const auto& done) {
      log.push_back("the task returned " + std::to_string(done.result()));
    });
    co_await others_have_turns();
    EXPECT_TRUE(task.done());
    log.push_back("the callback is in line");
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"the callback is in line", "the task returned 42"}));
}

TEST(Step4_Task, still_reports_an_error_that_nobody_retrieves_and_where_it_was_made) {
  auto main = [](int& line) -> Coro<void> {
    create_task(fails("out of fish"), "the fisher"), line = __LINE__;
    co_await others_have_turns(3);
  };
  Reports reports;
  int line = 0;
  run(main(line), VirtualLoop());
  ASSERT_EQ(reports.all.size(), 1u);
  EXPECT_NE(reports.all[0].find("test.cpp:" + std::to_string(line)), std::string::npos)
      << reports.all[0];
}
#endif

#if STEP >= 5
namespace {

template <class T>
Coro<void> writes_result_of(Log& log, std::string name, Future<T> future) {
  try {
    T result = co_await future;
    log.push_back(name + " got " + std::to_string(result));
  } catch (const std::runtime_error& error) {
    log.push_back(name + " got an error: " + error.what());
  } catch (const CancelledError& error) {
    log.push_back(name + " was cancelled: " + error.message);
  }
}

Coro<void> waits_for(Future<void> future) {
  co_await future;
}

}  // namespace

TEST(Step5_AwaitFuture, B051_setting_it_resumes_nobody_inside_the_call) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    create_task(writes_result_of(log, "the waiter", future));
    co_await others_have_turns();
    future.set_result(7);
    log.push_back("it is set");
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"it is set", "the waiter got 7"}));
}

TEST(Step5_AwaitFuture, B048_wakes_all_who_wait_in_the_order_they_came) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    for (std::string name : {"Ada", "Bo", "Cy", "Di", "Ed"})
      create_task(writes_result_of(log, name, future));
    co_await others_have_turns();
    future.set_result(7);
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"Ada got 7", "Bo got 7", "Cy got 7", "Di got 7", "Ed got 7"}));
}

TEST(Step5_AwaitFuture, B032_that_is_done_does_not_yield) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    future.set_result(7);
    running_loop().call_soon([&log] { log.push_back("called"); });
    int seven = co_await future;
    log.push_back("got " + std::to_string(seven));
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"got 7", "called"}));
}

TEST(Step5_AwaitFuture, B049_the_error_is_the_same_object_for_all_who_wait) {
  struct Problem {};
  auto address_of_error = [](Future<int> future) -> Coro<const Problem*> {
    try {
      co_await future;
    } catch (const Problem& problem) {
      co_return &problem;
    }
    co_return nullptr;
  };
  auto main = [&]() -> Coro<void> {
    const Future<int> future(running_loop());
    future.set_exception(std::make_exception_ptr(Problem()));
    const Problem* first = co_await address_of_error(future);
    const Problem* second = co_await address_of_error(future);
    const Problem* third = co_await address_of_error(future);
    EXPECT_NE(first, nullptr);
    EXPECT_TRUE(first == second && second == third);
  };
  run(main(), VirtualLoop());
}

TEST(Step5_AwaitFuture, B046_that_is_cancelled_raises_the_reason) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    create_task(writes_result_of(log, "the waiter", future));
    co_await others_have_turns();
    EXPECT_TRUE(future.cancel("no fish today"));
    EXPECT_FALSE(future.cancel("no fish tomorrow"));
    EXPECT_THROW(future.set_result(7), ch03::InvalidStateError);
    co_await others_have_turns();
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"the waiter was cancelled: no fish today"});
}

TEST(Step5_AwaitFuture, wakes_from_the_depth_of_a_chain) {
  auto deep = [](auto& deep, int depth, Future<int> future) -> Coro<int> {
    if (depth == 0) co_return co_await future;
    int result = co_await deep(deep, depth - 1, future);
    co_return result + 1;
  };
  auto main = [&]() -> Coro<int> {
    const Future<int> future(running_loop());
    running_loop().call_later(1s, [future] { future.set_result(42); });
    co_return co_await deep(deep, 1000, future);
  };
  EXPECT_EQ(run(main(), VirtualLoop()), 1042);
}

TEST(Step5_AwaitFuture, moves_out_what_cannot_be_copied) {
  auto main = []() -> Coro<int> {
    const Future<std::unique_ptr<int>> future(running_loop());
    running_loop().call_soon([future] { future.set_result(std::make_unique<int>(42)); });
    const auto result = co_await future;
    co_return *result;
  };
  EXPECT_EQ(run(main(), VirtualLoop()), 42);
}

TEST(Step5_AwaitFuture, may_be_of_nothing_or_of_a_reference) {
  auto main = []() -> Coro<int*> {
    const Future<void> nothing(running_loop());
    const Future<int&> reference(running_loop());
    running_loop().call_soon([=] {
      nothing.set_result();
      reference.set_result(some_number);
    });
    co_await nothing;
    int& result = co_await reference;
    co_return &result;
  };
  EXPECT_EQ(run(main(), VirtualLoop()), &some_number);
}

TEST(Step5_AwaitFuture, a_task_that_nobody_will_ever_wake_dies_with_the_loop) {
  auto main = [](std::shared_ptr<int> shared) -> Coro<void> {
    create_task([](std::shared_ptr<int>) -> Coro<void> {
      const Future<void> never(running_loop());
      co_await waits_for(never);
    }(shared));
    co_await others_have_turns();
    throw std::runtime_error("out of fish");
  };
  const auto shared = std::make_shared<int>(1);
  EXPECT_THROW(run(main(shared), VirtualLoop()), std::runtime_error);
  EXPECT_EQ(shared.use_count(), 1);
}
#endif

#if STEP >= 6
namespace {

template <class T>
Coro<void> writes_result_of_task(Log& log, std::string name, Task<T> task) {
  T result = co_await task;
  log.push_back(name + " got " + std::to_string(result));
}

Coro<void> awaits_itself(std::shared_ptr<Task<void>>& self, Log& log) {
  try {
    co_await *self;
  } catch (const std::logic_error& error) {
    log.push_back(error.what());
  }
}

// Writes down whether the task that runs is the one it was before.
Coro<void> looks_who_runs(std::set<AnyTask*>& seen, int turns) {
  AnyTask* const me = current_task();
  EXPECT_NE(me, nullptr);
  seen.insert(me);
  for (; turns > 0; --turns) {
    co_await others_have_turns();
    EXPECT_EQ(current_task(), me);
  }
  if (seen.size() == 1) throw std::runtime_error("out of fish");
}

}  // namespace

TEST(Step6_AwaitTask, gives_what_the_task_returns) {
  auto main = [](Log& log) -> Coro<int> {
    const Task<int> task = create_task(answers(42));
    log.push_back("waiting");
    int result = co_await task;
    log.push_back("woken");
    int again = co_await task;
    EXPECT_EQ(again, result) << "a task may be awaited as often as one likes";
    co_return result;
  };
  Log log;
  EXPECT_EQ(run(main(log), VirtualLoop()), 42);
  EXPECT_EQ(log, (Log{"waiting", "woken"}));
}

TEST(Step6_AwaitTask, throws_what_the_task_throws) {
  auto main = []() -> Coro<void> { co_await create_task(fails("out of fish")); };
  Reports reports;
  EXPECT_THROW(run(main(), VirtualLoop()), std::runtime_error);
  EXPECT_EQ(reports.all, Log{}) << "somebody was told";
}

TEST(Step6_AwaitTask, lets_the_others_go_on_meanwhile) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(has_turns(log, "another", 1));
    co_await create_task(has_turns(log, "the awaited", 2));
    log.push_back("main");
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"another", "the awaited", "the awaited", "main"}));
}

TEST(Step6_AwaitTask, B067_may_be_done_by_several_tasks) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<int> task = create_task(answers(42));
    const auto ada = create_task(writes_result_of_task(log, "Ada", task));
    const auto bo = create_task(writes_result_of_task(log, "Bo", task));
    co_await ada;
    co_await bo;
    co_await writes_result_of_task(log, "main, later,", task);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"Ada got 42", "Bo got 42", "main, later, got 42"}));
}

TEST(Step6_AwaitTask, B060_a_task_cannot_await_itself) {
  auto main = [](Log& log) -> Coro<void> {
    std::shared_ptr<Task<void>> self;
    self = std::make_shared<Task<void>>(create_task(awaits_itself(self, log), "Narcissus"));
    co_await *self;
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"Narcissus cannot await itself"});
}

TEST(Step6_CurrentTask, B058_is_null_in_callbacks_and_right_in_every_task) {
  auto main = [](int& callbacks) -> Coro<void> {
    for (int i = 0; i < 5; ++i)
      running_loop().call_later(i * 1s, [&callbacks] {
        EXPECT_EQ(current_task(), nullptr);
        ++callbacks;
      });
    std::set<AnyTask*> seen{current_task()};
    const Task<void> first = create_task(looks_who_runs(seen, 3));
    const Task<void> second = create_task(looks_who_runs(seen, 2));
    co_await first;
    co_await second;
    EXPECT_EQ(seen.size(), 3u);
    std::set<AnyTask*> alone;
    const Task<void> thrower = create_task(looks_who_runs(alone, 0));
    const Task<void> ten = create_task(others_have_turns(10));
    co_await ten;
    EXPECT_NE(thrower.exception(), nullptr);
    EXPECT_EQ(seen.count(current_task()), 1u) << "main again, after an error as well";
    const Future<void> later(running_loop());
    running_loop().call_later(5s, [later] { later.set_result(); });
    co_await later;
  };
  EXPECT_EQ(current_task(), nullptr);
  int callbacks = 0;
  run(main(callbacks), VirtualLoop());
  EXPECT_EQ(callbacks, 5);
  EXPECT_EQ(current_task(), nullptr);
}
#endif

#if STEP >= 7
namespace {

// Writes down what is thrown where it waits, and goes on.
Coro<void> is_hard_to_stop(Log& log, int times) {
  for (; times > 0; --times) try {
      co_await others_have_turns();
      log.push_back("nothing happened");
    } catch (const CancelledError& error) {
      log.push_back("cancelled: " + error.message);
    }
}

Coro<void> cleans_up(Log& log) {
  try {
    co_await others_have_turns();
  } catch (const CancelledError&) {
    log.push_back("cleaned");
    throw;
  }
}

}  // namespace

TEST(Step7_Cancel, B071_before_the_first_step_the_body_never_runs) {
  auto main = [](Log& log) -> Coro<void> {
    const auto shared = std::make_shared<int>(1);
    const Task<void> task = create_task(keeps(shared, log));
    EXPECT_TRUE(task.cancel());
    EXPECT_FALSE(task.done()) << "the end comes from the loop as well";
    co_await others_have_turns();
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(shared.use_count(), 1) << "its arguments must be gone";
  };
  Reports reports;
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{});
  EXPECT_EQ(reports.all, Log{}) << "it was not awaited, but that is no mistake";
}

TEST(Step7_Cancel, B068_is_a_request_that_arrives_where_the_task_waits) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> task = create_task(cleans_up(log));
    co_await others_have_turns();
    EXPECT_TRUE(task.cancel());
    EXPECT_FALSE(task.cancelled()) << "not yet";
    EXPECT_EQ(log, Log{});
    co_await others_have_turns();
    EXPECT_EQ(log, Log{"cleaned"});
    EXPECT_TRUE(task.cancelled());
    EXPECT_FALSE(task.cancel()) << "it has ended";
  };
  Log log;
  run(main(log), VirtualLoop());
}

TEST(Step7_Cancel, B081_carries_its_reason) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> task = create_task(cleans_up(log));
    co_await others_have_turns();
    task.cancel("too late");
    try {
      co_await task;
    } catch (const CancelledError& error) {
      log.push_back(error.message);
    }
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"cleaned", "too late"}));
}

TEST(Step7_Cancel, B074_may_be_caught_and_later_awaits_are_not_affected) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> task = create_task(is_hard_to_stop(log, 2));
    co_await others_have_turns();
    task.cancel("stop");
    co_await task;
    EXPECT_FALSE(task.cancelled());
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"cancelled: stop", "nothing happened"}));
}

TEST(Step7_Cancel, twice_before_it_arrives_is_once) {  // B076, without its count
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> task = create_task(is_hard_to_stop(log, 2));
    co_await others_have_turns();
    task.cancel("first");
    task.cancel("second");
    co_await task;
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"cancelled: second", "nothing happened"}));
}

TEST(Step7_Cancel, B083_a_task_that_throws_the_error_itself_is_cancelled) {
  auto main = []() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> {
      throw CancelledError{"I give up"};
      co_return;
    }());
    co_await others_have_turns();
    EXPECT_TRUE(task.cancelled());
  };
  run(main(), VirtualLoop());
}

TEST(Step7_Cancel, that_comes_too_late_to_arrive_cancels_the_task_all_the_same) {
  auto cancels_itself = []() -> Coro<int> {
    current_task()->cancel("I give up");
    co_return 42;
  };
  auto cancels_itself_and_fails = []() -> Coro<int> {
    current_task()->cancel("I give up");
    throw std::runtime_error("out of fish");
    co_return 42;
  };
  auto main = [&]() -> Coro<void> {
    const Task<int> returns = create_task(cancels_itself());
    const Task<int> throws = create_task(cancels_itself_and_fails());
    co_await others_have_turns();
    EXPECT_TRUE(returns.cancelled());
    EXPECT_FALSE(throws.cancelled()) << "an error of its own comes first";
    EXPECT_NE(throws.exception(), nullptr);
  };
  run(main(), VirtualLoop());
}
#endif

#if STEP >= 8
namespace {

Coro<void> awaits(Task<void> task, Log& log, std::string name) {
  try {
    co_await task;
  } catch (const CancelledError& error) {
    log.push_back(name + ": " + error.message);
    throw;
  }
}

// Takes three tries to clean up: each one is interrupted.
Coro<void> cleans_up_three_times(Log& log, std::vector<Future<void>> waits) {
  for (const Future<void>& wait : waits) try {
      co_await wait;
    } catch (const CancelledError& error) {
      log.push_back(error.message);
    }
}

// A loop that counts how often it looks around.
struct CountingLoop : VirtualLoop {
  int iterations = 0;

 protected:
  bool poll(std::optional<ch05::Duration> timeout) override {
    ++iterations;
    return VirtualLoop::poll(timeout);
  }
};

Coro<void> after(ch05::Duration duration) {
  const Future<void> over(running_loop());
  running_loop().call_later(duration, [over] { over.settle([] {}); });
  co_await over;
}

}  // namespace

TEST(Step8_CancelWhatIsAwaited, a_future_is_cancelled_and_the_task_woken_by_that) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    const Task<void> task = create_task(writes_result_of(log, "the task", future));
    co_await others_have_turns();
    EXPECT_TRUE(task.cancel("no fish today"));
    EXPECT_TRUE(future.cancelled());
    co_await task;
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"the task was cancelled: no fish today"});
}

TEST(Step8_CancelWhatIsAwaited, B070_it_travels_down_through_awaited_tasks) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<void> never(running_loop());
    const Task<void> inner = create_task(waits_for(never));
    const Task<void> middle = create_task(awaits(inner, log, "middle"));
    const Task<void> outer = create_task(awaits(middle, log, "outer"));
    co_await others_have_turns(2);
    EXPECT_TRUE(outer.cancel("enough"));
    EXPECT_TRUE(never.cancelled());
    co_await others_have_turns(3);
    EXPECT_TRUE(inner.cancelled() && middle.cancelled() && outer.cancelled());
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"middle: enough", "outer: enough"}));
}

TEST(Step8_CancelWhatIsAwaited, each_further_cancel_interrupts_again) {  // B075, without its count
  auto main = [](Log& log) -> Coro<void> {
    const EventLoop& loop = running_loop();
    const Future<void> a(running_loop()), b(running_loop()), c(running_loop());
    EXPECT_EQ(&loop, &running_loop());
    const Task<void> inner = create_task(cleans_up_three_times(log, {a, b, c}));
    const Task<void> outer = create_task(awaits(inner, log, "outer"));
    co_await others_have_turns(2);
    for (std::string message : {"one", "two", "three"}) {
      EXPECT_TRUE(outer.cancel(message));
      co_await others_have_turns(2);
    }
    EXPECT_TRUE(outer.done());
    EXPECT_FALSE(outer.cancelled());
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"one", "two", "three"}));
}

TEST(Step8_CancelWhatIsAwaited, B078_a_cancel_behind_the_result_wins_and_the_result_stays) {
  auto main = [](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    const Task<void> task = create_task(writes_result_of(log, "the task", future));
    co_await others_have_turns();
    future.set_result(1);
    EXPECT_TRUE(task.cancel("too late"));
    co_await task;
    EXPECT_EQ(future.result(), 1);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"the task was cancelled: too late"});
}

TEST(Step8_CancelWhatIsAwaited, B084_cleaning_up_may_await_and_its_own_error_replaces_the_cancel) {
  auto cleans_and_fails = [](Log& log) -> Coro<void> {
    bool cancelled = false;
    try {
      co_await after(1h);
    } catch (const CancelledError&) {
      cancelled = true;  // one cannot await in here
    }
    EXPECT_TRUE(cancelled);
    co_await after(1s);
    log.push_back("cleaned");
    throw std::runtime_error("no broom");
  };
  auto main = [&](Log& log) -> Coro<void> {
    const Task<void> task = create_task(cleans_and_fails(log));
    co_await after(1s);
    task.cancel();
    co_await after(5s);
    EXPECT_TRUE(task.done());
    EXPECT_FALSE(task.cancelled());
    EXPECT_NE(task.exception(), nullptr);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"cleaned"});
}

TEST(Step8_CancelWhatIsAwaited, a_task_that_cancelled_itself_hears_of_it_at_the_next_await) {
  auto cancels_itself = [](Log& log, Future<int> future) -> Coro<void> {
    current_task()->cancel("I give up");
    co_await writes_result_of(log, "the task", future);
  };
  auto main = [&](Log& log) -> Coro<void> {
    const Future<int> future(running_loop());
    co_await create_task(cancels_itself(log, future));
    EXPECT_TRUE(future.cancelled());
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{"the task was cancelled: I give up"});
}

TEST(Step8_CancelWhatIsAwaited, two_tasks_that_wait_for_each_other_can_be_cancelled) {
  auto waits_for_other = [](std::shared_ptr<Task<void>>& other) -> Coro<void> { co_await *other; };
  auto main = [&]() -> Coro<void> {
    std::shared_ptr<Task<void>> first, second;
    first = std::make_shared<Task<void>>(create_task(waits_for_other(second)));
    second = std::make_shared<Task<void>>(create_task(waits_for_other(first)));
    co_await others_have_turns(2);
    EXPECT_TRUE(first->cancel());
    EXPECT_FALSE(first->done()) << "nobody can go on";
    first.reset();
    second.reset();
  };
  // Each waits for the other to end: the cancel comes back to the first, and waits there.
  EXPECT_THROW(run(main(), VirtualLoop()), std::logic_error);
}

TEST(Step8_WhatIsLeft, is_cancelled_when_main_is_done_and_joined) {
  auto takes_long = [](Log& log) -> Coro<void> {
    try {
      co_await after(1h);
    } catch (const CancelledError&) {
      log.push_back("cancelled");
    }
    co_await after(2s);
    log.push_back("cleaned");
  };
  auto main = [&](Log& log) -> Coro<void> {
    create_task(takes_long(log));
    co_await after(1s);
    log.push_back("main is done");
  };
  Log log;
  VirtualLoop loop;
  run(main(log), loop);
  EXPECT_EQ(log, (Log{"main is done", "cancelled", "cleaned"}));
  EXPECT_EQ(loop.time().time_since_epoch(), 3s) << "not an hour, and no second too few";
}

TEST(Step8_WhatIsLeft, is_cancelled_when_main_throws_as_well) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(cleans_up(log));
    co_await others_have_turns();
    throw std::runtime_error("out of fish");
  };
  Log log;
  EXPECT_THROW(run(main(log), VirtualLoop()), std::runtime_error);
  EXPECT_EQ(log, Log{"cleaned"});
}

TEST(Step8_WhatIsLeft, never_runs_when_it_has_not_begun) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(has_turns(log, "too late", 1));
    co_return;
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{}) << "main was done in the same iteration";
}

TEST(Step8_WhatIsLeft, may_make_tasks_to_clean_up_with) {
  auto sweeps = [](Log& log) -> Coro<void> {
    co_await after(1s);
    log.push_back("swept");
  };
  auto has_itself_cleaned = [&](Log& log) -> Coro<void> {
    bool cancelled = false;
    try {
      co_await after(1h);
    } catch (const CancelledError&) {
      cancelled = true;
    }
    if (cancelled) co_await create_task(sweeps(log));
    create_task(after(1h));  // nobody waits for this one
  };
  auto main = [&](Log& log) -> Coro<void> {
    create_task(has_itself_cleaned(log));
    co_await after(1s);
  };
  Log log;
  VirtualLoop loop;
  run(main(log), loop);
  EXPECT_EQ(log, Log{"swept"});
  EXPECT_EQ(loop.time().time_since_epoch(), 2s) << "who is left in the end is cancelled, too";
}

TEST(Step8_WhatIsLeft, is_waited_for_at_rest) {
  auto ends_slowly = []() -> Coro<void> {
    try {
      co_await after(1h);
    } catch (const CancelledError&) {
    }
    co_await after(10s);
  };
  auto main = [&]() -> Coro<void> {
    create_task(ends_slowly());
    co_await after(1s);
  };
  CountingLoop loop;
  run(main(), loop);
  EXPECT_EQ(loop.time().time_since_epoch(), 11s);
  EXPECT_LE(loop.iterations, 12) << "it must rest for those ten seconds, not spin";
}
#endif

#if STEP >= 9
namespace {

Coro<void> sleeps(Log& log, std::string name, ch05::Duration duration) {
  co_await ch07::sleep(duration);
  log.push_back(name);
}

// Counts the timers that are set.
struct Timers : course::Observer {
  Timers() { course::observer = this; }
  ~Timers() override { course::observer = &course::looking_away; }
  void timer_set(std::uint64_t, std::chrono::nanoseconds) override { ++count; }
  void timer_gone(std::uint64_t) override { --count; }
  int count = 0;
};

struct Pair {
  int left = -1, right = -1;
  Pair() {
    int both[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
    left = both[0];
    right = both[1];
  }
  Pair(const Pair&) = delete;
  ~Pair() {
    close(left);
    close(right);
  }
};

}  // namespace

TEST(Step9_Sleep, lets_everybody_sleep_at_the_same_time) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> three = create_task(sleeps(log, "three", 3s));
    create_task(sleeps(log, "one", 1s));
    create_task(sleeps(log, "two", 2s));
    co_await three;
  };
  Log log;
  VirtualLoop loop;
  run(main(log), loop);
  EXPECT_EQ(log, (Log{"one", "two", "three"}));
  EXPECT_EQ(loop.time().time_since_epoch(), 3s);
}

TEST(Step9_Sleep, for_no_time_is_a_turn_for_the_others) {
  auto main = [](Log& log) -> Coro<void> {
    create_task(has_turns(log, "another", 2));
    co_await ch07::sleep(0s);
    log.push_back("main");
    co_await ch07::sleep(-1s);
    log.push_back("main");
  };
  Log log;
  CountingLoop loop;
  run(main(log), loop);
  EXPECT_EQ(log, (Log{"another", "main", "another", "main"}));
  EXPECT_LE(loop.iterations, 3);
}

TEST(Step9_Sleep, B035_takes_its_timer_back_when_it_is_cancelled) {
  auto main = [](Timers& timers) -> Coro<void> {
    const Task<void> sleeper = create_task(ch07::sleep(1h));
    co_await others_have_turns();
    EXPECT_EQ(timers.count, 1);
    sleeper.cancel();
    co_await others_have_turns(2);
    EXPECT_TRUE(sleeper.cancelled());
    EXPECT_EQ(timers.count, 0);
  };
  Timers timers;
  run(main(timers), VirtualLoop());
}

TEST(Step9_Sleep, may_be_cancelled_in_the_moment_it_ends) {
  auto main = [](Log& log) -> Coro<void> {
    const Task<void> sleeper = create_task(sleeps(log, "it was not cancelled", 1s));
    running_loop().call_later(1s, [sleeper] { sleeper.cancel(); });  // its timer comes first
    co_await ch07::sleep(2s);
    EXPECT_TRUE(sleeper.cancelled());
  };
  Reports reports;
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(reports.all, Log{}) << "the timer fires for somebody who is cancelled already";
}

TEST(Step9_Ready, waits_until_a_descriptor_can_be_read) {
  auto listens = [](Log& log, int fd) -> Coro<void> {
    co_await ready(fd, false);
    log.push_back("readable");
  };
  auto main = [&](Log& log, Pair& pair) -> Coro<void> {
    const Task<void> listener = create_task(listens(log, pair.left));
    co_await ch07::sleep(0s);
    log.push_back("writing");
    EXPECT_EQ(send(pair.right, "x", 1, 0), 1);
    co_await listener;
  };
  Log log;
  Pair pair;
  run(main(log, pair));
  EXPECT_EQ(log, (Log{"writing", "readable"}));
}

TEST(Step9_Ready, waits_until_a_descriptor_can_be_written_to) {
  auto main = [](Pair& pair) -> Coro<void> {
    co_await ready(pair.left, true);
    const std::string block(65536, 'x');
    while (send(pair.left, block.data(), block.size(), MSG_DONTWAIT) > 0) {
    }
    const Task<void> writer = create_task(ready(pair.left, true));
    co_await ch07::sleep(1ms);
    EXPECT_FALSE(writer.done()) << "it is full";
    std::string read(1 << 20, ' ');
    while (recv(pair.right, read.data(), read.size(), MSG_DONTWAIT) > 0) {
    }
    co_await writer;
  };
  Pair pair;
  run(main(pair));
}

TEST(Step9_Ready, watches_no_longer_when_it_has_ended_or_was_cancelled) {
  auto main = [](Pair& pair) -> Coro<void> {
    const Task<void> listener = create_task(ready(pair.left, false));
    co_await ch07::sleep(0s);
    listener.cancel();
    co_await ch07::sleep(0s);
    EXPECT_TRUE(listener.cancelled());
    EXPECT_FALSE(running_loop().remove_reader(pair.left));
    co_await ready(pair.left, true);
    EXPECT_FALSE(running_loop().remove_writer(pair.left));
  };
  Pair pair;
  run(main(pair), VirtualLoop());
}
#endif

#if STEP >= 10
#include <netinet/in.h>

namespace {

// Reads to the end, slowly.
Coro<std::size_t> counts_bytes(int socket) {
  std::size_t count = 0;
  for (;;) {
    const std::string data = co_await sock_recv(socket, 100'000);
    if (data.empty()) co_return count;
    count += data.size();
  }
}

}  // namespace

TEST(Step10_Sockets, receive_what_is_there) {
  auto main = [](Pair& pair) -> Coro<void> {
    const Task<std::string> receiver = create_task(sock_recv(pair.left, 100));
    co_await ch07::sleep(0s);
    EXPECT_FALSE(receiver.done());
    co_await sock_sendall(pair.right, "a herring");
    std::string received = co_await receiver;
    EXPECT_EQ(received, "a herring");
    co_await sock_sendall(pair.right, "a squid");
    received = co_await sock_recv(pair.left, 3);
    EXPECT_EQ(received, "a s");
  };
  Pair pair;
  run(main(pair));
}

TEST(Step10_Sockets, send_all_of_it_however_much_it_is) {
  auto main = [](Pair& pair) -> Coro<void> {
    const Task<std::size_t> reader = create_task(counts_bytes(pair.left));
    co_await sock_sendall(pair.right, std::string(3'000'000, 'x'));
    shutdown(pair.right, SHUT_WR);
    std::size_t count = co_await reader;
    EXPECT_EQ(count, 3'000'000u);
  };
  Pair pair;
  run(main(pair));
}

TEST(Step10_Sockets, throw_the_systems_error_with_the_name_of_the_call) {
  auto main = [](Pair& pair) -> Coro<void> {
    shutdown(pair.left, SHUT_RD);
    std::string problem;
    try {
      co_await sock_sendall(pair.right, "who is there?");
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EPIPE);
      problem = error.what();
    }
    EXPECT_EQ(problem.substr(0, 5), "send:");
  };
  Pair pair;
  run(main(pair));
}

TEST(Step10_Sockets, a_receive_that_is_cancelled_leaves_what_comes) {  // of B079
  auto main = [](Pair& pair) -> Coro<void> {
    const Task<std::string> receiver = create_task(sock_recv(pair.left, 100));
    co_await ch07::sleep(0s);
    EXPECT_EQ(send(pair.right, "a herring", 9, 0), 9);
    receiver.cancel();
    co_await ch07::sleep(1ms);
    EXPECT_TRUE(receiver.cancelled());
    const std::string received = co_await sock_recv(pair.left, 100);
    EXPECT_EQ(received, "a herring");
  };
  Pair pair;
  run(main(pair));
}

TEST(Step10_Sockets, accept_whoever_connects) {
  auto main = []() -> Coro<void> {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener, 5), 0);
    EXPECT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    const Task<int> accepting = create_task(sock_accept(listener));
    co_await ch07::sleep(1ms);
    EXPECT_FALSE(accepting.done());
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), size), 0);
    const int accepted = co_await accepting;
    co_await sock_sendall(accepted, "hello");
    const std::string received = co_await sock_recv(client, 100);
    EXPECT_EQ(received, "hello");
    close(accepted);
    close(client);
    close(listener);
  };
  run(main());
}
#endif

#if STEP >= 11
namespace {

Coro<int> works(Log& log, int number, ch05::Duration duration) {
  log.push_back("begins " + std::to_string(number));
  co_await ch07::sleep(duration);
  log.push_back("ends " + std::to_string(number));
  co_return number;
}

Coro<int> fails_after(ch05::Duration duration, std::string message) {
  co_await ch07::sleep(duration);
  throw std::runtime_error(message);
}

template <class T, class... More>
std::vector<Coro<T>> list(Coro<T> first, More... more) {
  std::vector<Coro<T>> result;
  result.push_back(std::move(first));
  (result.push_back(std::move(more)), ...);
  return result;
}

}  // namespace

TEST(Step11_Gather, runs_all_at_once_and_returns_in_their_order) {
  auto main = [](Log& log) -> Coro<std::vector<int>> {
    auto all = list(works(log, 1, 3s), works(log, 2, 1s), works(log, 3, 2s));
    co_return co_await gather(std::move(all));
  };
  Log log;
  VirtualLoop loop;
  EXPECT_EQ(run(main(log), loop), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(log, (Log{"begins 1", "begins 2", "begins 3", "ends 2", "ends 3", "ends 1"}));
  EXPECT_EQ(loop.time().time_since_epoch(), 3s);
}

TEST(Step11_Gather, of_nobody_is_done_at_once) {
  auto main = []() -> Coro<std::size_t> {
    std::vector<Coro<int>> nobody;
    const auto results = co_await gather(std::move(nobody));
    co_return results.size();
  };
  EXPECT_EQ(run(main(), VirtualLoop()), 0u);
}

TEST(Step11_Gather, of_what_returns_nothing_or_cannot_be_copied) {
  auto moves = []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(3); };
  auto main = [&]() -> Coro<void> {
    auto sleepers = list(ch07::sleep(1s), ch07::sleep(2s));
    const auto nothing = co_await gather(std::move(sleepers));
    EXPECT_EQ(nothing.size(), 2u);
    auto movers = list(moves(), moves());
    const auto pointers = co_await gather(std::move(movers));
    EXPECT_EQ(*pointers.at(0) + *pointers.at(1), 6);
  };
  run(main(), VirtualLoop());
}

TEST(Step11_Gather, throws_the_first_error_at_once_and_the_others_run_on) {
  auto main = [](Log& log) -> Coro<void> {
    auto all = list(works(log, 1, 3s), fails_after(1s, "out of fish"));
    try {
      co_await gather(std::move(all));
    } catch (const std::runtime_error& error) {
      log.push_back(error.what());
    }
    EXPECT_EQ(running_loop().time().time_since_epoch(), 1s);
    co_await ch07::sleep(5s);
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"begins 1", "out of fish", "ends 1"}));
}

TEST(Step11_Gather, B117_later_errors_count_as_read) {
  auto main = []() -> Coro<void> {
    auto all = list(fails_after(1s, "first"), fails_after(2s, "second"), fails_after(2s, "third"));
    std::string message;
    try {
      co_await gather(std::move(all));
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    EXPECT_EQ(message, "first");
    co_await ch07::sleep(5s);
  };
  Reports reports;
  run(main(), VirtualLoop());
  EXPECT_EQ(reports.all, Log{});
}
#endif

#if STEP >= 12
namespace {

Coro<int> cleans_for(Log& log, std::string name, ch05::Duration duration) {
  bool cancelled = false;
  try {
    co_await ch07::sleep(1h);
  } catch (const CancelledError& error) {
    log.push_back(name + " is cancelled: " + error.message);
    cancelled = true;
  }
  if (cancelled) co_await ch07::sleep(duration);
  log.push_back(name + " has cleaned up");
  throw CancelledError{"done"};
}

Coro<int> does_not_mind() {
  try {
    co_await ch07::sleep(1h);
  } catch (const CancelledError&) {
  }
  co_return 1;
}

}  // namespace

TEST(Step12_GatherCancelled, B119_cancels_all_of_them_and_ends_cancelled) {
  auto main = [](Log& log) -> Coro<void> {
    const auto both = create_task(gather(cleans_for(log, "Ada", 1s), cleans_for(log, "Bo", 1s)));
    co_await ch07::sleep(1s);
    EXPECT_TRUE(both.cancel("enough"));
    std::string message = "nothing was thrown";
    try {
      co_await both;
    } catch (const CancelledError& error) {
      message = error.message;
      log.push_back("the gathering is cancelled");
    }
    EXPECT_TRUE(both.cancelled());
  };
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, (Log{"Ada is cancelled: enough", "Bo is cancelled: enough", "Ada has cleaned up",
                      "Bo has cleaned up", "the gathering is cancelled"}));
}

TEST(Step12_GatherCancelled, ends_cancelled_even_where_they_do_not_mind) {
  auto main = []() -> Coro<void> {
    const auto both = create_task(gather(does_not_mind(), does_not_mind()));
    co_await ch07::sleep(1s);
    both.cancel("enough");
    std::string message = "nothing was thrown";
    try {
      co_await both;
    } catch (const CancelledError& error) {
      message = error.message;
    }
    EXPECT_EQ(message, "enough");
  };
  run(main(), VirtualLoop());
}

TEST(Step12_GatherCancelled, before_it_begins_runs_nobody) {
  auto main = [](Log& log) -> Coro<void> {
    const auto both = create_task(gather(works(log, 1, 1s), works(log, 2, 1s)));
    both.cancel();
    co_await ch07::sleep(2s);
    EXPECT_TRUE(both.cancelled());
  };
  Reports reports;  // the two say that they were never awaited
  Log log;
  run(main(log), VirtualLoop());
  EXPECT_EQ(log, Log{});
}

TEST(Step12_GatherAFew, takes_them_one_by_one) {
  auto main = [](Log& log) -> Coro<std::vector<int>> {
    co_return co_await gather(works(log, 1, 3s), works(log, 2, 1s), works(log, 3, 2s));
  };
  Log log;
  EXPECT_EQ(run(main(log), VirtualLoop()), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(log.front(), "begins 1");
}
#endif
