#pragma once

#include <utility>
#include <vector>

#include "waiting.hpp"

using namespace ch07;

class Event {
 public:
  bool is_set() const noexcept { return set_; }

  void set() {
    set_ = true;
    for (const Future<void>& waiter : std::exchange(waiters_, {})) waiter.settle([] {});
  }
  void clear() { set_ = false; }

  Coro<void> wait() {
    if (set_) co_return;
    const Future<void> happened(running_loop());
    waiters_.push_back(happened);
    co_await happened;
  }

 private:
  bool set_ = false;
  std::vector<Future<void>> waiters_;
};
