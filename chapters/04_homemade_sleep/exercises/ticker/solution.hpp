#pragma once

#include <functional>

#include "async_sleep.hpp"

using namespace ch04;

inline Asked<void> call_every(Clock clock, Duration period, std::function<bool()> tick) {
  TimePoint due = clock();
  do {
    due += period;
    while (clock() < due) co_await yield_to_event_loop();
  } while (tick());
}
