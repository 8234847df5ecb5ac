#include "huddle/async_generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

AsyncGenerator<int> ticks(int count) {
  for (int tick = 1; tick <= count; ++tick) {
    co_await sleep(1s);
    co_yield tick;
  }
}

TEST(AsyncGenerators, give_values_and_wait_between_them) {
  EXPECT_EQ(testing::run([]() -> Coro<void> {
              std::vector<int> got;
              AsyncGenerator<int> all = ticks(3);
              while (auto tick = co_await all.next()) got.push_back(*tick);
              EXPECT_EQ(got, (std::vector{1, 2, 3}));
              EXPECT_FALSE(co_await all.next());
            }),
            3s);
}

TEST(AsyncGenerators, do_not_suspend_the_task_when_they_do_not_wait) {
  testing::run([]() -> Coro<void> {
    auto numbers = []() -> AsyncGenerator<int> {
      for (int number = 0;; ++number) co_yield number;
    };
    bool turn = false;
    Loop::running().call_soon([&] { turn = true; });
    AsyncGenerator<int> all = numbers();
    for (int expected = 0; expected < 1000; ++expected) EXPECT_EQ(*co_await all.next(), expected);
    EXPECT_FALSE(turn);
  });
}

TEST(AsyncGenerators, throw_where_they_are_asked_and_have_ended_then) {
  testing::run([]() -> Coro<void> {
    auto fails = []() -> AsyncGenerator<int> {
      co_yield 1;
      throw std::runtime_error("no second");
    };
    AsyncGenerator<int> all = fails();
    EXPECT_EQ(*co_await all.next(), 1);
    EXPECT_THROW(co_await all.next(), std::runtime_error);
    EXPECT_FALSE(co_await all.next());
  });
}

TEST(AsyncGenerators, await_each_other_and_are_cancelled_with_the_task_that_asks) {
  testing::run([]() -> Coro<void> {
    std::string log;
    auto outer = [&]() -> AsyncGenerator<int> {
      AsyncGenerator<int> inner = ticks(5);
      try {
        while (auto tick = co_await inner.next()) co_yield *tick * 10;
      } catch (const CancelledError&) {
        log += "cancelled";
        throw;
      }
    };
    auto asks = [&]() -> Coro<void> {
      AsyncGenerator<int> all = outer();
      while (auto tick = co_await all.next()) log += std::to_string(*tick) + ' ';
    };
    const Task<void> asking = create_task(asks());
    co_await sleep(2500ms);
    asking.cancel();
    EXPECT_THROW(co_await asking, CancelledError);
    EXPECT_EQ(log, "10 20 cancelled");
  });
}

TEST(AsyncGenerators, clean_up_by_awaiting_when_they_are_closed) {
  testing::run([]() -> Coro<void> {
    std::string log;
    auto careful = [&]() -> AsyncGenerator<int> {
      bool closed = false;
      try {
        for (int number = 0;; ++number) co_yield number;
      } catch (const GeneratorExit&) {
        closed = true;
      }
      co_await sleep(1s);
      log += closed ? "closed" : "ended";
    };
    AsyncGenerator<int> all = careful();
    EXPECT_EQ(*co_await all.next(), 0);
    co_await all.aclose();
    EXPECT_EQ(log, "closed");
    co_await all.aclose();
    EXPECT_FALSE(co_await all.next());
    AsyncGenerator<int> not_begun = careful();
    co_await not_begun.aclose();
    EXPECT_FALSE(co_await not_begun.next());
    EXPECT_EQ(log, "closed");
  });
}

TEST(AsyncGenerators, that_yield_although_they_are_closed_are_wrong) {
  testing::run([]() -> Coro<void> {
    auto stubborn = []() -> AsyncGenerator<int> {
      for (;;) {
        try {
          for (;;) co_yield 1;
        } catch (const GeneratorExit&) {
        }
      }
    };
    AsyncGenerator<int> all = stubborn();
    EXPECT_EQ(*co_await all.next(), 1);
    EXPECT_THROW(co_await all.aclose(), InvalidStateError);
  });
}

