// What a homemade sleep costs: three seconds of it, on the real clock; and what one turn takes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "allocations.hpp"
#include "async_sleep.hpp"

using namespace ch04;

namespace {

constexpr int turns = 2'000'000;

Asked<void> pauses() {
  for (int turn = 0; turn < turns; ++turn) co_yield None{};
}

Asked<void> awaits_pauses() {
  for (int turn = 0; turn < turns; ++turn) co_await yield_to_event_loop();
}

Asked<void> awaits_somebody_who_pauses(int depth) {
  if (depth == 0)
    co_await pauses();
  else
    co_await awaits_somebody_who_pauses(depth - 1);
}

Asked<void> other_work(int& work) {
  ++work;
  co_return;
}

// [counted]
Asked<void> sleeping(Scheduler& scheduler, Clock clock, bool simply, int& work) {
  for (int worker = 0; worker < 3; ++worker) scheduler.start(other_work(work));
  if (simply)
    co_await simpler_async_sleep(clock, std::chrono::seconds(3));
  else
    co_await async_sleep(scheduler, clock, std::chrono::seconds(3));
}

void measure_sleep(const char* name, bool simply) {
  long long looks = 0;
  int work = 0;
  const Clock clock = [&looks] {
    ++looks;
    return std::chrono::steady_clock::now();
  };
  Scheduler scheduler;
  scheduler.start(sleeping(scheduler, clock, simply, work));
  const TimePoint begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  scheduler.run_until_complete();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  // [counted]
  std::printf("%-20s %6.3f s %14.3f s %18.1f million %9.1f million\n", name, passed.count(), used,
              static_cast<double>(looks) / 1e6, static_cast<double>(scheduler.turns_given()) / 1e6);
  if (work != 3) std::puts("somebody did not work");
}

template <class Make>
double nanoseconds_a_turn(Make make) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    Scheduler scheduler;
    scheduler.start(make());
    const TimePoint begin = std::chrono::steady_clock::now();
    scheduler.run_until_complete();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / turns);
  }
  return best;
}

}  // namespace

int main() {
  std::puts(
      "                     time passed  processor time  looks at the clock            turns");
  measure_sleep("async_sleep", false);
  measure_sleep("simpler_async_sleep", true);

  const auto frame = course::allocations_of([] { const auto pause = yield_to_event_loop(); });
  std::printf("\na turn that only pauses                %5.1f ns\n", nanoseconds_a_turn(pauses));
  std::printf("the same, ten coroutines further down  %5.1f ns\n",
              nanoseconds_a_turn([] { return awaits_somebody_who_pauses(9); }));
  std::printf("a turn by yield_to_event_loop()        %5.1f ns, and a frame of %zu bytes\n",
              nanoseconds_a_turn(awaits_pauses), frame.bytes);
}
