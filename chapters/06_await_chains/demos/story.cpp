// The story of this course, told by chains: three work while one sleeps three seconds.
#include <iostream>
#include <memory>

#include "coro.hpp"
#include "second.hpp"

using namespace ch06;
using ch05::EventLoop;

// [story]
struct Sleep : Suspension {
  Sleep(EventLoop& loop, ch05::Duration duration)
      : Suspension([&loop, duration](ch03::Callback wake) { loop.call_later(duration, wake); }) {}
};

void start(EventLoop& loop, Coro<void> coroutine) {
  auto chain = std::make_shared<Chain<void>>(std::move(coroutine));
  loop.keep(chain);
  loop.call_soon([chain = chain.get()] { chain->resume(); });
}

Coro<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Coro<void> story(EventLoop& loop) {
  for (int worker = 0; worker < 3; ++worker) start(loop, other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await Sleep(loop, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
  loop.stop();
}

int main() {
  EventLoop loop;
  start(loop, story(loop));
  loop.run_forever();
}
// [story]
