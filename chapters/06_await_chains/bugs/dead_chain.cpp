// Bug: a chain that dies while it waits. Whoever was to wake it does so all the same.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>
#include <memory>

#include "coro.hpp"

using namespace ch06;

// [bug]
Coro<void> chick(ch05::EventLoop& loop) {
  co_await YieldToEventLoop(loop);
  std::cout << "the chick goes on\n";
}

int main() {
  ch05::EventLoop loop;
  auto chain = std::make_unique<Chain<void>>(chick(loop));
  chain->resume();
  chain.reset();  // the frames are gone; the wake is in line
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
}
// [bug]
