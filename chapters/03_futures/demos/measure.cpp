// What a future costs: bytes, and the time from value to callback and from step to step.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "allocations.hpp"
#include "demos/pretend_clock.hpp"
#include "driver.hpp"

using namespace ch03;
using ch02::None;

namespace {

constexpr int times = 1'000'000;

template <class Body>
double nanoseconds(Body body) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / times);
  }
  return best;
}

Coroutine<int, int, None> chapter_2() {
  int number = 0;
  for (;;) number += co_yield number;
}

FutureCoroutine<int, int> chapter_3(CallbackQueue& queue) {
  int sum = 0;
  for (int time = 0; time < times; ++time) {
    Future<int> number(queue);
    number.set_result(time);
    sum ^= co_yield number;
  }
  co_return sum;
}

}  // namespace

int main() {
  CallbackQueue queue;
  const auto future = course::allocations_of([&] { Future<int> answer(queue); });
  const auto driven = course::allocations_of([&] { drive(queue, chapter_3(queue)); });
  std::printf("a future of int              %zu bytes, and %zu for each handle\n", future.bytes,
              sizeof(Future<int>));
  std::printf("a coroutine that is driven   %zu bytes, its frame included\n", driven.bytes);
  queue.run();

  int sum = 0;
  const double called = nanoseconds([&] {
    for (int time = 0; time < times; ++time) {
      queue.enqueue([&sum, time] { sum ^= time; });
      queue.run();
    }
  });
  const double set = nanoseconds([&] {
    for (int time = 0; time < times; ++time) {
      Future<int> answer(queue);
      answer.add_done_callback([&sum](const Future<int>& done) { sum ^= done.result(); });
      answer.set_result(time);
      queue.run();
    }
  });
  const double sent = nanoseconds([&] {
    auto body = chapter_2();
    body.next();
    for (int time = 0; time < times; ++time) sum ^= body.send(time);
  });
  const double step = nanoseconds([&] {
    const auto answer = drive(queue, chapter_3(queue));
    queue.run();
    sum ^= answer.result();
  });
  const double slept = nanoseconds([&] {
    PretendClock clock;
    for (int time = 0; time < times; ++time) {
      Future<None> over(queue);
      clock.call_later(3, [over] { over.set_result(None{}); });
      run(queue, clock);
    }
  });
  std::printf("enqueue, and call            %5.1f ns\n", called);
  std::printf("make, set, and call back     %5.1f ns\n", set);
  std::printf("chapter 2's send             %5.1f ns\n", sent);
  std::printf("make, set, and a driver step %5.1f ns\n", step);
  std::printf("a sleep of three seconds     %5.1f ns\n", slept);
  return sum == 1;  // a use for what was computed
}
