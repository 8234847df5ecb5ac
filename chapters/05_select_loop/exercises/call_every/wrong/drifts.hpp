// Wrong: counts each period from the end of the tick before. (hint 3)
#pragma once

#include <exception>
#include <utility>

#include "event_loop.hpp"

using namespace ch05;

inline void call_again(EventLoop& loop, Duration period, Handle ticks) {
  loop.call_later(period, [&loop, period, ticks] {
    if (ticks.cancelled()) return;
    try {
      ticks();
    } catch (...) {
      loop.call_exception_handler(std::current_exception());
    }
    call_again(loop, period, ticks);
  });
}

inline Handle call_every(EventLoop& loop, Duration period, Callback tick) {
  Handle ticks(std::move(tick));
  call_again(loop, period, ticks);
  return ticks;
}
