// What tasks cost: three seconds of the story, ten thousand sleepers, and what each thing takes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "allocations.hpp"
#include "gather.hpp"
#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

namespace {

constexpr int times = 200'000;

Coro<void> nothing() {
  co_return;
}

// [counted]
Coro<void> other_work(int& work) {
  ++work;
  co_return;
}

Coro<void> story(int& work) {
  for (int worker = 0; worker < 3; ++worker) create_task(other_work(work));
  co_await sleep(3s);
}

Coro<void> ten_thousand() {
  std::vector<Coro<void>> sleepers;
  for (int sleeper = 0; sleeper < 10'000; ++sleeper) sleepers.push_back(sleep(1s));
  co_await gather(std::move(sleepers));
}
// [counted]

void measure_time(const char* name, Coro<void> main) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  run(std::move(main));
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::printf("%-32s %6.3f s %14.3f s\n", name, passed.count(), used);
}

Coro<void> makes_tasks() {
  for (int i = 0; i < times; ++i) co_await create_task(nothing());
}

Coro<void> has_turns() {
  for (int i = 0; i < times; ++i) co_await ch06::YieldToEventLoop(running_loop());
}

Coro<void> sets_futures() {
  for (int i = 0; i < times; ++i) {
    const Future<void> future(running_loop());
    running_loop().call_soon([future] { future.set_result(); });
    co_await future;
  }
}

Coro<void> sleeps() {
  for (int i = 0; i < times; ++i) co_await sleep(1ns);
}

Coro<void> awaits_coroutines() {
  for (int i = 0; i < times; ++i) co_await nothing();
}

template <class Make>
void measure_each(const char* name, Make make) {
  double best = 1e9;
  course::Allocations used;
  for (int round = 0; round < 5; ++round) {
    const std::clock_t begin = std::clock();  // processor time: nobody rests here
    used = course::allocations_of([&] { run(make()); });
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    best = std::min(best, seconds * 1e9 / times);
  }
  std::printf("%-44s %6.0f ns %6.1f blocks %6.0f bytes\n", name, best,
              static_cast<double>(used.blocks) / times, static_cast<double>(used.bytes) / times);
}

}  // namespace

int main() {
  std::puts("                                 time passed  processor time");
  int work = 0;
  measure_time("the story", story(work));
  measure_time("10,000 sleep for a second", ten_thousand());
  if (work != 3) std::puts("somebody did not work");

  std::puts("");
  measure_each("await a coroutine", awaits_coroutines);
  measure_each("let the others have a turn", has_turns);
  measure_each("wait for a future", sets_futures);
  measure_each("make a task and wait for it", makes_tasks);
  measure_each("sleep", sleeps);
}
