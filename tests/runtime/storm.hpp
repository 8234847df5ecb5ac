#pragma once

/// @file
/// @brief Random cancellations: tasks that work, and are struck again and again while they wait.
///
/// Whoever works goes on after each stroke. In between, when nobody is ready, a scenario looks at
/// its books: what can go on by then has gone on. A wake-up that is lost shows there, or as a
/// DeadlockError in the end.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {

class Storm {
 public:
  explicit Storm(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t several) { return below(several) == 0; }

  /// Whether it goes on: until enough cancellations were delivered. Those who work stop then.
  bool rages() const noexcept { return delivered_ < enough && strokes_ < 100 * enough; }
  /// Makes a task of `work` that can be struck.
  void expose(Coro<void> work) { exposed_.push_back(create_task(std::move(work))); }
  /// Cancels somebody; every other time somebody who was just woken, if there is one.
  void strike();
  /// Somebody got the CancelledError where it waited for what the storm is about. @return true.
  bool note_delivery() noexcept { return ++delivered_ > 0; }
  /// Lets some time pass, or none. A stroke meanwhile is not noted. Whoever was struck rests in any
  /// case: it must not take itself what it should have passed on.
  Coro<void> rest(bool struck = false);

  /// Strikes now and then until it is over, and calls `look` each time when nobody is ready.
  Coro<void> blow(std::function<void()> look);
  /// Waits until all who are exposed have ended.
  Coro<void> calm();

  int delivered() const noexcept { return delivered_; }
  /// How many were struck after they were woken, and before they had their turn.
  int strokes_just_in_time() const noexcept { return just_in_time_; }

  static constexpr int enough = 60;

 private:
  static bool was_just_woken(const TaskState& task);

  std::mt19937_64 random_;
  std::vector<Task<void>> exposed_;
  bool broken_out_ = false;
  int strokes_ = 0;
  int just_in_time_ = 0;
  int delivered_ = 0;
};

// What it waits for has happened, and its turn has not come; or so for one that it waits for.
inline bool Storm::was_just_woken(const TaskState& task) {
  const Waiter* waiter = task.blocked;
  if (!waiter) return false;
  if (waiter->state == Node::State::woken)
    return waiter->kind() != "a timer" && waiter->kind() != "its next turn";
  std::vector<TaskState*> awaited;
  waiter->list_awaited(awaited);
  for (const TaskState* other : awaited)
    if (was_just_woken(*other)) return true;
  return false;
}

inline void Storm::strike() {
  if (!broken_out_ || !rages()) return;
  ++strokes_;
  std::vector<Task<void>> woken;
  for (const Task<void>& task : exposed_)
    if (was_just_woken(task.state())) woken.push_back(task);
  if (!woken.empty() && one_in(2)) {
    ++just_in_time_;
    woken[below(woken.size())].cancel();
  } else {
    exposed_[below(exposed_.size())].cancel();
  }
}

inline Coro<void> Storm::rest(bool struck) {
  try {
    co_await sleep(std::chrono::milliseconds(struck ? 1 + below(3) : below(4)));
  } catch (const CancelledError&) {
  }
}

inline Coro<void> Storm::blow(std::function<void()> look) {
  co_await testing::settle();  // everybody begins
  broken_out_ = true;
  while (rages()) {
    co_await rest();
    for (std::size_t strokes = below(4); strokes > 0; --strokes) strike();
    co_await testing::settle();
    look();
  }
}

// The last stroke may come when there is nothing left to wait for: then the task ends cancelled.
inline Coro<void> Storm::calm() {
  for (const Task<void>& task : exposed_) {
    try {
      co_await task;
    } catch (const CancelledError&) {
    }
  }
}

/// Runs a `Scenario(storm, how...)` with ten seeds, and sees to it that at least 600 cancellations
/// were delivered. It lives longer than the loop: tasks that are left when something fails still
/// borrow it.
template <class Scenario, class... How>
void in_many_storms(How... how) {
  constexpr int seeds = 10;
  int delivered = 0, just_in_time = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Storm storm(seed);
    Scenario scenario(storm, how...);
    try {
      testing::run([&] { return scenario.run(); });
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    delivered += storm.delivered();
    just_in_time += storm.strokes_just_in_time();
  }
  EXPECT_GE(delivered, seeds * Storm::enough);
  EXPECT_GE(just_in_time, seeds * Storm::enough / 10);
}

}  // namespace huddle
