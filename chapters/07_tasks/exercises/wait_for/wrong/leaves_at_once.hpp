// Wrong: asks the task to end, and does not wait until it has. (hint 2)
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
  Future<void> first(running_loop());
  const auto timer = running_loop().call_later(timeout, [first] { first.settle([] {}); });
  const OnExit exit{[&] { timer.cancel(); }};
  task.add_done_callback([first](const auto&) { first.settle([] {}); });
  co_await first;
  if (!task.done()) {
    task.cancel();
    throw TimeoutError();
  }
  co_return co_await task;
}
