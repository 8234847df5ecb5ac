// Wrong: lets each through once, and then forgets those who came back meanwhile. (hint 2)
#pragma once

#include <utility>
#include <vector>

#include "coro.hpp"

using namespace ch06;
using ch03::Callback;

/// Chains wait at a gate until somebody opens it.
class Gate {
 public:
  /// `co_await gate.opens()` waits until the gate is opened next.
  Suspension opens() {
    return Suspension([this](Callback wake) { waiting_.push_back(std::move(wake)); });
  }
  /// How many wait.
  std::size_t waiting() const noexcept { return waiting_.size(); }

  /// Lets everybody through who waits, each once, in the order in which they came. Whoever comes
  /// back waits until it is opened again.
  void open() {
    const std::size_t everybody = waiting_.size();
    for (std::size_t next = 0; next < everybody; ++next) {
      const Callback wake = waiting_[next];
      wake();
    }
    waiting_.clear();
  }

 private:
  std::vector<Callback> waiting_;
};
