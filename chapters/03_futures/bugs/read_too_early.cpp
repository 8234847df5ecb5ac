// Bug: a future is read right after it was asked for.
// Goes wrong: crash "the result is not set"
#include <iostream>
#include <string>

#include "demos/pretend_network.hpp"

using namespace ch03;

// [bug]
int main() {
  CallbackQueue queue;
  PretendClock clock;
  PretendNetwork network(queue, clock);
  Future<std::string> address = network.ask("address of penguins.example");
  std::cout << address.result() << std::endl;  // nobody has turned the clock
  run(queue, clock);
}
// [bug]
