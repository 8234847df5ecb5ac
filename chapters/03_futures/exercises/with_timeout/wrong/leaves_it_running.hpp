// Wrong: leaves the slow future as it is. (hint 3)
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

inline Future<int> with_timeout(CallbackQueue& queue, PretendClock& clock, int seconds,
                                Future<int> future) {
  Future<int> answer(queue);
  future.add_done_callback(
      [answer](const Future<int>& done) { answer.settle([&] { return done.result(); }); });
  clock.call_later(seconds, [answer, future] {
    if (!future.done()) answer.settle([]() -> int { throw TimeoutError(); });
  });
  return answer;
}
