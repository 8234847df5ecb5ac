// Exercise: find out why keep_alive() can neither be closed nor give up, and mend it.
#pragma once

#include <exception>
#include <functional>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::GeneratorExit;

/// Makes a coroutine with `make()` and lets it talk. When that one fails, whatever the error, it
/// makes a new one: `restarts` times at most. Then it lets the last error out. It returns what the
/// coroutine returns.
inline Coroutine<int, int, int> keep_alive(std::function<Coroutine<int, int, int>()> make,
                                           int restarts) {
  while (restarts >= 0) {
    try {
      int result = co_await make();
      co_return result;
    } catch (...) {
      --restarts;  // try again
    }
  }
  co_return 0;
}
