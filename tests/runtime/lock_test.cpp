#include "huddle/lock.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

class Locks : public ::testing::Test {
 protected:
  Coro<void> hold(char name, Duration time) {
    auto held = co_await lock.acquire();
    log += name;
    if (time > 0s) co_await sleep(time);
  }
  Lock lock;
  std::string log;
};

TEST_F(Locks, let_one_in_at_a_time_and_do_not_suspend_when_they_are_free) {
  testing::run([this]() -> Coro<void> {
    bool turn = false;
    Loop::running().call_soon([&] { turn = true; });
    auto held = co_await lock.acquire();
    EXPECT_FALSE(turn);
    EXPECT_TRUE(lock.locked());
    EXPECT_FALSE(lock.try_acquire());
    held.release();
    held.release();
    EXPECT_FALSE(lock.locked());
    EXPECT_THROW(lock.release(), InvalidStateError);
  });
}

TEST_F(Locks, B154_are_first_come_first_served_for_the_one_who_releases_too) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([this]() -> Coro<void> {
    const Task<void> a = create_task(hold('a', 1s)), b = create_task(hold('b', 1s));
    co_await yield();
    auto third = [this]() -> Coro<void> {
      {
        auto held = co_await lock.acquire();
        log += 'c';
      }
      auto again = co_await lock.acquire();  // behind d
      log += 'C';
    };
    const Task<void> c = create_task(third()), d = create_task(hold('d', 0s));
    co_await c;
    EXPECT_EQ(log, "abcdC");
  });
}

TEST_F(Locks, that_were_set_aside_for_a_cancelled_task_pass_on_to_the_next) {
  testing::run([this]() -> Coro<void> {
    auto held = co_await lock.acquire();
    const Task<void> a = create_task(hold('a', 0s));
    co_await testing::settle();
    const Task<void> b = create_task(hold('b', 0s));
    co_await testing::settle();
    held.release();  // a's, from here on
    EXPECT_TRUE(lock.locked());
    a.cancel();
    co_await b;
    EXPECT_TRUE(a.cancelled());
    EXPECT_EQ(log, "b");
    EXPECT_FALSE(lock.locked());
  });
}

TEST_F(Locks, can_be_entered) {
  testing::run([this]() -> Coro<void> {
    const bool ended = co_await [this]() -> Coro<bool> {
      auto body = [this](Held<Lock>&) -> Coro<bool> { co_return lock.locked(); };
      co_return co_await with(lock, body);
    }();
    EXPECT_TRUE(ended);
    EXPECT_FALSE(lock.locked());
  });
}

TEST(Events, B157_wake_all_who_wait_even_if_they_are_cleared_at_once) {
  testing::run([]() -> Coro<void> {
    Event event;
    int woken = 0;
    auto waits = [&]() -> Coro<void> {
      co_await event.wait();
      ++woken;
    };
    const Task<void> a = create_task(waits()), b = create_task(waits());
    co_await testing::settle();
    event.set();
    event.clear();
    co_await a;
    co_await b;
    EXPECT_EQ(woken, 2);
    EXPECT_FALSE(event.is_set());
    event.set();
    co_await event.wait();
  });
}

TEST(Semaphores, B162_pass_over_those_who_were_cancelled) {
  testing::run([]() -> Coro<void> {
    Semaphore semaphore(0);
    std::string log;
    auto waits = [&](char name) -> Coro<void> {
      auto permit = co_await semaphore.acquire();
      permit.keep();
      log += name;
    };
    std::vector<Task<void>> tasks;
    for (const char name : {'a', 'b', 'c', 'd'}) {
      tasks.push_back(create_task(waits(name)));
      co_await testing::settle();
    }
    tasks[0].cancel();
    tasks[1].cancel();
    co_await testing::settle();
    semaphore.release();
    co_await testing::settle();
    EXPECT_EQ(log, "c");
    co_await tasks[3].cancel_and_wait();
    EXPECT_TRUE(tasks[0].cancelled());
  });
}

TEST(Semaphores, B163_pass_on_the_permit_of_one_who_is_cancelled_before_its_turn) {
  testing::run([]() -> Coro<void> {
    Semaphore semaphore(1);
    auto mine = co_await semaphore.acquire();
    auto waits = [&]() -> Coro<void> { auto permit = co_await semaphore.acquire(); };
    const Task<void> a = create_task(waits());
    co_await testing::settle();
    const Task<void> b = create_task(waits());
    co_await testing::settle();
    mine.release();
    a.cancel();
    co_await b;
    EXPECT_TRUE(a.cancelled());
    EXPECT_EQ(semaphore.value(), 1u);
  });
}

