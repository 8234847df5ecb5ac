#pragma once

#include <chrono>

/// @file
/// @brief What time it is, for a loop.
///
/// A loop has one clock, and never asks another. The steady clock is the machine's and cannot be
/// set back. The virtual clock stands still until its loop has nothing to do, and then jumps to the
/// next timer: a test that sleeps for an hour takes no time. It waits for calls in threads, and not
/// for what another thread or process is going to write to a descriptor.

namespace huddle {

/// A span of time, in nanoseconds: any `std::chrono` duration such as `1s` becomes one.
using Duration = std::chrono::nanoseconds;
/// A point in time by a loop's clock. Those of different clocks do not compare.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// Tells a loop the time. Implement it to replace time altogether.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The time now. It never goes back.
  virtual TimePoint now() const noexcept = 0;
  /// The loop has nothing to do before `due`. A clock that can jump there does so, and says true;
  /// one that cannot says false, and the loop rests.
  virtual bool jump(TimePoint due) noexcept = 0;
};

/// The machine's own.
class SteadyClock final : public Clock {
 public:
  TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
  bool jump(TimePoint) noexcept override { return false; }
};

/// Time that passes only when there is nothing else to do. It begins at zero.
class VirtualClock final : public Clock {
 public:
  TimePoint now() const noexcept override { return now_; }
  bool jump(TimePoint due) noexcept override {
    if (due > now_) now_ = due;
    return true;
  }
  /// Lets time pass by hand. Timers that are due by then fire in the loop's next iteration.
  void advance(Duration duration) noexcept { now_ += duration; }

 private:
  TimePoint now_{};
};

}  // namespace huddle
