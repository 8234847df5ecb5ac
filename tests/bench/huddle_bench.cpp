// Huddle's rows. README.md says what one operation of each row is.
#include <chrono>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"
#include "meter.hpp"

using namespace huddle;
using namespace std::chrono_literals;

namespace {

volatile int sink;

Coro<int> one() {
  co_return 1;
}

Coro<void> await(Meter& meter) {
  int sum = 0;
  while (meter.more(10'000))
    for (int i = 0; i < 10'000; ++i) sum += co_await one();
  sink = sum;
}

Coro<void> yield_until(const bool& stop) {
  while (!stop) co_await yield();
}

// Everybody has a turn for each turn of the task that counts.
template <int tasks>
Coro<void> yield_among(Meter& meter) {
  constexpr int turns = 10'000 / tasks;
  bool stop = false;
  std::vector<Task<void>> others;
  for (int i = 1; i < tasks; ++i) others.push_back(create_task(yield_until(stop)));
  while (meter.more(tasks * turns))
    for (int i = 0; i < turns; ++i) co_await yield();
  stop = true;
  for (Task<void>& other : others) co_await other;
}

Coro<void> spawn_join(Meter& meter) {
  int sum = 0;
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) sum += co_await create_task(one());
  sink = sum;
}

// The ball is what the other one waits for: wakes it, and waits until the ball comes back.
Coro<void> throw_back(Future<int>& ball, const bool& stop) {
  while (!stop) {
    const Future<int> mine;
    std::exchange(ball, mine).set_result(1);
    sink = co_await mine;
  }
}
Coro<void> wake(Meter& meter) {
  bool stop = false;
  Future<int> ball;
  const Task<void> other = create_task(throw_back(ball, stop));
  while (meter.more(2 * 1'000))
    for (int i = 0; i < 1'000; ++i) {
      const Future<int> mine;
      std::exchange(ball, mine).set_result(1);
      sink = co_await mine;
    }
  stop = true;
  ball.set_result(1);
  co_await other;
}

// Each gives the lock to the next in line, and stands in line again.
template <int tasks>
Coro<void> pass_on(Lock& lock, int& last, int me) {
  const auto held = co_await lock.acquire();
  check(last == (me + tasks - 1) % tasks, "the lock came out of turn");
  last = me;
}
template <int tasks>
Coro<void> pass_on_until(Lock& lock, int& last, int me, const bool& stop) {
  while (!stop) co_await pass_on<tasks>(lock, last, me);
}
template <int tasks>
Coro<void> lock_among(Meter& meter) {
  constexpr int turns = 1'000 / tasks;
  bool stop = false;
  int last = tasks - 1;
  Lock lock;
  std::vector<Task<void>> others;
  auto first = co_await lock.acquire();  // until all stand in line
  for (int i = 1; i < tasks; ++i)
    others.push_back(create_task(pass_on_until<tasks>(lock, last, i, stop)));
  co_await yield();
  last = 0;
  first.release();
  while (meter.more(tasks * turns))
    for (int i = 0; i < turns; ++i) co_await pass_on<tasks>(lock, last, 0);
  stop = true;
  for (Task<void>& other : others) co_await other;
}

Coro<void> send_back(Queue<int>& there, Queue<int>& back) {
  for (int ball = 1; ball != 0;) {
    ball = co_await there.get();
    co_await back.put(ball);
  }
}
Coro<void> queue_ping_pong(Meter& meter) {
  Queue<int> there(1), back(1);
  const Task<void> other = create_task(send_back(there, back));
  while (meter.more(2 * 1'000))
    for (int i = 1; i <= 1'000; ++i) {
      co_await there.put(i);
      check(co_await back.get() == i, "another ball came back");
    }
  co_await there.put(0);
  co_await other;
}

std::vector<Handle> standing_timers(int count, Draw& draw) {
  std::vector<Handle> timers(static_cast<std::size_t>(count));
  for (Handle& timer : timers) timer = Loop::running().call_later(far(draw), [] {});
  return timers;
}
void cancel_all(const std::vector<Handle>& timers) {
  for (const Handle& timer : timers) timer.cancel();
}

// Huddle's timers find their places among the others when the loop looks for the first one. Without
// a look now and then, that work would not be measured.
Sleep<TimePoint> look_at_timers() {
  return sleep_until(now());
}

template <int count>
Coro<void> timer_all(Meter& meter) {
  Draw draw;
  while (meter.more(static_cast<std::uint64_t>(scaled(count)))) {
    const std::vector<Handle> timers = standing_timers(scaled(count), draw);
    co_await look_at_timers();
    cancel_all(timers);
  }
}

template <int count>
Coro<void> timer_cancel(Meter& meter) {
  Loop& loop = Loop::running();
  Draw draw;
  const std::vector<Handle> others = standing_timers(scaled(count), draw);
  while (meter.more(1'000)) {
    co_await look_at_timers();
    for (int i = 0; i < 1'000; ++i) loop.call_later(far(draw), [] {}).cancel();
  }
  cancel_all(others);
}

template <int count>
Coro<void> timer_restart(Meter& meter) {
  Loop& loop = Loop::running();
  Draw draw;
  std::vector<Handle> timers = standing_timers(scaled(count), draw);
  while (meter.more(1'000)) {
    co_await look_at_timers();
    for (int i = 0; i < 1'000; ++i) {
      Handle& timer = timers[draw.below(timers.size())];
      timer.cancel();
      timer = loop.call_later(far(draw), [] {});
    }
  }
  cancel_all(timers);
}

template <int count>
Coro<void> timer_fire(Meter& meter) {
  Loop& loop = Loop::running();
  const int timers = scaled(count);
  Draw draw;
  while (meter.more(static_cast<std::uint64_t>(timers))) {
    int left = timers;
    const Future<void> all;
    for (int i = 0; i < timers; ++i)
      loop.call_later(soon(draw, timers), [&] {
        if (--left == 0) all.set_result();
      });
    co_await all;
  }
}

Coro<void> gather_1k(Meter& meter) {
  while (meter.more(1'000)) {
    std::vector<Coro<int>> children;
    for (int i = 0; i < 1'000; ++i) children.push_back(one());
    sink = static_cast<int>((co_await gather(std::move(children))).size());
  }
}

Coro<int> number(int value) {
  co_return value;
}
Coro<void> as_completed_10k(Meter& meter) {
  while (meter.more(10'000)) {
    std::vector<Coro<int>> children;
    for (int i = 0; i < 10'000; ++i) children.push_back(number(i));
    auto finished = as_completed(std::move(children));
    int sum = 0;
    while (const auto task = co_await finished.next()) sum += task->result();
    check(sum == 49'995'000, "a child was not told, or twice");
  }
}

Coro<void> round_trips(Meter& meter) {
  while (meter.more(100))
    for (int i = 0; i < 100; ++i)
      check(co_await to_thread([](int value) { return value + 1; }, i) == i + 1,
            "another result came back");
}

Coro<void> timeout_waits(Meter& meter) {
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i)
      co_await with(timeout(1h), [](Timeout&) -> Coro<void> { co_await yield(); });
}
Coro<void> timeout_ready(Meter& meter) {
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i)
      co_await with(timeout(1h), [](Timeout&) -> Coro<void> { co_return; });
}

Coro<void> sleep_and_wake(Meter& meter) {
  while (meter.more(1'000))
    for (int i = 0; i < 1'000; ++i) co_await sleep(1ns);
}

Coro<void> rest(Duration duration) {
  co_await sleep(duration);
}

Coro<void> sleeps() {
  const int count = scaled(1'000'000);
  Draw draw;
  std::vector<Task<void>> tasks;
  for (int i = 0; i < count; ++i) tasks.push_back(create_task(rest(soon(draw, count))));
  for (Task<void>& task : tasks) co_await task;
}
double sleeps_seconds() {
  const double before = processor_time();
  run(sleeps());
  return processor_time() - before;
}

// On virtual time, so that they need not be cancelled in the end: it jumps there.
template <class Create>
double bytes_each(Create create) {
  const int count = scaled(1'000'000);
  double each = 0;
  auto measure = [&]() -> Coro<void> {
    const std::int64_t before = bytes_held();
    for (int i = 0; i < count; ++i) create();
    co_await yield();  // they begin
    each = static_cast<double>(bytes_held() - before) / count;
  };
  VirtualClock clock;
  Runner runner(RunOptions().clock(clock));
  runner.run(measure());
  runner.loop().run_once(2h);
  runner.loop().run_once(2h);
  return each;
}
double bytes_of_coroutine() {
  return bytes_each([] { create_task(rest(1h)); });
}
double bytes_of_callable() {
  return bytes_each([] { create_task(rest, 1h); });
}

std::function<double()> time_of(Coro<void> (*row)(Meter&)) {
  return [row] {
    Meter meter;
    run(row(meter));
    return meter.nanoseconds_each();
  };
}
std::function<double()> allocations_of(Coro<void> (*row)(Meter&)) {
  return [row] {
    Meter meter;
    run(row(meter));
    return meter.allocations_each();
  };
}

}  // namespace

int main(int argc, char** argv) {
  return bench(argc, argv, "huddle, g++ " __VERSION__,
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
                   {"bytes_callable", bytes_of_callable},
                   {"allocations_await", allocations_of(await)},
                   {"allocations_yield", allocations_of(yield_among<1'000>)},
                   {"allocations_wake", allocations_of(wake)},
                   {"allocations_lock", allocations_of(lock_among<10>)},
                   {"allocations_timer", allocations_of(sleep_and_wake)},
               });
}
