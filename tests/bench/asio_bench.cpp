// Asio's rows: C++20 coroutines on one io_context, with its own executor type instead of
// any_io_executor, and the hint that one thread runs it. Build with ASIO_DISABLE_STD_ALIGNED_ALLOC,
// which makes Asio allocate by operator new, so that it is counted.
#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "meter.hpp"

using namespace std::chrono_literals;
using Executor = asio::io_context::executor_type;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

namespace {

constexpr asio::use_awaitable_t<Executor> use_awaitable;
volatile int sink;

Awaitable<int> one() {
  co_return 1;
}

Awaitable<void> await(Executor, Meter& meter) {
  int sum = 0;
  while (meter.more(10'000))
    for (int i = 0; i < 10'000; ++i) sum += co_await one();
  sink = sum;
}

Awaitable<void> yield_until(Executor executor, const bool& stop) {
  while (!stop) co_await asio::post(executor, use_awaitable);
}

template <int tasks>
Awaitable<void> yield_among(Executor executor, Meter& meter) {
  constexpr int turns = 10'000 / tasks;
  auto stop = std::make_unique<bool>(false);
  for (int i = 1; i < tasks; ++i)
    asio::co_spawn(executor, yield_until(executor, *stop), asio::detached);
  while (meter.more(tasks * turns))
    for (int i = 0; i < turns; ++i) co_await asio::post(executor, use_awaitable);
  *stop = true;
  co_await asio::post(executor, use_awaitable);  // the others see it
  co_await asio::post(executor, use_awaitable);
}

Awaitable<void> spawn_join(Executor executor, Meter& meter) {
  int sum = 0;
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) sum += co_await asio::co_spawn(executor, one(), use_awaitable);
  sink = sum;
}

// Asio has no future to await; a channel is its nearest, and is used again and again.
using Channel = asio::experimental::channel<Executor, void(asio::error_code, int)>;

Awaitable<void> throw_back(Channel& mine, Channel& other) {
  for (;;) {
    const int ball = co_await mine.async_receive(use_awaitable);
    other.try_send(asio::error_code(), ball);
    if (ball == 0) co_return;
  }
}
Awaitable<void> wake(Executor executor, Meter& meter) {
  Channel mine(executor, 1), other(executor, 1);
  asio::co_spawn(executor, throw_back(other, mine), asio::detached);
  while (meter.more(2 * 1'000))
    for (int i = 0; i < 1'000; ++i) {
      other.try_send(asio::error_code(), 1);
      sink = co_await mine.async_receive(use_awaitable);
    }
  other.try_send(asio::error_code(), 0);
  co_await mine.async_receive(use_awaitable);
}

// It has no lock that a coroutine waits for. Whoever has put something into a channel for one holds
// the lock, and gives it back by taking that out.
template <int tasks>
Awaitable<void> pass_on(Channel& lock, int& last, int me) {
  if (!lock.try_send(asio::error_code(), me))
    co_await lock.async_send(asio::error_code(), me, use_awaitable);
  check(last == (me + tasks - 1) % tasks, "the lock came out of turn");
  last = me;
  lock.try_receive([](asio::error_code, int) {});
}
template <int tasks>
struct Passing {
  explicit Passing(Executor executor) : lock(executor, 1) {}
  Channel lock;
  int last = tasks - 1;
  int running = tasks - 1;
  bool stop = false;
};
template <int tasks>
Awaitable<void> pass_on_until(Passing<tasks>& all, int me) {
  while (!all.stop) co_await pass_on<tasks>(all.lock, all.last, me);
  --all.running;
}
template <int tasks>
Awaitable<void> lock_among(Executor executor, Meter& meter) {
  constexpr int turns = 1'000 / tasks;
  Passing<tasks> all(executor);
  all.lock.try_send(asio::error_code(), 0);  // until all stand in line
  for (int i = 1; i < tasks; ++i)
    asio::co_spawn(executor, pass_on_until<tasks>(all, i), asio::detached);
  co_await asio::post(executor, use_awaitable);
  all.last = 0;
  all.lock.try_receive([](asio::error_code, int) {});
  while (meter.more(tasks * turns))
    for (int i = 0; i < turns; ++i) co_await pass_on<tasks>(all.lock, all.last, 0);
  all.stop = true;
  while (all.running > 0) co_await asio::post(executor, use_awaitable);
}

// What need not wait does not go through the loop, as an expert would have it.
Awaitable<void> send_back(Channel& there, Channel& back) {
  for (int ball = 1; ball != 0;) {
    ball = co_await there.async_receive(use_awaitable);
    if (!back.try_send(asio::error_code(), ball))
      co_await back.async_send(asio::error_code(), ball, use_awaitable);
  }
}
Awaitable<void> queue_ping_pong(Executor executor, Meter& meter) {
  Channel there(executor, 1), back(executor, 1);
  asio::co_spawn(executor, send_back(there, back), asio::detached);
  while (meter.more(2 * 1'000))
    for (int i = 1; i <= 1'000; ++i) {
      if (!there.try_send(asio::error_code(), i))
        co_await there.async_send(asio::error_code(), i, use_awaitable);
      const int ball = co_await back.async_receive(use_awaitable);
      check(ball == i, "another ball came back");
    }
  there.try_send(asio::error_code(), 0);
  co_await back.async_receive(use_awaitable);
}

// Asio 1.22 gathers a number of operations that is known at compile time only. So the last child
// that ends cancels a timer that the parent waits for, which is Asio's usual event.
Awaitable<void> gather_1k(Executor executor, Meter& meter) {
  Timer all(executor);
  while (meter.more(1'000)) {
    std::vector<int> results(1'000);
    int left = 1'000;
    all.expires_at(Timer::time_point::max());
    for (int& result : results)
      asio::co_spawn(executor, one(), [&](std::exception_ptr, int value) {
        result = value;
        if (--left == 0) all.cancel();
      });
    asio::error_code cancelled;
    co_await all.async_wait(asio::redirect_error(use_awaitable, cancelled));
    sink = results.back();
  }
}

Awaitable<int> number(int value) {
  co_return value;
}
// The children's results go into a channel that has room for all.
Awaitable<void> as_completed_10k(Executor executor, Meter& meter) {
  constexpr int children = 10'000;
  while (meter.more(children)) {
    Channel finished(executor, children);
    for (int i = 0; i < children; ++i)
      asio::co_spawn(executor, number(i), [&](std::exception_ptr, int value) {
        finished.try_send(asio::error_code(), value);
      });
    int sum = 0;
    for (int i = 0; i < children; ++i) {
      if (!finished.try_receive([&](asio::error_code, int value) { sum += value; }))
        sum += co_await finished.async_receive(use_awaitable);
    }
    check(sum == 49'995'000, "a child was not told, or twice");
  }
}

// To a thread of the pool, and back to the loop with the result.
template <class Call>
auto to_thread(asio::thread_pool& pool, Call call) {
  auto start = [&pool, call](auto handler) {
    auto work = asio::make_work_guard(handler);
    asio::post(pool, [call, handler = std::move(handler), work = std::move(work)]() mutable {
      asio::post(work.get_executor(),
                 [result = call(), handler = std::move(handler)]() mutable { handler(result); });
    });
  };
  return asio::async_initiate<const asio::use_awaitable_t<Executor>, void(int)>(std::move(start),
                                                                                use_awaitable);
}
Awaitable<void> round_trips(Executor, Meter& meter) {
  asio::thread_pool pool(1);
  while (meter.more(100))
    for (int i = 0; i < 100; ++i) {
      const auto next = [i] { return i + 1; };
      const int result = co_await to_thread(pool, next);
      check(result == i + 1, "another result came back");
    }
}

Awaitable<void> step(Executor executor) {
  co_await asio::post(executor, use_awaitable);
}
Awaitable<void> timeout_waits(Executor executor, Meter& meter) {
  using namespace asio::experimental::awaitable_operators;
  Timer timer(executor);
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) {
      timer.expires_after(1h);
      co_await (step(executor) || timer.async_wait(use_awaitable));
    }
}
Awaitable<void> nothing() {
  co_return;
}
Awaitable<void> timeout_ready(Executor executor, Meter& meter) {
  using namespace asio::experimental::awaitable_operators;
  Timer timer(executor);
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) {
      timer.expires_after(1h);
      co_await (nothing() || timer.async_wait(use_awaitable));
    }
}

// A wait that is cancelled has its handler called when the loop has its turn.
void start(Timer& timer, Draw& draw) {
  timer.expires_after(far(draw));  // cancels the wait that is under way
  timer.async_wait([](asio::error_code) {});
}
std::vector<Timer> standing_timers(int count, Executor executor, Draw& draw) {
  std::vector<Timer> timers;
  for (int i = 0; i < count; ++i) {
    timers.emplace_back(executor);
    start(timers.back(), draw);
  }
  return timers;
}

template <int count>
Awaitable<void> timer_all(Executor executor, Meter& meter) {
  Draw draw;
  while (meter.more(static_cast<std::uint64_t>(scaled(count)))) {
    standing_timers(scaled(count), executor, draw);  // its end cancels them
    co_await asio::post(executor, use_awaitable);
  }
}

template <int count>
Awaitable<void> timer_cancel(Executor executor, Meter& meter) {
  Draw draw;
  const std::vector<Timer> others = standing_timers(scaled(count), executor, draw);
  Timer timer(executor);
  while (meter.more(1'000)) {
    for (int i = 0; i < 1'000; ++i) {
      start(timer, draw);
      timer.cancel();
    }
    co_await asio::post(executor, use_awaitable);
  }
}

template <int count>
Awaitable<void> timer_restart(Executor executor, Meter& meter) {
  Draw draw;
  std::vector<Timer> timers = standing_timers(scaled(count), executor, draw);
  while (meter.more(1'000)) {
    for (int i = 0; i < 1'000; ++i) start(timers[draw.below(timers.size())], draw);
    co_await asio::post(executor, use_awaitable);
  }
}

template <int count>
Awaitable<void> timer_fire(Executor executor, Meter& meter) {
  const int count_now = scaled(count);
  Draw draw;
  Timer all(executor);
  while (meter.more(static_cast<std::uint64_t>(count_now))) {
    std::vector<Timer> timers;
    timers.reserve(static_cast<std::size_t>(count_now));
    int left = count_now;
    all.expires_at(Timer::time_point::max());
    for (int i = 0; i < count_now; ++i) {
      timers.emplace_back(executor, soon(draw, count_now));
      timers.back().async_wait([&](asio::error_code) {
        if (--left == 0) all.cancel();
      });
    }
    asio::error_code cancelled;
    co_await all.async_wait(asio::redirect_error(use_awaitable, cancelled));
  }
}

Awaitable<void> sleep_and_wake(Executor executor, Meter& meter) {
  Timer timer(executor);
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) {
      timer.expires_after(1ns);
      co_await timer.async_wait(use_awaitable);
    }
}

Awaitable<void> rest(Executor executor, std::chrono::microseconds duration) {
  Timer timer(executor, duration);
  co_await timer.async_wait(use_awaitable);
}

double sleeps_seconds() {
  const double before = processor_time();
  asio::io_context context(1);
  const int count = scaled(1'000'000);
  Draw draw;
  for (int i = 0; i < count; ++i)
    asio::co_spawn(context, rest(context.get_executor(), soon(draw, count)), asio::detached);
  context.run();
  return processor_time() - before;
}

double bytes_of_coroutine() {
  asio::io_context context(1);
  const int count = scaled(1'000'000);
  const std::int64_t before = bytes_held();
  for (int i = 0; i < count; ++i)
    asio::co_spawn(context, rest(context.get_executor(), 1h), asio::detached);
  context.poll();  // they begin
  return static_cast<double>(bytes_held() - before) / count;
}

void run(Awaitable<void> (*row)(Executor, Meter&), Meter& meter) {
  asio::io_context context(1);
  asio::co_spawn(context, row(context.get_executor(), meter), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}
std::function<double()> time_of(Awaitable<void> (*row)(Executor, Meter&)) {
  return [row] {
    Meter meter;
    run(row, meter);
    return meter.nanoseconds_each();
  };
}
std::function<double()> allocations_of(Awaitable<void> (*row)(Executor, Meter&)) {
  return [row] {
    Meter meter;
    run(row, meter);
    return meter.allocations_each();
  };
}

std::string version() {
  return "asio " + std::to_string(ASIO_VERSION / 100'000) + "." +
         std::to_string(ASIO_VERSION / 100 % 1'000) + "." + std::to_string(ASIO_VERSION % 100);
}

}  // namespace

int main(int argc, char** argv) {
  return bench(argc, argv, version(),
               {
                   {"await", time_of(await)},
                   {"yield_1", time_of(yield_among<1>)},
                   {"yield_1k", time_of(yield_among<1'000>)},
                   {"spawn_join", time_of(spawn_join)},
                   {"wake", time_of(wake)},
                   {"lock", time_of(lock_among<10>)},
                   {"queue", time_of(queue_ping_pong)},
                   {"gather_1k", time_of(gather_1k)},
                   {"as_completed_10k", time_of(as_completed_10k)},
                   {"to_thread", time_of(round_trips)},
                   {"timeout", time_of(timeout_waits)},
                   {"timeout_ready", time_of(timeout_ready)},
                   {"timer_all_1k", time_of(timer_all<1'000>)},
                   {"timer_all_100k", time_of(timer_all<100'000>)},
                   {"timer_all_1m", time_of(timer_all<1'000'000>)},
                   {"timer_cancel_1k", time_of(timer_cancel<1'000>)},
                   {"timer_cancel_100k", time_of(timer_cancel<100'000>)},
                   {"timer_cancel_1m", time_of(timer_cancel<1'000'000>)},
                   {"timer_restart_1k", time_of(timer_restart<1'000>)},
                   {"timer_restart_100k", time_of(timer_restart<100'000>)},
                   {"timer_restart_1m", time_of(timer_restart<1'000'000>)},
                   {"timer_fire_1k", time_of(timer_fire<1'000>)},
                   {"timer_fire_100k", time_of(timer_fire<100'000>)},
                   {"timer_fire_1m", time_of(timer_fire<1'000'000>)},
                   {"sleeps_1m", sleeps_seconds},
                   {"bytes_coroutine", bytes_of_coroutine},
                   {"allocations_await", allocations_of(await)},
                   {"allocations_yield", allocations_of(yield_among<1'000>)},
                   {"allocations_wake", allocations_of(wake)},
                   {"allocations_lock", allocations_of(lock_among<10>)},
                   {"allocations_timer", allocations_of(sleep_and_wake)},
               });
}
