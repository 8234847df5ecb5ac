// Futures.
#include "huddle/future.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;
using testing::Stage;

TEST(Futures, B043_are_pending_then_done_once) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    EXPECT_FALSE(future.done());
    EXPECT_THROW(future.result(), InvalidStateError);
    EXPECT_THROW(future.exception(), InvalidStateError);
    future.set_result(1);
    EXPECT_TRUE(future.done());
    EXPECT_EQ(future.result(), 1);
    EXPECT_EQ(future.exception(), nullptr);
    EXPECT_THROW(future.set_result(2), InvalidStateError);
    EXPECT_THROW(future.set_exception(std::runtime_error("late")), InvalidStateError);
    EXPECT_FALSE(future.cancel());
    co_return;
  });
}

TEST(Futures, B044_callbacks_go_through_the_loop_in_order_late_ones_too) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    const Future<void> future;
    std::string log;
    for (const char* word : {"0", "1", "2", "3"})
      future.add_done_callback([&log, word] { log += word; });
    future.set_result();
    EXPECT_EQ(log, "");
    co_await yield();
    EXPECT_EQ(log, "0123");
    future.add_done_callback([&] { log += "late"; });
    EXPECT_EQ(log, "0123");
    co_await yield();
    EXPECT_EQ(log, "0123late");
  });
}

TEST(Futures, B045_a_callback_may_be_removed_by_another_one) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    const Future<void> future;
    std::string log;
    Handle second;
    future.add_done_callback([&] {
      log += "first";
      second.cancel();
    });
    second = future.add_done_callback([&] { log += "second"; });
    const Handle third = future.add_done_callback([&] { log += "third"; });
    third.cancel();
    future.set_result();
    co_await yield();
    EXPECT_EQ(log, "first");
  });
}

TEST(Futures, B046_are_cancelled_once_and_keep_the_message) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    bool called = false;
    future.add_done_callback([&] { called = true; });
    EXPECT_TRUE(future.cancel("no fish"));
    EXPECT_FALSE(future.cancel("again"));
    EXPECT_TRUE(future.cancelled());
    EXPECT_THROW(future.set_result(1), InvalidStateError);
    try {
      co_await future;
      ADD_FAILURE();
    } catch (const CancelledError& error) {
      EXPECT_EQ(error.message, "no fish");
    }
    co_await testing::settle();
    EXPECT_TRUE(called);
  });
}

TEST(Futures, B047_an_error_that_nobody_reads_is_reported_once) {
  Stage stage;
  const auto main = [&stage]() -> Coro<void> {
    {
      const Future<int> unread;
      unread.set_exception(std::runtime_error("unread"));
      const Future<int> read;
      read.set_exception(std::runtime_error("read"));
      EXPECT_NE(read.exception(), nullptr);
      const Future<int> cancelled;
      cancelled.cancel();
    }
    const std::vector<Report> reports = stage.take_reports();
    EXPECT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports.at(0).message, "future exception was never retrieved");
    EXPECT_EQ(describe(reports.at(0).error), "unread");
    co_return;
  };
  stage.run(main());
}

TEST(Futures, B048_wake_all_who_wait_in_order) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    std::string log;
    for (int i = 0; i < 5; ++i)
      create_task(
          [&log, i](Future<int> awaited) -> Coro<void> {
            const int value = co_await awaited;
            log += std::to_string(i * 10 + value) + " ";
          },
          future);
    co_await yield();
    future.set_result(7);
    co_await yield();
    EXPECT_EQ(log, "7 17 27 37 47 ");
  });
}

TEST(Futures, B049_give_every_reader_the_same_error_object) {
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    future.set_exception(std::runtime_error("the one"));
    std::vector<const std::runtime_error*> seen;
    for (int i = 0; i < 3; ++i) {
      try {
        co_await future;
      } catch (const std::runtime_error& error) {
        seen.push_back(&error);
      }
    }
    EXPECT_EQ(seen.size(), 3u);
    EXPECT_TRUE(seen[0] == seen[1] && seen[1] == seen[2]);
  });
}

TEST(Futures, B050_of_another_loop_are_refused) {
  Loop other;
  const Future<int> foreign(other);
  testing::run([&]() -> Coro<void> {
    bool refused = false;
    try {
      co_await foreign;
    } catch (const InvalidStateError&) {
      refused = true;
    }
    EXPECT_TRUE(refused);
  });
}

TEST(Futures, B051_setting_one_resumes_nobody_inside_the_call) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    const Future<int> future;
    std::string log;
    create_task(
        [&log](Future<int> awaited) -> Coro<void> {
          co_await awaited;
          log += "waiter";
        },
        future);
    co_await yield();
    future.set_result(1);
    log += "setter ";
    co_await yield();
    EXPECT_EQ(log, "setter waiter");
  });
}

TEST(Futures, hold_what_cannot_be_copied) {
  testing::run([]() -> Coro<void> {
    const Future<std::unique_ptr<int>> future;
    Loop::running().call_later(1s, [=] { future.set_result(std::make_unique<int>(5)); });
    const std::unique_ptr<int> value = co_await future;
    EXPECT_EQ(*value, 5);
  });
}

}  // namespace
}  // namespace huddle
