// From those who make to those who use.
#include "stage.hpp"

namespace {

using Tasks = std::vector<Task<void>>;

Coro<void> makes_five(Queue<int>& queue) {
  for (int number = 0; number < 5; ++number) {
    co_await queue.put(number);
    say("put ", number, ", size ", queue.size());
  }
}
SCENARIO(a_full_queue_holds_the_maker_back) {
  Queue<int> queue(2);
  const Task<void> making = create_task(makes_five(queue));
  for (int count = 0; count < 5; ++count) {
    co_await sleep(1s);
    const int number = co_await queue.get();
    say("got ", number);
  }
  co_await making;
}

using Words = Queue<std::string>;

Coro<void> puts(Words& queue, std::string name) {
  try {
    co_await queue.put(name);
    say(name, " is in");
  } catch (const CancelledError&) {
    say(name, " leaves");
  }
}
SCENARIO(who_waits_to_put_goes_on_in_order) {
  Words queue(1);
  Tasks tasks;
  for (const char* name : {"one", "two", "three"}) tasks.push_back(create_task(puts(queue, name)));
  co_await sleep(1s);
  for (int count = 0; count < 3; ++count) {
    const std::string word = co_await queue.get();
    say("got ", word);
    co_await sleep(1s);
  }
  co_await wait(tasks);
}

Coro<void> gets(Words& queue, const char* name) {
  try {
    const std::string fish = co_await queue.get();
    say(name, " gets ", fish);
  } catch (const CancelledError&) {
    say(name, " leaves");
  }
}
SCENARIO(who_waits_to_get_is_served_in_order) {
  Words queue;
  Tasks tasks;
  for (const char* name : {"one", "two", "three"}) tasks.push_back(create_task(gets(queue, name)));
  co_await sleep(1s);
  for (const char* fish : {"herring", "squid", "krill"}) queue.put_nowait(fish);
  co_await wait(tasks);
}

Coro<void> works(Queue<int>& jobs, char name) {
  while (true) {
    const int job = co_await jobs.get();
    co_await sleep(job * 1s);
    say(name, " has done ", job);
    jobs.task_done();
  }
}
SCENARIO(join_waits_until_all_is_done) {
  Queue<int> jobs;
  Tasks workers;
  for (char name : {'a', 'b'}) workers.push_back(create_task(works(jobs, name)));
  for (int job : {3, 1, 2, 1}) jobs.put_nowait(job);
  co_await jobs.join();
  say("all is done");
  for (const Task<void>& worker : workers) worker.cancel();
  co_await wait(workers);
}

SCENARIO(one_task_done_too_many) {
  Queue<int> queue;
  queue.put_nowait(1);
  co_await queue.get();
  queue.task_done();
  try {
    queue.task_done();
  } catch (const InvalidStateError&) {
    say(caught());
  }
}

SCENARIO(at_once_or_not_at_all) {
  Words queue(1);
  try {
    queue.get_nowait();
  } catch (const QueueEmpty&) {
    say(caught());
  }
  queue.put_nowait("fish");
  say("full: ", queue.full(), ", empty: ", queue.empty());
  try {
    queue.put_nowait("more");
  } catch (const QueueFull&) {
    say(caught());
  }
  say("got ", queue.get_nowait());
  co_return;
}

SCENARIO(an_item_for_one_who_is_cancelled_goes_to_the_next) {
  Words queue;
  Tasks tasks;
  for (const char* name : {"one", "two"}) tasks.push_back(create_task(gets(queue, name)));
  co_await sleep(1s);
  queue.put_nowait("fish");
  tasks[0].cancel();
  co_await wait(tasks);
  say("size ", queue.size());
}

SCENARIO(room_for_one_who_is_cancelled_goes_to_the_next) {
  Words queue(1);
  queue.put_nowait("first");
  Tasks tasks;
  for (const char* name : {"one", "two"}) tasks.push_back(create_task(puts(queue, name)));
  co_await sleep(1s);
  say("got ", queue.get_nowait());
  tasks[0].cancel();
  co_await wait(tasks);
  const std::string word = queue.get_nowait();
  say("got ", word, ", empty: ", queue.empty());
}

SCENARIO(what_comes_too_late_stays_in_the_queue) {
  Words queue;
  try {
    co_await with(timeout(1s), [&](Timeout&) -> Coro<void> { co_await queue.get(); });
  } catch (const TimeoutError&) {
    say(caught());
  }
  queue.put_nowait("fish");
  const std::string word = co_await queue.get();
  say("got ", word);
}

template <class Numbers>
Coro<void> puts_and_gets_three() {
  Numbers queue;
  for (int number : {3, 1, 2}) queue.put_nowait(number);
  while (!queue.empty()) {
    const int number = co_await queue.get();
    say("got ", number);
  }
}
SCENARIO(the_smallest_first) {
  co_await puts_and_gets_three<PriorityQueue<int>>();
}
SCENARIO(the_last_first) {
  co_await puts_and_gets_three<LifoQueue<int>>();
}

Coro<void> makes(Words& queue, std::string name, Duration pace) {
  for (int number = 0; number < 3; ++number) {
    co_await sleep(pace);
    co_await queue.put(name + std::to_string(number));
  }
}
Coro<void> uses(Words& queue, char name) {
  while (true) {
    const std::string item = co_await queue.get();
    say(name, " has ", item);
    co_await sleep(700ms);
    queue.task_done();
  }
}
SCENARIO(two_makers_and_two_users) {
  Words queue(1);
  Tasks users;
  for (char name : {'x', 'y'}) users.push_back(create_task(uses(queue, name)));
  co_await gather(makes(queue, "a", 400ms), makes(queue, "b", 500ms));
  co_await queue.join();
  say("all is done");
  for (const Task<void>& user : users) co_await user.cancel_and_wait();
}

Coro<void> gets_at_last(Words& queue) {
  const std::string word = co_await queue.get();
  say("the waiting one gets ", word);
}
SCENARIO(taken_before_the_one_who_was_woken_has_its_turn) {
  Words queue;
  const Task<void> task = create_task(gets_at_last(queue));
  co_await sleep(1s);
  queue.put_nowait("x");
  try {
    say("snatched ", queue.get_nowait());
  } catch (const QueueEmpty&) {
    say("cannot be snatched: ", caught());
  }
  co_await sleep(1s);
  queue.put_nowait("y");
  co_await task;
  say("size ", queue.size());
}

}  // namespace
