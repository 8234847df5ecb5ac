// Bug: a parameter that is bound to a temporary, which dies before the body runs.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>
#include <string>

#include "coro.hpp"

using namespace ch06;

// [bug]
Coro<void> greets(const std::string& name) {
  std::cout << "good morning, " << name << '\n';
  co_return;
}

int main() {
  std::string title = "Your Majesty the ";
  auto greeting = greets(title + "Emperor Penguin");  // the sum dies at this semicolon
  Chain chain(std::move(greeting));
  chain.resume();
  chain.result();
}
// [bug]
