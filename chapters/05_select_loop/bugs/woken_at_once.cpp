// Bug: an arrangement that wakes inside its own call.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>

#include "arrangement.hpp"

using namespace ch05;

// [bug]
Arranged<void> waits(bool& it_is_there) {
  Arrangement until_it_is_there = [&](Callback wake) {
    if (it_is_there) wake();  // why wait?
  };
  co_yield until_it_is_there;
  std::cout << "it was there all the time\n";
}

int main() {
  bool it_is_there = true;
  EventLoop loop;
  start(loop, waits(it_is_there));
  loop.stop();
  loop.run_forever();
}
// [bug]
