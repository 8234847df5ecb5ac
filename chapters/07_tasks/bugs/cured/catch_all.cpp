// Cured: what is caught are errors, and a cancellation is none.
#include <chrono>
#include <exception>
#include <iostream>

#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

Coro<void> feeds_penguins() {
  for (;;) {
    try {
      co_await sleep(100ms);
      std::cout << "here is a herring" << std::endl;
    } catch (const std::exception&) {
      std::cout << "something went wrong: try again" << std::endl;
    }
  }
}

Coro<void> a_visit() {
  create_task(feeds_penguins());
  co_await sleep(250ms);
  std::cout << "time to go home" << std::endl;
}

int main() {
  run(a_visit());
}
