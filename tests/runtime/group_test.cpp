// gather, task groups, and groups of errors.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/exception_group.hpp"
#include "huddle/gather.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task_group.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Missing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Coro<int> after(Duration duration, int value) {
  co_await sleep(duration);
  co_return value;
}
Coro<int> breaks(Duration duration) {
  co_await sleep(duration);
  throw Broken("broken");
}
Coro<void> an_hour() {
  co_await sleep(1h);
}
template <class T>
Coro<std::string> ending(Task<T> task) {
  try {
    co_await task;
  } catch (const CancelledError&) {
    co_return "cancelled";
  } catch (const std::exception& error) {
    co_return error.what();
  }
  co_return "well";
}

TEST(Gather, gives_the_results_in_their_order_after_the_time_of_the_longest) {
  const Duration took = testing::run([]() -> Coro<void> {
    const auto idle = []() -> Coro<void> { co_return; };
    const auto [three, nothing, text] =
        co_await gather(after(3s, 3), idle(), [](std::string word) -> Coro<std::string> {
          co_await sleep(1s);
          co_return word;
        }("fish"));
    EXPECT_EQ(three, 3);
    EXPECT_EQ(nothing, None{});
    EXPECT_EQ(text, "fish");
    std::vector<Coro<int>> many;
    for (int i = 0; i < 3; ++i) many.push_back(after(3s - i * 1s, i));
    const std::vector<int> results = co_await gather(std::move(many));
    EXPECT_EQ(results, (std::vector<int>{0, 1, 2}));
    EXPECT_TRUE((co_await gather(std::vector<Coro<int>>())).empty());
  });
  EXPECT_EQ(took, 6s);
}

TEST(Gather, throws_the_first_error_at_once_and_lets_the_others_run_on) {
  testing::run([]() -> Coro<void> {
    bool finished = false;
    const auto slow = [&]() -> Coro<void> {
      co_await sleep(5s);
      finished = true;
    };
    std::string error;
    try {
      co_await gather(breaks(1s), slow());
    } catch (const Broken& broken) {
      error = broken.what();
    }
    EXPECT_EQ(error, "broken");
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 1s);
    EXPECT_FALSE(finished);
    co_await sleep(5s);
    EXPECT_TRUE(finished);
  });
}

TEST(Gather, B117_later_errors_of_the_others_are_not_reported) {
  testing::run([]() -> Coro<void> {
    try {
      co_await gather(breaks(1s), breaks(2s));
    } catch (const Broken&) {
    }
    co_await sleep(5s);
  });
}

TEST(Gather, B118_settled_keeps_errors_and_cancellations_as_values) {
  testing::run([]() -> Coro<void> {
    const auto cancels = []() -> Coro<void> {
      throw CancelledError("enough");
      co_return;
    };
    auto [one, two, three] = co_await gather_settled(breaks(1s), after(2s, 7), cancels());
    EXPECT_THROW(one.get(), Broken);
    EXPECT_EQ(two.get(), 7);
    EXPECT_THROW(three.get(), CancelledError);
  });
}

TEST(Gather, B119_cancelled_cancels_all_and_ends_cancelled_settled_too) {
  testing::run([]() -> Coro<void> {
    int cancelled = 0;
    const auto child = [&]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        ++cancelled;
        throw;
      }
    };
    const Task<void> plain =
        create_task([&]() -> Coro<void> { co_await gather(child(), child()); });
    const Task<void> settled =
        create_task([&]() -> Coro<void> { co_await gather_settled(child(), child()); });
    co_await sleep(1s);
    plain.cancel();
    settled.cancel();
    EXPECT_EQ(co_await ending(plain), "cancelled");
    EXPECT_EQ(co_await ending(settled), "cancelled");
    EXPECT_EQ(cancelled, 4);
  });
}

