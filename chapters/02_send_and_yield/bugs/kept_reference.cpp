// Bug: what a body yields is kept by reference while the body goes on.
// Goes wrong: prints
#include <iostream>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::None;

// [bug]
Coroutine<int, int, None> running_total() {
  int total = 0;
  while (true) total += co_yield total;
}

int main() {
  auto total = running_total();
  total.next();
  int& monday = total.send(10);  // this is the body's own variable
  int& tuesday = total.send(20);
  std::cout << "monday " << monday << ", tuesday " << tuesday << '\n';
}
// [bug]
