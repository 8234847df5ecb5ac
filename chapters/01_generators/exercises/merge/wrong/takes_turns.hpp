// Wrong: hands out both values of a round, so the row is not sorted. (hint 1)
#pragma once

#include <algorithm>

#include "generator.hpp"

using ch01::Generator;

inline Generator<int> merge(Generator<int> left, Generator<int> right) {
  int* from_left = left.next();
  int* from_right = right.next();
  while (from_left != nullptr && from_right != nullptr) {
    int first = std::min(*from_left, *from_right);
    int second = std::max(*from_left, *from_right);
    co_yield first;
    co_yield second;
    from_left = left.next();
    from_right = right.next();
  }
  for (; from_left != nullptr; from_left = left.next()) co_yield *from_left;
  for (; from_right != nullptr; from_right = right.next()) co_yield *from_right;
}
