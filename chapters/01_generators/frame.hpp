#pragma once

#include <coroutine>
#include <utility>

/// @file
/// @brief The owner of a paused function's memory.

namespace ch01 {

/// Owns the frame of one coroutine: the block of memory that keeps its parameters, its locals and
/// the place to go on from while it is paused. When the owner dies, the frame dies, and with it
/// every local that is alive at that pause.
///
/// A frame has one owner, so a `Frame` can be moved and not copied. It must not be destroyed while
/// its coroutine runs.
template <class Promise>
class Frame {
 public:
  using Handle = std::coroutine_handle<Promise>;

  /// Takes ownership of the frame that `promise` lives in.
  explicit Frame(Promise& promise) noexcept : handle_(Handle::from_promise(promise)) {}
  Frame(Frame&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Frame& operator=(Frame other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Frame() {
    if (handle_) handle_.destroy();
  }

  /// Whether there is a frame: false once it has been moved away.
  explicit operator bool() const noexcept { return handle_ != nullptr; }
  /// Whether the body has ended. Ask only while it is paused.
  bool done() const noexcept { return handle_.done(); }
  /// Runs the body from its pause to the next one. Not once it has ended.
  void resume() const { handle_.resume(); }
  /// What the body and the outside share: see the type's `promise_type`.
  Promise& promise() const noexcept { return handle_.promise(); }

 private:
  Handle handle_;
};

}  // namespace ch01
