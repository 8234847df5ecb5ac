// The two questions of the lesson, answered by running.
#include <iostream>

#include "generator.hpp"

using ch01::Generator;

// [greeting]
Generator<int> greeting() {
  std::cout << "good morning\n";
  co_yield 1;
}
// [greeting]

// [guard]
struct Guard {
  ~Guard() { std::cout << "the guard goes home\n"; }
};

Generator<int> guarded() {
  Guard guard;
  co_yield 1;
  co_yield 2;
}
// [guard]

int main() {
  std::cout << "question 1\n";
  // [question 1]
  {
    auto generator = greeting();
    std::cout << "made\n";
  }
  std::cout << "gone\n";
  // [question 1]

  std::cout << "question 2\n";
  // [question 2]
  for (int number : guarded()) {
    std::cout << "got " << number << '\n';
    break;
  }
  std::cout << "after the loop\n";
  // [question 2]
}
