// Context variables.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "huddle/context_var.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

ContextVar<int> number(0);

TEST(ContextVars, B236_a_task_copies_them_where_it_is_made_and_keeps_its_changes_to_itself) {
  testing::run([]() -> Coro<void> {
    number.set(1);
    const Task<std::vector<int>> task = create_task([]() -> Coro<std::vector<int>> {
      std::vector<int> seen;
      seen.push_back(number.get());
      number.set(2);
      co_await yield();
      seen.push_back(number.get());
      co_return seen;
    });
    number.set(5);
    const std::vector<int> seen = co_await task;
    EXPECT_EQ(seen, (std::vector<int>{1, 2}));
    EXPECT_EQ(number.get(), 5);
  });
}

TEST(ContextVars, B237_a_callback_runs_in_those_of_its_registration) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    std::vector<int> seen;
    number.set(1);
    Loop::running().call_soon([&] {
      seen.push_back(number.get());
      number.set(9);
    });
    const Future<void> future;
    future.add_done_callback([&] { seen.push_back(number.get()); });
    number.set(2);
    future.set_result();
    co_await yield();
    EXPECT_EQ(seen, (std::vector<int>{1, 1}));
    EXPECT_EQ(number.get(), 2);
  });
}

TEST(ContextVars, B238_a_coroutine_that_is_awaited_shares_them) {
  testing::run([]() -> Coro<void> {
    const auto sets = []() -> Coro<void> {
      number.set(9);
      co_return;
    };
    co_await sets();
    EXPECT_EQ(number.get(), 9);
  });
}

TEST(ContextVars, B239_a_context_of_ones_own_keeps_the_changes) {
  Context own;
  own.run([] { number.set(7); });
  EXPECT_EQ(number.get(), 0);
  EXPECT_EQ(own.run([] { return number.get(); }), 7);
  testing::run([&]() -> Coro<void> {
    const Task<void> task = create_task_in(own, []() -> Coro<void> {
      EXPECT_EQ(number.get(), 7);
      number.set(8);
      co_return;
    }());
    co_await task;
    EXPECT_EQ(number.get(), 0);
  });
  EXPECT_EQ(own.run([] { return number.get(); }), 8);
}

TEST(ContextVars, B240_never_leak_between_tasks_that_take_turns) {
  testing::run([]() -> Coro<void> {
    int wrong = 0;
    for (int i = 1; i <= 3; ++i)
      create_task([&wrong, i]() -> Coro<void> {
        number.set(i);
        for (int turn = 0; turn < 5; ++turn) {
          co_await yield();
          wrong += number.get() != i;
        }
      });
    co_await sleep(1s);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(number.get(), 0);
  });
}

TEST(ContextVars, a_token_brings_the_old_value_back) {
  Context own;
  own.run([] {
    const auto token = number.set(3);
    EXPECT_EQ(number.get(), 3);
    number.reset(token);
    EXPECT_EQ(number.get(), 0);
  });
}

TEST(ContextVars, a_post_from_elsewhere_sees_those_of_its_sender) {
  Loop loop;
  number.set(0);
  int seen = 0;
  std::thread([&, remote = loop.remote()] {
    number.set(7);
    remote.call_soon_threadsafe([&] { seen = number.get(); });
  }).join();
  loop.run_once();
  EXPECT_EQ(seen, 7);
  EXPECT_EQ(number.get(), 0);
}

}  // namespace
}  // namespace huddle
