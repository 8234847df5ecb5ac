#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <utility>

#include "arrangement.hpp"
#include "observer.hpp"

/// @file
/// @brief Runs coroutines that await each other: one at a time, and never inside one another.

namespace ch06 {

using ch05::Arrangement;

/// What a coroutine's promise knows of the chain that it is a link of.
struct Link {
  std::coroutine_handle<> frame;
  /// The function that the body is of.
  const char* name = "";
  /// The line of source where it awaits.
  int line = 0;
  /// Who awaits it; null for the first of the chain.
  Link* caller = nullptr;
  /// Who resumes it; null until somebody awaits it.
  class Trampoline* trampoline = nullptr;
};

/// A chain of coroutines, each awaited by the one before it. The last one, the top, runs or waits.
/// Nobody but the trampoline resumes anybody, so that however long the chain is, one resume() is on
/// the stack. The trampoline owns the frames of the chain.
class Trampoline {
 public:
  explicit Trampoline(Link& first) : first_(first), top_(&first) {
    first.trampoline = this;
    course::observer->made(this, first.name);
  }
  Trampoline(const Trampoline&) = delete;
  virtual ~Trampoline() {
    unwind();
    first_.frame.destroy();
  }

  /// Runs the chain until its top waits, or until it has ended.
  /// @throws std::logic_error when it waits, runs already, or has ended.
  void resume() {
    if (waiting_) throw std::logic_error("the chain waits: whoever it waits for will resume it");
    if (running_) throw std::logic_error("the chain runs already");
    if (done()) throw std::logic_error("the chain has ended");
    running_ = true;
    course::observer->begins(this);
    while (!done() && !waiting_) {
      top_->frame.resume();
      if (!top_->frame.done()) continue;
      top_ = top_->caller;
      if (top_) course::observer->returns(this);
    }
    running_ = false;
    done() ? course::observer->ended(this) : course::observer->waits(this, top_->line);
  }

  bool done() const noexcept { return top_ == nullptr; }
  /// The last link: walk from here along `caller` to see who waits for whom. Null at the end.
  const Link* top() const noexcept { return top_; }

  /// Puts `inner`, which the top awaits, on top of it: it runs next, and then its caller goes on.
  void push(Link& inner) noexcept {
    course::observer->awaits(this, inner.name, top_->line);
    inner.caller = top_;
    inner.trampoline = this;
    top_ = &inner;
  }

  /// Has the top wait until the call is made that `arrange` is handed.
  virtual void wait(const Arrangement& arrange) {
    arrange([this] { wake(); });
    waiting_ = true;
  }
  /// Ends the wait.
  virtual void wake() {
    waiting_ = false;
    resume();
  }

  /// Throws what the top shall find instead of what it waited for, where there is something.
  void rethrow() {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 protected:
  /// Destroys the frames of a chain that has not ended, but for the first one's: one after the
  /// other, from the top down.
  void unwind() noexcept {
    while (top_ && top_->caller) std::exchange(top_, top_->caller)->frame.destroy();
  }
  void throw_in(std::exception_ptr error) { thrown_ = std::move(error); }
  Link& first_;

 private:
  Link* top_;
  bool running_ = false;
  bool waiting_ = false;
  std::exception_ptr thrown_;
};

/// Where a chain really waits. To `co_await` one is to make its arrangement, and to go on when
/// that wakes the chain.
struct Suspension : std::suspend_always {
  explicit Suspension(Arrangement arrange) : arrange_(std::move(arrange)) {}

  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> waiter) {
    trampoline_ = waiter.promise().trampoline;
    trampoline_->wait(arrange_);
  }
  void await_resume() {
    if (trampoline_) trampoline_->rethrow();
  }

 private:
  Arrangement arrange_;
  Trampoline* trampoline_ = nullptr;
};

/// Lets everybody else have a turn: `co_await YieldToEventLoop(loop)`.
struct YieldToEventLoop : Suspension {
  explicit YieldToEventLoop(ch05::EventLoop& loop)
      : Suspension([&loop](ch03::Callback wake) { loop.call_soon(std::move(wake)); }) {}
};

}  // namespace ch06
