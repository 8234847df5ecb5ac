// Exercise: write readable_within(), which waits for a descriptor, but not for ever.
#pragma once

#include <optional>

#include "arrangement.hpp"

using namespace ch05;

/// Waits until `descriptor` can be read, but no longer than `limit`. Whichever comes first wakes
/// the coroutine, once. When it goes on, nothing of the other is left: no timer, no reader.
/// @return whether the descriptor can be read, when awaited. When both come in the same iteration,
///         it can.
inline Arranged<bool> readable_within(EventLoop& loop, int descriptor, Duration limit) {
  co_await readable(loop, descriptor);  // your code
  co_return true;
}
