// How a loop comes to its end: its tasks are cancelled and joined, and what cannot be joined is
// destroyed. That goes for a deadlock, for the end of run(), and for close().
#include <algorithm>
#include <string>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"
#include "huddle/task_tree.hpp"
#include "running.hpp"
#include "signals.hpp"

namespace huddle {

std::vector<TaskState*> Loop::by_age() const {
  std::vector<TaskState*> tasks = tasks_;
  std::sort(tasks.begin(), tasks.end(), [](auto* one, auto* other) { return one->id < other->id; });
  return tasks;
}

// Nothing can end `future` any more. Everybody is cancelled, so that they clean up; those who then
// wait for nothing again, two times more.
void Loop::break_deadlock(FutureState& future) {
  std::string tree = task_tree(*this);
  if (!tree.empty()) tree.pop_back();  // the last line needs no end
  for (int attempt = 0; attempt < 3 && !tasks_.empty(); ++attempt) {
    for (TaskState* task : by_age()) task->cancel("deadlock");
    while (!tasks_.empty() && can_be_woken()) iterate_on();
  }
  future.retrieved = true;
  throw DeadlockError("deadlock: main waits, and nothing can ever wake it.\n" + tree);
}

void Loop::finish_tasks() {
  if (tasks_.empty()) return;
  const Running running(*this);
  while (!tasks_.empty()) {
    std::vector<Ref<TaskState>> left;
    for (TaskState* task : by_age()) {
      left.emplace_back(task);
      task->cancel("");
    }
    const auto all_done = [&] {
      return std::all_of(left.begin(), left.end(), [](const auto& task) { return task->done(); });
    };
    while (!all_done() && can_be_woken()) iterate_on();
    for (const Ref<TaskState>& task : left) {
      if (!task->done()) return;  // it cannot be woken any more: close() destroys it
      if (!task->error || task->retrieved) continue;
      task->retrieved = true;
      Report lost("unhandled exception during the shutdown of run()", task->error, task->made());
      lost.task = task->name();
      handle(lost);
    }
  }
}

// Somebody who says stop() at the end of everything is not heard.
void Loop::iterate_on() {
  stopping_ = false;
  iterate(std::nullopt);
}

void Loop::close() {
  if (running_) throw InvalidStateError("a running event loop cannot be closed: stop() it first");
  if (closed_) return;
  const Closing closing(*this);
  while (!tasks_.empty()) {  // frames that are destroyed may make tasks
    std::vector<TaskState*> tasks = by_age();
    for (; !tasks.empty(); tasks.pop_back()) {
      TaskState& newest = *tasks.back();
      Report lost("task was destroyed but it is pending", nullptr, newest.made());
      lost.task = newest.name();
      newest.destroy_frames();
      handle(lost);
      newest.error = std::make_exception_ptr(CancelledError("the event loop was closed"));
      end_task(newest);
    }
  }
  signals_.clear();
  inbox_->close();
  while (!at_close_.empty()) {
    auto [hook, where] = std::move(at_close_.back());
    at_close_.pop_back();
    try {
      hook();
    } catch (...) {
      handle(Report("exception in a hook of the closing loop", std::current_exception(), where));
    }
  }
  while (!belongings_.empty()) belongings_.pop_back();
  // Callbacks that were never called.
  while (!ready_.empty()) ready_.pop_front().drop();
  while (!timers_.empty()) timers_.pop().drop();
  descriptors_.drop_all();
}

}  // namespace huddle
