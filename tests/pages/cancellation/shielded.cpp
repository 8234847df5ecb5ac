// A task that is not cancelled with the one who waits for it.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [shield]
Coro<void> saves() {
  co_await sleep(3s);
  say("saved");
}

Coro<void> async_main() {
  Task<void> saving = create_task(saves());
  try {
    co_await wait_for(shield(saving), 1s);
  } catch (const TimeoutError&) {
    say("this takes long");
  }
  co_await saving;
}
// [shield]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
