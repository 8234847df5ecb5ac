// Wrong: sets the next timer after the tick, which may throw. (hint 2)
#pragma once

#include <utility>

#include "event_loop.hpp"

using namespace ch05;

inline void call_again(EventLoop& loop, Duration period, TimePoint due, Handle ticks) {
  loop.call_at(due, [&loop, period, due, ticks] {
    ticks();
    if (ticks.cancelled()) return;
    TimePoint next = due + period;
    while (next <= loop.time()) next += period;
    call_again(loop, period, next, ticks);
  });
}

inline Handle call_every(EventLoop& loop, Duration period, Callback tick) {
  Handle ticks(std::move(tick));
  call_again(loop, period, loop.time() + period, ticks);
  return ticks;
}
