#pragma once

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

#include "callback_queue.hpp"
#include "coroutine.hpp"
#include "future.hpp"

/// @file
/// @brief What turns callbacks back into code that reads from top to bottom.

namespace ch03 {

using ch02::Coroutine;
using ch02::StopIteration;

/// A coroutine that waits by yielding: it yields the future it waits for, and is sent its value.
template <class Sent, class Returned>
using FutureCoroutine = Coroutine<Future<Sent>, Sent, Returned>;

/// Runs one such coroutine to its end. It holds itself alive: the callback it leaves with each
/// future is its only owner, besides the coroutine's own end.
template <class Sent, class Returned>
class Driver : public std::enable_shared_from_this<Driver<Sent, Returned>> {
 public:
  Driver(CallbackQueue& queue, FutureCoroutine<Sent, Returned> body)
      : body_(std::move(body)), result_(queue) {}

  /// What the coroutine will have returned or thrown.
  Future<Returned> result() const { return result_; }

  /// Starts the coroutine, or goes on with what `awaited` became; then waits for what it yields.
  void step(const Future<Sent>* awaited = nullptr) {
    try {
      Future<Sent>& next = awaited ? resume(*awaited) : body_.next();
      next.add_done_callback(
          [self = this->shared_from_this()](const Future<Sent>& done) { self->step(&done); });
    } catch (const StopIteration<Returned>& end) {
      if constexpr (std::is_void_v<Returned>)
        result_.set_result();
      else
        result_.set_result(end.value);
    } catch (...) {
      result_.settle([]() -> Returned { throw; });
    }
  }

 private:
  Future<Sent>& resume(const Future<Sent>& awaited) {
    std::exception_ptr error;
    try {
      awaited.result();
    } catch (...) {
      error = std::current_exception();
    }
    return error ? body_.throw_in(error) : body_.send(awaited.result());
  }

  FutureCoroutine<Sent, Returned> body_;
  Future<Returned> result_;
};

/// Runs `body` from `queue`, step by step: each time it yields a future, it is resumed with that
/// future's value, or the future's exception is thrown into it. Nothing runs inside this call.
/// @return a future of what the body returns or throws.
template <class Sent, class Returned>
Future<Returned> drive(CallbackQueue& queue, FutureCoroutine<Sent, Returned> body) {
  auto driver = std::make_shared<Driver<Sent, Returned>>(queue, std::move(body));
  queue.enqueue([driver] { driver->step(); });
  return driver->result();
}

}  // namespace ch03
