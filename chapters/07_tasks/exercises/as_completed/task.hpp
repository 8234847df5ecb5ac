// Exercise: write AsCompleted, which hands out tasks in the order in which they end.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

#include "waiting.hpp"

using namespace ch07;

/// Hands out tasks as they end, well or badly, each once. Those that have ended before it is made
/// come first, in the order of `tasks`: nobody has noted down theirs.
///
///     AsCompleted<int> completed(tasks);
///     while (!completed.empty()) {
///       Task<int> task = co_await completed.next();
template <class T>
class AsCompleted {
 public:
  explicit AsCompleted(std::vector<Task<T>> tasks) : tasks_(std::move(tasks)) {}

  /// Whether all have been handed out.
  bool empty() const noexcept { return tasks_.empty(); }

  /// Waits until a task has ended that was not handed out before.
  /// @return that task; it throws nothing that the task threw.
  /// @throws std::out_of_range when all have been handed out.
  Coro<Task<T>> next() {
    const Task<T> first = tasks_.at(0);  // your code
    tasks_.erase(tasks_.begin());
    co_return first;
  }

 private:
  std::vector<Task<T>> tasks_;
};
