// Wrong: looks at its own future only, which learns of the result a moment later. (hint 2)
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
    if (answer.done()) return;
    answer.set_exception(std::make_exception_ptr(TimeoutError()));
    future.cancel("it took too long");
  });
  return answer;
}
