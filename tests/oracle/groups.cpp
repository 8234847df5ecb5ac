// Tasks that belong together.
#include "stage.hpp"

namespace {

int cancelling() {
  return current_task()->cancelling();
}

Coro<std::string> says(std::string word, Duration after) {
  co_await sleep(after);
  say(word);
  co_return word;
}
template <class Error>
Coro<void> fails(Error error, Duration after) {
  co_await sleep(after);
  throw error;
}
Coro<void> sleeps(const char* name) {
  try {
    co_await sleep(10s);
  } catch (...) {
    say(name, " ends");
    throw;
  }
}

SCENARIO(the_body_waits_for_all_at_its_end) {
  std::vector<Task<std::string>> tasks;
  co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
    tasks.push_back(group.create_task(says("slow", 2s)));
    tasks.push_back(group.create_task(says("quick", 1s)));
    say("end of the body");
    co_return;
  });
  say(tasks[0].result(), " and ", tasks[1].result());
}

SCENARIO(the_first_failure_cancels_the_others) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(sleeps("one"));
      group.create_task(fails(Boom("a"), 1s));
      group.create_task(sleeps("other"));
      co_return;
    });
  } catch (const ExceptionGroup&) {
    say(caught(), ", cancelling: ", cancelling());
  }
}

SCENARIO(the_first_failure_cancels_the_body) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(fails(Boom("a"), 1s));
      co_await sleeps("body");
    });
  } catch (const ExceptionGroup&) {
    say(caught(), ", cancelling: ", cancelling());
  }
}

Coro<void> fails_while_it_cleans() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    throw Crash("while cleaning");
  }
}
SCENARIO(every_failure_is_collected) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(fails(Boom("a"), 1s));
      group.create_task(fails(Boom("b"), 1s));
      group.create_task(fails_while_it_cleans());
      co_return;
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

SCENARIO(who_is_cancelled_has_not_failed) {
  std::optional<Task<void>> one;
  co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
    one = group.create_task(sleeps("one"));
    group.create_task(says("other", 2s));
    co_await sleep(1s);
    one->cancel();
  });
  say("one cancelled: ", one->cancelled());
}

Coro<void> cleans_for_long() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    say("cleans up");
  }
  co_await sleep(2s);
  say("clean");
}
Coro<void> runs_a_group() {
  co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
    group.create_task(cleans_for_long());
    group.create_task(sleeps("other"));
    co_return;
  });
}
SCENARIO(cancelled_from_outside_it_cancels_and_waits) {
  const Task<void> task = create_task(runs_a_group());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught(), ", cancelled: ", task.cancelled());
  }
}

SCENARIO(an_error_of_the_body_cancels_its_tasks) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(sleeps("one"));
      co_await sleep(1s);
      throw Boom("in the body");
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

SCENARIO(errors_of_the_body_and_of_a_task_come_together) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(fails(Crash("task"), 1s));
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        throw Boom("body");
      }
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

Coro<void> makes_another(TaskGroup& group) {
  co_await sleep(1s);
  group.create_task(says("the other", 1s));
  say("made another");
}
SCENARIO(tasks_make_tasks_while_the_body_waits) {
  co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
    group.create_task(makes_another(group));
    say("end of the body");
    co_return;
  });
  say("all are done");
}

SCENARIO(a_group_that_has_ended_takes_no_tasks) {
  TaskGroup group;
  co_await with(group, [](TaskGroup&) -> Coro<void> { co_return; });
  try {
    group.create_task(says("never said", 0s));
  } catch (const InvalidStateError&) {
    say(caught());
  }
}

Coro<void> tries_to_make_another(TaskGroup& group) {
  std::exception_ptr error;
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    error = std::current_exception();
  }
  try {
    group.create_task(says("never said", 0s));
  } catch (const InvalidStateError&) {
    say(caught());
  }
  std::rethrow_exception(error);
}
SCENARIO(a_group_that_shuts_down_takes_no_tasks) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(tries_to_make_another(group));
      group.create_task(fails(Boom("a"), 1s));
      co_return;
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

SCENARIO(a_group_in_a_group) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& outer) -> Coro<void> {
      outer.create_task(sleeps("outer one"));
      co_await with(TaskGroup(), [](TaskGroup& inner) -> Coro<void> {
        inner.create_task(sleeps("inner one"));
        inner.create_task(fails(Boom("inner"), 1s));
        co_return;
      });
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

SCENARIO(a_time_out_around_a_group) {
  try {
    co_await with(timeout(1s), [](Timeout&) -> Coro<void> {
      co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
        group.create_task(sleeps("one"));
        group.create_task(says("quick", 500ms));
        co_return;
      });
    });
  } catch (const TimeoutError&) {
    say(caught(), ", cancelling: ", cancelling());
  }
}

Coro<void> too_slow() {
  co_await with(timeout(1s), [](Timeout&) -> Coro<void> { co_await sleep(10s); });
}
SCENARIO(a_time_out_in_a_task_of_a_group_is_a_failure) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(too_slow());
      group.create_task(sleeps("other"));
      co_return;
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

Coro<void> stubborn() {
  for (int time = 0; time < 2; ++time) {
    try {
      co_await sleep(2s);
    } catch (const CancelledError&) {
      say("no");
    }
  }
  say("now I go");
}
SCENARIO(a_task_that_will_not_end_holds_the_group) {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(stubborn());
      group.create_task(fails(Boom("a"), 1s));
      co_return;
    });
  } catch (const ExceptionGroup&) {
    say(caught());
  }
}

}  // namespace
