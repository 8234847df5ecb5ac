#include "huddle/task.hpp"

#include <algorithm>

namespace huddle {

Coro<void> cancel_and_join(AnyTask task) {
  task.cancel();
  while (!task.done()) co_await LineAwait(task.state().observers, "a task that it cancelled");
  task.state().retrieved = true;
}

std::optional<AnyTask> current_task() noexcept {
  Loop* loop = Loop::current();
  if (!loop || !loop->current_task()) return std::nullopt;
  return AnyTask(*loop->current_task());
}

void place_current_task(const Where& where) noexcept {
  if (TaskState* task = Loop::running().current_task()) task->set_made(where);
}

std::vector<AnyTask> all_tasks() {
  std::vector<AnyTask> tasks;
  for (TaskState* task : Loop::running().all_tasks()) tasks.emplace_back(*task);
  std::sort(tasks.begin(), tasks.end(),
            [](const AnyTask& one, const AnyTask& other) { return one.id() < other.id(); });
  return tasks;
}

}  // namespace huddle
