// Wrong: counts the others when the urgent may have started more of them. (hint 3)
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "scheduler.hpp"

using namespace ch04;

class UrgentFirst {
 public:
  void start(Asked<void> coroutine) { others_.push_back(std::move(coroutine)); }
  void start_urgent(Asked<void> coroutine) { urgent_.push_back(std::move(coroutine)); }

  void run_until_complete() {
    while (!urgent_.empty() || !others_.empty()) {
      const std::size_t urgent = urgent_.size();
      for (std::size_t turn = 0; turn < urgent; ++turn) give_turn(urgent_);
      const std::size_t others = others_.size();
      for (std::size_t turn = 0; turn < others; ++turn) give_turn(others_);
    }
  }

 private:
  static void give_turn(std::deque<Asked<void>>& line) {
    Asked<void> coroutine = std::move(line.front());
    line.pop_front();
    try {
      coroutine.next();
    } catch (const ch02::StopIteration<void>&) {
      return;
    }
    line.push_back(std::move(coroutine));
  }

  std::deque<Asked<void>> urgent_, others_;
};
