// Wrong: goes on when tick() has said that it is enough. (hint 1)
#pragma once

#include <functional>

#include "async_sleep.hpp"

using namespace ch04;

inline Asked<void> call_every(Clock clock, Duration period, std::function<bool()> tick) {
  for (TimePoint due = clock() + period;; due += period) {
    while (clock() < due) co_await yield_to_event_loop();
    tick();
  }
}
