#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "waiting.hpp"

/// @file
/// @brief Several at once.

namespace ch07 {

/// Runs all `bodies` at once, each as a task, and waits for them.
/// @return what they returned, in their order; a `None` for each where they return nothing.
/// @throws the first error, at once: the others run on. Cancelled, it cancels them.
template <class T>
auto gather(std::vector<Coro<T>> bodies)
    -> Coro<std::vector<std::conditional_t<std::is_void_v<T>, ch02::None, T>>> {
  std::vector<Task<T>> tasks;
  for (Coro<T>& body : bodies) tasks.push_back(create_task(std::move(body)));

  Future<void> finished(running_loop());
  auto left = std::make_shared<std::size_t>(tasks.size());
  for (const Task<T>& task : tasks)
    task.add_done_callback([finished, left, task] {
      if (!task.cancelled() && !task.exception() && --*left > 0) return;
      finished.settle([&] { task.result(); });
    });
  const FutureAwait<void> all(finished, [tasks](const std::string& why) {
    bool any = false;
    for (const Task<T>& task : tasks) any |= task.cancel(why);
    return any;
  });
  if (!tasks.empty()) co_await all;

  std::vector<std::conditional_t<std::is_void_v<T>, ch02::None, T>> results;
  for (const Task<T>& task : tasks) {
    if constexpr (std::is_void_v<T>)
      results.emplace_back();
    else
      results.push_back(task.take());
  }
  co_return results;
}
/// The same, for a few: `co_await gather(fetch(1), fetch(2), fetch(3))`.
template <class T, std::same_as<Coro<T>>... More>
auto gather(Coro<T> first, More... more) {
  std::vector<Coro<T>> bodies;
  bodies.push_back(std::move(first));
  (bodies.push_back(std::move(more)), ...);
  return gather(std::move(bodies));
}

}  // namespace ch07
