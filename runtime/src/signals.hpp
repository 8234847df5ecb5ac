#pragma once

#include <csignal>

#include "huddle/function.hpp"
#include "huddle/loop.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief A signal of the operating system, as a callback of a loop.

namespace huddle {

/// Takes one signal while it lives. The signal's handler only writes to a descriptor, which the
/// loop watches; so the callback may do whatever callbacks do.
class SignalTaker {
 public:
  /// What another signal does, after the first. Where it kills, the loop does not wait for one:
  /// that somebody might yet press Ctrl-C does not make a deadlock less of one.
  enum class Second { calls, kills };

  /// @param callback is called soon after a signal; for several that come together, once.
  /// @throws std::system_error when `signal` cannot be taken; InvalidStateError when somebody takes
  ///         it already.
  SignalTaker(Loop& loop, int signal, Function<void()> callback, Second second,
              Where where = Where::here());
  SignalTaker(const SignalTaker&) = delete;
  /// Brings back what the signal did before.
  ~SignalTaker();

  int signal() const noexcept { return signal_; }
  Second second() const noexcept { return second_; }
  /// Whether somebody in this process takes `signal`.
  static bool takes(int signal) noexcept;

 private:
  Loop& loop_;
  int signal_;
  Second second_;
  int descriptor_ = -1;
  struct sigaction before_ {};
};

}  // namespace huddle
