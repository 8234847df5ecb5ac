#include "huddle/task_tree.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "debug.hpp"
#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

namespace huddle {

namespace {

// Coroutines of the library's own are of no interest to whoever looks for a mistake.
bool is_ours(const Frame& frame) {
  constexpr std::string_view this_file = __FILE__;
  constexpr std::string_view sources = this_file.substr(0, this_file.find_last_of('/') + 1);
  const std::string_view file = frame.where.file;
  return file.starts_with(sources) || file.find("/include/huddle/") != file.npos;
}

}  // namespace

const Frame* innermost_frame(const TaskState& task) {
  const Frame* frame = task.top;
  while (frame && is_ours(*frame) && frame->caller) frame = frame->caller;
  return frame;
}

Where place_of(const TaskState& task) {
  const Frame* frame = innermost_frame(task);
  return frame && !is_ours(*frame) ? frame->where : task.made();
}

namespace {

// Those that are not ours, outermost first.
std::vector<const Frame*> frames_of(const TaskState& task) {
  std::vector<const Frame*> frames;
  for (const Frame* frame = task.top; frame; frame = frame->caller)
    if (!is_ours(*frame)) frames.push_back(frame);
  std::reverse(frames.begin(), frames.end());
  return frames;
}

std::string what_it_waits_for(const TaskState& task) {
  const TaskState* other = task.blocked->awaited();
  return other ? other->name() : std::string(task.blocked->kind());
}

class Tree {
 public:
  explicit Tree(const Loop& loop) : tasks_(loop.all_tasks()) {
    std::sort(tasks_.begin(), tasks_.end(),
              [](auto* one, auto* other) { return one->id < other->id; });
  }

  std::string text() {
    std::set<const TaskState*> awaited;
    for (const TaskState* task : tasks_)
      for (const TaskState* other : awaited_by(*task)) awaited.insert(other);
    for (const TaskState* task : tasks_)
      if (!awaited.contains(task)) add_all_below(*task);
    for (const TaskState* task : tasks_)  // those in a circle
      if (!shown_.contains(task)) add_all_below(*task);
    if (tasks_.size() > shown_.size())
      text_ += "and " + std::to_string(tasks_.size() - shown_.size()) + " more\n";
    return text_;
  }

 private:
  static std::vector<TaskState*> awaited_by(const TaskState& task) {
    std::vector<TaskState*> tasks;
    if (task.blocked) task.blocked->list_awaited(tasks);
    std::erase_if(tasks, [](const TaskState* other) { return other->done(); });
    return tasks;
  }

  // By a list, since a chain of tasks may be longer than the stack is deep.
  void add_all_below(const TaskState& first) {
    std::vector<std::pair<const TaskState*, std::size_t>> left{{&first, 0}};
    while (!left.empty() && shown_.size() < most_shown) {
      const auto [task, depth] = left.back();
      left.pop_back();
      const std::vector<TaskState*> below = add(*task, depth);
      for (auto child = below.rbegin(); child != below.rend(); ++child)
        left.emplace_back(*child, depth + 1);
    }
  }

  // @return those that it waits for, unless they stand there already.
  std::vector<TaskState*> add(const TaskState& task, std::size_t depth) {
    const std::string indent(2 * std::min(depth, deepest_indent), ' ');
    const bool shown_before = !shown_.insert(&task).second;
    text_ += indent + task.name();
    if (!task.blocked)
      text_ += " is ready";
    else
      text_ += " waits for " + what_it_waits_for(task);
    if (shown_before) text_ += ", as shown above";
    text_ += '\n';
    if (shown_before) return {};
    for (const Frame* frame : frames_of(task))
      text_ += indent + "  at " + to_string(frame->where) + " in " +
               function_name(frame->function) + '\n';
    return awaited_by(task);
  }

  // Nobody reads more.
  static constexpr std::size_t most_shown = 1'000, deepest_indent = 40;

  std::vector<TaskState*> tasks_;
  std::set<const TaskState*> shown_;
  std::string text_;
};

}  // namespace

std::string to_string(const TaskState& task) {
  std::string text = task.name();
  if (!task.done())
    text += task.blocked ? " pending, waits for " + what_it_waits_for(task) : " pending, is ready";
  else if (task.status == FutureState::Status::cancelled)
    text += " cancelled";
  else
    text += task.error ? " failed: " + describe(task.error) : " done";
  if (task.cancelling() > 0) text += ", cancelling " + std::to_string(task.cancelling());
  return text + ", made at " + to_string(task.made());
}

void print_stack(const TaskState& task, std::ostream& out) {
  out << to_string(task) << '\n';
  for (const Frame* frame : frames_of(task))
    out << "  at " << to_string(frame->where) << " in " << function_name(frame->function) << '\n';
}

std::string task_tree(const Loop& loop) {
  return Tree(loop).text();
}

void print_task_tree(std::ostream& out) {
  out << task_tree(Loop::running());
}

}  // namespace huddle
