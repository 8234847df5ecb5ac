// The two questions of the lesson, answered by running.
#include <iostream>
#include <string>

#include "arrangement.hpp"
#include "virtual_time.hpp"

using namespace ch05;
using namespace std::chrono_literals;

void says(const std::string& words) {
  std::cout << words << '\n';
}

int main() {
  std::cout << "question 1\n";
  {
    // [question 1]
    EventLoop loop;
    loop.call_later(0s, [] { says("later, but at once"); });
    loop.call_soon([&] {
      says("soon");
      loop.call_soon([] { says("soon, said the first"); });
      loop.call_later(0s, [] { says("later, said the first"); });
    });
    loop.call_later(1ms, [&] { loop.stop(); });
    loop.run_forever();
    // [question 1]
  }

  std::cout << "question 2\n";
  {
    // [question 2]
    VirtualTime<EventLoop> loop;
    loop.call_soon([&] { loop.call_later(1s, [] { says("one second has passed"); }); });
    loop.call_later(2s, [&] {
      says("two seconds have passed");
      loop.stop();
      loop.call_soon([] { says("is this printed?"); });
    });
    loop.call_later(2s, [] { says("and this?"); });
    loop.call_later(3s, [] { says("and this, a second later?"); });
    loop.run_forever();
    // [question 2]
  }
}
