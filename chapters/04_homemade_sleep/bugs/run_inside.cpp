// Bug: the scheduler run by a coroutine that runs on it.
// Goes wrong: hangs "the chick eats"
#include <iostream>

#include "async_sleep.hpp"

using namespace ch04;

// [bug]
Asked<void> parent(Future<void> full) {
  co_await result_of(full);
  std::cout << "the parent rests" << std::endl;
}

Asked<void> chick(Scheduler& scheduler, Future<void> full) {
  std::cout << "the chick eats" << std::endl;
  scheduler.run_until_complete();  // let the others have a turn, and come back
  full.set_result();
  co_return;
}

int main() {
  Scheduler scheduler;
  Future<void> full(scheduler);
  scheduler.start(parent(full));
  scheduler.start(chick(scheduler, full));
  scheduler.run_until_complete();
}
// [bug]
