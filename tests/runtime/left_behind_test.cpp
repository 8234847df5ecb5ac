// What an operation leaves behind when it is cancelled: each line of the table in
// docs/cancellation.md. An operation that raised CancelledError did not happen.
#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

Coro<void> an_hour() {
  co_await sleep(1h);
}
// Notes when it is asked to end, and takes a second to clean up.
Coro<void> cleans_up(std::string& log) {
  bool cancelled = false;
  try {
    co_await an_hour();
  } catch (const CancelledError&) {
    cancelled = true;
  }
  if (!cancelled) co_return;
  co_await sleep(1s);
  log += "clean ";
  throw CancelledError();
}
// Awaits what `operation()` gives, and cancels that wait as soon as it waits.
template <class Operation>
Coro<bool> cancelled(Operation operation) {
  auto waits = [&]() -> Coro<void> { static_cast<void>(co_await operation()); };
  const Task<void> task = create_task(waits());
  co_await testing::settle();
  EXPECT_FALSE(task.done());
  co_await task.cancel_and_wait();
  co_return task.cancelled();
}
// The same for an operation that was granted what it waits for, and has not had its turn yet.
template <class Operation, class Grant>
Coro<bool> cancelled_after(Operation operation, Grant grant) {
  auto waits = [&]() -> Coro<void> { static_cast<void>(co_await operation()); };
  const Task<void> task = create_task(waits());
  co_await testing::settle();
  grant();
  co_await task.cancel_and_wait();
  co_return task.cancelled();
}

TEST(LeftBehind, by_sleep_no_timer_and_by_yield_nothing) {
  testing::run([]() -> Coro<void> {
    EXPECT_TRUE(co_await cancelled([] { return sleep(1h); }));
    EXPECT_TRUE(co_await cancelled([] { return sleep_until(now() + 1h); }));
    EXPECT_TRUE(Loop::running().timers().empty());
    auto yields = []() -> Coro<void> { co_await yield(); };
    const Task<void> task = create_task(yields());
    Loop::running().call_soon([task] { task.cancel(); });
    EXPECT_THROW(co_await task, CancelledError);
  });
}

TEST(LeftBehind, by_a_coroutine_its_locals_are_destroyed_innermost_first) {
  std::string log;
  struct Local {
    ~Local() { log += name; }
    std::string& log;
    const char* name;
  };
  testing::run([&]() -> Coro<void> {
    auto inner = [&]() -> Coro<void> {
      const Local local{log, "inner "};
      co_await an_hour();
    };
    auto outer = [&]() -> Coro<void> {
      const Local local{log, "outer"};
      co_await inner();
    };
    EXPECT_TRUE(co_await cancelled(outer));
  });
  EXPECT_EQ(log, "inner outer");
}

TEST(LeftBehind, by_a_task_that_is_awaited_it_is_cancelled_too_and_waited_for) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    const Task<void> task = create_task(cleans_up(log));
    EXPECT_TRUE(co_await cancelled([&] { return task; }));
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(log, "clean ");
  });
}

TEST(LeftBehind, by_a_task_that_swallows_the_request_its_result) {
  testing::run([]() -> Coro<void> {
    auto swallows = []() -> Coro<int> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
      }
      co_return 7;
    };
    const Task<int> task = create_task(swallows());
    std::optional<int> got;
    auto waits = [&]() -> Coro<void> { got = co_await task; };
    const Task<void> waiting = create_task(waits());
    co_await testing::settle();
    co_await waiting.cancel_and_wait();
    EXPECT_FALSE(waiting.cancelled());
    EXPECT_EQ(got, 7);
  });
}

TEST(LeftBehind, by_a_future_it_is_still_pending) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    EXPECT_TRUE(co_await cancelled([&] { return future; }));
    EXPECT_TRUE(co_await cancelled([&] { return wait_for(future, 1h); }));
    EXPECT_TRUE(co_await cancelled([&] { return shield(future); }));
    EXPECT_FALSE(future.done());
  });
}

TEST(LeftBehind, by_gather_all_are_cancelled_and_the_first_to_end_ends_it) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    auto slow = [&]() -> Coro<void> {
      try {
        co_await cleans_up(log);
      } catch (const CancelledError&) {
        log += "and gone";
        throw;
      }
    };
    auto quick = []() -> Coro<void> { co_await an_hour(); };
    EXPECT_TRUE(co_await cancelled([&] { return gather(quick(), slow()); }));
    EXPECT_EQ(log, "");  // and the slow one is still cleaning up
    co_await sleep(2s);
    EXPECT_EQ(log, "clean and gone");
  });
}

