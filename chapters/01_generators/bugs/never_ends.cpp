// Bug: a loop that waits for the end of a generator that has none.
// Goes wrong: hangs "adding up"
#include <iostream>

#include "generator.hpp"

using ch01::Generator;

// [bug]
Generator<unsigned> naturals() {
  for (unsigned number = 1;; ++number) co_yield number;
}

int main() {
  std::cout << "adding up" << std::endl;
  unsigned total = 0;
  for (unsigned number : naturals()) total += number;
  std::cout << total << '\n';
}
// [bug]
