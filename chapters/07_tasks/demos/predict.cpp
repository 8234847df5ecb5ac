// The two questions of the lesson, answered by running.
#include <chrono>
#include <iostream>

#include "virtual_time.hpp"
#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

// [waits]
Coro<void> waits(Future<int> future) {
  try {
    int value = co_await future;
    std::cout << "the waiter got " << value << '\n';
  } catch (const CancelledError&) {
    std::cout << "the waiter was cancelled\n";
  }
}
// [waits]

// [question 1]
Coro<void> who_wins() {
  Future<int> future(running_loop());
  Task<void> waiter = create_task(waits(future));
  co_await sleep(1s);
  future.set_result(1);
  waiter.cancel();
  co_await waiter;
  std::cout << "in the future there is " << future.result() << '\n';
}
// [question 1]

// [question 2]
Coro<void> sleeps_an_hour() {
  try {
    co_await sleep(1h);
    std::cout << "slept well\n";
  } catch (const CancelledError&) {
    std::cout << "what is it?\n";
  }
  co_await sleep(10s);  // gets dressed
  std::cout << "coming\n";
}

Coro<void> does_not_wait() {
  create_task(sleeps_an_hour());
  co_await sleep(1s);
  std::cout << "main is done\n";
}
// [question 2]

int main() {
  // [virtual]
  ch05::VirtualTime<EventLoop> loop;
  // [virtual]
  std::cout << "question 1\n";
  run(who_wins(), loop);

  std::cout << "question 2\n";
  const auto begin = loop.time();
  // [question 2 main]
  run(does_not_wait(), loop);
  std::cout << "run() returned after " << (loop.time() - begin) / 1s << " seconds\n";
  // [question 2 main]
}
