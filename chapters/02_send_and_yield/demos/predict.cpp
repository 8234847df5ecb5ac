// The two questions of the lesson, answered by running.
#include <exception>
#include <iostream>
#include <stdexcept>

#include "coroutine.hpp"

using ch02::AnyStopIteration;
using ch02::Coroutine;
using ch02::None;

// [listener]
Coroutine<int, int, None> listener() {
  std::cout << "I am listening\n";
  int received = co_yield 1;
  std::cout << "I was sent " << received << '\n';
  co_return None();
}
// [listener]

// [family]
Coroutine<int, int, None> chick() {
  try {
    co_yield 1;
  } catch (const std::exception& error) {
    std::cout << "chick: " << error.what() << "!\n";
    throw;
  }
  co_return None();
}

Coroutine<int, int, None> parent() {
  try {
    co_await chick();
  } catch (const std::exception& error) {
    std::cout << "parent: only " << error.what() << ". Come under my feathers.\n";
  }
  co_return None();
}

Coroutine<int, int, None> colony() {
  try {
    co_await parent();
    std::cout << "colony: all is well\n";
  } catch (const std::exception& error) {
    std::cout << "colony: " << error.what() << "? Run!\n";
  }
  co_return None();
}
// [family]

int main() {
  std::cout << "question 1\n";
  // [question 1]
  auto first = listener();
  try {
    first.send(42);
  } catch (const AnyStopIteration&) {
    std::cout << "it has ended\n";
  } catch (const std::logic_error& error) {
    std::cout << error.what() << '\n';
  }
  // [question 1]

  std::cout << "question 2\n";
  // [question 2]
  auto second = colony();
  second.next();
  try {
    second.throw_in(std::make_exception_ptr(std::runtime_error("a storm")));
  } catch (const AnyStopIteration&) {
    std::cout << "it has ended\n";
  } catch (const std::exception& error) {
    std::cout << error.what() << " came out\n";
  }
  // [question 2]
}
