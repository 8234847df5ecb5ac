// Exercise: write call_every(), a timer that fires again and again.
#pragma once

#include <utility>

#include "event_loop.hpp"

using namespace ch05;

/// Has `loop` call `tick` once every `period`, the first time a period from now, until the handle
/// is cancelled; `tick` itself may do that. A tick that throws does not end it. Ticks do not drift:
/// each is due a whole number of periods after the start. When the loop is late for several of
/// them, it makes one and leaves the others out.
/// @return the handle that ends it.
inline Handle call_every(EventLoop& loop, Duration period, Callback tick) {
  return loop.call_later(period, std::move(tick));  // your code
}
