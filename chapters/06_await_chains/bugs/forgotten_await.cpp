// Bug: a call without its co_await.
// Goes wrong: exit 0 "coroutine 'saves' was never awaited"
#include <iostream>

#include "coro.hpp"

using namespace ch06;

// [bug]
Coro<void> saves(int& saved) {
  ++saved;
  co_return;
}

Coro<void> evening(int& saved) {
  saves(saved);
  std::cout << saved << " saved" << std::endl;
  co_return;
}
// [bug]

int main() {
  int saved = 0;
  Chain chain(evening(saved));
  chain.resume();
  chain.result();
}
