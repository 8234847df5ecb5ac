// Chapter 3's story on a real clock: two attempts that fail.
#include <iostream>
#include <thread>

#include "driver.hpp"
#include "second.hpp"

using namespace ch03;
using ch02::None;

FutureCoroutine<None, void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

// [nobody]
Future<None> promised_sleep(CallbackQueue& queue) {
  Future<None> over(queue);
  return over;  // who sets it, three seconds from now?
}
// [nobody]

// [blocking]
Future<None> blocking_sleep(CallbackQueue& queue) {
  Future<None> over(queue);
  std::this_thread::sleep_for(3 * course::a_second());
  std::cout << "Three seconds have passed.\n";
  over.set_result(None{});
  return over;
}
// [blocking]

template <class Sleep>
FutureCoroutine<None, void> story(CallbackQueue& queue, Sleep sleep) {
  for (int worker = 0; worker < 3; ++worker) drive(queue, other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_yield sleep(queue);
  std::cout << "Done asynchronous sleep.\n";
}

int main() {
  CallbackQueue queue;
  std::cout << "first attempt\n";
  drive(queue, story(queue, promised_sleep));
  queue.run();

  std::cout << "second attempt\n";
  drive(queue, story(queue, blocking_sleep));
  queue.run();
}
