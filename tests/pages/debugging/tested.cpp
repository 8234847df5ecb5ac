// A test of an hour that takes no time, and that looks at what was left.
#include <cstdio>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [tested]
Coro<void> beats() {
  for (;;) co_await sleep(10s);  // line 12
}

Coro<void> serves() {
  create_task(beats(), "heartbeat");
  co_await sleep(1h);
}

int main() {
  try {
    Duration took = testing::run(serves);
    std::printf("%ld s\n", static_cast<long>(took / 1s));
  } catch (const testing::Leftover& left) {
    std::puts(left.what());
  }
}
// [tested]
