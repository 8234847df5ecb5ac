// Wrong: the reader stays, whoever wins. (hint 3)
#pragma once

#include <memory>
#include <optional>

#include "arrangement.hpp"

using namespace ch05;

inline Arranged<bool> readable_within(EventLoop& loop, int descriptor, Duration limit) {
  std::optional<Handle> timer;
  auto in_time = std::make_shared<bool>(false);
  Arrangement whichever = [&](Callback wake) {
    timer = loop.call_later(limit, wake);
    loop.add_reader(descriptor, [in_time, wake] {
      *in_time = true;
      wake();
    });
  };
  co_yield whichever;
  timer->cancel();
  co_return *in_time;
}
