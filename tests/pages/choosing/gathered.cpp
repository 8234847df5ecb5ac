// The results of all; the first error ends the wait.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  try {
    auto [weather, news, archive] =
        co_await gather(fetch("weather"), fetch("news"), fetch("archive"));
    say(weather + ", " + news + ", " + archive);
  } catch (const std::runtime_error& error) {
    say(error.what());
  }
  co_await sleep(10s);
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
