// What a conversation costs: bytes, the time of one message, and the time of the end.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "allocations.hpp"
#include "coroutine.hpp"
#include "generator.hpp"

using ch01::Generator;
using ch02::AnyStopIteration;
using ch02::Coroutine;
using ch02::None;

namespace {

Generator<int> generated() {
  for (int number = 0;; ++number) co_yield number;
}

Coroutine<int, int, None> echo() {
  int received = 0;
  while (true) received = co_yield received;
}

// `depth` bodies, of which the innermost listens.
Coroutine<int, int, None> chain(int depth) {
  if (depth == 2) co_return co_await echo();
  co_return co_await chain(depth - 1);
}

Coroutine<int, int, None> at_depth(int depth) {
  return depth == 1 ? echo() : chain(depth);
}

Coroutine<int, int, int> ends_at_once() {
  co_return 7;
}

Coroutine<int, int, None> awaits(int times) {
  long long sum = 0;
  for (int number = 0; number < times; ++number) sum += co_await ends_at_once();
  if (sum == 0) std::puts("nothing was awaited");
  while (true) co_yield 0;
}

template <class Work>
double nanoseconds(int times, Work work) {
  double best = 1e12;
  for (int round = 0; round < 20; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work(times);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / times);
  }
  return best;
}

double one_send(int depth, int times) {
  auto coroutine = at_depth(depth);
  coroutine.next();
  long long sum = 0;
  const double taken = nanoseconds(times, [&](int times) {
    for (int number = 1; number <= times; ++number) sum += coroutine.send(number);
  });
  if (sum == 0) std::puts("nothing was sent");
  return taken;
}

}  // namespace

int main() {
  const auto generator = course::allocations_of([] { const auto made = generated(); });
  const auto coroutine = course::allocations_of([] { echo(); });
  const auto link = course::allocations_of([] { chain(2); });
  std::printf("a frame of chapter 1            %4zu bytes\n", generator.bytes);
  std::printf("a frame that listens            %4zu bytes\n", coroutine.bytes);
  std::printf("a frame that awaits             %4zu bytes\n", link.bytes);

  auto numbers = generated();
  long long sum = 0;
  const double value = nanoseconds(5'000'000, [&](int times) {
    for (int number = 0; number < times; ++number) sum += *numbers.next();
  });
  if (sum == 0) std::puts("nothing was counted");
  std::printf("one next() of chapter 1         %6.1f ns\n", value);
  std::printf("one send, alone                 %6.1f ns\n", one_send(1, 5'000'000));
  std::printf("one send, 100 deep              %6.1f ns\n", one_send(100, 50'000));
  std::printf("one send, 10,000 deep           %6.1f us\n", one_send(10'000, 200) / 1000);

  const double made = nanoseconds(20'000, [](int times) {
    for (int number = 0; number < times; ++number) {
      auto coroutine = echo();
      coroutine.next();
    }
  });
  const double awaited = nanoseconds(20'000, [](int times) { awaits(times).next(); });
  const double caught = nanoseconds(20'000, [](int times) {
    for (int number = 0; number < times; ++number) {
      auto coroutine = ends_at_once();
      try {
        coroutine.next();
      } catch (const AnyStopIteration&) {
      }
    }
  });
  std::printf("to make one and run it          %6.1f ns\n", made);
  std::printf("to await one until its end      %6.1f ns\n", awaited);
  std::printf("to run one and catch its end    %6.1f ns\n", caught);
}
