// Who runs when.
#include "stage.hpp"

namespace {

SCENARIO(callbacks_run_in_the_order_of_their_registration) {
  for (const char* name : {"first", "second", "third"})
    Loop::running().call_soon([=] { say(name); });
  say("nothing has run yet");
  co_await sleep(0s);
  say("now they have");
}

SCENARIO(a_callback_that_is_made_by_a_callback_waits_for_the_next_turn) {
  Loop& loop = Loop::running();
  loop.call_soon([&] {
    say("makes another");
    loop.call_soon([] { say("the other"); });
  });
  loop.call_soon([] { say("was in line before"); });
  co_await sleep(0s);
  say("one turn");
  co_await sleep(0s);
  say("two turns");
}

SCENARIO(what_is_ready_runs_before_a_timer_that_is_due) {
  Loop& loop = Loop::running();
  loop.call_later(0s, [] { say("timer"); });
  loop.call_soon([] { say("ready"); });
  co_await sleep(1ms);
}

SCENARIO(timers_fire_in_the_order_of_their_deadlines) {
  Loop& loop = Loop::running();
  loop.call_later(300ms, [] { say("after 0.3"); });
  loop.call_later(100ms, [] { say("after 0.1"); });
  loop.call_later(200ms, [] { say("after 0.2"); });
  loop.call_at(loop.now() + 150ms, [] { say("between"); });
  co_await sleep(250ms);
  say("main");
  co_await sleep(250ms);
}

SCENARIO(a_callback_takes_back_one_of_the_same_batch) {
  Loop& loop = Loop::running();
  Handle victim;
  loop.call_soon([&] {
    say("takes it back");
    victim.cancel();
    victim.cancel();
  });
  victim = loop.call_soon([] { say("never said"); });
  loop.call_soon([] { say("said"); });
  co_await sleep(0s);
}

SCENARIO(a_timer_that_is_taken_back_does_not_fire) {
  Loop& loop = Loop::running();
  Handle victim = loop.call_later(1s, [] { say("never said"); });
  loop.call_later(500ms, [&] { victim.cancel(); });
  co_await sleep(2s);
  say("two seconds later");
}

Coro<void> counts(char name) {
  for (int number = 0; number < 3; ++number) {
    say(name, number);
    co_await sleep(0s);
  }
}
SCENARIO(tasks_begin_in_the_order_of_their_making_and_take_turns) {
  std::vector<Task<void>> tasks;
  for (char name : {'a', 'b', 'c'}) tasks.push_back(create_task(counts(name)));
  say("made");
  for (const Task<void>& task : tasks) co_await task;
}

Coro<int> adds(int one, int other) {
  co_return one + other;
}
SCENARIO(awaiting_a_coroutine_that_does_not_wait_takes_no_turn) {
  Loop::running().call_soon([] { say("callback"); });
  int total = 0;
  for (int number = 0; number < 10; ++number) total = co_await adds(total, number);
  say("total ", total);
  co_await sleep(0s);
}

SCENARIO(awaiting_what_is_done_takes_no_turn) {
  const Future<int> future;
  future.set_result(5);
  const Task<int> task = create_task(adds(3, 4));
  co_await task;
  Loop::running().call_soon([] { say("callback"); });
  const int five = co_await future;
  const int seven = co_await task;
  say(five, " and ", seven);
  co_await sleep(0s);
}

Coro<void> waits(const char* name, Future<std::string> future) {
  const std::string value = co_await future;
  say(name, " gets ", value);
}
SCENARIO(a_future_wakes_all_who_wait_in_order_and_later) {
  const Future<std::string> future;
  std::vector<Task<void>> tasks;
  for (const char* name : {"one", "two", "three"})
    tasks.push_back(create_task(waits(name, future)));
  co_await sleep(1s);
  future.set_result("fish");
  say("it is set");
  for (const Task<void>& task : tasks) co_await task;
}

SCENARIO(done_callbacks_run_in_order_and_never_inside_of_set_result) {
  const Future<int> future;
  future.add_done_callback([] { say("first"); });
  future.add_done_callback([] { say("second"); });
  future.set_result(1);
  future.add_done_callback([] { say("too late, and called all the same"); });
  say("it is set");
  co_await sleep(0s);
}

Coro<void> works() {
  say("works");
  Loop::running().call_soon([] { say("callback of the worker"); });
  co_return;
}
SCENARIO(who_waits_for_a_task_goes_on_one_turn_after_its_end) {
  const Task<void> task = create_task(works());
  co_await task;
  say("has the result");
}

Coro<int> innermost() {
  say("innermost waits");
  co_await sleep(100ms);
  say("innermost returns");
  co_return 1;
}
Coro<int> middle() {
  const int value = co_await innermost();
  say("middle has ", value);
  co_return value + 1;
}
SCENARIO(a_chain_of_three_returns_in_order) {
  const int value = co_await middle();
  say("main has ", value);
}

SCENARIO(a_sleep_that_is_over_at_once_is_one_turn) {
  Loop::running().call_soon([] { say("callback"); });
  co_await sleep(0s);
  say("after zero");
  Loop::running().call_soon([] { say("callback"); });
  co_await sleep(-1s);
  say("after less than zero");
}

SCENARIO(an_error_of_a_callback_is_reported_and_the_next_one_runs) {
  Loop::running().call_soon([] { throw Boom("in a callback"); });
  Loop::running().call_soon([] { say("the next one"); });
  co_await sleep(0s);
  say("main goes on");
}

}  // namespace
