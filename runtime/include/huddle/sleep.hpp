#pragma once

#include <concepts>
#include <coroutine>

#include "huddle/clock.hpp"
#include "huddle/loop.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Letting time pass.

namespace huddle {

/// Waits for a time.
class SleepWaiter final : public Waiter {
 public:
  explicit SleepWaiter(Duration duration) noexcept;
  explicit SleepWaiter(TimePoint due) noexcept : due_(due) {}

  bool await_ready() const noexcept { return false; }
  void await_resume() { resumed(); }
  std::string_view kind() const noexcept override { return "a timer"; }
  /// When it is over; TimePoint::min() for a sleep of no time.
  TimePoint due() const noexcept { return due_; }

 private:
  void begin() override;
  void leave() noexcept override;

  TimePoint due_;
};

/// Waits for the loop's next iteration.
class YieldWaiter final : public Waiter {
 public:
  bool await_ready() const noexcept { return false; }
  template <std::derived_from<Frame> Promise>
  void await_suspend(std::coroutine_handle<Promise>) noexcept {
    wait_in(TaskState::running());
    begin();
  }
  void await_resume() { resumed(); }
  std::string_view kind() const noexcept override { return "its next turn"; }

 private:
  void begin() noexcept override {
    state = State::woken;
    loop().make_ready(*this);
  }
};

/// What `co_await sleep(…)` waits with.
template <class When>
class [[nodiscard]] Sleep {
 public:
  explicit Sleep(When when) noexcept : when_(when) {}
  SleepWaiter operator co_await() const noexcept { return SleepWaiter(when_); }

 private:
  When when_;
};

/// `co_await sleep(1s)` suspends for that long by the loop's clock, never shorter. Zero or less
/// gives everybody else who is ready one turn. Cancelled, it leaves no timer behind.
inline Sleep<Duration> sleep(Duration duration) noexcept {
  return Sleep<Duration>(duration);
}
/// Suspends until `due`, by the loop's clock.
inline Sleep<TimePoint> sleep_until(TimePoint due) noexcept {
  return Sleep<TimePoint>(due);
}
/// What `co_await yield()` waits with.
class [[nodiscard]] Yield {
 public:
  YieldWaiter operator co_await() const noexcept { return YieldWaiter(); }
};
/// Gives everybody else who is ready one turn.
inline Yield yield() noexcept {
  return Yield();
}

}  // namespace huddle
