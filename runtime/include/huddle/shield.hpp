#pragma once

#include <utility>

#include "huddle/task.hpp"

/// @file
/// @brief Work that is not to be cancelled with the one who waits for it.

namespace huddle {

/// What `co_await shield(…)` waits with.
template <class T, class Shared>
class [[nodiscard]] Shielded {
 public:
  explicit Shielded(Ref<Shared> state) noexcept : state_(std::move(state)) {}
  ResultWaiter<T, Shared> operator co_await() const noexcept {
    return ResultWaiter<T, Shared>(state_, true);
  }

 private:
  Ref<Shared> state_;
};

/// Awaits a task or a future, as if there were no shield; but cancelled, the wait ends and the task
/// runs on. Keep a handle on it: an error that nobody reads then is reported.
///
///     Task<void> saving = create_task(save(document));
///     co_await shield(saving);
template <class T, class Shared>
Shielded<T, Shared> shield(const FutureHandle<T, Shared>& result) noexcept {
  return Shielded<T, Shared>(Ref<Shared>(&result.state()));
}
/// The same for a coroutine, which becomes a task.
template <class T>
Coro<T> shield(Coro<T> coroutine) {
  const Task<T> task = create_child(std::move(coroutine));
  co_return co_await shield(task);
}

}  // namespace huddle