TEST(Semaphores, B164_let_nobody_overtake_and_are_locked_while_a_permit_is_under_way) {
  testing::run([]() -> Coro<void> {
    Semaphore semaphore(1);
    std::string log;
    auto mine = co_await semaphore.acquire();
    auto waits = [&](char name) -> Coro<void> {
      auto permit = co_await semaphore.acquire();
      log += name;
    };
    const Task<void> first = create_task(waits('1'));
    co_await testing::settle();
    mine.release();
    EXPECT_TRUE(semaphore.locked());
    EXPECT_FALSE(semaphore.try_acquire());
    co_await waits('2');
    EXPECT_EQ(log, "12");
    co_await first;
  });
}

TEST(Semaphores, B166_that_are_bounded_refuse_a_permit_too_many) {
  testing::run([]() -> Coro<void> {
    BoundedSemaphore semaphore(2);
    EXPECT_THROW(semaphore.release(), InvalidStateError);
    {
      auto permit = co_await semaphore.acquire();
      EXPECT_EQ(semaphore.value(), 1u);
    }
    EXPECT_EQ(semaphore.value(), 2u);
  });
}

class Conditions : public ::testing::Test {
 protected:
  Coro<void> waits(char name) {
    auto held = co_await changed.lock().acquire();
    co_await changed.wait();
    EXPECT_TRUE(changed.lock().locked());
    log += name;
  }
  Coro<void> notify(std::size_t count) {
    auto held = co_await changed.lock().acquire();
    changed.notify(count);
  }
  Condition changed;
  std::string log;
};

TEST_F(Conditions, wake_as_many_as_they_are_told_in_order) {
  testing::run([this]() -> Coro<void> {
    std::vector<Task<void>> tasks;
    for (const char name : {'a', 'b', 'c'}) {
      tasks.push_back(create_task(waits(name)));
      co_await testing::settle();
    }
    co_await notify(2);
    co_await testing::settle();
    EXPECT_EQ(log.size(), 2u);
    EXPECT_EQ(log.find('c'), log.npos);
    co_await notify(1);
    for (const Task<void>& task : tasks) co_await task;
    EXPECT_THROW(changed.notify(), InvalidStateError);
    EXPECT_THROW(co_await changed.wait(), InvalidStateError);
  });
}

TEST_F(Conditions, B158_hold_the_lock_again_also_when_the_wait_was_cancelled) {
  testing::run([this]() -> Coro<void> {
    bool locked = false;
    auto waiting = [&]() -> Coro<void> {
      auto held = co_await changed.lock().acquire();
      try {
        co_await changed.wait();
      } catch (const CancelledError&) {
        locked = changed.lock().locked();
        throw;
      }
    };
    const Task<void> task = create_task(waiting());
    co_await testing::settle();
    auto mine = co_await changed.lock().acquire();
    task.cancel();
    co_await testing::settle();
    task.cancel();  // once more, while it waits for the lock
    co_await testing::settle();
    EXPECT_FALSE(task.done());
    mine.release();
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_TRUE(locked);
    EXPECT_FALSE(changed.lock().locked());
  });
}

TEST_F(Conditions, B159_pass_on_a_notification_that_a_cancelled_task_was_woken_with) {
  testing::run([this]() -> Coro<void> {
    const Task<void> a = create_task(waits('a'));
    co_await testing::settle();
    const Task<void> b = create_task(waits('b'));
    co_await testing::settle();
    {
      auto held = co_await changed.lock().acquire();
      changed.notify();
      a.cancel();
    }
    co_await b;
    EXPECT_TRUE(a.cancelled());
    EXPECT_EQ(log, "b");
    // And when it is cancelled while it waits for the lock.
    const Task<void> c = create_task(waits('c'));
    co_await testing::settle();
    const Task<void> d = create_task(waits('d'));
    co_await testing::settle();
    {
      auto held = co_await changed.lock().acquire();
      changed.notify();
      co_await testing::settle();
      c.cancel();
      co_await testing::settle();
    }
    co_await d;
    EXPECT_TRUE(c.cancelled());
    EXPECT_EQ(log, "bd");
  });
}

TEST_F(Conditions, whose_waiters_are_taken_down_with_the_loop_leave_the_lock_free) {
  std::string reports;
  {
    Loop loop;
    loop.set_exception_handler([&](const Report& report) { reports += report.message + '\n'; });
    auto stays = [this]() -> Coro<void> {
      auto held = co_await changed.lock().acquire();
      changed.notify();
      co_await sleep(1h);
    };
    loop.call_soon([&] {
      create_task(waits('a'));
      create_task(waits('b'));
    });
    for (int i = 0; i < 3; ++i) loop.run_once();
    loop.call_soon([&] {
      create_task(stays());  // holds the lock, for which one of the others waits
      create_task(waits('c'));
    });
    for (int i = 0; i < 5; ++i) loop.run_once();
    EXPECT_TRUE(changed.lock().locked());
  }
  EXPECT_EQ(reports.size(), 4 * std::string("task was destroyed but it is pending\n").size());
  EXPECT_FALSE(changed.lock().locked());
  EXPECT_TRUE(changed.lock().try_acquire());
  EXPECT_FALSE(changed.lock().try_acquire());
  EXPECT_NO_THROW(changed.lock().release());
  EXPECT_THROW(changed.lock().release(), InvalidStateError);
}

