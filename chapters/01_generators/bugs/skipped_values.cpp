// Bug: `next()` called in the condition and again in the body, so that every other value is lost.
// Goes wrong: prints
#include <iostream>

#include "generator.hpp"

using ch01::Generator;

Generator<int> count_to(int last) {
  for (int number = 1; number <= last; ++number) co_yield number;
}

// [bug]
int main() {
  auto numbers = count_to(6);
  while (numbers.next()) std::cout << *numbers.next() << '\n';  // one to look, one to print
}
// [bug]
