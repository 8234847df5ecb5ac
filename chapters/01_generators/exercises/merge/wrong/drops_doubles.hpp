// Wrong: takes equal values for one value. (hint 3)
#pragma once

#include "generator.hpp"

using ch01::Generator;

inline Generator<int> merge(Generator<int> left, Generator<int> right) {
  int* from_left = left.next();
  int* from_right = right.next();
  while (from_left != nullptr || from_right != nullptr) {
    if (from_left != nullptr && from_right != nullptr && *from_left == *from_right) {
      co_yield *from_left;
      from_left = left.next();
      from_right = right.next();
    } else if (from_right == nullptr || (from_left != nullptr && *from_left < *from_right)) {
      co_yield *from_left;
      from_left = left.next();
    } else {
      co_yield *from_right;
      from_right = right.next();
    }
  }
}
