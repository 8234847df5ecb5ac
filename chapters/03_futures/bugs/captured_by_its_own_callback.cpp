// Bug: a callback captures the future it waits for, so each keeps the other alive for ever.
// Goes wrong: sanitizer "detected memory leaks"
#include <iostream>

#include "future.hpp"

using namespace ch03;

// [bug]
void watch(CallbackQueue& queue) {
  Future<int> answer(queue);
  answer.add_done_callback([answer](auto) { std::cout << answer.result() << '\n'; });
}  // the last handle dies here? there is one in the callback, and that is in the future

int main() {
  CallbackQueue queue;
  for (int times = 0; times < 3; ++times) watch(queue);
  queue.run();
}
// [bug]
