// Wrong: cancels the future, and lets the caller find a CancelledError. (hint 3)
#pragma once

#include <stdexcept>

#include "async_sleep.hpp"

using namespace ch04;

struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

template <class T>
Asked<T> wait_for(Future<T> future, Clock clock, Duration timeout) {
  const TimePoint deadline = clock() + timeout;
  while (!future.done() && clock() < deadline) co_await yield_to_event_loop();
  future.cancel("it took too long");
  co_return future.result();
}