TEST(TaskGroups, B129_the_first_failure_cancels_the_siblings_and_the_body) {
  testing::run([]() -> Coro<void> {
    std::string log;
    const auto sibling = [&]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        log += "sibling ";
        throw;
      }
    };
    const auto body = [&](TaskGroup& group) -> Coro<void> {
      group.create_task(sibling());
      group.create_task(breaks(1s));
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        log += "body ";
        throw;
      }
    };
    bool raised = false;
    try {
      co_await with(TaskGroup(), body);
    } catch (const ExceptionGroup& group) {
      raised = group.errors().size() == 1 && group.match<Broken>().has_value();
    }
    EXPECT_TRUE(raised);
    EXPECT_TRUE(log == "sibling body " || log == "body sibling ") << log;
    EXPECT_EQ(current_task()->cancelling(), 0);
  });
}

TEST(TaskGroups, B130_collect_every_error) {
  testing::run([]() -> Coro<void> {
    const auto misses = []() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        throw Missing("no key");
      }
    };
    std::string text;
    try {
      co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
        group.create_task(misses());
        group.create_task(breaks(1s));
        co_return;
      });
    } catch (const ExceptionGroup& group) {
      EXPECT_TRUE(group.match<Broken>() && group.match<Missing>());
      text = group.what();
    }
    EXPECT_EQ(text,
              "unhandled errors in a task group (2 errors)\n"
              "  1. broken\n"
              "  2. no key");
  });
}

TEST(TaskGroups, B131_a_child_that_is_cancelled_is_no_failure) {
  testing::run([]() -> Coro<void> {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      const Task<void> child = group.create_task(an_hour());
      co_await sleep(1s);
      child.cancel();
    });
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 1s);
  });
}

TEST(TaskGroups, B132_a_cancellation_from_outside_cancels_the_children_and_waits) {
  testing::run([]() -> Coro<void> {
    int ended = 0;
    const auto child = [&]() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(1s);
      ++ended;
    };
    const Task<void> task = create_task([&]() -> Coro<void> {
      co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
        for (int i = 0; i < 3; ++i) group.create_task(child());
        co_return;
      });
    });
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_EQ(ended, 3);
  });
}

TEST(TaskGroups, B134_an_error_of_the_body_cancels_the_children_and_is_in_the_group) {
  testing::run([]() -> Coro<void> {
    std::optional<Task<void>> child;
    bool raised = false;
    try {
      co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
        child = group.create_task(an_hour());
        co_await yield();
        throw Broken("the body");
      });
    } catch (const ExceptionGroup& group) {
      raised = group.match<Broken>().has_value();
    }
    EXPECT_TRUE(raised);
    EXPECT_TRUE(child->cancelled());
  });
}

TEST(TaskGroups, B135_take_no_tasks_before_after_and_while_shutting_down) {
  testing::run([]() -> Coro<void> {
    const auto idle = []() -> Coro<void> { co_return; };
    TaskGroup group;
    EXPECT_THROW(group.create_task(idle()), InvalidStateError);
    bool refused = false;
    co_await with(group, [&](TaskGroup& entered) -> Coro<void> {
      entered.create_task([&]() -> Coro<void> {
        try {
          co_await an_hour();
        } catch (const CancelledError&) {
          EXPECT_THROW(group.create_task(idle()), InvalidStateError);
          refused = true;
          throw;
        }
      });
      co_await testing::settle();
      entered.cancel();
      co_await testing::settle();
    });
    EXPECT_TRUE(refused);
    EXPECT_THROW(group.create_task(idle()), InvalidStateError);
    EXPECT_THROW(static_cast<void>(group.enter()), InvalidStateError);
  });
}

TEST(TaskGroups, B136_children_may_make_siblings_while_the_body_waits_at_the_end) {
  testing::run([]() -> Coro<void> {
    std::vector<int> log;
    co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
      group.create_task([&]() -> Coro<void> {
        co_await sleep(1s);
        log.push_back(1);
        group.create_task([&]() -> Coro<void> {
          co_await sleep(1s);
          log.push_back(2);
        });
      });
      co_return;
    });
    EXPECT_EQ(log, (std::vector<int>{1, 2}));
  });
}

