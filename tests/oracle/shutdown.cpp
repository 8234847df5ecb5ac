// What becomes of tasks when main has ended, and of errors that nobody reads.
#include "stage.hpp"

namespace {

Coro<void> cleans_up_at_once(const char* word) {
  try {
    co_await sleep(10s);
  } catch (...) {
    say(word);
    throw;
  }
}
SCENARIO(what_is_left_is_cancelled_and_cleans_up) {
  create_task(cleans_up_at_once("cleans up"));
  co_await sleep(1s);
  say("main ends");
}

Coro<void> cleans_up_for_long() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    say("cleans up");
  }
  co_await sleep(3s);
  say("clean");
}
SCENARIO(what_is_left_may_take_its_time) {
  create_task(cleans_up_for_long());
  co_await sleep(1s);
  say("main ends");
}

Coro<void> never_says() {
  say("never said");
  co_return;
}
SCENARIO(what_has_not_begun_never_runs) {
  create_task(never_says());
  say("main ends");
  co_return;
}

Coro<void> cleans_up_badly() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    throw Boom("while cleaning");
  }
}
SCENARIO(an_error_of_what_is_left_is_reported) {
  create_task(cleans_up_badly());
  co_await sleep(1s);
  say("main ends");
}

SCENARIO(main_fails_and_what_is_left_cleans_up) {
  create_task(cleans_up_at_once("cleans up"));
  co_await sleep(1s);
  throw Boom("main");
}

Coro<void> ends_it_all(AnyTask victim) {
  co_await sleep(1s);
  victim.cancel("enough");
}
SCENARIO(main_is_cancelled_by_a_task) {
  create_task(ends_it_all(*current_task()));
  co_await cleans_up_at_once("main cleans up");
}

Coro<void> waits_for(Task<void> task) {
  try {
    co_await task;
  } catch (...) {
    say("outer ends");
    throw;
  }
}
SCENARIO(what_is_left_waits_for_what_is_left) {
  create_task(waits_for(create_task(cleans_up_at_once("inner ends"))));
  co_await sleep(1s);
  say("main ends");
}

Coro<void> fails(const char* message) {
  throw Boom(message);
  co_return;
}
SCENARIO(an_error_that_nobody_reads_is_reported_when_the_task_dies) {
  std::optional<Task<void>> task = create_task(fails("unread"));
  co_await sleep(1s);
  say("the task is dropped");
  task.reset();
  co_await sleep(1s);
  say("main ends");
}

SCENARIO(an_error_that_is_read_is_not_reported) {
  std::optional<Task<void>> task = create_task(fails("read"));
  co_await sleep(1s);
  say(name_of(task->exception()));
  task.reset();
  say("main ends");
}

SCENARIO(an_error_in_a_future_that_nobody_reads_is_reported) {
  {
    const Future<int> future;
    future.set_exception(Boom("unread"));
    say("the future is dropped");
  }
  say("main ends");
  co_return;
}

}  // namespace
