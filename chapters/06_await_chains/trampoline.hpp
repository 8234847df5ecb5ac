#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <stdexcept>
#include <utility>

#include "arrangement.hpp"
#include "observer.hpp"

/// @file
/// @brief Runs coroutines that await each other, one at a time and never inside one another.

namespace ch06 {

using ch03::Callback;
using ch05::Arrangement;

class Trampoline;

/// Who owns the frame of a coroutine that is awaited.
struct Holder {
  virtual ~Holder() = default;
  /// Destroys the frame.
  virtual void drop() = 0;
};

/// What a coroutine's promise knows of the chain that it is a link of.
struct Link {
  std::coroutine_handle<> frame;
  /// The function that the body is of.
  const char* name = "";
  /// The line of source where it awaits.
  int line = 0;
  /// Who awaits it; null for the first of the chain.
  Link* caller = nullptr;
  Holder* holder = nullptr;
  /// What resumes it; null until somebody awaits it.
  Trampoline* trampoline = nullptr;
};

/// Keeps the last link of a chain, the one that runs or waits: the top. It is the only one that
/// resumes anybody, so that however long the chain is, one resume() is on the stack.
class Trampoline {
 public:
  Trampoline(const Trampoline&) = delete;
  virtual ~Trampoline() = default;

  /// Runs the chain until its top waits, or until it has ended.
  /// @throws std::logic_error when it waits already, runs, or has ended.
  void resume() {
    if (waiting_) throw std::logic_error("the chain waits: whoever it waits for will resume it");
    if (running_) throw std::logic_error("the chain runs already");
    if (!top_) throw std::logic_error("the chain has ended");
    running_ = true;
    course::observer->begins(this);
    while (top_ && !waiting_) top_->frame.resume();
    running_ = false;
    if (top_)
      course::observer->waits(this, top_->line);
    else
      course::observer->ended(this);
  }

  bool done() const noexcept { return top_ == nullptr; }
  bool waiting() const noexcept { return waiting_; }
  /// The last link: walk from here along `caller` to see who waits for whom. Null at the end.
  const Link* top() const noexcept { return top_; }

  /// Puts `inner`, which the top awaits, on top of it: it runs next, and then its caller goes on.
  void push(Link& inner) noexcept {
    course::observer->awaits(this, inner.name, top_->line);
    inner.caller = top_;
    inner.trampoline = this;
    top_ = &inner;
  }
  /// Takes the top off, which has ended.
  void pop() noexcept {
    top_ = top_->caller;
    if (top_) course::observer->returns(this);
  }

  /// Has the top wait until the callback is called that `arrange` is handed.
  virtual void wait(const Arrangement& arrange) {
    arrange([this] { wake(); });
    waiting_ = true;
  }
  /// The wait is over.
  virtual void wake() {
    waiting_ = false;
    resume();
  }
  /// Throws what the top shall find instead of what it waited for, where there is something.
  void rethrow() {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 protected:
  explicit Trampoline(Link& first) : top_(&first) {
    first.trampoline = this;
    course::observer->made(this, first.name);
  }
  // Takes a chain down that has not ended: the top first, and one after the other.
  void unwind() noexcept {
    while (top_) {
      Link* last = std::exchange(top_, top_->caller);
      if (last->holder) last->holder->drop();
    }
  }
  void throw_in(std::exception_ptr error) { thrown_ = std::move(error); }

 private:
  Link* top_;
  bool running_ = false;
  bool waiting_ = false;
  std::exception_ptr thrown_;
};

/// Where a chain really waits. To `co_await` one is to make its arrangement, and to go on when
/// that wakes the chain.
class Suspension {
 public:
  explicit Suspension(Arrangement arrange) : arrange_(std::move(arrange)) {}

  bool await_ready() const noexcept { return false; }
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
      : Suspension([&loop](Callback wake) { loop.call_soon(std::move(wake)); }) {}
};

}  // namespace ch06
