// The two questions of the lesson, answered by running.
#include <iostream>
#include <string>

#include "async_sleep.hpp"

using namespace ch04;
using namespace std::chrono_literals;

// [sleepers]
Asked<void> sleeps(Clock clock, std::string name, Duration duration) {
  co_await simpler_async_sleep(clock, duration);
  std::cout << name << " is awake\n";
}

Asked<void> computes(TimePoint& now) {
  co_await yield_to_event_loop();
  now += 10s;  // a long computation: ten seconds pass, and it does not yield
  std::cout << "the computation is done\n";
}
// [sleepers]

// [waiters]
Asked<void> waits(std::string name, Future<void> future) {
  co_await result_of(future);
  std::cout << name << " goes on\n";
}

Asked<void> sets(Future<void> future) {
  co_await yield_to_event_loop();
  future.set_result();
  std::cout << "the future is set\n";
}
// [waiters]

int main() {
  std::cout << "question 1\n";
  {
    // [question 1]
    TimePoint now{};
    Clock clock = [&now] { return now; };
    Scheduler scheduler;
    scheduler.start(sleeps(clock, "three seconds", 3s));
    scheduler.start(sleeps(clock, "one second", 1s));
    scheduler.start(computes(now));
    scheduler.run_until_complete();
    // [question 1]
  }

  std::cout << "question 2\n";
  {
    // [question 2]
    Scheduler scheduler;
    Future<void> future(scheduler);
    future.add_done_callback([](auto) { std::cout << "the callback is called\n"; });
    scheduler.start(waits("Ada", future));
    scheduler.start(sets(future));
    scheduler.start(waits("Bo", future));
    scheduler.run_until_complete();
    // [question 2]
  }
}