TEST(TaskGroups, B139_further_requests_while_it_waits_lose_nobody) {
  testing::run([]() -> Coro<void> {
    int ended = 0;
    const auto stubborn = [&]() -> Coro<void> {
      for (int i = 0; i < 3; ++i) {
        try {
          co_await sleep(10s);
        } catch (const CancelledError&) {
        }
      }
      ++ended;
    };
    const Task<void> task = create_task([&]() -> Coro<void> {
      co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
        group.create_task(stubborn());
        group.create_task(stubborn());
        co_return;
      });
    });
    for (int i = 0; i < 3; ++i) {
      co_await sleep(1s);
      task.cancel();
    }
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_EQ(ended, 2);
  });
}

TEST(TaskGroups, B140_cancel_ends_one_without_an_error_before_entry_too) {
  testing::run([]() -> Coro<void> {
    std::optional<Task<void>> child;
    const bool well = co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
      child = group.create_task(an_hour());
      co_await yield();
      group.cancel();
      co_await an_hour();
    });
    EXPECT_FALSE(well);
    EXPECT_TRUE(child->cancelled());
    TaskGroup early;
    early.cancel();
    bool reached = false;
    co_await with(early, [&](TaskGroup&) -> Coro<void> {
      co_await yield();
      reached = true;
    });
    EXPECT_FALSE(reached);
    EXPECT_EQ(current_task()->cancelling(), 0);
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 0s);
  });
}

TEST(TaskGroups, B141_a_request_from_outside_beside_their_own_is_not_dropped) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> {
      try {
        co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
          group.create_task(breaks(1s));
          co_await an_hour();
        });
      } catch (const ExceptionGroup&) {
      }
      EXPECT_EQ(current_task()->cancelling(), 1);
      co_await yield();
    });
    Loop::running().call_later(1s, [&] { task.cancel(); });
    EXPECT_EQ(co_await ending(task), "cancelled");
  });
}

TEST(TaskGroups, B141_a_request_from_outside_while_a_cancelled_group_waits_is_not_dropped) {
  testing::run([]() -> Coro<void> {
    TaskGroup group;
    const auto cleans_up = []() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(10s);
    };
    const Task<void> task = create_task([&]() -> Coro<void> {
      co_await with(group, [&](TaskGroup&) -> Coro<void> {
        group.create_task(cleans_up());
        co_return;
      });
      ADD_FAILURE() << "it was cancelled";
    });
    co_await sleep(1s);
    group.cancel();
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 11s);
  });
}

TEST(TaskGroups, B142_need_a_task) {
  Loop loop;
  std::string refused;
  loop.call_soon([&] {
    TaskGroup group;
    try {
      static_cast<void>(group.enter());
    } catch (const InvalidStateError& error) {
      refused = error.what();
    }
  });
  loop.run_once();
  EXPECT_NE(refused, "");
}

TEST(TaskGroups, run_as_many_at_a_time_as_they_are_told) {
  testing::run([]() -> Coro<void> {
    int now = 0, most = 0, all = 0;
    const auto works = [&]() -> Coro<void> {
      most = std::max(most, ++now);
      co_await sleep(1s);
      --now;
      ++all;
    };
    co_await with(TaskGroup(TaskGroupOptions().limit(3)), [&](TaskGroup& group) -> Coro<void> {
      for (int i = 0; i < 10; ++i) group.create_task(works());
      co_return;
    });
    EXPECT_EQ(most, 3);
    EXPECT_EQ(all, 10);
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 4s);
  });
}

TEST(TaskGroups, held_children_of_a_group_that_fails_never_run) {
  testing::run([]() -> Coro<void> {
    bool ran = false;
    try {
      co_await with(TaskGroup(TaskGroupOptions().limit(1)), [&](TaskGroup& group) -> Coro<void> {
        group.create_task(breaks(1s));
        group.create_task([&]() -> Coro<void> {
          ran = true;
          co_return;
        });
        co_return;
      });
      ADD_FAILURE();
    } catch (const ExceptionGroup&) {
    }
    EXPECT_FALSE(ran);
  });
}

TEST(TaskGroups, hand_out_their_tasks_in_the_order_in_which_they_end) {
  testing::run([]() -> Coro<void> {
    std::string order;
    co_await with(TaskGroup(TaskGroupOptions().keep_done()), [&](TaskGroup& group) -> Coro<void> {
      group.create_task(after(3s, 3), "three");
      group.create_task(after(1s, 1), "one");
      group.create_task(after(2s, 2), "two");
      while (const std::optional<AnyTask> next = co_await group.next_done())
        order += next->name() + " ";
    });
    EXPECT_EQ(order, "one two three ");
  });
}

