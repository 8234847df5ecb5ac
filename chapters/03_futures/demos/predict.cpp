// The two questions of the lesson, answered by running.
#include <iostream>
#include <stdexcept>
#include <string>

#include "driver.hpp"

using namespace ch03;

// [sum]
FutureCoroutine<int, int> sum_of(Future<int> first, Future<int> second) {
  std::cout << "adding up\n";
  int sum = co_yield first;
  sum += co_yield second;
  co_return sum;
}
// [sum]

int main() {
  std::cout << "question 1\n";
  {
    // [question 1]
    CallbackQueue queue;
    Future<int> answer(queue);
    answer.add_done_callback(
        [](const Future<int>& done) { std::cout << "it is " << done.result() << '\n'; });
    answer.set_result(7);
    std::cout << "the result is set\n";
    queue.run();
    // [question 1]
  }

  std::cout << "question 2\n";
  {
    // [question 2]
    CallbackQueue queue;
    Future<int> first(queue), second(queue);
    first.set_result(40);
    second.set_result(2);
    Future<int> sum = drive(queue, sum_of(first, second));
    std::cout << "both numbers are there; is the sum? " << std::boolalpha << sum.done() << '\n';
    queue.run();
    std::cout << sum.result() << '\n';
    // [question 2]
  }
}
