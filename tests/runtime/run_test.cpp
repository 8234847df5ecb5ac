// run(), Runner, and the keyboard.
#include "huddle/run.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "huddle/context_var.hpp"
#include "huddle/errors.hpp"
#include "huddle/sleep.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

Coro<int> answer() {
  co_return 42;
}
Coro<void> an_hour() {
  co_await sleep(1h);
}

TEST(Run, gives_what_main_returns_or_throws) {
  EXPECT_EQ(run(answer()), 42);
  const auto throws = []() -> Coro<void> {
    throw std::runtime_error("main");
    co_return;
  };
  EXPECT_THROW(run(throws()), std::runtime_error);
}

TEST(Run, B144_cancels_tasks_that_are_left_and_lets_them_clean_up) {
  VirtualClock clock;
  std::string log;
  const auto main = [&]() -> Coro<int> {
    create_task([&]() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(1s);
      log += "clean";
    });
    co_await yield();
    co_return 5;
  };
  EXPECT_EQ(run(main(), RunOptions().clock(clock)), 5);
  EXPECT_EQ(log, "clean");
  EXPECT_EQ(clock.now().time_since_epoch(), 1s);
}

TEST(Run, B145_an_error_of_one_that_is_left_is_reported_and_not_thrown) {
  Runner runner;
  std::vector<std::string> reports;
  runner.loop().set_exception_handler(
      [&](const Report& report) { reports.push_back(report.message); });
  const auto main = []() -> Coro<int> {
    create_task([]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        throw std::runtime_error("while it was leaving");
      }
    });
    co_await yield();
    co_return 5;
  };
  EXPECT_EQ(runner.run(main()), 5);
  runner.close();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_NE(reports[0].find("shutdown"), std::string::npos);
}

TEST(Run, B146_inside_of_a_running_loop_is_refused_quietly) {
  testing::run([]() -> Coro<void> {
    EXPECT_THROW(run(answer()), InvalidStateError);
    co_return;
  });
}

TEST(Keyboard, B147_an_interrupt_cancels_main_and_run_throws_it) {
  bool cleaned = false;
  const auto main = [&]() -> Coro<void> {
    try {
      std::raise(SIGINT);
      co_await an_hour();
    } catch (const CancelledError&) {
      cleaned = true;
      throw;
    }
  };
  EXPECT_THROW(run(main()), KeyboardInterrupt);
  EXPECT_TRUE(cleaned);
  struct sigaction now {};
  ::sigaction(SIGINT, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

TEST(Keyboard, B148_a_main_that_deals_with_it_ends_well) {
  const auto main = []() -> Coro<std::string> {
    try {
      std::raise(SIGINT);
      co_await an_hour();
    } catch (const CancelledError&) {
    }
    co_return "handled";
  };
  EXPECT_EQ(run(main()), "handled");
}

TEST(Keyboard, B149_a_second_interrupt_kills) {
  const auto main = []() -> Coro<void> {
    std::raise(SIGINT);
    std::raise(SIGINT);
    co_return;
  };
  EXPECT_EXIT(run(main()), ::testing::KilledBySignal(SIGINT), "");
}

TEST(Keyboard, SIGTERM_does_the_same_if_asked_for) {
  const auto main = []() -> Coro<void> {
    std::raise(SIGTERM);
    co_await an_hour();
  };
  EXPECT_THROW(run(main(), RunOptions().terminate()), KeyboardInterrupt);
}

TEST(Runners, B150_keep_their_loop_and_their_context_and_refuse_once_closed) {
  ContextVar<int> count(0);
  Runner runner;
  const auto counts = [&]() -> Coro<int> {
    const int before = count.get();
    count.set(before + 1);
    co_return before;
  };
  EXPECT_EQ(runner.run(counts()), 0);
  EXPECT_EQ(runner.run(counts()), 1);
  EXPECT_EQ(count.get(), 0);
  runner.close();
  runner.close();
  EXPECT_TRUE(runner.loop().is_closed());
  EXPECT_THROW(runner.run(counts()), InvalidStateError);
}

TEST(Deadlock, B254_is_an_error_that_shows_who_waits_for_whom) {
  const auto waits = []() -> Coro<void> { co_await Future<int>(); };
  const auto main = [&]() -> Coro<void> {
    const Task<void> inner = create_task(waits(), "inner");
    co_await inner;
  };
  std::string text;
  try {
    run(main());
    ADD_FAILURE();
  } catch (const DeadlockError& error) {
    text = error.what();
  }
  EXPECT_NE(text.find("Task-1 waits for inner"), std::string::npos) << text;
  EXPECT_NE(text.find("  inner waits for a future"), std::string::npos) << text;
  EXPECT_NE(text.find("run_test.cpp:"), std::string::npos) << text;
}

TEST(Deadlock, is_none_while_somebody_outside_may_call) {
  const auto main = []() -> Coro<int> {
    const Future<int> future;
    const auto set = [&future] { future.set_result(7); };
    std::thread thread([set, remote = Loop::running().remote()]() mutable {
      std::this_thread::sleep_for(20ms);
      remote.call_soon_threadsafe(set);
    });
    const int value = co_await future;
    thread.join();
    co_return value;
  };
  EXPECT_EQ(run(main()), 7);
}

TEST(Run, does_not_hear_a_stop_while_it_joins_who_is_left) {
  std::string log;
  const auto main = [&]() -> Coro<void> {
    create_task([&]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
      }
      Loop::running().stop();
      co_await sleep(1ms);
      log += "clean";
    });
    co_await yield();
  };
  run(main());
  EXPECT_EQ(log, "clean");
}

TEST(Keyboard, an_interrupt_that_somebody_throws_who_is_left_comes_out_of_run) {
  const auto main = []() -> Coro<void> {
    create_task([]() -> Coro<void> {
      try {
        co_await an_hour();
      } catch (const CancelledError&) {
        throw KeyboardInterrupt();
      }
    });
    co_await yield();
  };
  EXPECT_THROW(run(main()), KeyboardInterrupt);
}

TEST(Keyboard, one_that_is_ignored_stays_ignored) {
  std::signal(SIGINT, SIG_IGN);
  const auto main = []() -> Coro<int> {
    std::raise(SIGINT);
    co_await sleep(1ms);
    co_return 42;
  };
  EXPECT_EQ(run(main()), 42);
  std::signal(SIGINT, SIG_DFL);
}

TEST(Keyboard, belongs_to_the_first_of_several_threads_that_run) {
  const auto runs = [] {
    for (int i = 0; i < 500; ++i) run(answer());
  };
  std::thread other(runs);
  EXPECT_NO_THROW(runs());
  other.join();
}

TEST(Keyboard, of_a_forked_child_is_its_own) {
  const auto main = []() -> Coro<int> {
    const pid_t child = ::fork();
    if (child == 0) {
      std::raise(SIGINT);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    co_await sleep(1ms);
    co_return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  };
  EXPECT_EQ(run(main()), SIGINT);
}

}  // namespace
}  // namespace huddle