TEST(AsyncGenerators, B151_die_with_their_owner_and_debug_mode_reports_those_that_are_not_closed) {
  testing::Stage stage(RunOptions().debug());
  bool destroyed = false;
  std::vector<Report> reports;
  const auto main = [&]() -> Coro<void> {
    struct Local {
      bool& destroyed;
      ~Local() { destroyed = true; }
    };
    auto left = [&]() -> AsyncGenerator<int> {
      const Local local{destroyed};
      co_yield 1;
      co_yield 2;
    };
    {
      AsyncGenerator<int> all = left();
      EXPECT_EQ(*co_await all.next(), 1);
    }
    EXPECT_TRUE(destroyed);
    reports = stage.take_reports();
  };
  stage.run(main());
  EXPECT_TRUE(std::any_of(reports.begin(), reports.end(), [](const Report& report) {
    return report.message.find("was not closed") != std::string::npos;
  }));
}

TEST(AsyncGenerators, are_stepped_by_one_at_a_time) {
  testing::run([]() -> Coro<void> {
    AsyncGenerator<int> all = ticks(2);
    auto asks = [&]() -> Coro<void> { co_await all.next(); };
    const Task<void> asking = create_task(asks());
    co_await testing::settle();
    EXPECT_THROW(co_await all.next(), InvalidStateError);
    co_await asking;
  });
}

TEST(AsyncGenerators, that_wait_when_the_loop_closes_are_destroyed_with_the_task) {
  std::vector<Report> reports;
  {
    Loop loop;
    loop.set_exception_handler([&](const Report& report) { reports.push_back(report); });
    auto asks = []() -> Coro<void> {
      AsyncGenerator<int> all = ticks(2);
      co_await all.next();
    };
    loop.call_soon([&] { create_task(asks()); });
    for (int i = 0; i < 3; ++i) loop.run_once();
  }
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_NE(reports[0].message.find("pending"), std::string::npos);
}

TEST(AsyncComprehensions, collect_map_and_filter) {
  testing::run([]() -> Coro<void> {
    const auto odd = [](int number) { return number % 2 == 1; };
    const auto square = [](int number) { return number * number; };
    const std::vector<int> squares = co_await collect(map(filter(ticks(5), odd), square));
    EXPECT_EQ(squares, (std::vector{1, 9, 25}));
  });
}

TEST(AsyncComprehensions, close_what_they_are_made_of_when_they_are_closed_and_when_they_fail) {
  testing::Stage stage(RunOptions().debug());
  const auto main = [&]() -> Coro<void> {
    int closed = 0;
    const auto numbers = [&closed]() -> AsyncGenerator<int> {
      bool closing = false;
      try {
        for (int i = 0;; ++i) co_yield i;
      } catch (const GeneratorExit&) {
        closing = true;
      }
      if (closing) co_await sleep(1s);
      ++closed;
    };
    const auto odd = [](int number) { return number % 2 == 1; };
    const auto fails = [](int number) -> int {
      if (number > 0) throw std::runtime_error("no further");
      return number;
    };
    auto half = filter(map(numbers(), [](int number) { return number + 1; }), odd);
    EXPECT_EQ(co_await half.next(), 1);
    co_await half.aclose();
    EXPECT_EQ(closed, 1);
    EXPECT_THROW(co_await collect(map(numbers(), fails)), std::runtime_error);
    EXPECT_EQ(closed, 2);
    EXPECT_TRUE(stage.take_reports().empty());
  };
  stage.run(main());
}

TEST(AsyncGenerators, that_die_while_a_task_waits_for_a_value_end_the_program) {
  const auto main = []() -> Coro<void> {
    auto waits = []() -> AsyncGenerator<int> {
      co_await sleep(1h);
      co_yield 1;
    };
    auto generator = std::make_unique<AsyncGenerator<int>>(waits());
    create_task([&]() -> Coro<void> { co_await generator->next(); });
    co_await testing::settle();
    generator.reset();
  };
  EXPECT_DEATH(run(main()), "was destroyed while a task waits for its next value");
}

}  // namespace
}  // namespace huddle
