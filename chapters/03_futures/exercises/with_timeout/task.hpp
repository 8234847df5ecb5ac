// Exercise: write with_timeout(), which gives up on a future that takes too long.
#pragma once

#include <exception>
#include <stdexcept>

#include "demos/pretend_clock.hpp"
#include "future.hpp"

using ch03::CallbackQueue;
using ch03::Future;
using ch03::PretendClock;

/// Nothing came in time.
struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

/// A future that ends as `future` does, if that is done within `seconds`. Otherwise it fails with
/// a TimeoutError, and `future` is cancelled: nobody waits for it any more. When both happen in
/// the same moment, the result wins.
inline Future<int> with_timeout(CallbackQueue& queue, PretendClock& clock, int seconds,
                                Future<int> future) {
  return future;  // your code
}
