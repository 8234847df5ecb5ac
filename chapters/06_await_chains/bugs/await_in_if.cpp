// Bug: co_await in a condition, in a body without a local variable. g++ 12 loses the frame.
// Goes wrong: crash (g++)
#include <iostream>

#include "coro.hpp"

using namespace ch06;

// ThreadSanitizer is to leave the signal alone.
extern "C" const char* __tsan_default_options() {
  return "handle_segv=0";
}

// [bug]
Coro<bool> is_hungry() {
  co_return true;
}

Coro<void> feeds() {
  if (co_await is_hungry()) std::cout << "here is a herring" << std::endl;
}

int main() {
  Chain chain(feeds());
  chain.resume();
  chain.result();
}
// [bug]
