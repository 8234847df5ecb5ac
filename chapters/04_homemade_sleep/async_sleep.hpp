#pragma once

#include <chrono>
#include <functional>

#include "future.hpp"
#include "scheduler.hpp"

/// @file
/// @brief Waiting without stopping the others: for a future, or for a while.

namespace ch04 {

using ch03::Future;

/// Waits until `future` is done.
/// @return its result, when awaited.
/// @throws what the future holds instead of one.
template <class T>
Asked<T> result_of(Future<T> future) {
  while (!future.done()) co_await yield_to_event_loop();
  co_return future.result();
}

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;
/// Says what time it is. Tests hand in one that they turn by hand.
using Clock = std::function<TimePoint()>;

/// Sleeps for `duration`, and watches the clock itself.
inline Asked<void> simpler_async_sleep(Clock clock, Duration duration) {
  const TimePoint wake_up = clock() + duration;
  while (clock() < wake_up) co_await yield_to_event_loop();
}

/// Looks at the clock once a turn, and sets `future` when it is time.
inline Asked<void> sleep_watcher(Future<void> future, Clock clock, TimePoint wake_up) {
  while (clock() < wake_up) co_await yield_to_event_loop();
  future.set_result();
}

/// Sleeps for `duration`: somebody else watches the clock, and the sleeper waits for a future.
inline Asked<void> async_sleep(Scheduler& scheduler, Clock clock, Duration duration) {
  Future<void> woken(scheduler);
  scheduler.start(sleep_watcher(woken, clock, clock() + duration));
  co_await result_of(woken);
}

}  // namespace ch04
