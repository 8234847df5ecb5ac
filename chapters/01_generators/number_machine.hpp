#pragma once

#include <iostream>

/// @file
/// @brief A function that pauses, built by hand: what the compiler makes of a coroutine.

namespace ch01 {

/// Prints `Hi`, hands out 1, prints `Hello`, hands out 7, prints `Howdy`, hands out 4, and ends.
///
/// What an ordinary function would forget at its `return`, the machine keeps in its members: the
/// place to go on from, and the value it handed out.
class NumberMachine {
 public:
  /// Goes on from the last pause to the next one.
  /// @return the value handed out there, good until the next call; null at the end, and ever after.
  const int* next() {
    switch (place_) {
      case 0:
        std::cout << "Hi\n";
        return pause(1, 1);
      case 1:
        std::cout << "Hello\n";
        return pause(2, 7);
      case 2:
        std::cout << "Howdy\n";
        return pause(3, 4);
      default:
        return nullptr;
    }
  }

 private:
  const int* pause(int place, int value) {
    place_ = place;
    value_ = value;
    return &value_;
  }

  int place_ = 0;
  int value_ = 0;
};

}  // namespace ch01
