// The story of this course, told with arrangements: three work while one sleeps three seconds.
#include <iostream>

#include "arrangement.hpp"
#include "second.hpp"

using namespace ch05;

// [story]
Arranged<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Arranged<void> story(EventLoop& loop) {
  for (int worker = 0; worker < 3; ++worker) start(loop, other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await sleep(loop, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
  loop.stop();
}

int main() {
  EventLoop loop;
  start(loop, story(loop));
  loop.run_forever();
}
// [story]
