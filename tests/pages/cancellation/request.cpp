// A request to end: made, delivered, and let through.
#include <string>

#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [request]
Coro<void> sleeps() {
  try {
    co_await sleep(1h);
  } catch (const CancelledError& request) {
    say("sleeper: woken up, because " + request.message);
    throw;
  }
}

Coro<void> async_main() {
  Task<void> sleeper = create_task(sleeps());
  co_await sleep(2s);
  sleeper.cancel("it is spring");
  say("main: asked it to end");
  try {
    co_await sleeper;
  } catch (const CancelledError&) {
    say("main: it has ended");
  }
}
// [request]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
