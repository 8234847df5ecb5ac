// One fetch, written four ways: synchronous, with callbacks, with futures, and as a coroutine.
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>

#include "demos/pretend_network.hpp"
#include "driver.hpp"
#include "recording.hpp"

using namespace ch03;

// [synchronous]
std::string fetch_and_wait(PretendNetwork& network, std::string host) {
  std::string address = network.ask_and_wait("address of " + host);
  std::string connection = network.ask_and_wait("connection to " + address);
  std::string page = network.ask_and_wait("page over " + connection);
  return page;
}
// [synchronous]

// [callbacks]
void fetch(PretendNetwork& network, std::string host, OnText on_page, OnText on_error) {
  network.ask(
      "address of " + host,
      [&network, on_page, on_error](std::string address) {
        network.ask(
            "connection to " + address,
            [&network, on_page, on_error](std::string connection) {
              network.ask("page over " + connection, on_page, on_error);
            },
            on_error);
      },
      on_error);
}
// [callbacks]

// [futures]
Future<std::string> fetch(PretendNetwork& network, std::string host) {
  return network.ask("address of " + host)
      .then([&network](std::string address) { return network.ask("connection to " + address); })
      .then([&network](std::string connection) { return network.ask("page over " + connection); });
}
// [futures]

// [coroutine]
FutureCoroutine<std::string, std::string> fetching(PretendNetwork& network, std::string host) {
  std::string address = co_yield network.ask("address of " + host);
  std::string connection = co_yield network.ask("connection to " + address);
  std::string page = co_yield network.ask("page over " + connection);
  co_return page;
}
// [coroutine]

// A queue, a clock at 0 and a network of their own, for each of the four ways.
struct World {
  World() { present = this; }
  World(const World&) = delete;
  ~World() {
    past += std::chrono::seconds(clock.now());
    present = nullptr;
  }
  CallbackQueue queue;
  PretendClock clock;
  PretendNetwork network{queue, clock};

  // One world comes after the other: the time that a recording goes by.
  static std::chrono::seconds time() {
    return past + std::chrono::seconds(present ? present->clock.now() : 0);
  }
  static inline World* present = nullptr;
  static inline std::chrono::seconds past{0};
};

int main(int argc, char** argv) {
  const course::Recording recording(argc, argv, World::time);
  const std::string hosts[] = {"penguins.example", "seals.example"};

  std::cout << "synchronous\n";
  {
    World world;
    for (const std::string& host : hosts) {
      try {
        world.network.say(host + ": " + fetch_and_wait(world.network, host));
      } catch (const std::runtime_error& error) {
        world.network.say(host + ": " + error.what());
      }
    }
  }

  std::cout << "callbacks\n";
  {
    World world;
    for (const std::string& host : hosts) {
      auto show = [&world, host](std::string text) { world.network.say(host + ": " + text); };
      fetch(world.network, host, show, show);
    }
    run(world.queue, world.clock);
  }

  // What to do with a future once it is done: print its page, or what went wrong.
  auto show = [](World& world, std::string host) {
    return [&world, host](const Future<std::string>& done) {
      const std::exception_ptr error = done.exception();
      world.network.say(host + ": " + (error ? describe(error) : done.result()));
    };
  };

  std::cout << "futures\n";
  {
    World world;
    for (const std::string& host : hosts)
      fetch(world.network, host).add_done_callback(show(world, host));
    run(world.queue, world.clock);
  }

  std::cout << "coroutines\n";
  {
    World world;
    // [drive]
    for (const std::string& host : hosts)
      drive(world.queue, fetching(world.network, host)).add_done_callback(show(world, host));
    run(world.queue, world.clock);
    // [drive]
  }
}
