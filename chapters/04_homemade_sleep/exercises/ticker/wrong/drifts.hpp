// Wrong: counts each period from the tick before it, so lateness adds up. (hint 3)
#pragma once

#include <functional>

#include "async_sleep.hpp"

using namespace ch04;

inline Asked<void> call_every(Clock clock, Duration period, std::function<bool()> tick) {
  do co_await simpler_async_sleep(clock, period);
  while (tick());
}
