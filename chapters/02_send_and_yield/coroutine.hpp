#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include "conversation.hpp"
#include "frame.hpp"
#include "outcome.hpp"
#include "stop_iteration.hpp"

/// @file
/// @brief A function that pauses to hand out a value, and goes on with one that is sent in.

namespace ch02 {

/// What is yielded or sent where there is nothing to say.
struct None {
  friend bool operator==(None, None) = default;
};

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
    Coroutine get_return_object() {
      this->frame = std::coroutine_handle<promise_type>::from_promise(*this);
      return Coroutine(*this);
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }

    // A StopIteration that leaves the body is a mistake and must not look like its end (PEP 479).
    void unhandled_exception() {
      try {
        throw;
      } catch (const AnyStopIteration&) {
        this->outcome.set_error(std::make_exception_ptr(
            std::runtime_error("coroutine raised StopIteration: it came from an inner next()")));
      } catch (...) {
        this->outcome.set_error(std::current_exception());
      }
    }
    std::exception_ptr error() const noexcept override { return this->outcome.error(); }

    /// What `co_yield` evaluates to: the message that wakes the body.
    struct Received : std::suspend_always {
      explicit Received(promise_type& promise) noexcept : promise(promise) {}
      Sent await_resume() { return promise.received.take(); }
      promise_type& promise;
    };
    Received yield_value(Yielded& value) noexcept {
      this->yielded = std::addressof(value);
      return Received(*this);
    }
    Received yield_value(Yielded&& value) noexcept { return yield_value(value); }

    /// What `co_await inner` evaluates to: the value `inner` returns, once it has ended.
    template <class Inner>
    struct Delegation {
      Delegation(promise_type& outer, Inner& inner) noexcept : outer(outer), inner(inner) {}
      // Runs the inner body to its next co_yield. It may end without one.
      bool await_ready() {
        outer.received = {};
        inner.resume(Outcome<Sent>::ended_with(Sent{}));
        return inner.frame.done();
      }
      void await_suspend(std::coroutine_handle<>) noexcept {
        outer.delegate = &inner;
        outer.yielded = inner.yielded;
      }
      decltype(auto) await_resume() {
        if (outer.received.error()) std::rethrow_exception(outer.received.error());
        return inner.outcome.take();
      }
      promise_type& outer;
      Inner& inner;
    };
    /// @throws std::logic_error when `inner` has ended already.
    template <class Result>
    auto await_transform(const Coroutine<Yielded, Sent, Result>& inner) {
      if (inner.done()) throw std::logic_error("cannot await a coroutine that has ended");
      using Inner = typename Coroutine<Yielded, Sent, Result>::promise_type;
      return Delegation<Inner>(*this, inner.frame_.promise());
    }
  };

  /// Runs the body to its first `co_yield`; later it sends an empty value, `Sent{}`.
  /// @return what the body yielded, where it sits in the body: good until the next message.
  /// @throws StopIteration<Returned> when the body returned; AnyStopIteration ever after.
  /// @throws whatever the body threw; after that it has ended.
  /// @throws std::logic_error when the body itself calls it.
  Yielded& next() { return deliver(Outcome<Sent>::ended_with(Sent{})); }

  /// Goes on with `value`: the body's `co_yield` evaluates to it. Returns and throws as next().
  /// @throws std::logic_error when the body has not started: no `co_yield` waits for a value.
  Yielded& send(Sent value) {
    if (unstarted())
      throw std::logic_error("cannot send to a coroutine that has not started: call next() first");
    return deliver(Outcome<Sent>::ended_with(std::move(value)));
  }

  /// Throws `error` into the body, at the `co_yield` where it is paused. The body may catch it and
  /// go on; otherwise it comes back out. A body that has not started ends before its first line.
  /// Returns and throws as next().
  Yielded& throw_in(std::exception_ptr error) {
    if (unstarted()) {
      const auto ended_here = std::move(frame_);
      std::rethrow_exception(error);
    }
    return deliver(Outcome<Sent>::failed(std::move(error)));
  }

  /// Throws a GeneratorExit into the body, and expects it to end of that.
  /// @throws std::runtime_error when it yields once more instead; whatever else the body throws.
  void close() {
    if (unstarted()) const auto ended_here = std::move(frame_);
    if (!done()) frame_.promise().close();
  }

  /// Whether the body has ended, or was moved away. Ask only while it is paused.
  bool done() const noexcept { return !frame_ || frame_.done(); }

 private:
  template <class, std::default_initializable, class>
  friend class Coroutine;

  explicit Coroutine(promise_type& promise) noexcept : frame_(promise) {}

  bool unstarted() const noexcept { return frame_ && !frame_.promise().started; }

  Yielded& deliver(Outcome<Sent> message) {
    if (!frame_ || (!frame_.promise().running && frame_.done())) throw AnyStopIteration();
    auto& promise = frame_.promise();
    promise.resume(std::move(message));
    if (!frame_.done()) return *promise.yielded;
    throw StopIteration<Returned>(promise.outcome);
  }

  ch01::Frame<promise_type> frame_;
};

}  // namespace ch02
