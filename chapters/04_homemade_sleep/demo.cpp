// Taking turns, waiting for a future, and two ways to sleep while others work.
#include <iostream>
#include <string>

#include "async_sleep.hpp"
#include "recording.hpp"
#include "second.hpp"

using namespace ch04;

// [turns]
Asked<void> counting(std::string name) {
  for (int number = 1; number <= 3; ++number) {
    std::cout << name << " says " << number << '\n';
    co_await yield_to_event_loop();
  }
}
// [turns]

// [future]
Asked<void> chick(Future<std::string> fish) {
  std::cout << "The chick waits.\n";
  std::string dinner = co_await result_of(fish);
  std::cout << "The chick eats " << dinner << ".\n";
}

Asked<void> parent(Future<std::string> fish) {
  std::cout << "The parent dives.\n";
  co_await yield_to_event_loop();
  std::cout << "The parent is back.\n";
  fish.set_result("a herring");
}
// [future]

// [sleep]
Asked<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Asked<void> sleeping(Scheduler& scheduler, Clock clock) {
  for (int worker = 0; worker < 3; ++worker) scheduler.start(other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await async_sleep(scheduler, clock, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
}
// [sleep]

Asked<void> sleeping_simply(Scheduler& scheduler, Clock clock) {
  for (int worker = 0; worker < 3; ++worker) scheduler.start(other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await simpler_async_sleep(clock, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
}

int main(int argc, char** argv) {
  // [clock]
  TimePoint now{};
  course::Recording recording(argc, argv, [&now] { return now.time_since_epoch(); });
  Clock clock = std::chrono::steady_clock::now;
  if (recording.wanted()) clock = [&now] { return now += course::a_second() / 4; };
  // [clock]

  Scheduler scheduler;
  std::cout << "turns\n";
  // [turns main]
  scheduler.start(counting("Ping"));
  scheduler.start(counting("Pong"));
  scheduler.run_until_complete();
  // [turns main]

  std::cout << "\na future\n";
  // [future main]
  Future<std::string> fish(scheduler);
  scheduler.start(chick(fish));
  scheduler.start(parent(fish));
  scheduler.run_until_complete();
  // [future main]

  std::cout << "\nasync_sleep\n";
  // [sleep main]
  scheduler.start(sleeping(scheduler, clock));
  scheduler.run_until_complete();
  // [sleep main]

  std::cout << "\nsimpler_async_sleep\n";
  scheduler.start(sleeping_simply(scheduler, clock));
  scheduler.run_until_complete();
}
