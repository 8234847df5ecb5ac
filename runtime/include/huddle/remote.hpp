#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "huddle/context_var.hpp"
#include "huddle/function.hpp"
#include "huddle/node.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief The one way into a loop from another thread.

namespace huddle {

/// What other threads have posted to a loop. Shared by the loop and its RemoteLoops. As a node it
/// stands at its descriptor, which wakes the loop.
class Inbox final : public Node {
 public:
  /// @throws std::system_error
  Inbox();
  Inbox(const Inbox&) = delete;
  ~Inbox();

  /// Leaves `callback` for the loop, and wakes it. On any thread.
  /// @throws InvalidStateError when the loop is closed.
  void post(Function<void()> callback, const Where& where);
  /// Wakes the loop, which looks again whether anybody can still wake it.
  void nudge() noexcept;
  /// Whether there is something; costs a load. For the loop.
  bool filled() const noexcept { return filled_.load(std::memory_order_acquire); }
  /// What was posted: the callback, where that was, and the context there.
  struct Post {
    Function<void()> callback;  ///< What is to be called,
    Where where;                ///< who posted it,
    Context context;            ///< and what it sees.
  };
  /// Takes all, in order.
  std::vector<Post> take();
  /// Refuses posts from now on, and drops those that are left.
  void close() noexcept;
  /// Becomes readable when the loop is to wake up.
  int descriptor() const noexcept { return descriptor_; }
  /// The loop is awake: it need not be woken for what was posted so far.
  void fire() noexcept override;
  void turn() override {}

  std::atomic<int> remotes{0};  ///< How many RemoteLoops there are.

 private:
  int descriptor_;
  std::mutex mutex_;
  std::vector<Post> posts_;
  bool closed_ = false;
  std::atomic<bool> filled_{false};
};

/// A handle on a loop for use on any thread. Copy it, pass it on. While one is alive, the loop
/// takes it that somebody may yet call, and does not speak of a deadlock: so give it to the thread,
/// and keep none where you wait. Futures and tasks stay on the loop's thread; refer to them from
/// here, and touch them only in the callback.
///
///     auto answer = std::make_shared<Future<int>>();
///     std::jthread thread([remote = Loop::running().remote(), answer]() mutable {
///       remote.call_soon_threadsafe([answer = std::move(answer)] { answer->set_result(42); });
///     });
///     int number = co_await *answer;
///
/// The callback shares the future, since whoever waits may be cancelled and gone when it is called.
class RemoteLoop {
 public:
  explicit RemoteLoop(std::shared_ptr<Inbox> inbox) noexcept : inbox_(std::move(inbox)) {
    inbox_->remotes.fetch_add(1, std::memory_order_relaxed);
  }
  RemoteLoop(const RemoteLoop& other) noexcept : RemoteLoop(other.inbox_) {}
  RemoteLoop& operator=(const RemoteLoop& other) noexcept {
    RemoteLoop copy(other);
    std::swap(inbox_, copy.inbox_);
    return *this;
  }
  ~RemoteLoop() {
    if (inbox_->remotes.fetch_sub(1, std::memory_order_acq_rel) == 1) inbox_->nudge();
  }

  /// Has `callback` called on the loop's thread, soon; from one thread, in order. What it captures
  /// is destroyed there, too. It sees the context variables as they are here and now. @throws
  /// InvalidStateError when the loop is closed.
  void call_soon_threadsafe(Function<void()> callback, Where where = Where::here()) const {
    inbox_->post(std::move(callback), where);
  }

 private:
  std::shared_ptr<Inbox> inbox_;
};

}  // namespace huddle
