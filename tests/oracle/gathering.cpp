// Several at once: gather, wait and as_completed.
#include "stage.hpp"

namespace {

Coro<std::string> gives(std::string value, Duration after) {
  co_await sleep(after);
  say(value, " is ready");
  co_return value;
}
template <class Error>
Coro<std::string> fails(Error error, Duration after) {
  co_await sleep(after);
  say("fails");
  throw error;
}
Coro<std::string> is_cancelled(Duration after) {
  if (after > 0s) co_await sleep(after);
  throw CancelledError();
}
Coro<std::string> sleeps() {
  co_await sleep(10s);
  co_return "";
}

std::string names(const std::vector<Task<std::string>>& tasks) {
  std::string all;
  for (const Task<std::string>& task : tasks) all += (all.empty() ? "" : " ") + task.name();
  return all.empty() ? "none" : all;
}
void say_who(const Waited<Task<std::string>>& found) {
  say("done: ", names(found.done), ", pending: ", names(found.pending));
}

SCENARIO(gather_gives_results_in_the_order_of_its_arguments) {
  auto [slow, quick, middle] =
      co_await gather(gives("slow", 3s), gives("quick", 1s), gives("middle", 2s));
  say(slow, ' ', quick, ' ', middle);
}

SCENARIO(gather_fails_at_once_and_the_others_run_on) {
  try {
    co_await gather(gives("one", 3s), fails(Boom("a"), 1s), gives("other", 2s));
  } catch (const Boom&) {
    say("gathered: ", caught());
  }
  co_await sleep(5s);
  say("later");
}

SCENARIO(gather_says_nothing_about_a_second_failure) {
  try {
    co_await gather(fails(Boom("a"), 1s), fails(Crash("b"), 2s));
  } catch (const Boom&) {
    say("gathered: ", caught());
  }
  co_await sleep(5s);
  say("nothing was reported");
}

SCENARIO(gather_that_keeps_errors_waits_for_all) {
  std::vector<Coro<std::string>> all;
  all.push_back(gives("one", 2s));
  all.push_back(fails(Boom("a"), 1s));
  all.push_back(is_cancelled(0s));
  const std::vector<Settled<std::string>> results = co_await gather_settled(std::move(all));
  for (const Settled<std::string>& result : results)
    say(result.failed() ? name_of(result.error()) : result.get());
}

Coro<void> sleeps_named(const char* name) {
  try {
    co_await sleep(10s);
  } catch (...) {
    say(name, " ends");
    throw;
  }
}
Coro<void> gathers() {
  co_await gather(sleeps_named("one"), sleeps_named("other"));
}
SCENARIO(gather_that_is_cancelled_cancels_all) {
  const Task<void> task = create_task(gathers());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught());
  }
}

SCENARIO(a_cancelled_child_is_a_failure_to_gather) {
  try {
    co_await gather(is_cancelled(1s), gives("other", 2s));
  } catch (const CancelledError&) {
    say("gathered a CancelledError");
  }
  co_await sleep(3s);
}

SCENARIO(gather_of_tasks_and_futures) {
  const Future<std::string> future;
  Loop::running().call_later(2s, [=] { future.set_result("future"); });
  auto [one, other] = co_await gather(create_task(gives("task", 1s)), future);
  say(one, " and ", other);
}

std::vector<Task<std::string>> a_slow_and_a_quick_one() {
  std::vector<Task<std::string>> tasks;
  tasks.push_back(create_task(gives("slow", 3s), "slow"));
  tasks.push_back(create_task(gives("quick", 1s), "quick"));
  return tasks;
}

SCENARIO(wait_for_the_first) {
  auto found = co_await wait(a_slow_and_a_quick_one(),
                             WaitOptions().return_when(ReturnWhen::first_completed));
  say_who(found);
  co_await wait(std::move(found.pending));
  say("all");
}

SCENARIO(wait_for_the_first_failure) {
  std::vector<Task<std::string>> tasks;
  tasks.push_back(create_task(gives("quick", 1s), "quick"));
  tasks.push_back(create_task(fails(Boom("a"), 2s), "failing"));
  tasks.push_back(create_task(gives("slow", 3s), "slow"));
  auto found = co_await wait(tasks, WaitOptions().return_when(ReturnWhen::first_exception));
  say_who(found);
  say(name_of(tasks[1].exception()));
  co_await wait(std::move(found.pending));
}

SCENARIO(a_cancelled_task_is_no_failure_to_wait) {
  std::vector<Task<std::string>> tasks;
  tasks.push_back(create_task(sleeps(), "cancelled"));
  tasks.push_back(create_task(gives("slow", 3s), "slow"));
  Loop::running().call_later(1s, [&] { tasks[0].cancel(); });
  const auto found = co_await wait(tasks, WaitOptions().return_when(ReturnWhen::first_exception));
  say_who(found);
}

SCENARIO(wait_no_longer_than_this) {
  auto found = co_await wait(a_slow_and_a_quick_one(), WaitOptions().timeout(2s));
  say_who(found);
  co_await wait(std::move(found.pending));
  say("nobody was cancelled");
}

Coro<void> waits(Task<std::string> task) {
  co_await wait(std::vector(1, task));
}
SCENARIO(wait_that_is_cancelled_leaves_them_running) {
  const Task<std::string> task = create_task(gives("work", 2s));
  const Task<void> waiting = create_task(waits(task));
  co_await sleep(1s);
  waiting.cancel();
  co_await wait(std::vector(1, waiting));
  say("cancelled: ", waiting.cancelled(), ", the work: ", task.cancelled());
  co_await task;
}

SCENARIO(in_the_order_in_which_they_end) {
  std::vector<Coro<std::string>> all;
  all.push_back(gives("slow", 3s));
  all.push_back(gives("quick", 1s));
  all.push_back(gives("middle", 2s));
  auto finished = as_completed(std::move(all));
  while (auto task = co_await finished.next()) say("got ", task->result());
}

SCENARIO(an_error_comes_in_its_place) {
  std::vector<Coro<std::string>> all;
  all.push_back(gives("slow", 3s));
  all.push_back(fails(Boom("a"), 1s));
  all.push_back(gives("middle", 2s));
  auto finished = as_completed(std::move(all));
  while (auto task = co_await finished.next()) {
    try {
      say("got ", task->result());
    } catch (const Boom&) {
      say("got ", caught());
    }
  }
}

SCENARIO(too_late_for_the_slow_one) {
  std::vector<Task<std::string>> tasks;
  tasks.push_back(create_task(gives("slow", 5s)));
  tasks.push_back(create_task(gives("quick", 1s)));
  try {
    auto finished = as_completed(tasks, 2s);
    while (auto task = co_await finished.next()) say("got ", task->result());
  } catch (const TimeoutError&) {
    say(caught(), ", slow cancelled: ", tasks[0].cancelled());
  }
  co_await tasks[0];
}

SCENARIO(what_has_ended_already_comes_first) {
  std::vector<Task<std::string>> tasks;
  const Task<std::string> early = create_task(gives("early", 1s));
  co_await sleep(2s);
  tasks.push_back(create_task(gives("later", 1s)));
  tasks.push_back(early);
  auto finished = as_completed(tasks);
  while (auto task = co_await finished.next()) say("got ", task->result());
}

}  // namespace
