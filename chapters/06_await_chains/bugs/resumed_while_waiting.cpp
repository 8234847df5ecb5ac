// Bug: a chain that waits is resumed by hand, as if it had only paused.
// Goes wrong: crash "the chain waits: whoever it waits for will resume it"
#include <iostream>

#include "coro.hpp"

using namespace ch06;

// [bug]
Coro<void> chick(ch05::EventLoop& loop) {
  std::cout << "the chick waits" << std::endl;
  co_await YieldToEventLoop(loop);
  std::cout << "the chick goes on" << std::endl;
}

int main() {
  ch05::EventLoop loop;
  Chain chain(chick(loop));
  chain.resume();
  chain.resume();  // nobody has called the chick yet
}
// [bug]
