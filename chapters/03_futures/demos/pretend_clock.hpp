#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include "callback_queue.hpp"

/// @file
/// @brief A clock for programs that only pretend to wait.

namespace ch03 {

/// A clock that stands still until somebody turns it. It counts whole seconds, from 0.
class PretendClock {
 public:
  PretendClock() = default;
  PretendClock(const PretendClock&) = delete;

  int now() const { return now_; }

  /// Has `callback` called when the clock is turned to `seconds` from now.
  void call_later(int seconds, Callback callback) {
    due_.emplace(now_ + seconds, std::move(callback));
  }

  /// Time goes by, and nobody looks at what is due meanwhile.
  void let_pass(int seconds) { now_ += seconds; }

  /// Turns the clock to the next moment at which something is due, and calls that.
  /// @return false when nothing is due any more.
  bool turn() {
    if (due_.empty()) return false;
    const auto next = due_.extract(due_.begin());
    now_ = std::max(now_, next.key());
    next.mapped()();
    return true;
  }

 private:
  int now_ = 0;
  std::multimap<int, Callback> due_;  // equal moments stay in the order in which they came
};

// [turn]
/// Runs until there is nothing left to do: all that is in line; then the clock's next moment.
inline void run(CallbackQueue& queue, PretendClock& clock) {
  do queue.run();
  while (clock.turn());
}
// [turn]

}  // namespace ch03
