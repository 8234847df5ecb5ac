#pragma once

#include "huddle/waiter.hpp"

/// @file
/// @brief Waiting until a descriptor can be read or written.

namespace huddle {

/// Waits for one descriptor: see wait_readable().
class ReadinessWaiter final : public Waiter {
 public:
  ReadinessWaiter(int descriptor, bool for_writing) noexcept
      : descriptor_(descriptor), for_writing_(for_writing) {}

  bool await_ready() const noexcept { return false; }
  void await_resume();
  /// The descriptor is going to be closed: wakes the task, with an error.
  void close() noexcept;
  std::string_view kind() const noexcept override {
    return for_writing_ ? "a descriptor to be writable" : "a descriptor to be readable";
  }
  int descriptor() const noexcept { return descriptor_; }
  bool for_writing() const noexcept { return for_writing_; }

 private:
  void begin() override;
  void fire() noexcept override;
  void leave() noexcept override;

  int descriptor_;
  bool for_writing_;
  bool closed_ = false;
};

/// What `co_await wait_readable(…)` waits with.
class [[nodiscard]] Readiness {
 public:
  Readiness(int descriptor, bool for_writing) noexcept
      : descriptor_(descriptor), for_writing_(for_writing) {}
  ReadinessWaiter operator co_await() const noexcept { return {descriptor_, for_writing_}; }

 private:
  int descriptor_;
  bool for_writing_;
};
/// `co_await wait_readable(descriptor)` suspends until there is something to read, or the other end
/// has closed, or there is an error to be fetched. Cancelled, it has not touched the descriptor.
///
/// @throws InvalidStateError when another task waits for the same; std::system_error when it cannot
///         be watched, or (ECANCELED) when it is closed meanwhile: see Loop::notify_closing().
inline Readiness wait_readable(int descriptor) noexcept {
  return {descriptor, false};
}
/// The same for a descriptor that can take something.
inline Readiness wait_writable(int descriptor) noexcept {
  return {descriptor, true};
}

}  // namespace huddle
