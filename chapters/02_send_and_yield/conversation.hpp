#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <utility>

#include "outcome.hpp"
#include "stop_iteration.hpp"

/// @file
/// @brief How messages reach a paused body, through all the bodies that await it.

namespace ch02 {

/// The part of a coroutine's promise that does not depend on what its body returns. So one body can
/// await another that returns something else.
template <class Yielded, class Sent>
struct Conversation {
  std::coroutine_handle<> frame;
  Yielded* yielded = nullptr;        // what was yielded last: it sits in a body's frame
  Outcome<Sent> received;            // the message for the place where the body is paused
  Conversation* delegate = nullptr;  // whom the body awaits: every message is for that one
  bool started = false;
  bool running = false;

  virtual ~Conversation() = default;
  /// How the body failed; null when it did not.
  virtual std::exception_ptr error() const noexcept = 0;

  /// Delivers a message, a value or an error, and runs the body to its next pause. A body that
  /// awaits another passes the message on: one call deeper for each delegate in the chain.
  /// @throws std::logic_error when the body is running already.
  void resume(Outcome<Sent> message) {
    if (running) throw std::logic_error("coroutine already executing: its own body resumed it");
    const Busy busy(*this);
    if (delegate) {
      if (!delegate->frame.done()) delegate->resume(std::move(message));
      yielded = delegate->yielded;
      if (!delegate->frame.done()) return;
      delegate = nullptr;  // it has ended: the body goes on with what it returned
      message = {};
    }
    received = std::move(message);
    started = true;
    frame.resume();
  }

  /// Ends the body with a GeneratorExit at the place where it is paused; its delegate goes first.
  /// @throws std::runtime_error when the body yields instead of ending.
  /// @throws whatever else the body throws.
  void close() {
    auto farewell = std::make_exception_ptr(GeneratorExit{});
    if (Conversation* inner = std::exchange(delegate, nullptr)) try {
        inner->close();
      } catch (...) {
        farewell = std::current_exception();
      }
    resume(Outcome<Sent>::failed(farewell));
    if (!frame.done()) throw std::runtime_error("coroutine ignored GeneratorExit: it yielded");
    if (error()) try {
        std::rethrow_exception(error());
      } catch (const GeneratorExit&) {
      }
  }

 private:
  struct Busy {  // while it lives, the body runs
    explicit Busy(Conversation& body) noexcept : body(body) { body.running = true; }
    ~Busy() { body.running = false; }
    Conversation& body;
  };
};

}  // namespace ch02
