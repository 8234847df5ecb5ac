// What cancel() does, when, and what becomes of it.
#include "stage.hpp"

namespace {

// Says a word on its way out, as a `finally` does.
class Finally {
 public:
  explicit Finally(const char* word) : word_(word) {}
  ~Finally() { say(word_); }

 private:
  const char* word_;
};

Coro<void> never_says() {
  say("never said");
  co_return;
}
SCENARIO(before_its_first_step_a_task_never_runs) {
  const Task<void> task = create_task(never_says());
  say("cancel: ", task.cancel());
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught());
  }
  say("cancelled: ", task.cancelled());
}

Coro<void> sleeps_and_cleans_up() {
  const Finally finally("cleans up");
  say("sleeps");
  co_await sleep(10s);
  say("never said");
}
SCENARIO(the_request_arrives_where_the_task_waits) {
  const Task<void> task = create_task(sleeps_and_cleans_up());
  co_await sleep(1s);
  task.cancel();
  say("asked");
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("it has ended");
  }
}

Coro<std::string> stays() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    const AnyTask me = *current_task();
    say("cancelling: ", me.cancelling());
    say("uncancel: ", me.uncancel());
  }
  co_await sleep(1s);
  co_return "done all the same";
}
SCENARIO(a_task_may_go_on_and_take_the_request_back) {
  const Task<std::string> task = create_task(stays());
  co_await sleep(1s);
  task.cancel();
  const std::string result = co_await task;
  say(result, ", cancelled: ", task.cancelled());
}

Coro<void> inner() {
  const Finally finally("inner ends");
  co_await sleep(10s);
}
Coro<void> outer(Task<void> inside) {
  const Finally finally("outer ends");
  co_await inside;
}
SCENARIO(a_request_goes_down_to_the_task_that_is_awaited) {
  const Task<void> inside = create_task(inner());
  const Task<void> outside = create_task(outer(inside));
  co_await sleep(1s);
  outside.cancel();
  try {
    co_await outside;
  } catch (const CancelledError&) {
    say("inner cancelled: ", inside.cancelled(), ", outer cancelled: ", outside.cancelled());
  }
}

Coro<void> innermost() {
  const Finally finally("innermost");
  co_await sleep(10s);
}
Coro<void> middle() {
  const Finally finally("middle");
  co_await innermost();
}
Coro<void> outermost() {
  const Finally finally("outermost");
  co_await middle();
}
SCENARIO(a_request_goes_through_a_chain_of_coroutines_from_the_inside) {
  const Task<void> task = create_task(outermost());
  co_await sleep(500ms);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("main");
  }
}

Coro<void> says_what_it_gets() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    say("inside: ", caught());
    throw;
  }
}
SCENARIO(the_message_travels) {
  const Task<void> task = create_task(says_what_it_gets());
  co_await sleep(1s);
  task.cancel("closing time");
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("outside: ", caught());
  }
}

Coro<std::string> insists() {
  for (int number = 0; number < 3; ++number) {
    try {
      co_await sleep(10s);
    } catch (const CancelledError&) {
      say("interrupted, cancelling: ", current_task()->cancelling());
    }
  }
  while (current_task()->uncancel() > 0) {
  }
  co_return "survived";
}
SCENARIO(each_further_request_interrupts_again) {
  const Task<std::string> task = create_task(insists());
  for (int request = 0; request < 3; ++request) {
    co_await sleep(1s);
    task.cancel();
  }
  const std::string result = co_await task;
  say(result);
}

Coro<void> sleeps_twice() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    say("interrupted, cancelling: ", current_task()->cancelling());
  }
  co_await sleep(1s);
  say("and not again");
}
SCENARIO(two_requests_before_delivery_are_one_error_that_counts_two) {
  const Task<void> task = create_task(sleeps_twice());
  co_await sleep(1s);
  const bool first = task.cancel();
  const bool second = task.cancel();
  say(first, " and ", second);
  co_await task;
}

Coro<void> cleans_up_for_long() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    say("cleans up");
  }
  co_await sleep(2s);
  say("clean");
  throw CancelledError();
}
SCENARIO(cleaning_up_may_take_its_time) {
  const Task<void> task = create_task(cleans_up_for_long());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("cancelled: ", task.cancelled());
  }
}

