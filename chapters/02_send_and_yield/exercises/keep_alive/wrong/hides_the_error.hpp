// Wrong: lets the goodbye pass, but invents an error of its own in the end. (hint 2)
#pragma once

#include <exception>
#include <functional>
#include <stdexcept>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::GeneratorExit;

inline Coroutine<int, int, int> keep_alive(std::function<Coroutine<int, int, int>()> make,
                                           int restarts) {
  while (restarts >= 0) {
    try {
      int result = co_await make();
      co_return result;
    } catch (const GeneratorExit&) {
      throw;
    } catch (...) {
      --restarts;
    }
  }
  throw std::runtime_error("out of restarts");
}
