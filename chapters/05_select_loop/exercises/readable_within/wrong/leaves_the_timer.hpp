// Wrong: the timer wakes it a second time. (hint 3)
#pragma once

#include <memory>

#include "arrangement.hpp"

using namespace ch05;

inline Arranged<bool> readable_within(EventLoop& loop, int descriptor, Duration limit) {
  auto in_time = std::make_shared<bool>(false);
  Arrangement whichever = [&](Callback wake) {
    loop.call_later(limit, wake);
    loop.add_reader(descriptor, [in_time, wake] {
      *in_time = true;
      wake();
    });
  };
  co_yield whichever;
  loop.remove_reader(descriptor);
  co_return *in_time;
}
