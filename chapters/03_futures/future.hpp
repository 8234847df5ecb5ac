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

/// What one waits for in the end: `Flat<int>::Type` and `Flat<Future<int>>::Type` are both `int`.
template <class T>
struct Flat {
  using Type = T;
};
template <class T>
struct Flat<Future<T>> {
  using Type = T;
};

/// A value that is not there yet: pending, until somebody sets its result or its exception, or
/// cancels it. Who wants to know adds a callback. A `Future` is a handle; copies are the same
/// future, which lives as long as a handle does.
///
///     Future<int> answer(queue);
///     answer.add_done_callback([](Future<int> done) { std::cout << done.result() << '\n'; });
///     answer.set_result(7);  // prints nothing
///     queue.run();           // prints 7
template <class T>
class Future {
 public:
  /// A pending future, whose callbacks will run from `queue`, which must outlive it. The place is
  /// that of the caller; a report of an exception nobody read names it.
  explicit Future(CallbackQueue& queue, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE())
      : state_(std::make_shared<State>(queue, file, line)) {}

  /// Whether it is no longer pending.
  bool done() const noexcept { return state_->outcome.ended(); }
  /// Whether it was cancelled.
  bool cancelled() const noexcept { return state_->cancelled; }

  /// The value, to look at as often as you like.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled, and the
  ///         exception that was set.
  typename Outcome<T>::View result() const { return ended().get(); }

  /// Moves the value out, for what cannot be copied: once, by its only reader. Throws as result().
  T take() const { return ended().take(); }

  /// The exception that was set; null when there is a value.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled.
  std::exception_ptr exception() const {
    if (cancelled()) ended().get();
    return ended().error();
  }

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
    set_exception(std::make_exception_ptr(CancelledError{std::move(message)}));
    state_->cancelled = true;
    state_->retrieved = true;  // whoever cancels knows: there is nothing to report
    return true;
  }

  /// Has `callback` called from the queue once the future is done, or soon if it is done already.
  /// It is handed the future; a callback that captures it instead keeps it alive for ever.
  void add_done_callback(std::function<void(Future)> callback) const {
    state_->callbacks.push_back(std::move(callback));
    if (done()) announce();
  }

  /// Makes it done as `make()` ends: with what it returns or throws. If it returns a future, this
  /// one will end as that one does. Nothing happens, and `make` is not called, when it is done.
  template <class Make>
  void settle(Make make) const {
    if (done()) return;
    try {
      if constexpr (std::is_same_v<decltype(make()), Future>) {
        make().add_done_callback([outer = *this](const Future& inner) {
          outer.settle([&]() -> decltype(auto) { return inner.result(); });
        });
      } else if constexpr (std::is_void_v<T>) {
        make();
        set_result();
      } else {
        set_result(make());
      }
    } catch (const CancelledError& error) {
      cancel(error.message);
    } catch (...) {
      set_exception(std::current_exception());
    }
  }

  /// A future of what `next(value)` returns, called once this one has a value. If `next` returns a
  /// future, that one is waited for, too. An exception or a cancellation skips `next` and goes
  /// straight to the future returned here. `next` must be copyable.
  template <class Next>
  auto then(Next next, const char* file = __builtin_FILE(), int line = __builtin_LINE()) const {
    auto call = [next = std::move(next)](const Future& done) mutable {
      if constexpr (std::is_void_v<T>)
        return done.result(), next();  // throws where there is something to throw
      else
        return next(done.result());
    };
    Future<typename Flat<decltype(call(*this))>::Type> promised(state_->queue, file, line);
    add_done_callback([call, promised](const Future& done) mutable {
      promised.settle([&] { return call(done); });
    });
    return promised;
  }

 private:
  // What all handles share.
  struct State {
    State(CallbackQueue& queue, const char* file, int line)
        : queue(queue), file(file), line(line) {}
    State(const State&) = delete;
    ~State() {
      if (outcome.error() && !retrieved)
        report("exception was never retrieved: " + describe(outcome.error()) +
               ", of the future made at " + file + ":" + std::to_string(line));
    }

    CallbackQueue& queue;
    const char* file;
    int line;
    Outcome<T> outcome;
    bool cancelled = false;
    bool retrieved = false;
    std::vector<std::function<void(Future)>> callbacks;
  };

  Outcome<T>& ended() const {
    if (!done()) throw InvalidStateError("the result is not set: wait until the future is done");
    state_->retrieved = true;
    return state_->outcome;
  }
  void announce() const {
    for (auto& callback : std::exchange(state_->callbacks, {}))
      state_->queue.enqueue([callback = std::move(callback), future = *this] { callback(future); });
  }
  void require_pending() const {
    if (done()) throw InvalidStateError("the future is done already: it can be set only once");
  }

  std::shared_ptr<State> state_;
};

}  // namespace ch03
