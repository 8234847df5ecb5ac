// Coroutines that await coroutines: who runs when, how errors come up, and one that really waits.
#include <iostream>
#include <memory>
#include <string>

#include "coro.hpp"
#include "recording.hpp"
#include "second.hpp"
#include "virtual_time.hpp"

using namespace ch06;
using ch05::EventLoop;

// [start]
void start(EventLoop& loop, Coro<void> coroutine) {
  auto chain = std::make_shared<Chain<void>>(std::move(coroutine));
  loop.keep(chain);
  loop.call_soon([chain = chain.get()] { chain->resume(); });
}
// [start]

// [returnit]
Coro<std::string> returnit(std::string value) {
  std::cout << "returning " << value << '\n';
  co_return value;
}

Coro<void> waitforit() {
  std::cout << "running waitforit..\n";
  std::cout << "awaiting nested1..\n";
  co_await returnit("nested1");
  std::cout << "awaiting nested2..\n";
  co_await returnit("nested2");
}

Coro<void> runit(EventLoop& loop, Coro<std::string> a1, Coro<std::string> a2) {
  std::cout << "running..\n";
  std::cout << "awaiting a1..\n";
  co_await std::move(a1);
  std::cout << "awaiting a2..\n";
  co_await std::move(a2);
  std::cout << "awaiting waitforit..\n";
  co_await waitforit();
  std::cout << "done\n";
  loop.stop();
}
// [returnit]

// [hog]
Coro<void> coro_a() {
  std::cout << "I am coro_a(). Hi!\n";
  co_return;
}

Coro<void> coro_b() {
  std::cout << "I am coro_b(). I sure hope no one hogs the event loop...\n";
  co_return;
}

Coro<void> hogs(EventLoop& loop) {
  start(loop, coro_b());
  for (int time = 0; time < 3; ++time) co_await coro_a();
  co_await YieldToEventLoop(loop);
  loop.stop();
}
// [hog]

// [levels]
struct Farewell {
  int level;
  ~Farewell() { std::cout << "leaving level " << level << '\n'; }
};

Coro<void> dives(int level) {
  Farewell farewell{level};
  if (level == 5) throw std::runtime_error("no fish down here");
  co_await dives(level + 1);
  std::cout << "this is never printed\n";
}

Coro<void> asks_for_fish(EventLoop& loop) {
  try {
    co_await dives(1);
  } catch (const std::runtime_error& error) {
    std::cout << "caught: " << error.what() << '\n';
  }
  loop.stop();
}
// [levels]

// [sleep]
struct Sleep : Suspension {
  Sleep(EventLoop& loop, ch05::Duration duration)
      : Suspension([&loop, duration](ch03::Callback wake) { loop.call_later(duration, wake); }) {}
};

Coro<std::string> fetch(EventLoop& loop, std::string what) {
  std::cout << "fetching " << what << '\n';
  co_await Sleep(loop, course::a_second());
  co_return what;
}

Coro<void> dinner(EventLoop& loop) {
  std::string fish = co_await fetch(loop, "a herring");
  std::string snow = co_await fetch(loop, "some snow");
  std::cout << "dinner is " << fish << " and " << snow << '\n';
  loop.stop();
}

Coro<void> waddles(EventLoop& loop) {
  for (int step = 1; step <= 3; ++step) {
    std::cout << "waddling, step " << step << '\n';
    co_await YieldToEventLoop(loop);
  }
}
// [sleep]

int main(int argc, char** argv) {
  EventLoop real;
  ch05::VirtualTime<EventLoop> pretended;
  course::Recording recording(argc, argv, [&] { return pretended.time().time_since_epoch(); });
  EventLoop& loop = recording.wanted() ? pretended : real;

  std::cout << "returnit\n";
  // [returnit main]
  auto a1 = returnit("a1-val");
  auto a2 = returnit("a2-val");
  std::cout << "starting\n";
  start(loop, runit(loop, std::move(a1), std::move(a2)));
  loop.run_forever();
  std::cout << "stopping\n";
  // [returnit main]

  std::cout << "\ncoro_a and coro_b\n";
  // [hog main]
  start(loop, hogs(loop));
  loop.run_forever();
  // [hog main]

  std::cout << "\nan error from five levels down\n";
  // [levels main]
  start(loop, asks_for_fish(loop));
  loop.run_forever();
  // [levels main]

  std::cout << "\na chain that waits\n";
  // [sleep main]
  start(loop, dinner(loop));
  start(loop, waddles(loop));
  loop.run_forever();
  // [sleep main]
}
