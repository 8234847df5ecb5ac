// The five things that demos/measure.cpp measures, on the runtime that the course leads to.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "allocations.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

namespace {

constexpr int times = 200'000;

Coro<void> nothing() {
  co_return;
}

Coro<void> makes_tasks() {
  for (int i = 0; i < times; ++i) co_await create_task(nothing());
}

Coro<void> has_turns() {
  for (int i = 0; i < times; ++i) co_await sleep(0s);
}

Coro<void> sets_futures() {
  for (int i = 0; i < times; ++i) {
    const Future<void> future;
    Loop::running().call_soon([future] { future.set_result(); });
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
    const std::clock_t begin = std::clock();
    used = course::allocations_of([&] { run(make()); });
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    best = std::min(best, seconds * 1e9 / times);
  }
  std::printf("%-44s %6.0f ns %6.1f blocks %6.0f bytes\n", name, best,
              static_cast<double>(used.blocks) / times, static_cast<double>(used.bytes) / times);
}

}  // namespace

int main() {
  measure_each("await a coroutine", awaits_coroutines);
  measure_each("let the others have a turn", has_turns);
  measure_each("wait for a future", sets_futures);
  measure_each("make a task and wait for it", makes_tasks);
  measure_each("sleep", sleeps);
}
