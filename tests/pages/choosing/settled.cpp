// How each of several ended.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  std::vector<Coro<std::string>> fetches;
  for (std::string page : {"weather", "news", "archive"}) fetches.push_back(fetch(page));
  for (Settled<std::string>& page : co_await gather_settled(std::move(fetches)))
    say(page.failed() ? describe(page.error()) : page.take());
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
