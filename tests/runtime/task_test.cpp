// Tasks.
#include "huddle/task.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/gather.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task_group.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;
using testing::Stage;

TEST(Tasks, B055_making_one_runs_nothing_and_they_begin_in_order) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    std::string log;
    for (int i = 0; i < 3; ++i)
      create_task([&log, i]() -> Coro<void> {
        log += std::to_string(i);
        co_return;
      });
    EXPECT_EQ(log, "");
    co_await yield();
    EXPECT_EQ(log, "012");
  });
}

TEST(Tasks, B056_run_on_when_nobody_keeps_a_handle) {
  testing::run([]() -> Coro<void> {
    bool finished = false;
    create_task([&]() -> Coro<void> {
      co_await sleep(1s);
      finished = true;
    });
    co_await sleep(2s);
    EXPECT_TRUE(finished);
  });
}

TEST(Tasks, B057_have_names_that_count_up_unless_one_is_given) {
  testing::run([]() -> Coro<void> {
    const auto idle = []() -> Coro<void> { co_return; };
    const Task<void> first = create_task(idle()), second = create_task(idle());
    EXPECT_EQ(first.name(), "Task-2");  // Task-1 is this one
    EXPECT_EQ(second.name(), "Task-3");
    EXPECT_LT(first.id(), second.id());
    const Task<void> named = create_task(idle(), "penguin");
    EXPECT_EQ(named.name(), "penguin");
    named.set_name("emperor");
    EXPECT_EQ(named.name(), "emperor");
    co_await yield();
  });
}

TEST(Tasks, B058_the_current_one_is_none_in_a_callback_and_right_in_every_step) {
  testing::run([]() -> Coro<void> {
    bool in_callback = true;
    Loop::running().call_soon([&] { in_callback = current_task().has_value(); });
    int right = 0;
    const auto checks = [&]() -> Coro<void> {
      const AnyTask self = *current_task();
      for (int i = 0; i < 3; ++i) {
        co_await yield();
        right += *current_task() == self;
      }
      throw std::runtime_error("after an error, too");
    };
    const Task<void> one = create_task(checks()), other = create_task(checks());
    const AnyTask self = *current_task();
    co_await sleep(1s);
    EXPECT_FALSE(in_callback);
    EXPECT_EQ(right, 6);
    EXPECT_TRUE(*current_task() == self);
    EXPECT_NE(one.exception(), nullptr);
    EXPECT_NE(other.exception(), nullptr);
  });
}

TEST(Tasks, B059_all_of_them_are_those_that_have_not_ended) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task([]() -> Coro<void> { co_await sleep(1s); });
    EXPECT_EQ(all_tasks().size(), 2u);
    EXPECT_EQ(all_tasks()[1].id(), task.id());
    co_await task;
    EXPECT_EQ(all_tasks().size(), 1u);
  });
}

TEST(Tasks, B060_one_cannot_await_itself) {
  testing::run([]() -> Coro<void> {
    std::optional<Task<void>> self;
    bool refused = false;
    self = create_task([&]() -> Coro<void> {
      try {
        co_await *self;
      } catch (const InvalidStateError&) {
        refused = true;
      }
    });
    co_await *self;
    EXPECT_TRUE(refused);
  });
}

template <class T>
concept can_be_set = requires(T task) {
  task.set_result(1);
};

TEST(Tasks, B061_their_result_cannot_be_set_from_outside) {
  static_assert(can_be_set<Future<int>>);
  static_assert(!can_be_set<Task<int>>);
}

TEST(Tasks, B062_one_that_failed_and_nobody_awaited_is_reported) {
  Stage stage;
  const auto main = [&stage]() -> Coro<void> {
    create_task([]() -> Coro<void> {
      throw std::runtime_error("lost");
      co_return;
    });
    co_await testing::settle();
    const std::vector<Report> reports = stage.take_reports();
    EXPECT_EQ(reports.size(), 1u);
    EXPECT_EQ(describe(reports.at(0).error), "lost");
    EXPECT_NE(std::string(reports.at(0).where.file).find("task_test.cpp"), std::string::npos);
  };
  stage.run(main());
}

