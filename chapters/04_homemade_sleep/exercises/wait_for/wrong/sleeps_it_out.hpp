// Wrong: always waits as long as it may. (hint 1)
#pragma once

#include <stdexcept>

#include "async_sleep.hpp"

using namespace ch04;

struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

template <class T>
Asked<T> wait_for(Future<T> future, Clock clock, Duration timeout) {
  co_await simpler_async_sleep(clock, timeout);
  if (!future.done()) {
    future.cancel("it took too long");
    throw TimeoutError();
  }
  co_return future.result();
}
