// Wrong: hands out the handle of the first timer only. (hint 2)
#pragma once

#include <utility>

#include "event_loop.hpp"

using namespace ch05;

inline Handle call_again(EventLoop& loop, Duration period, TimePoint due, Callback tick) {
  return loop.call_at(due, [&loop, period, due, tick] {
    TimePoint next = due + period;
    while (next <= loop.time()) next += period;
    call_again(loop, period, next, tick);
    tick();
  });
}

inline Handle call_every(EventLoop& loop, Duration period, Callback tick) {
  return call_again(loop, period, loop.time() + period, std::move(tick));
}
