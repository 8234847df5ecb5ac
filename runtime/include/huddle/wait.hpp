#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "huddle/completions.hpp"
#include "huddle/coro.hpp"
#include "huddle/errors.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief Waiting for several tasks, as long as you like, and cancelling none.

namespace huddle {

/// When wait() has waited enough.
enum class ReturnWhen {
  all_completed,    ///< All have ended.
  first_completed,  ///< One has ended.
  first_exception,  ///< One has ended with an error; a cancelled one does not count.
};

/// How wait() works.
class WaitOptions {
 public:
  WaitOptions() = default;
  /// When to wait no longer; unless this is called, when all have ended.
  WaitOptions& return_when(ReturnWhen when) noexcept { return when_ = when, *this; }
  /// Waits for so long at most. Too late is no error here.
  WaitOptions& timeout(Duration limit) noexcept { return limit_ = limit, *this; }

  /// What return_when() was told.
  ReturnWhen when() const noexcept { return when_; }
  /// What timeout() was told; nothing is no limit.
  std::optional<Duration> limit() const noexcept { return limit_; }

 private:
  ReturnWhen when_ = ReturnWhen::all_completed;
  std::optional<Duration> limit_;
};

/// What wait() found, each in the order in which they were given.
template <class Handle>
class Waited {
 public:
  /// Those that have ended.
  std::vector<Handle> done;
  /// Those that have not; they run on.
  std::vector<Handle> pending;
};

/// Waits for tasks or futures, and tells which have ended. It cancels none, and raises no error of
/// theirs: ask the handles. If enough have ended already, does not suspend. Cancelled, it leaves
/// them running.
///
///     auto found = co_await wait(std::move(tasks), WaitOptions().timeout(5s));
///     for (const Task<Page>& late : found.pending) late.cancel();
///
/// @throws std::invalid_argument when there are none.
template <class Handle>
Coro<Waited<Handle>> wait(std::vector<Handle> handles, WaitOptions options = WaitOptions()) {
  static_assert(
      requires(const Handle& handle) { handle.state(); },
      "wait() takes tasks: make them of your coroutines with create_task()");
  if (handles.empty()) throw std::invalid_argument("wait() for no task at all");
  {
    Completions all(handles.size(), options.limit());
    for (const Handle& handle : handles) all.add(handle.state());
    bool enough = false;
    while (!enough) {
      const std::optional<std::size_t> one = co_await all.next();
      if (!one) break;
      const FutureState& ended = handles[*one].state();
      const bool failed = ended.error && ended.status != FutureState::Status::cancelled;
      enough = options.when() == ReturnWhen::first_completed ||
               (options.when() == ReturnWhen::first_exception && failed);
    }
  }
  Waited<Handle> found;
  for (Handle& handle : handles)
    (handle.done() ? found.done : found.pending).push_back(std::move(handle));
  co_return found;
}

/// Hands out tasks or futures in the order in which they end: see as_completed().
template <class Handle>
class AsCompleted {
 public:
  AsCompleted(std::vector<Handle> handles, std::optional<Duration> limit)
      : handles_(std::move(handles)), all_(handles_.size(), limit) {
    for (const Handle& handle : handles_) all_.add(handle.state());
  }

  /// Waits for the next one that ends; one that has ended already is handed out without suspending.
  /// Any number of tasks may wait; each is handed out to one of them. Cancelled, none was handed
  /// out, and they run on.
  /// @return the handle that was given; nothing when all were handed out.
  /// @throws TimeoutError when the time is up. The others run on.
  Coro<std::optional<Handle>> next() {
    while (!all_.all_told()) {
      const std::optional<std::size_t> one = co_await all_.next();
      if (one) co_return handles_[*one];
      if (all_.time_is_up() && !all_.all_told()) throw TimeoutError();
    }
    co_return std::nullopt;
  }

 private:
  std::vector<Handle> handles_;
  Completions all_;
};

/// Goes through tasks or futures in the order in which they end; those that have ended already come
/// first, in the order in which they are given. One that is given twice is handed out twice. It
/// must stay where it is, and cancels nothing.
///
///     auto finished = as_completed(std::move(tasks));
///     while (auto task = co_await finished.next()) show(task->result());
///
/// @param limit from when on next() throws a TimeoutError; nothing is no limit.
/// @throws InvalidStateError when no loop runs.
template <class Handle>
AsCompleted<Handle> as_completed(std::vector<Handle> handles,
                                 std::optional<Duration> limit = std::nullopt) {
  return AsCompleted<Handle>(std::move(handles), limit);
}
/// The same for coroutines, each of which becomes a task.
template <class T>
AsCompleted<Task<T>> as_completed(std::vector<Coro<T>> coroutines,
                                  std::optional<Duration> limit = std::nullopt) {
  std::vector<Task<T>> tasks;
  tasks.reserve(coroutines.size());
  for (Coro<T>& coroutine : coroutines) tasks.push_back(create_child(std::move(coroutine)));
  return AsCompleted<Task<T>>(std::move(tasks), limit);
}

}  // namespace huddle
