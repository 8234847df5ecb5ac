// Ctrl-C: main is cancelled, cleans up, and run() says why it ended.
#include <csignal>

#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [program]
Coro<void> serves() {
  Loop::running().call_later(10ms, [] { std::raise(SIGINT); });  // this is you, typing Ctrl-C
  try {
    co_await sleep(1h);
  } catch (const CancelledError&) {
    std::puts("closes its files");
    throw;
  }
}

int program() {
  try {
    run(serves());
    return 0;
  } catch (const KeyboardInterrupt&) {
    return 130;
  }
}
// [program]

int main() {
  std::printf("exit status %d\n", program());
}
