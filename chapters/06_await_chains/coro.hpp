#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "frame.hpp"
#include "outcome.hpp"
#include "report.hpp"
#include "trampoline.hpp"

/// @file
/// @brief A function that awaits others of its kind, and returns a value to whoever awaits it.

namespace ch06 {

/// What an asynchronous function returns. Calling the function runs nothing: `co_await` the object,
/// once, and the expression evaluates to what the body returns, or throws what it throws. `T` may
/// be an object, move-only too, an lvalue reference or `void`.
///
///     Coro<int> answer() { co_return 42; }
///     Coro<void> asks() { std::cout << co_await answer() << '\n'; }
///     Chain chain(asks());
///     chain.resume();  // 42
///
/// One that has a name must be moved: `co_await std::move(named)`.
template <class T>
class [[nodiscard]] Coro {
 public:
  struct promise_type : Link, ch02::Ending<T> {
    Coro get_return_object(const char* function = __builtin_FUNCTION()) {
      frame = std::coroutine_handle<promise_type>::from_promise(*this);
      name = function;
      return Coro(*this);
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() { this->outcome.set_error(std::current_exception()); }

    template <class Awaitable>
    Awaitable await_transform(Awaitable awaitable, int line = __builtin_LINE()) {
      this->line = line;
      return awaitable;
    }
    template <class Inner>
    auto await_transform(Coro<Inner>&& inner, int line = __builtin_LINE()) {
      this->line = line;
      return typename Coro<Inner>::Await(*this->trampoline, inner.claim(line));
    }
  };

  /// What `co_await` waits with: `inner` runs, and gives its result. Then its frame dies, before
  /// the caller goes on.
  struct Await : std::suspend_always {
    Await(Trampoline& trampoline, promise_type& inner) : trampoline(trampoline), inner(inner) {}
    void await_suspend(std::coroutine_handle<>) noexcept { trampoline.push(inner); }
    T await_resume() {
      const ch01::Frame<promise_type> ended(inner);
      return inner.outcome.take();
    }
    Trampoline& trampoline;
    promise_type& inner;
  };

  Coro(Coro&& other) noexcept
      : promise_(std::exchange(other.promise_, nullptr)), name_(other.name_) {}
  /// A coroutine that nobody awaited never ran. That is reported.
  ~Coro() {
    if (!promise_) return;
    ch03::report("coroutine '" + std::string(name_) + "' was never awaited");
    promise_->frame.destroy();
  }

  /// Gives the frame to whoever awaits it, in this line. Once.
  /// @throws std::logic_error when somebody has it already.
  promise_type& claim(int line) {
    if (!promise_)
      throw std::logic_error(
          "coroutine '" + std::string(name_) + "' is awaited in line " + std::to_string(line) +
          (line_ ? ", but was in line " + std::to_string(line_) + " already" : ", but moved away"));
    line_ = line;
    return *std::exchange(promise_, nullptr);
  }

 private:
  explicit Coro(promise_type& promise) noexcept : promise_(&promise), name_(promise.name) {}

  promise_type* promise_;  // null once somebody else has it
  const char* name_;
  int line_ = 0;  // where it was awaited
};

/// A coroutine that is started by hand, and all that it awaits.
template <class T>
class Chain : public Trampoline {
 public:
  explicit Chain(Coro<T>&& first, int line = __builtin_LINE()) : Trampoline(first.claim(line)) {}

  /// What the first coroutine returned: moved out, so once.
  /// @throws what it threw.
  /// @throws std::logic_error when it has not ended.
  T result() {
    if (!done()) throw std::logic_error("the chain has not ended");
    return static_cast<typename Coro<T>::promise_type&>(first_).outcome.take();
  }
};

}  // namespace ch06
