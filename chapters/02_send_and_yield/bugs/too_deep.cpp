// Bug: a chain so deep that passing a message down it fills the stack.
// Goes wrong: sanitizer "stack-overflow"
#include <iostream>

#include "coroutine.hpp"

using ch02::Coroutine;

// [bug]
Coroutine<int, int, int> floor_number(int floor) {
  if (floor == 0) co_return co_yield 7;
  co_return co_await floor_number(floor - 1);
}

int main() {
  auto tower = floor_number(100'000);
  std::cout << tower.next() << std::endl;
}
// [bug]