TEST(Tasks, B063_one_that_is_destroyed_with_its_loop_is_reported) {
  VirtualClock clock;
  std::vector<Report> reports;
  bool cleaned = false;
  {
    Loop loop(LoopOptions().clock(clock));
    loop.set_exception_handler([&](const Report& report) { reports.push_back(report); });
    loop.call_soon([&] {
      create_task([&]() -> Coro<void> {
        struct Clean {
          bool& cleaned;
          ~Clean() { cleaned = true; }
        } clean{cleaned};
        co_await sleep(1h);
      });
    });
    loop.run_once();
    loop.run_once();
    EXPECT_FALSE(cleaned);
  }
  EXPECT_TRUE(cleaned);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].message, "task was destroyed but it is pending");
}

TEST(Tasks, B064_that_only_yield_take_turns) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    std::string log;
    for (const char* name : {"a", "b", "c"})
      create_task([&log, name]() -> Coro<void> {
        for (int i = 0; i < 3; ++i) {
          log += name;
          co_await yield();
        }
      });
    co_await sleep(1s);
    EXPECT_EQ(log, "abcabcabc");
  });
}

TEST(Tasks, B066_one_that_cannot_be_made_destroys_its_coroutine_quietly) {
  const auto idle = []() -> Coro<void> { co_return; };
  ::testing::internal::CaptureStderr();
  EXPECT_THROW(create_task(idle()), InvalidStateError);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Tasks, B067_may_be_awaited_by_several_and_again) {
  testing::run([]() -> Coro<void> {
    const Task<int> task = create_task([]() -> Coro<int> {
      co_await sleep(1s);
      co_return 7;
    });
    const auto waits = [&]() -> Coro<int> { co_return co_await task; };
    const Task<int> one = create_task(waits()), other = create_task(waits());
    EXPECT_EQ(co_await one + co_await other, 14);
    EXPECT_EQ(co_await task, 7);
  });
}

TEST(Tasks, of_a_callable_keep_it_and_its_arguments) {
  testing::run([]() -> Coro<void> {
    const auto greet = [](const std::string& greeting,
                          const std::string& name) -> Coro<std::string> {
      co_await sleep(1s);
      co_return greeting + ", " + name;
    };
    const Task<std::string> task = create_task(greet, std::string("hello"), std::string("Ada"));
    EXPECT_EQ(co_await task, "hello, Ada");
  });
}

TEST(Tasks, B065_the_task_factory_sees_those_of_create_task_gather_and_groups) {
  testing::run([]() -> Coro<void> {
    std::vector<std::string> seen;
    Loop::running().set_task_factory([&](TaskState& task) {
      task.set_name("made-" + std::to_string(seen.size() + 1));
      seen.push_back(task.name());
    });
    const auto nothing = []() -> Coro<void> { co_return; };
    const Task<void> task = create_task(nothing());
    EXPECT_EQ(task.name(), "made-1");
    co_await task;
    co_await gather(nothing(), nothing());
    const auto body = [&](TaskGroup& group) -> Coro<void> {
      group.create_task(nothing());
      co_return;
    };
    co_await with(TaskGroup(), body);
    EXPECT_EQ(seen.size(), 4u);
    Loop::running().set_task_factory(nullptr);
  });
}

TEST(Tasks, that_the_factory_refuses_are_not_made) {
  testing::run([]() -> Coro<void> {
    Loop::running().set_task_factory([](TaskState&) { throw std::runtime_error("no more"); });
    const auto nothing = []() -> Coro<void> { co_return; };
    EXPECT_THROW(create_task(nothing()), std::runtime_error);
    Loop::running().set_task_factory(nullptr);
    EXPECT_EQ(all_tasks().size(), 1u);
    co_return;
  });
}

// Can be moved once.
struct Fragile {
  Fragile() = default;
  Fragile(Fragile&& other) : moves(other.moves + 1) {
    if (moves > 1) throw std::runtime_error("it broke on its way");
  }
  int moves = 0;
};

TEST(Tasks, whose_result_cannot_be_moved_end_with_that_error) {
  testing::run([]() -> Coro<void> {
    const auto made = []() -> Coro<Fragile> {
      Fragile fragile;
      co_return std::move(fragile);
    };
    const Task<Fragile> task = create_task(made());
    co_await testing::settle();
    EXPECT_THROW(task.result(), std::runtime_error);
  });
}

}  // namespace
}  // namespace huddle
