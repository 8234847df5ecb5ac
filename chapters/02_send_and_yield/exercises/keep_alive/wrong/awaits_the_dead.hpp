// Wrong: makes one coroutine and awaits it again after it has failed. (hint 3)
#pragma once

#include <exception>
#include <functional>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::GeneratorExit;

inline Coroutine<int, int, int> keep_alive(std::function<Coroutine<int, int, int>()> make,
                                           int restarts) {
  auto coroutine = make();
  while (true) {
    try {
      int result = co_await coroutine;
      co_return result;
    } catch (const GeneratorExit&) {
      throw;
    } catch (...) {
      if (restarts == 0) throw;
      --restarts;
    }
  }
}
