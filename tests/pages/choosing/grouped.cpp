// None outlives the block; one that fails takes the others along.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  try {
    co_await with(TaskGroup(), [](TaskGroup& group) -> Coro<void> {
      for (std::string page : {"weather", "news", "archive"}) group.create_task(fetch(page));
      co_return;
    });
  } catch (const ExceptionGroup& errors) {
    say(errors.what());
  }
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
