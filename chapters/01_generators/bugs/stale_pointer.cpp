// Bug: a value read after the generator that holds it is gone.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>

#include "generator.hpp"

using ch01::Generator;

Generator<int> lucky_numbers() {
  co_yield 7;
  co_yield 42;
}

// [bug]
int* first_lucky_number() {
  auto numbers = lucky_numbers();
  return numbers.next();  // points into the frame, which dies with `numbers`
}

int main() {
  std::cout << *first_lucky_number() << '\n';
}
// [bug]
