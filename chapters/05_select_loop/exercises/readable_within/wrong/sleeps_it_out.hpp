// Wrong: always waits as long as it may, and looks afterwards. (hint 1)
#pragma once

#include <memory>

#include "arrangement.hpp"

using namespace ch05;

inline Arranged<bool> readable_within(EventLoop& loop, int descriptor, Duration limit) {
  auto in_time = std::make_shared<bool>(false);
  loop.add_reader(descriptor, [&loop, descriptor, in_time] {
    loop.remove_reader(descriptor);
    *in_time = true;
  });
  co_await sleep(loop, limit);
  loop.remove_reader(descriptor);
  co_return *in_time;
}
