// Exercise: write retry(), which tries again what has failed, and waits longer each time.
#pragma once

#include <exception>
#include <functional>
#include <utility>

#include "coro.hpp"

using namespace ch06;
using ch05::Duration;
using ch05::EventLoop;

/// `co_await Sleep(loop, 2s)` waits for two seconds.
struct Sleep : Suspension {
  Sleep(EventLoop& loop, Duration duration)
      : Suspension([&loop, duration](ch03::Callback wake) { loop.call_later(duration, wake); }) {}
};

/// Awaits `attempt()`, and again when that throws, `times` times at most. Before each new attempt
/// it waits: for `pause`, then for twice as long, and so on. A cancellation, or whatever else is
/// not a `std::exception`, is no failure: it is passed on at once.
/// @return what the first attempt returned that did not fail.
/// @throws what the last attempt threw, when all have failed.
inline Coro<int> retry(EventLoop& loop, std::function<Coro<int>()> attempt, int times,
                       Duration pause) {
  co_return co_await attempt();  // your code
}
