// Bug: a task that still uses a local of main when main has returned.
// Goes wrong: sanitizer "heap-use-after-free"
#include <chrono>
#include <iostream>

#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

// [bug]
Coro<void> counts_waves(int& waves) {
  const OnExit report{[&] { std::cout << "there were " << waves << " waves\n"; }};
  for (;;) {
    co_await sleep(10ms);
    ++waves;
  }
}

Coro<void> at_the_shore() {
  int waves = 0;
  create_task(counts_waves(waves));
  co_await sleep(55ms);
}
// [bug]

int main() {
  run(at_the_shore());
}
