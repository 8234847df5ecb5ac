#pragma once

#include <optional>
#include <stdexcept>

#include "event_loop.hpp"

/// @file
/// @brief Time that passes only when there is nothing else to do.

namespace ch05 {

/// A `Loop` on a clock of its own, which begins at zero. When the loop would rest until a timer is
/// due, the clock jumps there instead: an hour's sleep takes no time. For tests and recordings.
template <class Loop>
class VirtualTime : public Loop {
 public:
  TimePoint time() const override { return now_; }

 protected:
  /// Does not rest, unless descriptors are all there is to wait for.
  /// @throws std::logic_error when there is nothing to wait for at all.
  bool poll(std::optional<Duration> timeout) override {
    if (!timeout && !this->watches_any())
      throw std::logic_error("nothing can ever become ready: no timer is set, nothing is watched");
    if (!timeout) return Loop::poll(timeout);
    if (Loop::poll(Duration::zero())) return true;
    now_ += *timeout;
    return false;
  }

 private:
  TimePoint now_{};
};

}  // namespace ch05
