// The story of this course, told by turns: three work while one sleeps three seconds.
#include <iostream>

#include "async_sleep.hpp"
#include "second.hpp"

using namespace ch04;

// [story]
Asked<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Asked<void> story(Scheduler& scheduler, Clock clock) {
  for (int worker = 0; worker < 3; ++worker) scheduler.start(other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await async_sleep(scheduler, clock, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
}

int main() {
  Scheduler scheduler;
  scheduler.start(story(scheduler, std::chrono::steady_clock::now));
  scheduler.run_until_complete();
}
// [story]
