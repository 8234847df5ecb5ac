// Bug: a sleep that is made and not awaited.
// Goes wrong: prints
#include <iostream>

#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

// [bug]
Asked<void> naps(Scheduler& scheduler, Clock clock) {
  const TimePoint begin = clock();
  async_sleep(scheduler, clock, 1h);
  std::cout << "slept for " << (clock() - begin) / 1h << " hours\n";
  co_return;
}
// [bug]

int main() {
  Scheduler scheduler;
  scheduler.start(naps(scheduler, std::chrono::steady_clock::now));
  scheduler.run_until_complete();
}
