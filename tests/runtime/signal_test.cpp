#include <gtest/gtest.h>

#include <csignal>
#include <system_error>

#include "huddle/huddle.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

TEST(SignalHandlers, B153_are_called_by_the_loop_and_not_inside_of_the_signal) {
  const auto main = []() -> Coro<int> {
    Loop& loop = Loop::running();
    Future<int> got;
    loop.add_signal_handler(SIGUSR1, [got] { got.set_result(1); });
    std::raise(SIGUSR1);
    EXPECT_FALSE(got.done());
    const int value = co_await got;
    EXPECT_TRUE(loop.remove_signal_handler(SIGUSR1));
    EXPECT_FALSE(loop.remove_signal_handler(SIGUSR1));
    co_return value;
  };
  EXPECT_EQ(run(main()), 1);
}

TEST(SignalHandlers, B153_of_what_cannot_be_taken_are_refused) {
  Loop loop;
  EXPECT_THROW(loop.add_signal_handler(SIGKILL, [] {}), std::system_error);
  EXPECT_THROW(loop.add_signal_handler(0, [] {}), std::system_error);
  EXPECT_THROW(loop.add_signal_handler(NSIG, [] {}), std::system_error);
  loop.add_signal_handler(SIGUSR1, [] {});
  Loop other;
  EXPECT_THROW(other.add_signal_handler(SIGUSR1, [] {}), InvalidStateError);
}

TEST(SignalHandlers, take_the_place_of_an_earlier_one) {
  const auto main = []() -> Coro<std::string> {
    Future<std::string> got;
    Loop::running().add_signal_handler(SIGUSR1, [got] { got.set_result("first"); });
    Loop::running().add_signal_handler(SIGUSR1, [got] { got.set_result("second"); });
    std::raise(SIGUSR1);
    co_return co_await got;
  };
  EXPECT_EQ(run(main()), "second");
}

TEST(SignalHandlers, take_Ctrl_C_from_run_too_and_any_number_of_them) {
  const auto main = []() -> Coro<int> {
    int seen = 0;
    Loop::running().add_signal_handler(SIGINT, [&seen] { ++seen; });
    for (int i = 0; i < 3; ++i) {
      std::raise(SIGINT);
      co_await sleep(1ms);
    }
    co_return seen;
  };
  EXPECT_EQ(run(main()), 3);
}

TEST(SignalHandlers, give_Ctrl_C_back_to_run) {
  const auto main = []() -> Coro<void> {
    Loop& loop = Loop::running();
    loop.add_signal_handler(SIGINT, [] {});
    loop.remove_signal_handler(SIGINT);
    std::raise(SIGINT);
    co_await sleep(1h);
  };
  EXPECT_THROW(run(main()), KeyboardInterrupt);
}

TEST(SignalHandlers, that_were_there_before_run_keep_Ctrl_C) {
  int seen = 0;
  Runner runner;
  runner.loop().add_signal_handler(SIGINT, [&seen] { ++seen; });
  const auto main = []() -> Coro<void> {
    std::raise(SIGINT);
    co_await sleep(1ms);
  };
  runner.run(main());
  runner.run(main());
  EXPECT_EQ(seen, 2);
}

TEST(SignalHandlers, may_remove_themselves) {
  const auto main = []() -> Coro<int> {
    Future<int> got;
    const auto value = std::make_shared<int>(42);
    Loop::running().add_signal_handler(SIGINT, [got, value] {
      Loop::running().remove_signal_handler(SIGINT);
      got.set_result(*value);
    });
    std::raise(SIGINT);
    co_return co_await got;
  };
  EXPECT_EQ(run(main()), 42);
}

TEST(SignalHandlers, leave_the_signal_as_it_was_when_the_loop_closes) {
  {
    Loop loop;
    loop.add_signal_handler(SIGUSR1, [] {});
  }
  struct sigaction now {};
  ::sigaction(SIGUSR1, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

TEST(SignalHandlers, keep_a_loop_from_calling_it_a_deadlock) {
  const auto main = []() -> Coro<void> {
    Loop::running().add_signal_handler(SIGUSR1, [] {});
    Loop::running().call_later(1ms, [] { Loop::running().remove_signal_handler(SIGUSR1); });
    co_await Future<void>();  // and when the handler has gone, it is one
  };
  EXPECT_THROW(run(main()), DeadlockError);
}

}  // namespace
}  // namespace huddle
