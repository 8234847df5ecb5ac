#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "task.hpp"

/// @file
/// @brief Several at once.

namespace ch07 {

/// What several return, in their order: a `None` for each where they return nothing.
template <class T>
using Results = std::vector<std::conditional_t<std::is_void_v<T>, ch02::None, T>>;

/// Runs all `bodies` at once, each as a task, and waits for them.
/// @return what they returned.
/// @throws the first error, at once: the others run on. Who is cancelled meanwhile cancels them.
template <class T>
Coro<Results<T>> gather(std::vector<Coro<T>> bodies) {
  std::vector<Task<T>> tasks;
  for (Coro<T>& body : bodies) tasks.push_back(create_task(std::move(body)));

  Future<void> finished(running_loop());
  const auto left = std::make_shared<std::size_t>(tasks.size());
  for (const Task<T>& task : tasks)
    task.add_done_callback([finished, left](const Future<T>& done) {
      const bool failed = done.cancelled() || done.exception();
      if (failed || --*left == 0) finished.settle([&] { done.result(); });
    });

  std::optional<CancelledError> cancelled;
  const FutureAwait<void> all(finished, [&](const std::string& message) {
    for (const Task<T>& task : tasks)
      if (task.cancel(message)) cancelled = CancelledError{message};
    return cancelled.has_value();
  });
  if (!tasks.empty()) co_await all;
  if (cancelled) throw *cancelled;

  Results<T> results;
  if constexpr (std::is_void_v<T>)
    results.resize(tasks.size());
  else
    for (const Task<T>& task : tasks) results.push_back(task.take());
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
