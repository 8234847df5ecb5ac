// Wrong: takes every cancellation for its own. (hint 3)
#pragma once

#include <stdexcept>
#include <utility>

#include "waiting.hpp"

using namespace ch07;

struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

template <class T>
Coro<T> wait_for(Coro<T> body, ch05::Duration timeout) {
  const Task<T> task = create_task(std::move(body));
  const auto timer = running_loop().call_later(timeout, [&] { task.cancel(); });
  const OnExit exit{[&] { timer.cancel(); }};
  try {
    co_return co_await task;
  } catch (const CancelledError&) {
  }
  throw TimeoutError();
}
