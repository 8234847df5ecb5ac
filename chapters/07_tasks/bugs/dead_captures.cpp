// Bug: a lambda that is a coroutine, and dies before its coroutine does.
// Goes wrong: sanitizer "heap-use-after-free"
#include <chrono>
#include <iostream>
#include <string>

#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

// [bug]
Coro<void> welcomes(std::string name) {
  auto greeting = [name]() -> Coro<void> {
    co_await sleep(10ms);
    std::cout << "Welcome, " << name << "!\n";
  };
  create_task(greeting());
  co_await sleep(0s);  // let it begin
}  // here `greeting` dies, and takes `name` along

Coro<void> a_visit() {
  co_await welcomes("Pingu");
  co_await sleep(50ms);
}
// [bug]

int main() {
  run(a_visit());
}
