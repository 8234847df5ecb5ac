// Exercise: write wait_for(), which waits for a future, but not for ever.
#pragma once

#include <stdexcept>

#include "async_sleep.hpp"

using namespace ch04;

/// It took too long.
struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

/// Waits until `future` is done, but no longer than `timeout`. A result that is there wins, however
/// late it is.
/// @return the result, when awaited.
/// @throws what the future holds instead of one.
/// @throws TimeoutError when the time is over. The future is then cancelled: nobody waits for it.
template <class T>
Asked<T> wait_for(Future<T> future, Clock clock, Duration timeout) {
  co_return co_await result_of(future);  // your code
}
