// Locks, events, conditions, semaphores and barriers.
#include "stage.hpp"

namespace {

using Tasks = std::vector<Task<void>>;

Coro<void> works_for_a_second(Lock& lock, const char* name) {
  co_await with(lock, [&](auto&) -> Coro<void> {
    say(name, " is in");
    co_await sleep(1s);
  });
  say(name, " is out");
}
SCENARIO(a_lock_lets_one_in_at_a_time_in_order) {
  Lock lock;
  co_await gather(works_for_a_second(lock, "one"), works_for_a_second(lock, "two"),
                  works_for_a_second(lock, "three"));
}

Coro<void> works_twice(Lock& lock, const char* name) {
  for (int turn = 0; turn < 2; ++turn) {
    auto held = co_await lock.acquire();
    say(name, ' ', turn);
    co_await sleep(1s);
  }
}
SCENARIO(who_gives_a_lock_back_and_asks_again_stands_at_the_end) {
  Lock lock;
  co_await gather(works_twice(lock, "a"), works_twice(lock, "b"));
}

Coro<void> works_or_leaves(Lock& lock, const char* name, Duration duration) {
  try {
    auto held = co_await lock.acquire();
    say(name, " is in");
    if (duration > 0s) co_await sleep(duration);
  } catch (const CancelledError&) {
    say(name, " leaves the line");
  }
}
SCENARIO(who_is_cancelled_in_the_line_for_a_lock_is_left_out) {
  Lock lock;
  Tasks tasks;
  for (const char* name : {"one", "two", "three"})
    tasks.push_back(create_task(works_or_leaves(lock, name, 2s)));
  co_await sleep(1s);
  tasks[1].cancel();
  co_await wait(tasks);
  say("locked: ", lock.locked());
}

SCENARIO(who_is_cancelled_with_the_lock_in_reach_passes_it_on) {
  Lock lock;
  auto held = co_await lock.acquire();
  Tasks tasks;
  for (const char* name : {"one", "two"})
    tasks.push_back(create_task(works_or_leaves(lock, name, 0s)));
  co_await sleep(1s);
  held.release();
  tasks[0].cancel();
  co_await wait(tasks);
  say("locked: ", lock.locked());
}

SCENARIO(a_lock_that_is_free_is_not_given_back) {
  Lock lock;
  try {
    lock.release();
  } catch (const InvalidStateError&) {
    say(caught());
  }
  co_return;
}

Coro<void> waits_for_event(Event& event, const char* name) {
  co_await event.wait();
  say(name, " goes on, set: ", event.is_set());
}
SCENARIO(an_event_wakes_all_who_wait_even_if_it_is_cleared_at_once) {
  Event event;
  Tasks tasks;
  for (const char* name : {"one", "two"})
    tasks.push_back(create_task(waits_for_event(event, name)));
  co_await sleep(1s);
  event.set();
  event.clear();
  const Task<void> late = create_task(waits_for_event(event, "late"));
  co_await sleep(1s);
  say("late has ended: ", late.done());
  event.set();
  tasks.push_back(late);
  co_await wait(tasks);
}

Coro<void> waits_to_be_told(Condition& changed, const char* name) {
  co_await with(changed, [&](auto&) -> Coro<void> {
    co_await changed.wait();
    say(name, " is told");
  });
}
SCENARIO(a_condition_wakes_as_many_as_are_told) {
  Condition changed;
  Tasks tasks;
  for (const char* name : {"one", "two", "three"})
    tasks.push_back(create_task(waits_to_be_told(changed, name)));
  co_await sleep(1s);
  {
    auto held = co_await changed.lock().acquire();
    changed.notify(2);
    say("two are told");
  }
  co_await sleep(1s);
  {
    auto held = co_await changed.lock().acquire();
    changed.notify_all();
    say("all are told");
  }
  co_await wait(tasks);
}

Coro<void> eats(Condition& changed, int& fish) {
  auto held = co_await changed.lock().acquire();
  co_await changed.wait_for([&] { return fish >= 2; });
  fish -= 2;
  say("eats two");
}
SCENARIO(a_condition_waits_for_something_to_be_true) {
  Condition changed;
  int fish = 0;
  const Task<void> task = create_task([&]() -> Coro<void> { co_await eats(changed, fish); });
  for (int catches = 0; catches < 3; ++catches) {
    co_await sleep(1s);
    auto held = co_await changed.lock().acquire();
    ++fish;
    say(fish, " fish");
    changed.notify();
  }
  co_await task;
  say(fish, " left");
}

Coro<void> waits_under_the_lock(Condition& changed) {
  auto held = co_await changed.lock().acquire();
  try {
    co_await changed.wait();
  } catch (...) {
    say("cancelled, locked: ", changed.lock().locked());
    throw;
  }
}
SCENARIO(who_is_cancelled_at_a_condition_has_the_lock_again) {
  Condition changed;
  const Task<void> task = create_task(waits_under_the_lock(changed));
  co_await sleep(1s);
  {
    auto held = co_await changed.lock().acquire();
    task.cancel();
    co_await sleep(1s);
    say("the lock is given back");
  }
  co_await wait(std::vector(1, task));
  say("cancelled: ", task.cancelled(), ", locked: ", changed.lock().locked());
}

SCENARIO(a_time_out_at_a_condition) {
  Condition changed;
  {
    auto held = co_await changed.lock().acquire();
    try {
      co_await with(timeout(1s), [&](Timeout&) -> Coro<void> { co_await changed.wait(); });
    } catch (const TimeoutError&) {
      say(caught(), ", locked: ", changed.lock().locked());
    }
  }
  say("locked: ", changed.lock().locked());
}

SCENARIO(a_condition_without_its_lock_is_refused) {
  Condition changed;
  try {
    co_await changed.wait();
  } catch (const InvalidStateError&) {
    say(caught());
  }
  try {
    changed.notify();
  } catch (const InvalidStateError&) {
    say(caught());
  }
}

Coro<void> works_in(Semaphore& room, std::string name) {
  auto permit = co_await room.acquire();
  say(name, " is in");
  co_await sleep(1s);
}
SCENARIO(a_semaphore_lets_so_many_in) {
  Semaphore room(2);
  std::vector<Coro<void>> all;
  for (const char* name : {"a", "b", "c", "d", "e"}) all.push_back(works_in(room, name));
  co_await gather(std::move(all));
}

Coro<void> goes_in_and_stays(Semaphore& room, const char* name) {
  auto permit = co_await room.acquire();
  permit.keep();
  say(name, " is in");
}
SCENARIO(nobody_overtakes_at_a_semaphore) {
  Semaphore room(0);
  Tasks tasks;
  tasks.push_back(create_task(goes_in_and_stays(room, "first")));
  co_await sleep(1s);
  room.release();
  tasks.push_back(create_task(goes_in_and_stays(room, "second")));
  co_await sleep(1s);
  say("second has ended: ", tasks[1].done());
  room.release();
  co_await wait(tasks);
}

SCENARIO(who_is_cancelled_in_the_line_for_a_permit_is_left_out) {
  Semaphore room(0);
  Tasks tasks;
  for (const char* name : {"one", "two", "three", "four"})
    tasks.push_back(create_task(goes_in_and_stays(room, name)));
  co_await sleep(1s);
  tasks[0].cancel();
  tasks[1].cancel();
  room.release();
  co_await sleep(1s);
  say("three has ended: ", tasks[2].done(), ", four: ", tasks[3].done());
  room.release();
  co_await wait(tasks);
}

SCENARIO(a_permit_of_one_who_is_cancelled_passes_on) {
  Semaphore room(0);
  Tasks tasks;
  for (const char* name : {"one", "two"})
    tasks.push_back(create_task(goes_in_and_stays(room, name)));
  co_await sleep(1s);
  room.release();
  tasks[0].cancel();
  co_await wait(tasks);
  say("locked: ", room.locked());
}

SCENARIO(a_bounded_semaphore_refuses_a_permit_too_many) {
  BoundedSemaphore room(1);
  auto permit = co_await room.acquire();
  permit.release();
  try {
    room.release();
  } catch (const InvalidStateError&) {
    say(caught());
  }
}

Coro<void> comes(Barrier& barrier, const char* name, Duration after) {
  co_await sleep(after);
  say(name, " comes");
  co_await barrier.wait();
  say(name, " goes on");
}
SCENARIO(a_barrier_holds_back_until_all_are_there) {
  Barrier barrier(3);
  co_await gather(comes(barrier, "one", 1s), comes(barrier, "two", 2s),
                  comes(barrier, "three", 3s));
  say("waiting: ", barrier.waiting());
}

Coro<void> walks(Barrier& barrier, const char* name, Duration pace) {
  for (int lap = 0; lap < 2; ++lap) {
    co_await sleep(pace);
    co_await barrier.wait();
    say(name, " lap ", lap);
  }
}
SCENARIO(a_barrier_begins_anew) {
  Barrier barrier(2);
  co_await gather(walks(barrier, "quick", 1s), walks(barrier, "slow", 2s));
}

Coro<void> comes_at_once(Barrier& barrier, const char* name) {
  try {
    co_await barrier.wait();
    say(name, " goes on");
  } catch (const BrokenBarrierError&) {
    say(name, ": ", caught());
  }
}
SCENARIO(who_is_cancelled_at_a_barrier_has_not_come) {
  Barrier barrier(2);
  const Task<void> one = create_task(comes_at_once(barrier, "one"));
  co_await sleep(1s);
  one.cancel();
  co_await wait(std::vector(1, one));
  say("waiting: ", barrier.waiting(), ", broken: ", barrier.broken());
  co_await gather(comes_at_once(barrier, "two"), comes_at_once(barrier, "three"));
}

SCENARIO(a_barrier_that_is_aborted_lets_nobody_pass) {
  Barrier barrier(3);
  Tasks tasks;
  for (const char* name : {"one", "two"})
    tasks.push_back(create_task(comes_at_once(barrier, name)));
  co_await sleep(1s);
  barrier.abort();
  co_await wait(tasks);
  co_await comes_at_once(barrier, "late");
  say("broken: ", barrier.broken());
}

SCENARIO(a_barrier_that_is_reset_sends_away_who_waits) {
  Barrier barrier(2);
  const Task<void> task = create_task(comes_at_once(barrier, "one"));
  co_await sleep(1s);
  barrier.reset();
  co_await task;
  co_await gather(comes_at_once(barrier, "two"), comes_at_once(barrier, "three"));
}

}  // namespace
