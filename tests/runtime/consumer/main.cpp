#include <chrono>
#include <iostream>
#include <string>

#include "huddle/huddle.hpp"

using namespace std::chrono_literals;

huddle::Coro<std::string> greet(std::string name) {
  co_await huddle::sleep(1ms);
  co_return "hello, " + name;
}

huddle::Coro<void> greet_both() {
  const auto [one, other] = co_await huddle::gather(greet("Ada"), greet("Grace"));
  std::cout << one << '\n' << other << '\n';
}

int main() {
  huddle::run(greet_both());
}
