// Each as soon as it has ended.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  std::vector<Coro<std::string>> fetches;
  for (std::string page : {"weather", "news", "archive"}) fetches.push_back(fetch(page));

  auto finished = as_completed(std::move(fetches));
  while (auto task = co_await finished.next())
    say(task->exception() ? describe(task->exception()) : task->result());
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
