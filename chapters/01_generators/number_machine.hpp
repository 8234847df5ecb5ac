#pragma once

#include <iostream>

/// @file
/// @brief A function that pauses, built by hand: what the compiler makes of a coroutine.

namespace ch01 {

/// Prints `Hi` and hands out 1, prints `Hello` and hands out 7, prints `Howdy` and hands out 4.
///
/// What an ordinary function forgets at its `return`, the machine keeps in its members: the place
/// to go on from, and the value it handed out.
class NumberMachine {
 public:
  /// Goes on from the last pause to the next one.
  /// @return the value handed out there, good until the next call; null at the end, and ever after.
  const int* next() {
    switch (place_) {
      case 0: return pause("Hi", 1);
      case 1: return pause("Hello", 7);
      case 2: return pause("Howdy", 4);
      default: return nullptr;
    }
  }

 private:
  const int* pause(const char* greeting, int value) {
    std::cout << greeting << '\n';
    ++place_;
    value_ = value;
    return &value_;
  }

  int place_ = 0;
  int value_ = 0;
};

}  // namespace ch01
