// What has ended after three seconds.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  std::vector<Task<std::string>> tasks;
  for (std::string page : {"weather", "news", "archive"}) tasks.push_back(create_task(fetch(page)));

  auto found = co_await wait(tasks, WaitOptions().timeout(3s));
  say(std::to_string(found.done.size()) + " have ended");
  for (const Task<std::string>& task : found.pending) co_await task.cancel_and_wait();
  for (const Task<std::string>& task : found.done)
    say(task.exception() ? describe(task.exception()) : task.result());
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
