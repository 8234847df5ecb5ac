#pragma once

#include <csignal>
#include <memory>

#include "huddle/function.hpp"
#include "huddle/loop.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief A signal of the operating system, as a callback of a loop.

namespace huddle {

/// Takes one signal while it lives. The signal's handler only writes to a descriptor, which the
/// loop watches; so a callback may do whatever callbacks do.
///
/// There are two that it may call. The handler is the user's. Under it lies the interrupt, which is
/// run()'s: after it, another signal kills, and the loop does not wait for one; that somebody might
/// yet press Ctrl-C does not make a deadlock less of one.
class SignalTaker {
 public:
  /// Takes `signal`, and calls nobody yet. @return null when somebody takes it already.
  /// @throws std::system_error when it cannot be taken.
  static std::unique_ptr<SignalTaker> take(Loop& loop, int signal);
  SignalTaker(const SignalTaker&) = delete;
  /// Brings back what the signal did before.
  ~SignalTaker();

  int signal() const noexcept { return signal_; }
  bool has_handler() const noexcept { return handler_.call != nullptr; }
  bool calls_nobody() const noexcept { return !handler_.call && !interrupt_.call; }
  /// Has `callback` called soon after a signal; for several that come together, once.
  void set_handler(Function<void()> callback, const Where& where);
  void remove_handler();
  /// The same, where there is no handler.
  void set_interrupt(Function<void()> callback, const Where& where);
  void remove_interrupt() noexcept;
  /// Whether `signal` does what the system has it do: nobody takes it, or ignores it.
  static bool is_left_alone(int signal) noexcept;

 private:
  SignalTaker(Loop& loop, int signal, int descriptor) noexcept
      : loop_(loop), signal_(signal), descriptor_(descriptor) {}

  struct Callback {
    std::shared_ptr<Function<void()>> call;
    Where where;
  };
  void listen(const Callback& callback);
  void settle() noexcept;

  Loop& loop_;
  int signal_;
  int descriptor_;
  struct sigaction before_ {};
  Callback handler_, interrupt_;
  bool has_slot_ = false;
  bool installed_ = false;
  bool waited_for_ = true;
};

}  // namespace huddle
