// The two answers to a cancellation: abandon the call, or wait for it.
#include <atomic>
#include <cstdio>
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// Says when it has begun, and ends when it may.
std::atomic<bool> begun, may_end, ended;
int count_the_fish() {
  begun = true;
  while (!may_end) std::this_thread::sleep_for(1ms);
  std::puts("  the thread has counted");
  ended = true;
  return 42;
}

// [both]
Coro<void> waits(WhenCancelled when_cancelled) {
  try {
    int fish = co_await to_thread(when_cancelled, count_the_fish);
    std::printf("  the task has got %d\n", fish);
    co_await sleep(1s);
  } catch (const CancelledError&) {
    std::puts("  the task is cancelled");
  }
}
// [both]

Coro<void> cancels(WhenCancelled when_cancelled) {
  begun = may_end = ended = false;
  Task<void> task = create_task(waits(when_cancelled));
  while (!begun) co_await sleep(1ms);
  task.cancel();
  co_await sleep(1ms);
  may_end = true;
  while (!ended || !task.done()) co_await sleep(1ms);
}

Coro<void> async_main() {
  std::puts("abandon:");
  co_await cancels(WhenCancelled::abandon);
  std::puts("wait:");
  co_await cancels(WhenCancelled::wait);
}

int main() {
  run(async_main());
}
