// Wrong: looks first, but has still only one future for all who wait. (hint 2)
#pragma once

#include <optional>

#include "waiting.hpp"

using namespace ch07;

class Event {
 public:
  bool is_set() const noexcept { return set_; }

  void set() {
    set_ = true;
    if (waiter_) waiter_->settle([] {});
    waiter_.reset();
  }
  void clear() { set_ = false; }

  Coro<void> wait() {
    if (set_) co_return;
    waiter_.emplace(running_loop());
    co_await *waiter_;
  }

 private:
  bool set_ = false;
  std::optional<Future<void>> waiter_;
};
