// Bug: a callback borrows a local that is gone when it is called.
// Goes wrong: sanitizer "stack-use-after-scope"
#include <iostream>
#include <string>

#include "future.hpp"

using namespace ch03;

// [bug]
int main() {
  CallbackQueue queue;
  Future<int> answer(queue);
  {
    std::string greeting = "the answer is ";
    answer.add_done_callback(
        [&](const Future<int>& done) { std::cout << greeting << done.result() << '\n'; });
  }  // the greeting dies here
  answer.set_result(42);
  queue.run();  // and is printed here
}
// [bug]
