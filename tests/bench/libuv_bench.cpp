// libuv's rows: timers, and work on a thread. It has no coroutines, so it has no others.
#include <uv.h>

#include <vector>

#include "meter.hpp"

namespace {

void nothing(uv_timer_t*) {}

// libuv counts in milliseconds. Starting a timer that is active stops it first.
void start(uv_timer_t& timer, Draw& draw) {
  uv_timer_start(&timer, nothing, static_cast<std::uint64_t>(far(draw).count()), 0);
}
std::vector<uv_timer_t> standing_timers(int count, Draw& draw) {
  std::vector<uv_timer_t> timers(static_cast<std::size_t>(count));
  for (uv_timer_t& timer : timers) {
    uv_timer_init(uv_default_loop(), &timer);
    start(timer, draw);
  }
  return timers;
}

template <int count>
void timer_all(Meter& meter) {
  Draw draw;
  std::vector<uv_timer_t> timers = standing_timers(scaled(count), draw);
  while (meter.more(timers.size())) {
    for (uv_timer_t& timer : timers) uv_timer_stop(&timer);
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
    for (uv_timer_t& timer : timers) start(timer, draw);
  }
}

template <int count>
void timer_cancel(Meter& meter) {
  Draw draw;
  const std::vector<uv_timer_t> others = standing_timers(scaled(count), draw);
  uv_timer_t timer;
  uv_timer_init(uv_default_loop(), &timer);
  while (meter.more(1'000)) {
    for (int i = 0; i < 1'000; ++i) {
      start(timer, draw);
      uv_timer_stop(&timer);
    }
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
  }
}

template <int count>
void timer_restart(Meter& meter) {
  Draw draw;
  std::vector<uv_timer_t> timers = standing_timers(scaled(count), draw);
  while (meter.more(1'000)) {
    for (int i = 0; i < 1'000; ++i) start(timers[draw.below(timers.size())], draw);
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
  }
}

template <int count>
void timer_fire(Meter& meter) {
  uv_loop_t* loop = uv_default_loop();
  const int timers_count = scaled(count);
  Draw draw;
  std::vector<uv_timer_t> timers(static_cast<std::size_t>(timers_count));
  while (meter.more(static_cast<std::uint64_t>(timers_count))) {
    uv_update_time(loop);
    for (uv_timer_t& timer : timers) {
      const auto microseconds = static_cast<std::uint64_t>(soon(draw, timers_count).count());
      uv_timer_init(loop, &timer);
      uv_timer_start(&timer, nothing, microseconds / 1'000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);  // until none is left
  }
}

struct Trip {
  Meter* meter;
  int trips = 0;  // of the hundred
  int result = 0;
  uv_work_t work{};
};
Trip& trip_of(uv_work_t* work) {
  return *static_cast<Trip*>(work->data);
}
void call(uv_work_t* work) {
  trip_of(work).result = trip_of(work).trips + 1;
}
void returned(uv_work_t* work, int) {
  Trip& trip = trip_of(work);
  check(trip.result == trip.trips + 1, "another result came back");
  if (++trip.trips == 100) {
    trip.trips = 0;
    if (!trip.meter->more(100)) return;
  }
  uv_queue_work(uv_default_loop(), work, call, returned);
}
void round_trips(Meter& meter) {
  Trip trip{&meter};
  trip.work.data = &trip;
  meter.more(100);
  uv_queue_work(uv_default_loop(), &trip.work, call, returned);
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

std::function<double()> time_of(void (*row)(Meter&)) {
  return [row] {
    Meter meter;
    row(meter);
    return meter.nanoseconds_each();
  };
}

}  // namespace

int main(int argc, char** argv) {
  return bench(argc, argv, std::string("libuv ") + uv_version_string(),
               {
                   {"to_thread", time_of(round_trips)},
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
               });
}