TEST(LeftBehind, by_gather_settled_and_by_groups_all_are_cancelled_and_waited_for) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    EXPECT_TRUE(co_await cancelled([&] { return gather_settled(cleans_up(log), cleans_up(log)); }));
    EXPECT_EQ(log, "clean clean ");
    log.clear();
    auto leaves = [&](TaskGroup& group) -> Coro<void> {
      group.create_task(cleans_up(log));
      group.create_task(cleans_up(log));
      co_return;
    };
    EXPECT_TRUE(co_await cancelled([&] { return with(TaskGroup(), leaves); }));
    EXPECT_EQ(log, "clean clean ");
    log.clear();
    auto stays = [&](TaskGroup& group) -> Coro<void> {
      co_await leaves(group);
      co_await an_hour();
    };
    EXPECT_TRUE(co_await cancelled([&] { return with(TaskGroup(), stays); }));
    EXPECT_EQ(log, "clean clean ");
    log.clear();
    auto asks = [&](TaskGroup& group) -> Coro<void> {
      co_await leaves(group);
      co_await group.next_done();
    };
    TaskGroupOptions options;
    options.keep_done();
    EXPECT_TRUE(co_await cancelled([&] { return with(TaskGroup(options), asks); }));
    EXPECT_EQ(log, "clean clean ");
  });
}

TEST(LeftBehind, by_wait_as_completed_and_shield_the_tasks_run_on) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task(an_hour());
    std::vector<Task<void>> tasks;
    tasks.push_back(task);
    EXPECT_TRUE(co_await cancelled([&] { return wait(tasks); }));
    auto finished = as_completed(tasks);
    EXPECT_TRUE(co_await cancelled([&] { return finished.next(); }));
    EXPECT_TRUE(co_await cancelled([&] { return shield(task); }));
    EXPECT_EQ(task.cancelling(), 0);
    EXPECT_EQ(co_await finished.next(), task);  // it was not handed out before
  });
}

TEST(LeftBehind, by_select_all_are_cancelled_and_waited_for) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    EXPECT_TRUE(co_await cancelled([&] { return select(cleans_up(log), cleans_up(log)); }));
    EXPECT_EQ(log, "clean clean ");
  });
}

TEST(LeftBehind, by_time_outs_no_timer_and_what_they_limit_is_cancelled) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    EXPECT_TRUE(co_await cancelled([&] { return wait_for(cleans_up(log), 1min); }));
    EXPECT_TRUE(co_await cancelled([&] { return move_on_after(1min, cleans_up(log)); }));
    auto body = [&](Timeout&) -> Coro<void> { co_await cleans_up(log); };
    EXPECT_TRUE(co_await cancelled([&] { return with(timeout(1min), body); }));
    const Task<void> task = create_task(cleans_up(log));
    EXPECT_TRUE(co_await cancelled([&] { return wait_for(task, 1min); }));
    EXPECT_EQ(log, "clean clean clean clean ");
    EXPECT_TRUE(Loop::running().timers().empty());
  });
}

TEST(LeftBehind, by_locks_and_semaphores_nothing_is_held) {
  testing::run([]() -> Coro<void> {
    Lock lock;
    std::optional<Held<Lock>> held(co_await lock.acquire());
    EXPECT_TRUE(co_await cancelled([&] { return lock.acquire(); }));
    EXPECT_TRUE(co_await cancelled_after([&] { return lock.acquire(); }, [&] { held->release(); }));
    EXPECT_FALSE(lock.locked());
    Semaphore semaphore(0);
    EXPECT_TRUE(co_await cancelled([&] { return semaphore.acquire(); }));
    EXPECT_TRUE(co_await cancelled_after([&] { return semaphore.acquire(); },
                                         [&] { semaphore.release(); }));
    EXPECT_EQ(semaphore.value(), 1u);
  });
}

TEST(LeftBehind, by_conditions_the_lock_is_held_and_the_notification_passes_on) {
  testing::run([]() -> Coro<void> {
    Condition condition;
    std::string log;
    auto waits = [&](std::string name) -> Coro<void> {
      const auto held = co_await condition.lock().acquire();
      try {
        co_await condition.wait();
        log += name + " ";
      } catch (const CancelledError&) {
        log += condition.lock().locked() ? "held " : "free ";
        throw;
      }
    };
    const Task<void> first = create_task(waits("first"));
    const Task<void> second = create_task(waits("second"));
    co_await testing::settle();
    {
      const auto held = co_await condition.lock().acquire();
      condition.notify();
      first.cancel();
    }
    co_await second;
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(log == "held second " || log == "second held ") << log;
  });
}

