// The first question of the lesson, answered by running. (demos/spinning.cpp answers the second.)
#include <iostream>
#include <string>

#include "event_loop.hpp"

using namespace ch05;
using namespace std::chrono_literals;

void says(const std::string& words) {
  std::cout << words << '\n';
}

int main() {
  // [question 1]
  EventLoop loop;
  loop.call_later(0s, [] { says("at once, by a timer"); });
  loop.call_soon([&] {
    says("soon");
    loop.call_later(0s, [&] {
      says("at once, set by soon");
      loop.stop();
    });
    loop.call_soon([] { says("soon, said by soon"); });
  });
  loop.run_forever();
  // [question 1]
}
