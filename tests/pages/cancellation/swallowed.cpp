// What becomes of a time-out whose request is swallowed.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [swallows]
Coro<void> polls() {
  for (int attempt = 1; attempt <= 4; ++attempt) {
    try {
      co_await sleep(1s);
      throw std::runtime_error("no answer");
    } catch (...) {
      say("attempt " + std::to_string(attempt) + " failed");
    }
  }
}

Coro<void> async_main() {
  co_await wait_for(polls(), 1500ms);
  say("and no time-out");
}
// [swallows]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
