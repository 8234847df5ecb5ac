#include "huddle/task_tree.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <vector>

#include "huddle/loop.hpp"

namespace huddle {

namespace {

class Tree {
 public:
  explicit Tree(const Loop& loop) : tasks_(loop.all_tasks()) {
    std::sort(tasks_.begin(), tasks_.end(),
              [](auto* one, auto* other) { return one->id < other->id; });
  }

  std::string text() {
    std::set<const TaskState*> awaited;
    for (const TaskState* task : tasks_)
      if (task->blocked && task->blocked->awaited()) awaited.insert(task->blocked->awaited());
    for (const TaskState* task : tasks_)
      if (!awaited.contains(task)) add(*task, 0);
    for (const TaskState* task : tasks_)  // those in a circle
      if (!shown_.contains(task)) add(*task, 0);
    return text_;
  }

 private:
  void add(const TaskState& task, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    const TaskState* other = task.blocked ? task.blocked->awaited() : nullptr;
    text_ += indent + task.name();
    if (!task.blocked)
      text_ += " is ready";
    else
      text_ += " waits for " + (other ? other->name() : std::string(task.blocked->kind()));
    text_ += '\n';
    if (!shown_.insert(&task).second) return;  // a circle: its awaits stand above
    std::vector<const Frame*> frames;
    for (const Frame* frame = task.top; frame; frame = frame->caller) frames.push_back(frame);
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
      text_ += indent + "  at " + to_string((*frame)->where) + " in " + (*frame)->function + '\n';
    if (other) add(*other, depth + 1);
  }

  std::vector<TaskState*> tasks_;
  std::set<const TaskState*> shown_;
  std::string text_;
};

}  // namespace

std::string task_tree(const Loop& loop) {
  return Tree(loop).text();
}

void print_task_tree(std::ostream& out) {
  out << task_tree(Loop::running());
}

}  // namespace huddle
