#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <stdexcept>
#include <utility>
#include <variant>

#include "conversation.hpp"
#include "frame.hpp"
#include "outcome.hpp"
#include "stop_iteration.hpp"

/// @file
/// @brief A function that pauses to hand out a value, and goes on with one that is sent in.

namespace ch02 {

/// What is yielded, sent or returned where there is nothing to say.
using None = std::monostate;

/// What a function returns that talks with its caller: `co_yield` hands out a `Yielded` and
/// evaluates to the `Sent` that the caller sends back; `co_return` ends it with a `Returned`, which
/// the caller finds in a StopIteration. `co_await other` lets another coroutine do the talking
/// until that one ends, and evaluates to what it returned (Python's `yield from`).
///
///     Coroutine<double, double, None> running_average() {
///       double total = co_yield 0;
///       for (int count = 1;; ++count) total += co_yield total / count;
///     }
///     auto average = running_average();
///     average.next();    // 0: it waits for its first number
///     average.send(10);  // 10
///     average.send(30);  // 20
template <class Yielded, std::default_initializable Sent, class Returned>
class Coroutine {
 public:
  struct promise_type : Conversation<Yielded, Sent>, Ending<Returned> {
    Coroutine get_return_object(const char* function = __builtin_FUNCTION()) {
      this->name = function;
      this->frame = std::coroutine_handle<promise_type>::from_promise(*this);
      return Coroutine(*this);
    }

    // What `co_await inner` evaluates to: the value that `inner` returns, once it has ended.
    template <class Inner>
    struct Delegation : std::suspend_always {
      Delegation(promise_type& outer, Inner& inner) noexcept : outer(outer), inner(inner) {}
      // Runs the inner body to its first pause. It may end without one: then nobody pauses.
      bool await_ready() {
        inner.resume(Sent{});
        outer.yielded = inner.yielded;
        return inner.ended();
      }
      void await_suspend(std::coroutine_handle<>) noexcept { outer.delegate = &inner; }
      decltype(auto) await_resume() {
        outer.take();
        return inner.outcome.take();
      }
      promise_type& outer;
      Inner& inner;
    };
    template <class Result>
    auto await_transform(const Coroutine<Yielded, Sent, Result>& inner,
                         int line = __builtin_LINE()) {
      if (inner.done()) throw std::logic_error("cannot await a coroutine that has ended");
      this->line = line;
      using Inner = typename Coroutine<Yielded, Sent, Result>::promise_type;
      return Delegation<Inner>(*this, inner.frame_.promise());
    }

    // A StopIteration that leaves the body is a mistake and must not look like its end (PEP 479).
    void unhandled_exception() {
      auto error = std::current_exception();
      if (holds<AnyStopIteration>(error))
        error = std::make_exception_ptr(std::runtime_error("coroutine raised StopIteration"));
      this->outcome.set_error(this->failure = error);
    }
  };

  /// Runs the body to its first `co_yield`; later it sends an empty value, `Sent{}`.
  /// @return what the body yielded, where it sits in the body: good until the next message.
  /// @throws StopIteration<Returned> when the body returned; AnyStopIteration ever after.
  /// @throws whatever the body threw; after that it has ended.
  /// @throws std::logic_error when the body itself calls it.
  Yielded& next() { return deliver(Sent{}); }

  /// Goes on with `value`: the body's `co_yield` evaluates to it. Returns and throws as next().
  /// @throws std::logic_error when the body has not started: no `co_yield` waits for a value.
  Yielded& send(Sent value) {
    if (!done() && !frame_.promise().started)
      throw std::logic_error("cannot send before the body has started: call next() first");
    return deliver(std::move(value));
  }

  /// Throws `error` into the body, at the `co_yield` where it is paused. The body may catch it and
  /// go on; otherwise it comes back out. A body that has not started ends before its first line,
  /// and one that has ended cannot catch anything. Returns and throws as next().
  Yielded& throw_in(std::exception_ptr error) {
    if (done()) std::rethrow_exception(error);
    return deliver(Sent{}, std::move(error));
  }

  /// Throws a GeneratorExit into the body, and expects it to end of that.
  /// @throws std::runtime_error when it yields once more instead; whatever else the body throws.
  void close() {
    if (frame_) frame_.promise().close();
  }

  /// Whether the body has ended, or was moved away.
  bool done() const noexcept { return !frame_ || frame_.promise().ended(); }
  /// What the body and the coroutine share, for those who look on.
  const auto& promise() const noexcept { return frame_.promise(); }

 private:
  template <class, std::default_initializable, class>
  friend class Coroutine;

  explicit Coroutine(promise_type& promise) noexcept : frame_(promise) {}

  Yielded& deliver(Sent value, std::exception_ptr error = nullptr) {
    if (done()) throw AnyStopIteration();
    frame_.promise().resume(std::move(value), std::move(error));
    if (!done()) return *frame_.promise().yielded;
    throw StopIteration<Returned>(frame_.promise().outcome);
  }

  ch01::Frame<promise_type> frame_;
};

}  // namespace ch02
