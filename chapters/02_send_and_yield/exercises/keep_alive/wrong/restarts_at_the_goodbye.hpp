// Wrong: counts the goodbye as a failure, as long as there are restarts. (hint 1)
#pragma once

#include <exception>
#include <functional>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::GeneratorExit;

inline Coroutine<int, int, int> keep_alive(std::function<Coroutine<int, int, int>()> make,
                                           int restarts) {
  while (true) {
    try {
      int result = co_await make();
      co_return result;
    } catch (...) {
      if (restarts == 0) throw;
      --restarts;
    }
  }
}
