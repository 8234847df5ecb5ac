// Wrong: is woken by either, and does not know by which. (hint 2)
#pragma once

#include <optional>

#include "arrangement.hpp"

using namespace ch05;

inline Arranged<bool> readable_within(EventLoop& loop, int descriptor, Duration limit) {
  std::optional<Handle> timer;
  Arrangement whichever = [&](Callback wake) {
    timer = loop.call_later(limit, wake);
    loop.add_reader(descriptor, wake);
  };
  co_yield whichever;
  timer->cancel();
  co_return loop.remove_reader(descriptor);
}
