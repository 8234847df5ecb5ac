#pragma once

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

#include "callback_queue.hpp"
#include "coroutine.hpp"
#include "future.hpp"
#include "observer.hpp"

/// @file
/// @brief What turns callbacks back into code that reads from top to bottom.

namespace ch03 {

using ch02::Coroutine;
using ch02::StopIteration;

/// A coroutine that waits by yielding: it yields the future it waits for, and is sent its value.
template <class Sent, class Returned>
using FutureCoroutine = Coroutine<Future<Sent>, Sent, Returned>;

/// Runs one such coroutine, from future to future, and keeps its frame meanwhile.
template <class Sent, class Returned>
class Driver {
 public:
  Driver(CallbackQueue& queue, FutureCoroutine<Sent, Returned> body, const char* file, int line)
      : queue_(queue), body_(std::move(body)), result_(queue, file, line) {
    course::observer->made(this, body_.promise().name);
  }

  /// What the coroutine will have returned or thrown.
  Future<Returned> result() const { return result_; }

  /// Starts the coroutine, or goes on with what `awaited` became; then waits for what it yields.
  void step(const Future<Sent>* awaited = nullptr) {
    course::observer->begins(this);
    try {
      Future<Sent>& next = awaited ? resume(*awaited) : body_.next();
      next.add_done_callback([this](const Future<Sent>& done) { step(&done); });
    } catch (StopIteration<Returned>& end) {
      result_.settle([&]() -> Returned {
        if constexpr (!std::is_void_v<Returned>) return std::forward<Returned>(end.value);
      });
    } catch (...) {
      result_.settle([]() -> Returned { throw; });
    }
    if (!body_.done()) return course::observer->waits(this, body_.promise().line);
    course::observer->ended(this);
    queue_.let_go(this);  // the driver dies here: nothing may follow
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

  CallbackQueue& queue_;
  FutureCoroutine<Sent, Returned> body_;
  Future<Returned> result_;
};

/// Runs `body` from `queue`, step by step: each time it yields a future, it is resumed with a copy
/// of that future's value, or the future's exception is thrown into it. Nothing runs inside this
/// call. The queue owns the driver until the body ends, or until the queue dies.
/// @return a future of what the body returns or throws.
template <class Sent, class Returned>
Future<Returned> drive(CallbackQueue& queue, FutureCoroutine<Sent, Returned> body,
                       const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  auto driver = std::make_shared<Driver<Sent, Returned>>(queue, std::move(body), file, line);
  queue.keep(driver);
  queue.enqueue([driver = driver.get()] { driver->step(); });
  return driver->result();
}

}  // namespace ch03
