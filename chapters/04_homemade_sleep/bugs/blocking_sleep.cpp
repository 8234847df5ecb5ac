// Bug: a coroutine that puts the whole thread to sleep.
// Goes wrong: prints
#include <iostream>
#include <string>
#include <thread>

#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

// [bug]
Asked<void> naps(std::string name) {
  std::cout << name << " falls asleep\n";
  std::this_thread::sleep_for(50ms);  // and so does everybody else
  std::cout << name << " wakes up\n";
  co_return;
}

int main() {
  Scheduler scheduler;
  for (std::string name : {"Ada", "Bo", "Cy"}) scheduler.start(naps(name));
  scheduler.run_until_complete();
}
// [bug]
