// Exercise: write wait_for(), which waits for a coroutine, but only so long.
#pragma once

#include <stdexcept>
#include <utility>

#include "waiting.hpp"

using namespace ch07;

/// It took too long.
struct TimeoutError : std::runtime_error {
  TimeoutError() : std::runtime_error("it took too long") {}
};

/// Runs `body` as a task and waits for it. When `timeout` has passed first, cancels it, waits until
/// it has cleaned up, and throws.
/// @return what `body` returns.
/// @throws what `body` throws; TimeoutError when the time is over; CancelledError when somebody
///         else cancelled.
template <class T>
Coro<T> wait_for(Coro<T> body, ch05::Duration timeout) {
  co_return co_await create_task(std::move(body));  // your code
}
