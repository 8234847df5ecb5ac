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

/// What an asynchronous function returns. Calling the function runs nothing: `co_await` it, once,
/// and the expression evaluates to what the body returns, or throws what it throws. `T` may be an
/// object, move-only too, an lvalue reference or `void`.
///
///     Coro<int> answer() { co_return 42; }
///     Coro<void> asks() { std::cout << co_await answer() << '\n'; }
///     Chain chain(asks());
///     chain.resume();  // 42
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
    struct End : std::suspend_always {
      void await_suspend(std::coroutine_handle<promise_type> body) noexcept {
        body.promise().trampoline->pop();
      }
    };
    End final_suspend() noexcept { return {}; }
    void unhandled_exception() { this->outcome.set_error(std::current_exception()); }

    template <class Inner>
    auto await_transform(Coro<Inner>&& inner, const char* file = __builtin_FILE(),
                         int line = __builtin_LINE()) {
      this->line = line;
      return typename Coro<Inner>::Await(inner.claim(file, line));
    }
    // A coroutine that has a name must be moved, since it can be awaited once: std::move(inner).
    template <class Inner>
    void await_transform(Coro<Inner>& inner) = delete;
    template <class Awaitable>
    Awaitable await_transform(Awaitable awaitable, int line = __builtin_LINE()) {
      this->line = line;
      return awaitable;
    }
  };

  Coro(Coro&&) noexcept = default;
  /// A coroutine that nobody awaited never ran. That is reported.
  ~Coro() {
    if (frame_) ch03::report("coroutine '" + std::string(name_) + "' was never awaited");
  }

 private:
  template <class>
  friend class Coro;
  template <class>
  friend class Chain;
  using Frame = ch01::Frame<promise_type>;

  // What `co_await` waits with. It owns the frame of the one that is awaited.
  struct Await : std::suspend_always, Holder {
    explicit Await(Frame inner) noexcept : inner(std::move(inner)) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) noexcept {
      inner.promise().holder = this;
      caller.promise().trampoline->push(inner.promise());
    }
    T await_resume() {
      Frame ended = std::move(inner);  // dies before the caller goes on
      return ended.promise().outcome.take();
    }
    void drop() override { Frame dropped = std::move(inner); }
    Frame inner;
  };

  explicit Coro(promise_type& promise) noexcept : frame_(promise), name_(promise.name) {}

  // Hands the frame to whoever awaits it, at this place.
  Frame claim(const char* file, int line) {
    if (!frame_) {
      const auto place = [](auto* file, int line) { return file + (":" + std::to_string(line)); };
      throw std::logic_error("coroutine '" + std::string(name_) + "' is awaited at " +
                             place(file, line) + ", but was " +
                             (line_ ? "awaited before, at " + place(file_, line_) : "moved away"));
    }
    file_ = file;
    line_ = line;
    return std::move(frame_);
  }

  Frame frame_;
  const char* name_;
  const char* file_ = nullptr;  // where it was awaited
  int line_ = 0;
};

/// A coroutine that is started by hand, and all that it awaits.
template <class T>
class Chain : public Trampoline {
 public:
  explicit Chain(Coro<T> first, const char* file = __builtin_FILE(), int line = __builtin_LINE())
      : Chain(first.claim(file, line)) {}
  ~Chain() override { unwind(); }

  /// What the first coroutine returned: moved out, so once.
  /// @throws what it threw.
  /// @throws std::logic_error when it has not ended.
  T result() {
    if (!done()) throw std::logic_error("the chain has not ended");
    return first_.promise().outcome.take();
  }

 private:
  explicit Chain(typename Coro<T>::Frame first)
      : Trampoline(first.promise()), first_(std::move(first)) {}

  typename Coro<T>::Frame first_;
};

}  // namespace ch06
