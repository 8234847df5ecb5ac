#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include "stop_iteration.hpp"

/// @file
/// @brief How messages reach a paused body, through all the bodies that await it.

namespace ch02 {

/// The part of a coroutine's promise that talks: out to the caller, and in to the body. It does not
/// depend on what the body returns, so one body can await another that returns something else.
template <class Yielded, class Sent>
struct Conversation {
  std::coroutine_handle<> frame;
  /// The function that the body is of.
  const char* name = "";
  /// The line of source where the body is paused.
  int line = 0;
  /// What was yielded last: it sits in a body's frame.
  Yielded* yielded = nullptr;
  /// What the body finds where it is paused: this value.
  Sent sent{};
  /// Or this error, where there is one.
  std::exception_ptr thrown;
  /// Whom the body awaits: every message is for that one.
  Conversation* delegate = nullptr;
  /// How the body failed; null when it did not.
  std::exception_ptr failure;
  bool started = false;
  bool running = false;

  bool ended() const noexcept { return !running && frame.done(); }

  /// Delivers a value, or an error where there is one, and runs the body to its next pause. A body
  /// that awaits another passes both on: one call deeper for each delegate in the chain.
  /// @throws std::logic_error when the body is running, or has ended.
  void resume(Sent value, std::exception_ptr error = nullptr) {
    if (running) throw std::logic_error("coroutine already executing: its own body resumed it");
    if (ended()) throw std::logic_error("somebody else ended the coroutine awaited here");
    started = running = true;
    if (!delegate || !delegate_pauses(value, error)) {
      delegate = nullptr;
      sent = std::move(value);
      thrown = error;
      frame.resume();
    }
    running = false;
  }

  /// Ends the body with a GeneratorExit at the place where it is paused.
  /// @throws std::runtime_error when the body yields instead of ending.
  /// @throws whatever else the body throws.
  void close() {
    if (ended()) return;
    resume(Sent{}, std::make_exception_ptr(GeneratorExit{}));
    if (!ended()) throw std::runtime_error("coroutine ignored GeneratorExit: it yielded");
    if (failure && !holds<GeneratorExit>(failure)) std::rethrow_exception(failure);
  }

  /// What the body goes on with.
  /// @throws the error that was thrown in, where there is one.
  Sent take() {
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    return std::move(sent);
  }

  // What `co_yield` evaluates to.
  struct Reply : std::suspend_always {
    explicit Reply(Conversation& body) noexcept : body(body) {}
    Sent await_resume() { return body.take(); }
    Conversation& body;
  };
  Reply yield_value(Yielded& value, int line = __builtin_LINE()) noexcept {
    yielded = std::addressof(value);
    this->line = line;
    return Reply(*this);
  }
  Reply yield_value(Yielded&& value, int line = __builtin_LINE()) noexcept {
    return yield_value(value, line);
  }

  // The start is a pause, too. A value that is sent there is lost; an error ends the body. It has
  // no value: g++ 12 crashes where the start evaluates to a class (see the test Step7_ThrowIn).
  struct Start : Reply {
    using Reply::Reply;
    void await_resume() { Reply::await_resume(); }
  };
  Start initial_suspend() noexcept { return Start(*this); }
  std::suspend_always final_suspend() noexcept { return {}; }

 private:
  // Passes the message on. When the delegate does not pause again, `error` becomes what the body
  // itself shall find: nothing, or an error that is not the delegate's own.
  bool delegate_pauses(Sent& value, std::exception_ptr& error) {
    try {
      if (error && (delegate->ended() || holds<GeneratorExit>(error))) {
        delegate->close();
        return false;
      }
      delegate->resume(std::move(value), std::exchange(error, nullptr));
      yielded = delegate->yielded;
      return !delegate->ended();
    } catch (...) {
      error = std::current_exception();
      return false;
    }
  }
};

}  // namespace ch02
