#pragma once

#include "huddle/clock.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Letting time pass.

namespace huddle {

/// Waits for a time, or for the loop's next iteration.
class SleepWaiter final : public Waiter {
 public:
  explicit SleepWaiter(Duration duration) noexcept : duration_(duration) {}
  explicit SleepWaiter(TimePoint due) noexcept : due_(due) {}

  bool await_ready() const noexcept { return false; }
  void await_resume() { resumed(); }
  std::string_view kind() const noexcept override { return "a timer"; }

 private:
  void begin() override;
  void leave() noexcept override;

  Duration duration_{};
  TimePoint due_{};
};

/// What `co_await sleep(…)` waits with.
template <class When>
class Sleep {
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
/// Gives everybody else who is ready one turn.
inline Sleep<Duration> yield() noexcept {
  return sleep(Duration::zero());
}

}  // namespace huddle
