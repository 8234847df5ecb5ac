#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "huddle/clock.hpp"
#include "huddle/report.hpp"
#include "huddle/run.hpp"
#include "huddle/sleep.hpp"

/// @file
/// @brief For tests: time that takes no time, and a look at what was left behind.
///
///     TEST(Fetch, gives_up_after_a_minute) {
///       huddle::testing::run([] () -> Coro<void> {
///         EXPECT_THROW(co_await fetch(a_server_that_sleeps()), TimeoutError);
///       });
///     }

namespace huddle::testing {

/// What a test left behind that it should not have: what() lists it.
struct Leftover : std::logic_error {
  using std::logic_error::logic_error;
};

/// A loop on virtual time, for one test. It collects what is reported.
class Stage {
 public:
  /// Runs shuffled where `HUDDLE_SHUFFLE` says a seed.
  explicit Stage(RunOptions options = RunOptions());

  /// Runs `main`, then joins what it left. @throws what it throws; Leftover when there were reports
  /// that nobody took, tasks that were still alive, or descriptors left open.
  template <class T>
  T run(Coro<T> main) {
    if constexpr (std::is_void_v<T>) {
      runner_->run(std::move(main));
      finish();
    } else {
      T result = runner_->run(std::move(main));
      finish();
      return result;
    }
  }
  /// What was reported since the last call, in order.
  std::vector<Report> take_reports() { return std::exchange(reports_, {}); }
  /// The time that has passed on the loop's clock.
  Duration elapsed() const noexcept { return clock_.now().time_since_epoch(); }
  /// Its loop.
  Loop& loop() noexcept { return runner_->loop(); }
  /// Its clock, to let time pass by hand.
  VirtualClock& clock() noexcept { return clock_; }
  /// Allows tasks to be alive when main ends: they are cancelled and joined.
  Stage& allow_leftover_tasks() noexcept { return allow_tasks_ = true, *this; }

 private:
  void finish();

  VirtualClock clock_;
  std::vector<Report> reports_;
  int descriptors_;
  bool allow_tasks_ = false;
  std::optional<Runner> runner_;
};

/// Runs what `body()` returns on a stage of its own.
/// @return the time that passed on its clock.
template <class Body>
Duration run(Body body) {
  Stage stage;
  stage.run(body());
  return stage.elapsed();
}

/// Suspends until every other task waits for something that is not ready.
Coro<void> settle();
/// Lets `duration` pass: what is due by then happens.
Coro<void> advance(Duration duration);

/// Runs what `body()` returns as a task, and cancels it where it suspends for the `k`-th time, k
/// from 1.
/// @return whether it suspended that often. @throws Leftover as Stage::run().
bool cancel_at(int k, std::function<Coro<void>()> body);
/// cancel_at() for k = 1, 2, … up to the last suspension.
/// @return how many there were.
int cancel_everywhere(const std::function<Coro<void>()>& body);

}  // namespace huddle::testing
