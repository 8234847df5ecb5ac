// A small program of which it is known who wakes whom: trace.py looks at its trace.
#include <chrono>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

namespace {

Coro<void> take(Queue<int>& queue) {
  co_await queue.get();
}
Coro<void> give(Queue<int>& queue) {
  co_await yield();
  co_await queue.put(1);
}
Coro<void> pass(Event& door) {
  co_await door.wait();
}
Coro<void> open(Event& door) {
  co_await sleep(1ms);
  door.set();
}

Coro<void> async_main() {
  Queue<int> queue;
  Event door;
  const Task<void> taker = create_task(take(queue), "taker"), giver = create_task(give(queue));
  const Task<void> one = create_task(pass(door), "guest 1");
  const Task<void> other = create_task(pass(door), "guest \"2\" \\ \n");
  const Task<void> never = create_task(pass(door), "never begins");
  never.cancel();
  co_await taker;
  co_await giver;
  // Only now, when nobody is ready: whoever is slow cannot mix up the order.
  const Task<void> porter = create_task(open(door));
  porter.set_name("porter");
  co_await one;
  co_await other;
  co_await porter;
  const Future<void> called;
  Loop::running().call_soon([&] { called.set_result(); });
  co_await called;
}

}  // namespace

int main() {
  run(async_main());
}
