// A fetch with callbacks in which one error handler was forgotten.
#include <iostream>
#include <string>

#include "demos/pretend_network.hpp"

using namespace ch03;

// [forgotten]
void fetch(PretendNetwork& network, std::string host, OnText on_page, OnText on_error) {
  network.ask(
      "address of " + host,
      [&network, on_page, on_error](std::string address) {
        network.ask(
            "connection to " + address,
            [&network, on_page, on_error](std::string connection) {
              network.ask("page over " + connection, on_page, on_error);
            },
            nullptr);
      },
      on_error);
}
// [forgotten]

int main() {
  CallbackQueue queue;
  PretendClock clock;
  PretendNetwork network(queue, clock);
  auto show = [&network](std::string text) { network.say(text); };
  fetch(network, "seals.example", show, show);
  run(queue, clock);
  std::cout << "nothing is due any more\n";
}
