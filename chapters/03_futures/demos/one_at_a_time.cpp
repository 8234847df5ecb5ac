// Chapter 2's coroutine as a fetch: it yields questions, and is sent answers.
#include <stdexcept>
#include <string>

#include "coroutine.hpp"
#include "demos/pretend_network.hpp"

using namespace ch03;
using ch02::Coroutine;
using ch02::StopIteration;

// [asking]
Coroutine<std::string, std::string, std::string> fetching(std::string host) {
  std::string address = co_yield "address of " + host;
  std::string connection = co_yield "connection to " + address;
  std::string page = co_yield "page over " + connection;
  co_return page;
}

std::string fetch(PretendNetwork& network, std::string host) {
  auto body = fetching(host);
  std::string question = body.next();
  try {
    while (true) question = body.send(network.ask_and_wait(question));
  } catch (const StopIteration<std::string>& end) {
    return end.value;
  }
}
// [asking]

int main() {
  CallbackQueue queue;
  PretendClock clock;
  PretendNetwork network(queue, clock);
  for (std::string host : {"penguins.example", "seals.example"}) {
    try {
      network.say(host + ": " + fetch(network, host));
    } catch (const std::runtime_error& error) {
      network.say(host + ": " + error.what());
    }
  }
}
