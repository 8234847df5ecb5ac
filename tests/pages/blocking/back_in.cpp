// From a thread of your own into the loop.
#include <cstdio>
#include <functional>
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [post]
void reads_the_scale(RemoteLoop remote, Queue<int>& weights) {
  for (int weight : {31, 28, 35}) {
    std::this_thread::sleep_for(1ms);  // a read that blocks
    remote.call_soon_threadsafe([&weights, weight] { weights.put_nowait(weight); });
  }
  remote.call_soon_threadsafe([&weights] { weights.shutdown(); });
}

Coro<void> weighs() {
  Queue<int> weights;
  std::jthread thread(reads_the_scale, Loop::running().remote(), std::ref(weights));
  try {
    for (;;) std::printf("%d kg\n", co_await weights.get());
  } catch (const QueueShutDown&) {
    std::puts("that was the last one");
  }
}
// [post]

// [order]
Coro<int> fetch(std::string what) {
  co_await sleep(1ms);
  co_return static_cast<int>(what.size());
}

void works(RemoteLoop remote) {
  std::future<int> result = run_coroutine_threadsafe(remote, fetch, std::string("herring"));
  std::printf("the thread has got %d\n", result.get());
}

Coro<void> orders() {
  co_await to_thread(works, Loop::running().remote());
}
// [order]

Coro<void> async_main() {
  co_await weighs();
  co_await orders();
}

int main() {
  run(async_main());
}
