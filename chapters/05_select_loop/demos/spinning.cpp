// Chapter 4's coroutine on this chapter's loop: it cannot say what it waits for, so it still spins.
#include <iostream>
#include <memory>

#include "event_loop.hpp"
#include "second.hpp"

using namespace ch05;
using ch04::Asked;

// [start]
// Gives `coroutine` a turn in each iteration, until it ends. Counts the turns.
void start(EventLoop& loop, std::shared_ptr<Asked<void>> coroutine, long& turns) {
  loop.call_soon([&loop, coroutine, &turns] {
    try {
      ++turns;
      coroutine->next();
      start(loop, coroutine, turns);  // it waits, and does not say what for: ask again
    } catch (const ch02::StopIteration<void>&) {
    }
  });
}
// [start]

// [sleeper]
Asked<void> sleeping(EventLoop& loop) {
  std::cout << "Beginning asynchronous sleep.\n";
  co_await ch04::simpler_async_sleep([&loop] { return loop.time(); }, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
  loop.stop();
}
// [sleeper]

int main() {
  // [main]
  EventLoop loop;
  long turns = 0;
  start(loop, std::make_shared<Asked<void>>(sleeping(loop)), turns);
  loop.run_forever();
  std::cout << (turns < 10 ? "It had a few turns.\n" : "It had more turns than you can count.\n");
  // [main]
}
