// Bug: an inner next() reaches the end, and nobody catches its StopIteration.
// Goes wrong: crash "coroutine raised StopIteration"
#include <iostream>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::None;

Coroutine<int, None, None> three_numbers() {
  co_yield 1;
  co_yield 2;
  co_yield 3;
  co_return None();
}

// [bug]
Coroutine<int, None, None> sums_of_pairs() {
  auto numbers = three_numbers();
  while (true) {
    int first = numbers.next();
    int second = numbers.next();  // there is no fourth number
    co_yield first + second;
  }
}
// [bug]

int main() {
  auto sums = sums_of_pairs();
  std::cout << sums.next() << std::endl;
  std::cout << sums.next() << std::endl;
}
