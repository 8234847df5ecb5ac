#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

/// @file
/// @brief The errors that have a name. Names are asyncio's.

namespace huddle {

/// The task was asked to end, and this is the request, thrown where it waited. Clean up and let it
/// go on; what cleans up by awaiting stands behind the handler, since C++ allows no `co_await` in
/// one, or in an exit(): see with(). It is not a `std::exception`, so that code which catches
/// errors does not swallow it.
struct CancelledError {
  CancelledError() = default;
  /// @param message what cancel() was told.
  explicit CancelledError(std::string message) : message(std::move(message)) {}
  /// What cancel() was told; often empty.
  std::string message;
};

/// Ctrl-C ended `run()`. It is not a `std::exception`, so that code which catches errors does not
/// swallow it. Catch it in main(), and return 130.
struct KeyboardInterrupt {};

/// It took longer than it was allowed to.
struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took longer than its time-out") {}
  using std::runtime_error::runtime_error;
};

/// Asked of a future, a group or a loop what its state does not allow; what() says what to do.
struct InvalidStateError : std::logic_error {
  using std::logic_error::logic_error;
};

/// Everybody waits, and nothing can wake anybody: what() shows who waits for whom, and where. What
/// can wake somebody is a timer, a descriptor that is waited for or has a callback, a call in a
/// thread, a signal handler and a RemoteLoop; so a callback that calls itself again and again hides
/// a deadlock.
struct DeadlockError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Whether it is a KeyboardInterrupt, which no group and no report takes for an error.
bool is_keyboard_interrupt(const std::exception_ptr& error) noexcept;

/// What an error says of itself, whatever it is: of a `std::exception` its what(), for reports.
std::string describe(const std::exception_ptr& error);

}  // namespace huddle