TEST(ExceptionGroups, split_by_type_through_groups_in_groups) {
  const auto error = [](auto failure) { return std::make_exception_ptr(failure); };
  const ExceptionGroup inner("inside", {error(Missing("a")), error(Broken("b"))});
  const ExceptionGroup outer("outside", {error(Broken("c")), error(inner)});
  const auto [broken, others] = outer.split<Broken>();
  ASSERT_TRUE(broken && others);
  EXPECT_STREQ(broken->what(), "outside (2 errors)\n  1. c\n  2. inside (1 error)\n       1. b");
  EXPECT_STREQ(others->what(), "outside (1 error)\n  1. inside (1 error)\n       1. a");
  EXPECT_FALSE(outer.match<TimeoutError>());
}

TEST(TaskGroups, a_held_child_that_is_cancelled_ends_at_once) {
  testing::run([]() -> Coro<void> {
    std::string log;
    co_await with(TaskGroup(TaskGroupOptions().limit(1)), [&](TaskGroup& group) -> Coro<void> {
      std::optional<Task<void>> second;
      auto cancels = [&]() -> Coro<void> {
        co_await yield();
        co_await second->cancel_and_wait();
        log += "second is gone, ";
      };
      auto says = [&]() -> Coro<void> {
        log += "third";
        co_return;
      };
      const Task<void> first = group.create_task(cancels);
      second = group.create_task(an_hour());
      group.create_task(says);
      co_await first;
    });
    EXPECT_EQ(log, "second is gone, third");
  });
}

TEST(TaskGroups, an_interrupt_of_the_body_goes_on_alone) {
  const auto main = []() -> Coro<void> {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      group.create_task(an_hour());
      throw KeyboardInterrupt();
    });
  };
  EXPECT_THROW(run(main()), KeyboardInterrupt);
}

Coro<void> fails_when_cancelled() {
  try {
    co_await an_hour();
  } catch (const CancelledError&) {
    throw Broken("broken while it cleaned up");
  }
}

TEST(Gather, an_error_that_comes_of_its_cancellation_is_thrown) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    for (const bool alone : {true, false}) {
      auto gathers = [alone]() -> Coro<void> {
        if (alone)
          co_await gather(fails_when_cancelled());
        else
          co_await gather(fails_when_cancelled(), an_hour());
      };
      const Task<void> task = create_task(gathers());
      co_await testing::settle();
      task.cancel();
      EXPECT_EQ(co_await ending(task), "broken while it cleaned up");
    }
  });
}

TEST(Gather, a_second_request_before_its_turn_is_the_same_end) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    int seen = 0;
    auto gathers = [&]() -> Coro<void> {
      try {
        co_await gather_settled(an_hour());
      } catch (const CancelledError&) {
        ++seen;
      }
      co_await sleep(1s);
    };
    const Task<void> task = create_task(gathers());
    co_await testing::settle();
    task.cancel();
    for (int i = 0; i < 2; ++i) co_await yield();  // the child has ended by now
    task.cancel();
    EXPECT_EQ(co_await ending(task), "well");
    EXPECT_EQ(seen, 1);
  });
}

Coro<void> nested(int depth) {
  if (depth == 0)
    co_await an_hour();
  else
    co_await gather(nested(depth - 1));
}

TEST(Gather, nested_thousands_deep_is_cancelled_without_a_deep_stack) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task(nested(20'000));
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await ending(task), "cancelled");
  });
}

TEST(Gather, a_circle_of_them_is_a_deadlock_and_no_endless_recursion) {
  std::vector<std::optional<Task<void>>> tasks(2);
  const auto waits_for = [&](std::size_t number) -> Coro<void> { co_await gather(*tasks[number]); };
  const auto main = [&]() -> Coro<void> {
    tasks[0] = create_task(waits_for(1));
    tasks[1] = create_task(waits_for(0));
    co_await *tasks[0];
  };
  EXPECT_THROW(run(main()), DeadlockError);
}

}  // namespace
}  // namespace huddle