TEST(LeftBehind, by_events_nothing) {
  testing::run([]() -> Coro<void> {
    Event event;
    EXPECT_TRUE(co_await cancelled([&] { return event.wait(); }));
    EXPECT_TRUE(co_await cancelled_after([&] { return event.wait(); }, [&] { event.set(); }));
    EXPECT_TRUE(event.is_set());
  });
}

TEST(LeftBehind, by_barriers_a_place_unless_all_have_come) {
  testing::run([]() -> Coro<void> {
    Barrier barrier(2);
    EXPECT_TRUE(co_await cancelled([&] { return barrier.wait(); }));
    EXPECT_EQ(barrier.waiting(), 0u);
    std::optional<std::size_t> place;
    auto comes = [&]() -> Coro<void> { place = co_await barrier.wait(); };
    const Task<void> first = create_task(comes());
    co_await testing::settle();
    co_await barrier.wait();  // all have come
    first.cancel();
    EXPECT_THROW(co_await first, CancelledError);  // the request stayed
    EXPECT_EQ(place, 0u);
  });
}

TEST(LeftBehind, by_queues_every_item_is_there_and_nothing_was_put) {
  testing::run([]() -> Coro<void> {
    Queue<std::shared_ptr<int>> queue(1);
    EXPECT_TRUE(co_await cancelled([&] { return queue.get(); }));
    const auto item = std::make_shared<int>(1), late = std::make_shared<int>(2);
    EXPECT_TRUE(
        co_await cancelled_after([&] { return queue.get(); }, [&] { queue.put_nowait(item); }));
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_TRUE(co_await cancelled([&] { return queue.put(late); }));
    EXPECT_TRUE(co_await cancelled_after([&] { return queue.put(late); },
                                         [&] { EXPECT_EQ(queue.get_nowait(), item); }));
    EXPECT_EQ(late.use_count(), 1);
    EXPECT_TRUE(queue.empty());
    EXPECT_TRUE(co_await cancelled([&] { return queue.join(); }));
  });
}

TEST(LeftBehind, by_generators_they_are_cancelled_where_they_wait_and_have_ended) {
  testing::run([]() -> Coro<void> {
    std::string log;
    auto counts = [&]() -> AsyncGenerator<int> {
      try {
        co_yield 1;
        co_await an_hour();
        co_yield 2;
      } catch (const CancelledError&) {
        log += "cancelled";
        throw;
      }
    };
    auto all = counts();
    EXPECT_EQ(co_await all.next(), 1);
    EXPECT_TRUE(co_await cancelled([&] { return all.next(); }));
    EXPECT_EQ(log, "cancelled");
    EXPECT_EQ(co_await all.next(), std::nullopt);
    auto closes_slowly = []() -> AsyncGenerator<int> {
      bool closing = false;
      try {
        co_yield 1;
      } catch (const GeneratorExit&) {
        closing = true;
      }
      if (closing) co_await an_hour();
    };
    auto slow = closes_slowly();
    EXPECT_EQ(co_await slow.next(), 1);
    EXPECT_TRUE(co_await cancelled([&] { return slow.aclose(); }));
    EXPECT_EQ(co_await slow.next(), std::nullopt);
  });
}

TEST(LeftBehind, by_descriptors_what_can_be_read) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  testing::run([&]() -> Coro<void> {
    EXPECT_TRUE(co_await cancelled([&] { return wait_readable(ends[0]); }));
    EXPECT_EQ(::write(ends[1], "x", 1), 1);
    co_await wait_readable(ends[0]);
    char letter = 0;
    EXPECT_EQ(::read(ends[0], &letter, 1), 1);
    EXPECT_EQ(letter, 'x');
  });
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(LeftBehind, by_cancel_and_wait_the_request) {
  std::string log;
  testing::run([&]() -> Coro<void> {
    const Task<void> task = create_task(cleans_up(log));
    co_await testing::settle();
    EXPECT_TRUE(co_await cancelled([&] { return task.cancel_and_wait(); }));
    EXPECT_FALSE(task.done());
    EXPECT_EQ(task.cancelling(), 1);
    co_await sleep(2s);
    EXPECT_EQ(log, "clean ");
  });
}

}  // namespace
}  // namespace huddle
