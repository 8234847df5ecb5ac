// Three ways to say how long something may take.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [three]
Coro<std::string> asks() {
  co_await sleep(10s);
  co_return "an answer";
}

Coro<void> async_main() {
  try {
    std::string answer = co_await wait_for(asks(), 2s);
  } catch (const TimeoutError&) {
    say("wait_for: no answer");
  }

  std::optional<std::string> answer = co_await move_on_after(2s, asks());
  say(answer ? "move_on_after: " + *answer : "move_on_after: no answer");

  co_await with(timeout(2s), [](Timeout& limit) -> Coro<void> {
    co_await sleep(1s);
    limit.reschedule(now() + 1min);
    say("with: " + co_await asks());
  });
}
// [three]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
