// Exercise: find out why ordinary coroutines starve beside urgent ones, and mend it.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "scheduler.hpp"

using namespace ch04;

/// Gives turns in rounds. Whoever is in line when a round begins has one turn in it: first those
/// who are urgent, in order, then the others, in order. Newcomers wait for the next round.
class UrgentFirst {
 public:
  void start(Asked<void> coroutine) { others_.push_back(std::move(coroutine)); }
  void start_urgent(Asked<void> coroutine) { urgent_.push_back(std::move(coroutine)); }

  void run_until_complete() {
    while (!urgent_.empty() || !others_.empty()) {
      while (!urgent_.empty()) give_turn(urgent_);
      if (!others_.empty()) give_turn(others_);
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
