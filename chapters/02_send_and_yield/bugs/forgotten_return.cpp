// Bug: a body that promises a value and runs off its end.
// Goes wrong: crash "wrong index for variant"
#include <iostream>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::StopIteration;

// [bug]
Coroutine<int, int, int> count_the_fish() {
  int fish = 0;
  for (int round = 0; round < 2; ++round) fish += co_yield fish;
  // co_return fish;
}
// [bug]

int main() {
  auto counting = count_the_fish();
  counting.next();
  counting.send(3);
  try {
    counting.send(4);
  } catch (const StopIteration<int>& end) {
    std::cout << end.value << '\n';
  }
}
