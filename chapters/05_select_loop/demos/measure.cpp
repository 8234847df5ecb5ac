// What waiting costs: three seconds of it in three ways, an idle server, and the loop's own work.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "arrangement.hpp"
#include "virtual_time.hpp"

using namespace ch05;
using namespace std::chrono_literals;
using ch04::Asked;

namespace {

// --- Three seconds, three times ------------------------------------------------------------------

template <class Body>
void measure(const char* name, Body body) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  body();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::printf("%-36s %8.3f s %13.4f s\n", name, passed.count(), used);
}

void on_the_scheduler() {
  ch04::Scheduler scheduler;
  scheduler.start(ch04::simpler_async_sleep(std::chrono::steady_clock::now, 3s));
  scheduler.run_until_complete();
}

void ask_in_each_iteration(EventLoop& loop, Asked<void>& coroutine) {
  loop.call_soon([&] {
    try {
      coroutine.next();
      ask_in_each_iteration(loop, coroutine);
    } catch (const ch02::StopIteration<void>&) {
      loop.stop();
    }
  });
}

void asked_on_the_loop() {
  EventLoop loop;
  Asked<void> sleeper = ch04::simpler_async_sleep([&] { return loop.time(); }, 3s);
  ask_in_each_iteration(loop, sleeper);
  loop.run_forever();
}

Arranged<void> sleeping(EventLoop& loop) {
  co_await sleep(loop, 3s);
  loop.stop();
}

void by_arrangement() {
  EventLoop loop;
  start(loop, sleeping(loop));
  loop.run_forever();
}

// --- The idle server -----------------------------------------------------------------------------

// The processor time that another process has used so far, in seconds.
double processor_time_of(pid_t process) {
  clockid_t clock;
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) std::abort();
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void measure_idle_server(const std::string& program) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t server = fork();
  if (server == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);  // so that the reading ends when the server cannot start
  FILE* said = fdopen(ends[0], "r");
  unsigned short port = 0;
  if (std::fscanf(said, "listening on port %hu", &port) != 1) std::abort();

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  std::vector<int> clients;
  for (int client = 0; client < 100; ++client) {
    clients.push_back(socket(AF_INET, SOCK_STREAM, 0));
    if (connect(clients.back(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      std::abort();
  }
  std::this_thread::sleep_for(200ms);  // it accepts them
  const double before = processor_time_of(server);
  std::this_thread::sleep_for(10s);
  const double used = processor_time_of(server) - before;
  for (int client : clients) close(client);
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  std::printf("%-36s %8.3f s %13.4f s\n", "the server, 100 idle connections", 10.0, used);
}

// --- The loop's own work -------------------------------------------------------------------------

constexpr int times = 200'000;

// The best of five: nanoseconds for each of `count` things that `body()` does.
template <class Body>
double nanoseconds_each(int count, Body body) {
  double best = 1e12;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / count);
  }
  return best;
}

void calls() {
  EventLoop loop;
  for (int call = 0; call < times; ++call) loop.call_soon([] {});
  loop.stop();
  loop.run_forever();
}

void timers() {
  VirtualTime<EventLoop> loop;
  for (int timer = 0; timer < times; ++timer) loop.call_later(timer % 1000 * 1ns, [] {});
  loop.call_later(1s, [&] { loop.stop(); });
  loop.run_forever();
}

void iterations(EventLoop& loop, int count) {
  if (count == 0) return loop.stop();
  loop.call_soon([&loop, count] { iterations(loop, count - 1); });
}

double nanoseconds_an_iteration(int descriptors) {
  EventLoop loop;
  std::vector<int> all;
  for (int pair = 0; pair < descriptors / 2; ++pair) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::abort();
    for (int end : ends) {
      loop.add_reader(end, [] {});
      all.push_back(end);
    }
  }
  constexpr int count = 2000;
  const double each = nanoseconds_each(count, [&] {
    iterations(loop, count);
    loop.run_forever();
  });
  for (int end : all) close(end);
  return each;
}

Arranged<void> pauses(EventLoop& loop, int count) {
  Arrangement soon = [&](Callback wake) { loop.call_soon(wake); };
  for (; count > 0; --count) co_yield soon;
  loop.stop();
}

}  // namespace

int main(int, char** argv) {
  std::puts("                                     time passed  processor time");
  measure("asked, on chapter 4's scheduler", on_the_scheduler);
  measure("asked, on this chapter's loop", asked_on_the_loop);
  measure("woken, by an arrangement", by_arrangement);
  const std::string self = argv[0];
  measure_idle_server(self.substr(0, self.rfind('/') + 1) + "ch05_server");

  std::printf("\na callback, put in line and called   %7.0f ns\n", nanoseconds_each(times, calls));
  std::printf("a timer, set and fired               %7.0f ns\n", nanoseconds_each(times, timers));
  std::printf("an iteration for one wake-up         %7.0f ns\n", nanoseconds_each(times, [] {
                EventLoop loop;
                start(loop, pauses(loop, times));
                loop.run_forever();
              }));
  for (int descriptors : {10, 100, 900})
    std::printf("the same, and %3d descriptors idle    %7.0f ns\n", descriptors,
                nanoseconds_an_iteration(descriptors));
}
