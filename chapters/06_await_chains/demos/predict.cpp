// The two questions of the lesson, answered by running.
#include <iostream>
#include <memory>
#include <string>

#include "coro.hpp"

using namespace ch06;
using ch05::EventLoop;

// [made]
Coro<int> counts_fish() {
  std::cout << "counting\n";
  co_return 7;
}

Coro<void> evening() {
  auto counting = counts_fish();
  std::cout << "the sun sets\n";
  int fish = co_await std::move(counting);
  std::cout << "there are " << fish << '\n';
}
// [made]

// [order]
Coro<void> feeds(EventLoop& loop, std::string name) {
  std::cout << name << " opens its beak\n";
  co_await YieldToEventLoop(loop);
  std::cout << name << " swallows\n";
}

Coro<void> feeds_all(EventLoop& loop) {
  co_await feeds(loop, "Ada");
  co_await feeds(loop, "Bo");
  loop.stop();
}
// [order]

int main() {
  std::cout << "question 1\n";
  {
    // [question 1]
    Chain chain(evening());
    std::cout << "the chain is made\n";
    chain.resume();
    // [question 1]
  }

  std::cout << "question 2\n";
  {
    EventLoop loop;
    // [question 2]
    Chain first(feeds_all(loop));
    Chain second(feeds(loop, "Cy"));
    loop.call_soon([&] { first.resume(); });
    loop.call_soon([&] { second.resume(); });
    loop.run_forever();
    // [question 2]
  }
}
