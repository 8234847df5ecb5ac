// Wrong: waits for one after the other, in the order in which they were given. (hint 1)
#pragma once

#include <stdexcept>
#include <utility>
#include <vector>

#include "waiting.hpp"

using namespace ch07;

template <class T>
class AsCompleted {
 public:
  explicit AsCompleted(std::vector<Task<T>> tasks) : tasks_(std::move(tasks)) {}

  bool empty() const noexcept { return tasks_.empty(); }

  Coro<Task<T>> next() {
    const Task<T> first = tasks_.at(0);
    tasks_.erase(tasks_.begin());
    try {
      co_await first;
    } catch (const std::exception&) {
    } catch (const CancelledError&) {
    }
    co_return first;
  }

 private:
  std::vector<Task<T>> tasks_;
};
