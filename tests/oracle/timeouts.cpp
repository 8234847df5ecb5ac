// Not longer than this.
#include "stage.hpp"

namespace {

int cancelling() {
  return current_task()->cancelling();
}

SCENARIO(what_is_in_time_is_left_alone) {
  Timeout limit(2s);
  co_await with(limit, [](Timeout&) -> Coro<void> {
    co_await sleep(1s);
    say("in time");
  });
  say("expired: ", limit.expired());
}

SCENARIO(what_is_late_is_cancelled_and_the_error_is_a_time_out) {
  try {
    co_await with(timeout(1s), [](Timeout& limit) -> Coro<void> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        say("inside: CancelledError, expired: ", limit.expired());
        throw;
      }
    });
  } catch (const TimeoutError&) {
    say("outside: ", caught(), ", cancelling: ", cancelling());
  }
}

SCENARIO(the_inner_one_of_two_ends_first) {
  Timeout outer(3s);
  co_await with(outer, [](Timeout&) -> Coro<void> {
    try {
      co_await with(timeout(1s), [](Timeout&) -> Coro<void> { co_await sleep(10s); });
    } catch (const TimeoutError&) {
      say("the inner one");
    }
    co_await sleep(1s);
  });
  say("outer expired: ", outer.expired());
}

SCENARIO(the_outer_one_of_two_ends_first) {
  Timeout outer(1s);
  try {
    co_await with(outer, [](Timeout&) -> Coro<void> {
      Timeout inner(3s);
      try {
        co_await with(inner, [](Timeout&) -> Coro<void> { co_await sleep(10s); });
      } catch (const TimeoutError&) {
        say("never said");
      } catch (...) {
        say("inner expired: ", inner.expired());
        throw;
      }
    });
  } catch (const TimeoutError&) {
    say("the outer one, expired: ", outer.expired());
  }
}

SCENARIO(a_limit_can_be_moved) {
  co_await with(timeout(1s), [](Timeout& limit) -> Coro<void> {
    limit.reschedule(now() + 3s);
    co_await sleep(2s);
    say("later");
    limit.reschedule(std::nullopt);
    co_await sleep(10s);
    say("never");
  });
  try {
    co_await with(timeout(10s), [](Timeout& limit) -> Coro<void> {
      co_await sleep(1s);
      limit.reschedule(now() + 500ms);
      co_await sleep(5s);
    });
  } catch (const TimeoutError&) {
    say("earlier");
  }
}

SCENARIO(a_body_that_swallows_the_request_leaves_well) {
  Timeout limit(1s);
  co_await with(limit, [](Timeout&) -> Coro<void> {
    try {
      co_await sleep(10s);
    } catch (const CancelledError&) {
      say("swallowed");
    }
  });
  say("expired: ", limit.expired(), ", cancelling: ", cancelling());
}

Coro<void> sleeps_with_a_limit() {
  co_await with(timeout(5s), [](Timeout&) -> Coro<void> { co_await sleep(10s); });
}
SCENARIO(who_is_cancelled_from_outside_is_not_too_late) {
  const Task<void> task = create_task(sleeps_with_a_limit());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught(), ", cancelled: ", task.cancelled());
  }
}

SCENARIO(another_error_on_the_way_out_is_kept) {
  Timeout limit(1s);
  try {
    co_await with(limit, [](Timeout&) -> Coro<void> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        throw Boom("on the way out");
      }
    });
  } catch (const Boom&) {
    say(caught(), ", expired: ", limit.expired());
    say("cancelling: ", cancelling());
  }
}

SCENARIO(a_limit_of_zero_ends_the_first_wait_and_nothing_else) {
  co_await with(timeout(0s), [](Timeout&) -> Coro<void> {
    say("no wait, no time-out");
    co_return;
  });
  try {
    co_await with(timeout(0s), [](Timeout&) -> Coro<void> {
      say("begins");
      co_await sleep(1s);
      say("never said");
    });
  } catch (const TimeoutError&) {
    say("one wait, one time-out");
  }
}

SCENARIO(a_limit_in_the_past) {
  co_await sleep(5s);
  try {
    co_await with(timeout_at(now() - 2s), [](Timeout&) -> Coro<void> {
      co_await sleep(0s);
      co_await sleep(1s);
      say("never said");
    });
  } catch (const TimeoutError&) {
    say("too late");
  }
}

Coro<void> cleans_up_for_long() {
  std::exception_ptr error;
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    error = std::current_exception();
  }
  say("cleans up");
  co_await sleep(2s);
  say("clean");
  std::rethrow_exception(error);
}
SCENARIO(wait_for_waits_until_the_cleaning_is_done) {
  try {
    co_await wait_for(cleans_up_for_long(), 1s);
  } catch (const TimeoutError&) {
    say("too late");
  }
}

Coro<std::string> brings_fish(Duration after) {
  co_await sleep(after);
  co_return "fish";
}
SCENARIO(wait_for_gives_the_result_in_time) {
  const std::string first = co_await wait_for(brings_fish(1s), 2s);
  say(first);
  const std::string second = co_await wait_for(create_task(brings_fish(1s)), 2s);
  say(second);
}

Coro<void> never_says() {
  say("never said");
  co_return;
}
SCENARIO(wait_for_without_any_time) {
  const Future<std::string> future;
  future.set_result("there already");
  const std::string value = co_await wait_for(future, 0s);
  say(value);
  try {
    co_await wait_for(never_says(), 0s);
  } catch (const TimeoutError&) {
    say("did not even begin");
  }
}

Coro<void> sleeps() {
  co_await sleep(10s);
}
SCENARIO(wait_for_cancels_the_task_that_is_late) {
  const Task<void> task = create_task(sleeps());
  try {
    co_await wait_for(task, 1s);
  } catch (const TimeoutError&) {
    say("cancelled: ", task.cancelled());
  }
}

Coro<std::string> waits_behind_a_shield(Task<std::string> task) {
  co_return co_await shield(task);
}
SCENARIO(a_shield_keeps_a_time_out_from_the_work) {
  const Task<std::string> task = create_task(brings_fish(3s));
  try {
    co_await wait_for(waits_behind_a_shield(task), 1s);
  } catch (const TimeoutError&) {
    say("too late, done: ", task.done());
  }
  const std::string value = co_await task;
  say(value);
}

SCENARIO(a_loop_of_time_outs_leaves_nothing_behind) {
  for (int number = 0; number < 3; ++number) {
    try {
      co_await with(timeout(500ms),
                    [&](Timeout&) -> Coro<void> { co_await sleep(number * 400ms); });
      say(number, " in time");
    } catch (const TimeoutError&) {
      say(number, " too late");
    }
  }
  say("cancelling: ", cancelling());
}

SCENARIO(a_limit_is_for_one_use) {
  Timeout limit(1s);
  try {
    limit.reschedule(now() + 5s);
  } catch (const InvalidStateError&) {
    say("before: ", caught());
  }
  co_await with(limit, [](Timeout&) -> Coro<void> { co_return; });
  try {
    co_await with(limit, [](Timeout&) -> Coro<void> {
      say("never said");
      co_return;
    });
  } catch (const InvalidStateError&) {
    say("again: ", caught());
  }
}

}  // namespace
