// Bug: a loop that calls until nobody is in line.
// Goes wrong: hangs "working"
#include <functional>
#include <iostream>

#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

// [bug]
int main() {
  ch03::CallbackQueue ready;
  const TimePoint alarm = std::chrono::steady_clock::now() + 10ms;
  std::function<void()> work = [&] { ready.enqueue(work); };  // a little today, more tomorrow
  ready.enqueue(work);
  std::cout << "working" << std::endl;
  do ready.run();  // until nobody is in line
  while (std::chrono::steady_clock::now() < alarm);
  std::cout << "the alarm rings" << std::endl;
}
// [bug]
