// Who waits for whom, and in which line: asked of chains while they wait.
#include <iostream>
#include <string>

#include "coro.hpp"
#include "virtual_time.hpp"

using namespace ch06;
using namespace std::chrono_literals;
using ch05::EventLoop;

struct Sleep : Suspension {
  Sleep(EventLoop& loop, ch05::Duration duration)
      : Suspension([&loop, duration](ch03::Callback wake) { loop.call_later(duration, wake); }) {}
};

// [chain]
Coro<std::string> catch_fish(EventLoop& loop) {
  co_await Sleep(loop, 2s);
  co_return "a herring";
}

Coro<std::string> cook(EventLoop& loop) {
  std::string fish = co_await catch_fish(loop);
  co_await Sleep(loop, 2s);
  co_return "cooked " + fish;
}

Coro<void> dinner(EventLoop& loop) {
  std::string meal = co_await cook(loop);
  std::cout << "dinner is " << meal << '\n';
}
// [chain]

// [who]
void who_waits(const Trampoline& chain) {
  if (chain.done()) std::cout << "  nobody: it has ended\n";
  for (const Link* link = chain.top(); link; link = link->caller)
    std::cout << "  " << link->name << ", in line " << link->line << '\n';
}
// [who]

int main() {
  ch05::VirtualTime<EventLoop> loop;
  // [main]
  Chain chain(dinner(loop));
  loop.call_soon([&] { chain.resume(); });
  for (auto second : {1s, 3s, 5s}) {
    loop.call_later(second, [&chain, second] {
      std::cout << "after " << second.count() << " s, these wait:\n";
      who_waits(chain);
    });
  }
  loop.call_later(6s, [&] { loop.stop(); });
  loop.run_forever();
  // [main]
}
