// Bug: a future is set after the queue has gone that should call its callbacks.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>
#include <memory>

#include "future.hpp"

using namespace ch03;

// [bug]
int main() {
  auto queue = std::make_unique<CallbackQueue>();
  Future<int> answer(*queue);
  answer.add_done_callback([](auto) { std::cout << "it is there\n"; });
  queue.reset();
  answer.set_result(42);  // puts a call in a line that is no more
}
// [bug]
