#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "callback_queue.hpp"
#include "outcome.hpp"
#include "report.hpp"

/// @file
/// @brief A value that is not there yet.

namespace ch03 {

using ch02::Outcome;

/// Asked of a future what its state does not allow: its result too early, or to be done twice.
struct InvalidStateError : std::logic_error {
  using std::logic_error::logic_error;
};

/// The future was cancelled: there will be no result. Not a `std::exception`, so that code which
/// catches errors does not swallow it by accident.
struct CancelledError {
  std::string message;
};

template <class T>
class Future;

template <class T>
inline constexpr bool is_future = false;
template <class T>
inline constexpr bool is_future<Future<T>> = true;

/// A value that is not there yet: pending, until somebody sets its result or its exception, or
/// cancels it. Who wants to know adds a callback. A `Future` is a handle; copies are the same
/// future, which lives as long as a handle does.
template <class T>
class Future {
 public:
  using Value = T;

  /// A pending future, whose callbacks will run from `queue`, which must outlive it. The place is
  /// that of the caller; a report of an exception nobody read names it.
  explicit Future(CallbackQueue& queue, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE())
      : state_(std::make_shared<State>(queue, file, line)) {}

  /// Whether it is no longer pending.
  bool done() const noexcept { return state_->cancelled || state_->outcome.ended(); }
  bool cancelled() const noexcept { return state_->cancelled; }

  /// The value. Reads as often as you like.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled, and the
  ///         exception that was set.
  typename Outcome<T>::View result() const { return ended().get(); }

  /// The exception that was set; null when there is a value. Throws as result() otherwise.
  std::exception_ptr exception() const { return ended().error(); }

  /// Makes it done with `value`; nothing where `T` is `void`. Callbacks run later, from the queue.
  /// @throws InvalidStateError when it is done already.
  template <class... Value>
  void set_result(Value&&... value) const {
    require_pending();
    state_->outcome.set_value(std::forward<Value>(value)...);
    announce();
  }

  /// Makes it done with `error`. If nobody ever reads it, it is reported.
  /// @throws InvalidStateError when it is done already.
  void set_exception(std::exception_ptr error) const {
    require_pending();
    state_->outcome.set_error(std::move(error));
    announce();
  }

  /// Makes it done without a result, for the reason in `message`.
  /// @return false, and nothing happens, when it is done already.
  bool cancel(std::string message = "") const {
    if (done()) return false;
    state_->cancelled = true;
    state_->message = std::move(message);
    announce();
    return true;
  }

  /// Has `callback` called from the queue once the future is done, or soon if it is done already.
  /// It is handed the future; a callback that captures it instead keeps it alive for ever.
  void add_done_callback(std::function<void(Future)> callback) const {
    state_->callbacks.push_back(std::move(callback));
    if (done()) announce();
  }

  /// Makes it done with what `make()` returns or throws. Nothing happens when it is done already.
  template <class Make>
  void settle(Make make) const {
    if (done()) return;
    try {
      if constexpr (std::is_void_v<T>) {
        make();
        set_result();
      } else {
        set_result(make());
      }
    } catch (const CancelledError& cancelled) {
      cancel(cancelled.message);
    } catch (...) {
      set_exception(std::current_exception());
    }
  }

  /// A future of what `next(value)` returns, called once this one has a value. If `next` returns a
  /// future, that one is waited for, too. An exception or a cancellation skips `next` and goes
  /// straight to the future returned here.
  template <class Next>
  auto then(Next next, const char* file = __builtin_FILE(), int line = __builtin_LINE()) const;

 private:
  struct State {
    State(CallbackQueue& queue, const char* file, int line)
        : queue(queue), file(file), line(line) {}
    State(const State&) = delete;
    ~State() {
      if (!retrieved && outcome.error())
        report("exception was never retrieved: " + describe(outcome.error()) +
               ", of the future made at " + file + ":" + std::to_string(line));
    }

    CallbackQueue& queue;
    const char* file;
    int line;
    Outcome<T> outcome;
    bool cancelled = false;
    std::string message;
    bool retrieved = false;
    std::vector<std::function<void(Future)>> callbacks;
  };

  const Outcome<T>& ended() const {
    if (state_->cancelled) throw CancelledError{state_->message};
    if (!state_->outcome.ended())
      throw InvalidStateError("the result is not set: wait until the future is done");
    state_->retrieved = true;
    return state_->outcome;
  }
  void require_pending() const {
    if (done()) throw InvalidStateError("the future is done: its result is set once");
  }
  void announce() const {
    for (auto& callback : std::exchange(state_->callbacks, {}))
      state_->queue.enqueue([callback = std::move(callback), future = *this] { callback(future); });
  }

  std::shared_ptr<State> state_;
};

template <class T>
template <class Next>
auto Future<T>::then(Next next, const char* file, int line) const {
  auto call = [next = std::move(next)](const Future& done) mutable {
    if constexpr (std::is_void_v<T>) {
      done.result();
      return next();
    } else {
      return next(done.result());
    }
  };
  using Result = decltype(call(*this));
  if constexpr (is_future<Result>) {
    Result promised(state_->queue, file, line);
    add_done_callback([call, promised](const Future& done) mutable {
      try {
        call(done).add_done_callback(
            [promised](const Result& inner) { promised.settle([&] { return inner.result(); }); });
      } catch (...) {
        promised.settle([]() -> typename Result::Value { throw; });
      }
    });
    return promised;
  } else {
    Future<Result> promised(state_->queue, file, line);
    add_done_callback([call, promised](const Future& done) mutable {
      promised.settle([&] { return call(done); });
    });
    return promised;
  }
}

}  // namespace ch03
