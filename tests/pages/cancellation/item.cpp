// An item that is handed over to a task that is cancelled in the same moment.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [item]
Coro<void> takes(Queue<std::string>& queue, std::string name) {
  say(name + " has got " + co_await queue.get());
}

Coro<void> async_main() {
  Queue<std::string> queue;
  Task<void> ada = create_task(takes(queue, "Ada"));
  Task<void> bo = create_task(takes(queue, "Bo"));
  co_await sleep(1s);
  queue.put_nowait("a fish");
  ada.cancel();
  co_await bo;
}
// [item]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
