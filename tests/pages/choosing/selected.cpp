// The first one wins.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  auto first = co_await select(fetch("weather"), fetch("news"), fetch("archive"));
  say("number " + std::to_string(first.index()) + " has won");
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
