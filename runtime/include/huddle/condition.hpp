#pragma once

#include <cstddef>
#include <functional>
#include <utility>

#include "huddle/coro.hpp"
#include "huddle/list.hpp"
#include "huddle/lock.hpp"

/// @file
/// @brief Waiting, under a lock, until something has changed.

namespace huddle {

/// Tasks wait under its lock until another one, under the lock, says that something has changed.
///
///     Condition changed;
///     auto held = co_await changed.lock().acquire();
///     co_await changed.wait_for([&] { return fish > 0; });
///     ...
///     --fish;
///
/// It must outlive those who wait.
class Condition {
 public:
  /// With a lock of its own.
  Condition() noexcept : lock_(own_) {}
  /// @param lock is used, and must outlive it.
  explicit Condition(Lock& lock) noexcept : lock_(lock) {}
  Condition(const Condition&) = delete;

  /// Its lock. Hold it to wait and to notify.
  Lock& lock() noexcept { return lock_; }
  /// Gives the lock away, waits for a notification, and takes the lock again. The lock is held when
  /// this ends, whichever way: cancelled, too. A notification that a cancelled task was woken with
  /// passes on to the next.
  /// @throws InvalidStateError when the lock is not held.
  Coro<void> wait();
  /// Waits until `predicate()` is true; if it is, does not wait.
  template <class Predicate>
  Coro<void> wait_for(Predicate predicate) {
    while (!predicate()) co_await wait();
  }
  /// Wakes the first `count` who wait. @throws InvalidStateError when the lock is not held.
  void notify(std::size_t count = 1);
  /// Wakes all who wait. @throws InvalidStateError when the lock is not held.
  void notify_all() { notify(static_cast<std::size_t>(-1)); }

  /// For with(): takes and gives back the lock.
  Grant<Lock> enter() noexcept { return lock_.enter(); }
  /// The body's Held<Lock> gives the lock back; an error goes on.
  Immediately<bool> exit(const Failure& failure) noexcept { return lock_.exit(failure); }

 private:
  class NoticeWaiter;
  class Notice;
  class GivenAway;

  void require_held() const;
  void wake(std::size_t count) noexcept;

  Lock own_;
  Lock& lock_;
  List<Node> line_;
};

}  // namespace huddle
