// Wrong: sleeps for the whole timeout, and then looks. (hint 1)
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
  co_await ch07::sleep(timeout);
  if (!task.done()) {
    task.cancel();
    throw TimeoutError();
  }
  co_return co_await task;
}
