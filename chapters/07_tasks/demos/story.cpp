// The story of this course, told by tasks: three work while one sleeps three seconds.
#include <iostream>

#include "second.hpp"
#include "waiting.hpp"

using namespace ch07;

// [story]
Coro<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Coro<void> story() {
  for (int worker = 0; worker < 3; ++worker) create_task(other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await sleep(3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
}

int main() {
  run(story());
}
// [story]
