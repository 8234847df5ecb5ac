// What a chain costs: a message to its end, in chapter 2 and here; an await; and a sleep.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "allocations.hpp"
#include "coro.hpp"
#include "coroutine.hpp"

using namespace ch06;
using ch02::Coroutine;
using ch02::None;
using ch05::EventLoop;

namespace {

// [before]
// Chapter 2: `depth` bodies, of which the innermost listens.
Coroutine<int, int, None> echo() {
  int received = 0;
  while (true) received = co_yield received;
}

Coroutine<int, int, None> echo_below(int depth) {
  if (depth == 2) co_return co_await echo();
  co_return co_await echo_below(depth - 1);
}
// [before]

// [now]
// Here: the same, and the innermost waits to be woken.
Coro<void> wakes_up(ch03::Callback& wake, long long& woken) {
  for (;; ++woken) co_await Suspension([&wake](ch03::Callback call) { wake = call; });
}

Coro<void> wakes_up_below(int depth, ch03::Callback& wake, long long& woken) {
  if (depth == 2)
    co_await wakes_up(wake, woken);
  else
    co_await wakes_up_below(depth - 1, wake, woken);
}
// [now]

Coroutine<int, int, int> ended_before() {
  co_return 7;
}

Coroutine<int, int, None> awaits_before(int times) {
  long long sum = 0;
  for (int number = 0; number < times; ++number) sum += co_await ended_before();
  if (sum == 0) std::puts("nothing was awaited");
  while (true) co_yield 0;
}

Coro<int> ends_at_once() {
  co_return 7;
}

Coro<void> awaits(int times) {
  long long sum = 0;
  for (int number = 0; number < times; ++number) sum += co_await ends_at_once();
  if (sum == 0) std::puts("nothing was awaited");
}

Coro<void> sleeps(EventLoop& loop) {
  co_await Suspension(
      [&loop](ch03::Callback wake) { loop.call_later(std::chrono::seconds(3), std::move(wake)); });
  loop.stop();
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
  auto coroutine = depth == 1 ? echo() : echo_below(depth);
  coroutine.next();
  long long sum = 0;
  const double taken = nanoseconds(times, [&](int times) {
    for (int number = 1; number <= times; ++number) sum += coroutine.send(number);
  });
  if (sum == 0) std::puts("nothing was sent");
  return taken;
}

double one_wake(int depth, int times) {
  ch03::Callback wake;
  long long woken = 0;
  Chain chain(depth == 1 ? wakes_up(wake, woken) : wakes_up_below(depth, wake, woken));
  chain.resume();
  const double taken = nanoseconds(times, [&](int times) {
    for (int number = 1; number <= times; ++number) {
      const ch03::Callback call = std::move(wake);
      call();
    }
  });
  if (woken == 0) std::puts("nobody was woken");
  return taken;
}

}  // namespace

int main() {
  std::puts("                       chapter 2, one send    here, one wake");
  std::printf("alone                        %10.1f ns     %10.1f ns\n", one_send(1, 1'000'000),
              one_wake(1, 1'000'000));
  std::printf("100 deep                     %10.1f ns     %10.1f ns\n", one_send(100, 20'000),
              one_wake(100, 1'000'000));
  std::printf("10,000 deep                  %10.1f ns     %10.1f ns\n", one_send(10'000, 200),
              one_wake(10'000, 1'000'000));
  std::printf("1,000,000 deep           overflows the stack     %10.1f ns\n",
              one_wake(1'000'000, 100'000));

  const double before = nanoseconds(100'000, [](int times) { awaits_before(times).next(); });
  const double now = nanoseconds(100'000, [](int times) { Chain<void>(awaits(times)).resume(); });
  std::printf("\nto await one to its end      %10.1f ns     %10.1f ns\n", before, now);
  const auto frame_before = course::allocations_of([] { const auto made = ended_before(); });
  const auto frame = course::allocations_of([] { const Chain<int> made(ends_at_once()); });
  std::printf("its frame                    %7zu bytes     %7zu bytes\n", frame_before.bytes,
              frame.bytes);

  EventLoop loop;
  Chain sleeper(sleeps(loop));
  sleeper.resume();
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  loop.run_forever();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::printf("\na sleep of three seconds: %.3f s pass, %.3f s of processor time\n", passed.count(),
              used);
}
