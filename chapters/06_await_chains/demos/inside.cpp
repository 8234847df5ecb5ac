// A chain that is woken runs inside whoever wakes it.
#include <iostream>

#include "coro.hpp"

using namespace ch06;
using ch03::Callback;

// [inside]
Coro<void> sleeper(Callback& ring) {
  co_await Suspension([&ring](Callback wake) { ring = wake; });
  std::cout << "the sleeper is awake\n";
}

Coro<void> ringer(Callback& ring) {
  std::cout << "the ringer rings\n";
  ring();
  std::cout << "the ringer has rung\n";
  co_return;
}
// [inside]

int main() {
  Callback ring;
  Chain first(sleeper(ring)), second(ringer(ring));
  first.resume();
  second.resume();
}
