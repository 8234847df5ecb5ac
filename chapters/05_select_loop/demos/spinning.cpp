// Chapter 4's coroutine on this chapter's loop: it cannot say what it waits for, so it still spins.
#include <ctime>
#include <iostream>
#include <memory>

#include "event_loop.hpp"
#include "second.hpp"

using namespace ch05;
using ch04::Asked;

// [start]
// Gives `coroutine` a turn in each iteration, until it ends.
void start(EventLoop& loop, std::shared_ptr<Asked<void>> coroutine) {
  loop.call_soon([&loop, coroutine] {
    try {
      coroutine->next();
      start(loop, coroutine);  // it waits. For what? Ask again
    } catch (const ch02::StopIteration<void>&) {
    }
  });
}
// [start]

Asked<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

// [sleeper]
Asked<void> sleeping(EventLoop& loop) {
  for (int worker = 0; worker < 3; ++worker)
    start(loop, std::make_shared<Asked<void>>(other_work()));
  std::cout << "Beginning asynchronous sleep.\n";
  co_await ch04::simpler_async_sleep([&loop] { return loop.time(); }, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
  loop.stop();
}
// [sleeper]

int main() {
  EventLoop loop;
  start(loop, std::make_shared<Asked<void>>(sleeping(loop)));
  const TimePoint begin = loop.time();
  const std::clock_t processor = std::clock();
  loop.run_forever();
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  const std::chrono::duration<double> passed = loop.time() - begin;
  std::cout << (used > passed.count() / 2 ? "It was busy all the time.\n" : "It rested.\n");
}
