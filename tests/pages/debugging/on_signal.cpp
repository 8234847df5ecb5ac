// A program that tells, when it is asked to, what everybody waits for.
#include <csignal>
#include <iostream>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [hangs]
Coro<std::string> reads(Queue<std::string>& lines) {
  co_return co_await lines.get();  // line 12
}

Coro<void> serves(Queue<std::string>& lines) {
  auto body = [&](Timeout&) -> Coro<void> { co_await reads(lines); };  // line 16
  co_await with(timeout(1h), body);                                    // line 17
}

Coro<void> async_main() {
  Loop::running().add_signal_handler(SIGUSR1, [] { print_task_tree(std::cerr); });
  Queue<std::string> lines;
  Task<void> server = create_task(serves(lines), "server");
  co_await server;  // line 24
}
// [hangs]

int main() {
  Runner runner;
  runner.loop().call_later(10ms, [] { std::raise(SIGUSR1); });
  runner.loop().call_later(20ms, [] { std::raise(SIGINT); });
  try {
    runner.run(async_main());
  } catch (const KeyboardInterrupt&) {
  }
}
