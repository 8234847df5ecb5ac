// Wrong: counts the first attempt as a restart. (hint 2)
#pragma once

#include <exception>
#include <functional>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::GeneratorExit;

inline Coroutine<int, int, int> keep_alive(std::function<Coroutine<int, int, int>()> make,
                                           int restarts) {
  for (int attempt = 1;; ++attempt) {
    try {
      int result = co_await make();
      co_return result;
    } catch (const GeneratorExit&) {
      throw;
    } catch (...) {
      if (attempt > 1 && attempt >= restarts) throw;
      if (restarts == 0) throw;
    }
  }
}
