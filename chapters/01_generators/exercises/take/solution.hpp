#pragma once

#include <cstddef>

#include "generator.hpp"

using ch01::Generator;

template <class T>
Generator<T> take(std::size_t count, Generator<T> source) {
  for (; count > 0; --count) {
    auto* value = source.next();
    if (value == nullptr) co_return;
    co_yield *value;
  }
}