TEST_F(Conditions, B161_a_time_out_around_a_wait_leaves_the_lock_held_inside) {
  testing::run([this]() -> Coro<void> {
    auto held = co_await changed.lock().acquire();
    EXPECT_THROW(co_await wait_for(changed.wait(), 1s), TimeoutError);
    EXPECT_TRUE(changed.lock().locked());
  });
}

TEST_F(Conditions, wait_for_what_is_true) {
  testing::run([this]() -> Coro<void> {
    int fish = 0;
    auto eats = [&]() -> Coro<void> {
      auto held = co_await changed.lock().acquire();
      co_await changed.wait_for([&] { return fish >= 2; });
      fish -= 2;
    };
    const Task<void> task = create_task(eats());
    for (int i = 0; i < 2; ++i) {
      co_await testing::settle();
      EXPECT_FALSE(task.done());
      ++fish;
      co_await notify(1);
    }
    co_await task;
    EXPECT_EQ(fish, 0);
  });
}

TEST(Barriers, hold_all_back_until_the_last_has_come_and_begin_anew) {
  testing::run([]() -> Coro<void> {
    Barrier barrier(3);
    for (int round = 0; round < 2; ++round) {
      auto waits = [&]() -> Coro<std::size_t> { co_return co_await barrier.wait(); };
      const Task<std::size_t> a = create_task(waits());
      co_await testing::settle();
      const Task<std::size_t> b = create_task(waits());
      co_await testing::settle();
      EXPECT_EQ(barrier.waiting(), 2u);
      EXPECT_EQ(co_await barrier.wait(), 2u);
      EXPECT_EQ(barrier.waiting(), 0u);
      EXPECT_EQ(co_await a, 0u);
      EXPECT_EQ(co_await b, 1u);
    }
    EXPECT_THROW(Barrier(0), std::invalid_argument);
  });
}

TEST(Barriers, B169_one_who_leaves_does_not_break_them) {
  testing::run([]() -> Coro<void> {
    Barrier barrier(2);
    auto waits = [&]() -> Coro<void> { co_await barrier.wait(); };
    const Task<void> leaves = create_task(waits());
    co_await testing::settle();
    co_await leaves.cancel_and_wait();
    EXPECT_EQ(barrier.waiting(), 0u);
    const Task<void> stays = create_task(waits());
    co_await testing::settle();
    co_await barrier.wait();
    co_await stays;
  });
}

TEST(Barriers, that_are_reset_or_aborted_break) {
  testing::run([]() -> Coro<void> {
    Barrier barrier(2);
    auto waits = [&]() -> Coro<void> { co_await barrier.wait(); };
    const Task<void> a = create_task(waits());
    co_await testing::settle();
    barrier.reset();
    EXPECT_THROW(co_await a, BrokenBarrierError);
    EXPECT_FALSE(barrier.broken());
    barrier.abort();
    EXPECT_TRUE(barrier.broken());
    EXPECT_THROW(co_await barrier.wait(), BrokenBarrierError);
  });
}

TEST(Barriers, that_have_let_go_are_not_cancelled_any_more_and_the_request_stays) {
  testing::run([]() -> Coro<void> {
    Barrier barrier(2);
    bool passed = false;
    auto waits = [&]() -> Coro<void> {
      co_await barrier.wait();
      passed = true;
      co_await sleep(1h);
    };
    const Task<void> a = create_task(waits());
    co_await testing::settle();
    co_await barrier.wait();
    a.cancel();
    EXPECT_THROW(co_await a, CancelledError);
    EXPECT_TRUE(passed);
  });
}

TEST(Releasing, by_hand_what_a_task_holds_is_reported) {
  testing::Stage stage;
  const auto main = [&]() -> Coro<void> {
    Lock lock;
    {
      const auto held = co_await lock.acquire();
      lock.release();
    }
    EXPECT_FALSE(lock.locked());
    const std::vector<Report> reports = stage.take_reports();
    EXPECT_EQ(reports.size(), 1u);
    for (const Report& report : reports)
      EXPECT_EQ(report.message, "what a task held was given back before it let go");
  };
  stage.run(main());
}

}  // namespace
}  // namespace huddle
