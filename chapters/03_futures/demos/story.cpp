// The story of this course, told with futures: three work while one sleeps three seconds.
#include <iostream>

#include "demos/pretend_clock.hpp"
#include "driver.hpp"

using namespace ch03;
using ch02::None;

// [story]
Future<None> async_sleep(CallbackQueue& queue, PretendClock& clock, int seconds) {
  Future<None> over(queue);
  clock.call_later(seconds, [over] { over.set_result(None{}); });
  return over;
}

FutureCoroutine<None, void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

FutureCoroutine<None, void> story(CallbackQueue& queue, PretendClock& clock) {
  for (int worker = 0; worker < 3; ++worker) drive(queue, other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_yield async_sleep(queue, clock, 3);
  std::cout << "Done asynchronous sleep.\n";
}

int main() {
  CallbackQueue queue;
  PretendClock clock;
  drive(queue, story(queue, clock));
  run(queue, clock);
}
// [story]
