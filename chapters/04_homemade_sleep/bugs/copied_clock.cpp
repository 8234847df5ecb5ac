// Bug: a pretend clock that is copied into the sleeper; the one that is turned is another.
// Goes wrong: hangs "one second goes by"
#include <iostream>

#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

// [bug]
struct PretendClock {
  TimePoint now{};
  TimePoint operator()() const { return now; }
};

Asked<void> time_goes_by(PretendClock& clock) {
  co_await yield_to_event_loop();
  std::cout << "one second goes by" << std::endl;
  clock.now += 1s;
}

int main() {
  PretendClock clock;
  Scheduler scheduler;
  scheduler.start(simpler_async_sleep(clock, 1s));  // a std::function holds a copy
  scheduler.start(time_goes_by(clock));
  scheduler.run_until_complete();
}
// [bug]
