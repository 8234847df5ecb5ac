// Exercise: write call_every(), which calls a function again and again, a period apart.
#pragma once

#include <functional>

#include "async_sleep.hpp"

using namespace ch04;

/// Calls `tick` once every `period`, the first time a period from now, until it returns false. The
/// others have their turns meanwhile. Ticks do not drift: the third is due three periods after the
/// start, however late those before it came.
inline Asked<void> call_every(Clock clock, Duration period, std::function<bool()> tick) {
  co_return;  // your code
}
