// Bug: one coroutine is awaited twice, as if it could be run again.
// Goes wrong: crash "coroutine 'catches_fish' is awaited in line 18, but was in line 17 already"
#include <iostream>

#include "coro.hpp"

using namespace ch06;

// [bug]
Coro<int> catches_fish() {
  co_return 1;
}

Coro<void> chick() {
  int eaten = 0;
  auto fish = catches_fish();
  eaten += co_await std::move(fish);
  eaten += co_await std::move(fish);
  std::cout << eaten << " eaten\n";
}
// [bug]

int main() {
  Chain chain(chick());
  chain.resume();
  chain.result();  // throws what the chick threw
}
