// Wrong: asks again after a cancellation. (hint 3)
#pragma once

#include <functional>
#include <stdexcept>
#include <utility>

#include "driver.hpp"

using ch03::CallbackQueue;
using ch03::Future;

inline ch03::FutureCoroutine<int, int> retrying(int times, std::function<Future<int>()> ask) {
  while (times-- > 1) {
    try {
      int number = co_yield ask();
      co_return number;
    } catch (...) {
    }
  }
  int last = co_yield ask();
  co_return last;
}

inline Future<int> retry(CallbackQueue& queue, int times, std::function<Future<int>()> ask) {
  return ch03::drive(queue, retrying(times, std::move(ask)));
}
