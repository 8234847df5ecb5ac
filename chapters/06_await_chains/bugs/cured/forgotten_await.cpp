// Cured: the call is awaited, so it runs.
#include <iostream>

#include "coro.hpp"

using namespace ch06;

Coro<void> saves(int& saved) {
  ++saved;
  co_return;
}

Coro<void> evening(int& saved) {
  co_await saves(saved);
  std::cout << saved << " saved" << std::endl;
  co_return;
}

int main() {
  int saved = 0;
  Chain chain(evening(saved));
  chain.resume();
  chain.result();
}
