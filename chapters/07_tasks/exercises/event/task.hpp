// Exercise: find out why this Event loses wake-ups, in three ways, and mend it.
#pragma once

#include <optional>

#include "waiting.hpp"

using namespace ch07;

/// Something that happens, and stays so until it is cleared. Any number of tasks may wait for it.
class Event {
 public:
  bool is_set() const noexcept { return set_; }

  /// It has happened: wakes all who wait. Whoever waits from now on need not wait.
  void set() {
    set_ = true;
    if (waiter_) waiter_->set_result();
    waiter_.reset();
  }
  /// From now on one waits again. Those who were woken stay woken.
  void clear() { set_ = false; }

  /// Waits until it has happened. Who waits may be cancelled: that is nobody else's business.
  Coro<void> wait() {
    waiter_.emplace(running_loop());
    co_await *waiter_;
  }

 private:
  bool set_ = false;
  std::optional<Future<void>> waiter_;
};
