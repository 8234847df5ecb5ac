#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "huddle/closure_guard.hpp"
#include "huddle/outcome.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief Several at once, and all their results.

namespace huddle {

/// What stands for nothing in a list of results.
using None = StoredAs<void>;
/// A result in a list: `None` for `void`, a `std::reference_wrapper` for a reference.
template <class T>
using Listed = StoredAs<T>;

/// Waits until several tasks are done; or, where errors are not kept, until one has failed. Lives
/// in the frame of gather().
class Gathering final : public Waiter {
 public:
  /// @param keep_errors whether a task that fails is one that is done, like others.
  Gathering(std::size_t most, bool keep_errors);
  ~Gathering();

  void add(TaskState& task);
  bool await_ready() const noexcept { return left_ == 0 && failed_ == nullptr; }
  /// @throws the first error; CancelledError when the wait was cancelled.
  void await_resume();
  bool pass_on() noexcept override;
  bool cancel() noexcept override;
  bool undo() noexcept override { return false; }
  std::string_view kind() const noexcept override { return "the tasks that it gathers"; }
  void list_awaited(std::vector<TaskState*>& tasks) const override;

 private:
  // Stands in a task's line of observers, and has its turn when the task is done.
  struct Child final : Node {
    void fire() noexcept override;
    void turn() override;
    Gathering* parent = nullptr;
    Ref<TaskState> task;
  };
  void begin() override;
  void child_done(TaskState& task);
  bool anybody_left() const noexcept;

  std::unique_ptr<Child[]> children_;
  std::size_t count_ = 0;
  std::size_t left_ = 0;
  TaskState* failed_ = nullptr;
  bool keep_errors_;
  bool cancel_requested_ = false;
};

/// Awaits a waiter that lives where it stands.
template <class W>
class Awaiting {
 public:
  explicit Awaiting(W& waiter) noexcept : waiter_(waiter) {}
  bool await_ready() const noexcept { return waiter_.await_ready(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> handle) {
    waiter_.await_suspend(handle);
  }
  decltype(auto) await_resume() { return waiter_.await_resume(); }

 private:
  W& waiter_;
};
template <class W>
Awaiting<W> awaiting(W& waiter) noexcept {
  return Awaiting<W>(waiter);
}

template <class T>
Listed<T> listed(const Task<T>& task) {
  if constexpr (std::is_void_v<T>)
    return task.take(), None{};
  else
    return task.take();
}
/// How one of several ended: a value, or an error that is kept instead of thrown.
///
///     for (const Settled<Page>& page : co_await gather_settled(std::move(downloads)))
///       if (!page.failed()) show(page.get());
template <class T>
using Settled = Outcome<T>;
template <class T>
Settled<T> settled(const Task<T>& task) {
  Settled<T> outcome;
  task.state().retrieved = true;
  if (task.state().error)
    outcome.set_error(task.state().error);
  else if constexpr (std::is_void_v<T>)
    outcome.set_value();
  else
    outcome.set_value(task.take());
  return outcome;
}

/// Runs all `coroutines` at once, each as a task of its own, which is made when this is awaited.
///
///     std::vector<Coro<Page>> downloads;
///     for (const Url& url : urls) downloads.push_back(download(url));
///     std::vector<Page> pages = co_await gather(std::move(downloads));
///
/// @return the results, in their order; `None` for each that returns nothing.
/// @throws the first error, at once; the others run on, and what they throw is not reported.
///         Cancelled, it cancels them all, and throws what the first one then ends with: a
///         CancelledError, or what its cleaning up threw.
template <class T>
Coro<std::vector<Listed<T>>> gather(std::vector<Coro<T>> coroutines) {
  std::vector<Task<T>> tasks;
  tasks.reserve(coroutines.size());
  Gathering all(coroutines.size(), false);
  for (Coro<T>& coroutine : coroutines) {
    tasks.push_back(create_child(std::move(coroutine)));
    all.add(tasks.back().state());
  }
  co_await awaiting(all);
  std::vector<Listed<T>> results;
  results.reserve(tasks.size());
  for (const Task<T>& task : tasks) results.push_back(listed(task));
  co_return results;
}

/// The same, for a few of different types.
///
///     auto [page, picture] = co_await gather(fetch_page(), fetch_picture());
template <class... T>
Coro<std::tuple<Listed<T>...>> gather(Coro<T>... coroutines) {
  std::tuple<Task<T>...> tasks{create_child(std::move(coroutines))...};
  Gathering all(sizeof...(T), false);
  std::apply([&all](auto&... task) { (all.add(task.state()), ...); }, tasks);
  co_await awaiting(all);
  co_return std::apply([](auto&... task) { return std::tuple<Listed<T>...>(listed(task)...); },
                       tasks);
}

/// What `awaitables` are, as coroutines.
template <class Awaitable>
auto coroutines_of(std::vector<Awaitable> awaitables) {
  std::vector<Coro<AwaitResult<Awaitable>>> coroutines;
  coroutines.reserve(awaitables.size());
  for (Awaitable& awaitable : awaitables) coroutines.push_back(coroutine_of(std::move(awaitable)));
  return coroutines;
}
/// The same for whatever can be awaited: tasks, futures, `queue.get()`. Cancelled, it cancels
/// tasks.
template <class... Awaitables>
HUDDLE_CORO_WRAPPER auto gather(Awaitables... awaitables) {
  return gather(coroutine_of(std::move(awaitables))...);
}
/// The same for any number of them, of one type.
template <class Awaitable>
HUDDLE_CORO_WRAPPER auto gather(std::vector<Awaitable> awaitables) {
  return gather(coroutines_of(std::move(awaitables)));
}

/// Runs all `coroutines` at once, and waits for all, whether they fail or not.
/// @return how each ended, in their order; a cancelled one holds a CancelledError. Cancelled, it
///         cancels them all, waits for them, and then throws CancelledError.
template <class T>
Coro<std::vector<Settled<T>>> gather_settled(std::vector<Coro<T>> coroutines) {
  std::vector<Task<T>> tasks;
  tasks.reserve(coroutines.size());
  Gathering all(coroutines.size(), true);
  for (Coro<T>& coroutine : coroutines) {
    tasks.push_back(create_child(std::move(coroutine)));
    all.add(tasks.back().state());
  }
  co_await awaiting(all);
  std::vector<Settled<T>> results;
  results.reserve(tasks.size());
  for (const Task<T>& task : tasks) results.push_back(settled(task));
  co_return results;
}
/// The same, for a few of different types.
template <class... T>
Coro<std::tuple<Settled<T>...>> gather_settled(Coro<T>... coroutines) {
  std::tuple<Task<T>...> tasks{create_child(std::move(coroutines))...};
  Gathering all(sizeof...(T), true);
  std::apply([&all](auto&... task) { (all.add(task.state()), ...); }, tasks);
  co_await awaiting(all);
  co_return std::apply([](auto&... task) { return std::tuple<Settled<T>...>(settled(task)...); },
                       tasks);
}
/// The same for whatever can be awaited.
template <class... Awaitables>
HUDDLE_CORO_WRAPPER auto gather_settled(Awaitables... awaitables) {
  return gather_settled(coroutine_of(std::move(awaitables))...);
}
/// The same for any number of them, of one type.
template <class Awaitable>
HUDDLE_CORO_WRAPPER auto gather_settled(std::vector<Awaitable> awaitables) {
  return gather_settled(coroutines_of(std::move(awaitables)));
}

}  // namespace huddle