Coro<void> cleans_up_badly() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    throw Boom("while cleaning");
  }
}
SCENARIO(an_error_of_the_cleaning_replaces_the_request) {
  const Task<void> task = create_task(cleans_up_badly());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const Boom&) {
    say(caught(), ", cancelled: ", task.cancelled());
  }
}

Coro<int> gives_five() {
  co_return 5;
}
SCENARIO(what_has_ended_cannot_be_cancelled) {
  const Task<int> task = create_task(gives_five());
  co_await task;
  say("cancel: ", task.cancel(), ", result: ", task.result());
  const Future<int> future;
  const bool first = future.cancel();
  say("cancel: ", first, ", again: ", future.cancel());
}

Coro<void> waits_for(Future<std::string> future) {
  try {
    const std::string value = co_await future;
    say("got ", value);
  } catch (const CancelledError&) {
    say("cancelled");
    throw;
  }
}
SCENARIO(a_result_that_came_first_stays_in_the_future) {
  const Future<std::string> future;
  const Task<void> task = create_task(waits_for(future));
  co_await sleep(1s);
  future.set_result("fish");
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("the future still has ", future.result());
  }
}

Coro<void> gives_up() {
  throw CancelledError();
  co_return;
}
SCENARIO(who_throws_a_cancelled_error_is_cancelled) {
  const Task<void> task = create_task(gives_up());
  co_await wait(std::vector(1, task));
  say("cancelled: ", task.cancelled(), ", cancelling: ", task.cancelling());
}

Coro<void> sleeps_and_is_done() {
  co_await sleep(1s);
  say("done");
}
SCENARIO(a_request_to_one_that_waits_cannot_be_taken_back) {
  const Task<void> task = create_task(sleeps_and_is_done());
  co_await sleep(500ms);
  task.cancel();
  say("uncancel: ", task.uncancel());
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("cancelled all the same");
  }
}

Coro<void> cancels_itself() {
  const AnyTask me = *current_task();
  me.cancel();
  say("cancelling: ", me.cancelling());
  say("uncancel: ", me.uncancel());
  co_await sleep(1s);
  say("done");
}
SCENARIO(a_request_that_has_not_met_a_wait_can_be_taken_back) {
  try {
    co_await create_task(cancels_itself());
  } catch (const CancelledError&) {
    say("cancelled all the same");
  }
}

Coro<int> saves() {
  co_await sleep(2s);
  say("saved");
  co_return 7;
}
Coro<void> waits_for_saving(Task<int> saving) {
  co_await shield(saving);
}
SCENARIO(a_shield_lets_the_work_go_on) {
  const Task<int> saving = create_task(saves());
  const Task<void> task = create_task(waits_for_saving(saving));
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say("the one who waited is cancelled");
  }
  const int result = co_await saving;
  say("result ", result);
}

Coro<void> awaits(Future<int> future) {
  co_await future;
}
SCENARIO(a_cancelled_future_cancels_who_waits_for_it) {
  const Future<int> future;
  const Task<void> task = create_task(awaits(future));
  co_await sleep(1s);
  future.cancel("no more fish");
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught(), ", cancelled: ", task.cancelled(), ", cancelling: ", task.cancelling());
  }
}

Coro<void> sleeps() {
  co_await sleep(10s);
}
Coro<void> waits_for_shared(const char* name, Task<void> shared) {
  try {
    co_await shared;
  } catch (const CancelledError&) {
    say(name, " sees it, cancelling: ", current_task()->cancelling());
    throw;
  }
}
SCENARIO(of_two_who_wait_for_a_task_one_is_cancelled_and_both_see_it) {
  const Task<void> shared = create_task(sleeps());
  std::vector<Task<void>> both;
  for (const char* name : {"one", "other"})
    both.push_back(create_task(waits_for_shared(name, shared)));
  co_await sleep(1s);
  both[0].cancel();
  co_await wait(both);
  say("one cancelled: ", both[0].cancelled(), ", other cancelled: ", both[1].cancelled());
}

}  // namespace
