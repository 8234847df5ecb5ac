// Bug: a wake that is kept, and called a second time: it ends a wait that it knows nothing of.
// Goes wrong: prints
#include <iostream>

#include "coro.hpp"
#include "virtual_time.hpp"

using namespace ch06;
using namespace std::chrono_literals;
using ch03::Callback;
using ch05::EventLoop;

// [bug]
struct Sleep : Suspension {
  Sleep(EventLoop& loop, ch05::Duration duration)
      : Suspension([&loop, duration](Callback wake) { loop.call_later(duration, wake); }) {}
};
struct Anything : Suspension {  // the bell, or two seconds: whichever comes first
  Anything(EventLoop& loop, Callback& bell)
      : Suspension([&loop, &bell](Callback wake) {
          bell = wake;
          loop.call_later(2s, wake);  // this comes, too
        }) {}
};

Coro<void> chick(EventLoop& loop, Callback& bell) {
  co_await Anything(loop, bell);
  std::cout << "the bell rang after " << loop.time().time_since_epoch() / 1s << " s\n";
  co_await Sleep(loop, 10s);
  std::cout << "slept until " << loop.time().time_since_epoch() / 1s << " s\n";
}
// [bug]

int main() {
  ch05::VirtualTime<EventLoop> loop;
  Callback bell;
  Chain chain(chick(loop, bell));
  chain.resume();
  loop.call_later(1s, [&] { bell(); });
  loop.call_later(3s, [&] { loop.stop(); });
  loop.run_forever();
}
