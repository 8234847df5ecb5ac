#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "waiting.hpp"

using namespace ch07;

template <class T>
class AsCompleted {
 public:
  explicit AsCompleted(const std::vector<Task<T>>& tasks) : left_(tasks.size()) {
    for (const Task<T>& task : tasks)
      task.add_done_callback([line = line_, task](const auto&) {
        line->ended.push_back(task);
        if (line->somebody_waits) line->somebody_waits->settle([] {});
      });
  }

  bool empty() const noexcept { return left_ == 0; }

  Coro<Task<T>> next() {
    if (empty()) throw std::out_of_range("all have been handed out");
    if (line_->ended.empty()) co_await line_->somebody_waits.emplace(running_loop());
    const Task<T> first = line_->ended.front();
    line_->ended.pop_front();
    --left_;
    co_return first;
  }

 private:
  struct Line {
    std::deque<Task<T>> ended;
    std::optional<Future<void>> somebody_waits;
  };
  std::shared_ptr<Line> line_ = std::make_shared<Line>();
  std::size_t left_;
};
