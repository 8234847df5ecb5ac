// Bug: a coroutine that waits in a loop without a pause.
// Goes wrong: hangs "the chick waits"
#include <iostream>

#include "async_sleep.hpp"

using namespace ch04;

// [bug]
Asked<void> chick(Future<void> fish) {
  std::cout << "the chick waits" << std::endl;
  while (!fish.done()) {
    // asks again at once: the parent never has its turn
  }
  co_return;
}

Asked<void> parent(Future<void> fish) {
  fish.set_result();
  co_return;
}

int main() {
  Scheduler scheduler;
  Future<void> fish(scheduler);
  scheduler.start(chick(fish));
  scheduler.start(parent(fish));
  scheduler.run_until_complete();
}
// [bug]
