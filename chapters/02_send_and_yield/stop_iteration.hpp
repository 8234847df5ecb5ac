#pragma once

#include <exception>

#include "outcome.hpp"

/// @file
/// @brief What is thrown when a coroutine has ended, and what is thrown to end it.

namespace ch02 {

/// There is nothing more. Catch this one when the returned value does not matter.
struct AnyStopIteration : std::exception {
  const char* what() const noexcept override { return "StopIteration"; }
};

/// The coroutine has just ended, and returned `value`. It is thrown once; whoever asks again gets
/// an AnyStopIteration, without a value.
template <class T>
struct StopIteration : AnyStopIteration {
  T value;
  /// @throws the error, where the body ended with one.
  explicit StopIteration(Outcome<T>& outcome) : value(outcome.take()) {}
};

/// The coroutine has just ended, and returned nothing.
template <>
struct StopIteration<void> : AnyStopIteration {
  explicit StopIteration(Outcome<void>& outcome) { outcome.take(); }
};

/// Thrown into a body by close(), at the place where it is paused: time to go. It is not a
/// `std::exception`, so a body that catches those does not catch this by accident.
struct GeneratorExit {};

/// Whether `error` is an `Error`, or derives from one. Null is none.
template <class Error>
bool holds(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const Error&) {
    return true;
  } catch (...) {
  }
  return false;
}

}  // namespace ch02
