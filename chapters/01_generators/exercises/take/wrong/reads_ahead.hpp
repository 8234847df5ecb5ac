// Wrong: collects all the values before it hands out the first. (hint 3)
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "generator.hpp"

using ch01::Generator;

template <class T>
Generator<T> take(std::size_t count, Generator<T> source) {
  std::vector<T> values;
  while (values.size() < count) {
    auto* value = source.next();
    if (value == nullptr) break;
    values.push_back(std::move(*value));
  }
  for (auto& value : values) co_yield value;
}
