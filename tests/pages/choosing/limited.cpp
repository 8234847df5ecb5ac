// Two at a time, and each as soon as it has ended.
#include "fetch.hpp"

// [main]
Coro<void> async_main() {
  TaskGroup group(TaskGroupOptions().limit(2).keep_done());
  co_await with(group, [](TaskGroup& group) -> Coro<void> {
    for (std::string page : {"weather", "archive", "map"}) group.create_task(fetch(page), page);
    while (auto task = co_await group.next_done()) say(task->name() + " has ended");
  });
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
