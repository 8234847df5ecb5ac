// Wrong: takes a cancellation for a failure. (hint 3)
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

inline Coro<int> retry(EventLoop& loop, std::function<Coro<int>()> attempt, int times,
                       Duration pause) {
  for (int tried = 1;; ++tried, pause *= 2) {
    try {
      co_return co_await attempt();
    } catch (...) {
      if (tried == times) throw;
    }
    co_await Sleep(loop, pause);
  }
}
