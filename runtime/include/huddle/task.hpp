#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "huddle/closure_guard.hpp"
#include "huddle/coro.hpp"
#include "huddle/future.hpp"

/// @file
/// @brief Coroutines that run beside each other.
///
/// A task is a coroutine with all that it awaits, and a future of what it returns. The loop owns it
/// until it has ended, so it runs on when nobody keeps a handle. Chapter 7 builds one from nothing.

namespace huddle {

/// A task's state, with the coroutine that it began with.
template <class T>
class TaskOf final : public Valued<T, TaskState> {
 public:
  TaskOf(Loop& loop, Where made, Coro<T>&& coroutine)
      : Valued<T, TaskState>(loop, made), promise_(coroutine.release()) {
    this->top = &promise_;
  }

 private:
  void collect() noexcept override {
    if (promise_.error) {
      this->error = std::move(promise_.error);
    } else if constexpr (!std::is_void_v<T>) {
      try {
        this->value.emplace(promise_.take());
      } catch (...) {  // of moving it
        this->error = std::current_exception();
      }
    }
    promise_.handle().destroy();
  }

  typename Coro<T>::promise_type& promise_;
};

/// A handle on a task: a future whose result the coroutine sets. Copies are the same task.
///
///     Task<int> counting = create_task(count_the_fish());
///     ...
///     int fish = co_await counting;
template <class T>
class Task : public FutureHandle<T, TaskOf<T>> {
 public:
  explicit Task(Ref<TaskOf<T>> state) noexcept : FutureHandle<T, TaskOf<T>>(std::move(state)) {}

  /// Asks the task to end: a CancelledError is thrown where it waits, when its turn comes. It may
  /// clean up, await meanwhile, and even go on. A task that has not begun never runs. A task that
  /// waits for another task passes the request on to that one.
  /// @return false when it has ended already.
  bool cancel(std::string message = "") const { return this->state_->cancel(std::move(message)); }
  /// How many requests to end there are that nobody took back.
  int cancelling() const noexcept { return this->state_->cancelling(); }
  /// Takes one back: for those who asked for it, and have dealt with it. When that was the last, a
  /// request that came while the task was running and has met no wait yet is taken back, too.
  /// @return how many are left.
  int uncancel() const noexcept { return this->state_->uncancel(); }

  /// Cancels it and waits until it has ended, however it ends. A CancelledError that this throws is
  /// meant for the caller. Cancelled meanwhile, the task still ends by itself.
  HUDDLE_CORO_WRAPPER Coro<void> cancel_and_wait() const;

  /// What it was named, or `Task-N`.
  std::string name() const { return this->state_->name(); }
  /// Names it: for reports and the tree of tasks.
  void set_name(std::string_view name) const { this->state_->set_name(name); }
  /// Its number, which no other task of its loop has.
  std::uint64_t id() const noexcept { return this->state_->id; }
};

/// Makes a task of `coroutine`, which begins in the loop's next iteration. It sees the context
/// variables as they are now.
/// @param name for reports and the tree of tasks, which is copied; without it, `Task-N`.
/// @throws InvalidStateError when no loop runs; the coroutine is destroyed then, and not reported.
template <class T>
Task<T> create_task(Coro<T>&& coroutine, std::string_view name = {}, Where where = Where::here()) {
  Loop* loop = Loop::current();
  if (!loop) [[unlikely]] {
    coroutine.discard();
    Loop::running();  // throws
  }
  Ref<TaskOf<T>> state(new TaskOf<T>(*loop, where, std::move(coroutine)));
  if (!name.empty()) state->set_name(name);
  loop->adopt(*state);
  loop->make_ready(*state);
  return Task<T>(std::move(state));
}

template <class T>
Task<T> create_task(Coro<T>&, std::string_view = {}, Where = {}) {
  static_assert(std::is_same_v<T, struct Never>,
                "a coroutine becomes a task once: one that has a name is moved from, as in "
                "create_task(std::move(it))");
}

/// The same, in `context`, which the task does not copy: what it sets can be seen there. It must
/// outlive the task.
template <class T>
Task<T> create_task_in(Context& context, Coro<T> coroutine, std::string_view name = {},
                       Where where = Where::here()) {
  const Task<T> task = create_task(std::move(coroutine), name, where);
  task.state().use(context);
  return task;
}

/// A task of one of several coroutines that were handed over together: reports of it name the place
/// of its function, since nobody else made it.
template <class T>
Task<T> create_child(Coro<T> coroutine) {
  const Where where = coroutine.where();
  return create_task(std::move(coroutine), {}, where);
}

/// What a `Coro<T>` gives: `T`.
template <class Coroutine>
struct ResultOf {
  static_assert(std::is_same_v<Coroutine, struct Never>,
                "this callable must return a Coro: write `-> Coro<void>` behind its parameters");
};
template <class T>
struct ResultOf<Coro<T>> {
  using Type = T;
};
/// What the coroutine gives that calling `Callable` with `Arguments` makes.
template <class Callable, class... Arguments>
using CoroResult = typename ResultOf<std::invoke_result_t<Callable, Arguments...>>::Type;

/// What `co_await` of an `Awaitable` evaluates to.
template <class Awaitable>
struct Awaited {
  static decltype(auto) awaiter(Awaitable&& awaitable) {
    if constexpr (requires { std::forward<Awaitable>(awaitable).operator co_await(); })
      return std::forward<Awaitable>(awaitable).operator co_await();
    else
      return std::forward<Awaitable>(awaitable);
  }
  using Type = decltype(awaiter(std::declval<Awaitable>()).await_resume());
};
/// What `co_await` of an `Awaitable` evaluates to.
template <class Awaitable>
using AwaitResult = typename Awaited<Awaitable>::Type;

/// Whatever can be awaited, as a coroutine, so that it can become a task. A coroutine stays itself.
template <class T>
HUDDLE_CORO_WRAPPER Coro<T> coroutine_of(Coro<T> coroutine) {
  return coroutine;
}
/// The same for what is no coroutine.
template <class Awaitable>
Coro<AwaitResult<Awaitable>> coroutine_of(Awaitable awaitable) {
  co_return co_await std::move(awaitable);
}

/// Makes `where` the place that reports of the task that runs name.
void place_current_task(const Where& where) noexcept;

/// Calls `callable` with `arguments`, both of which live in this coroutine's frame.
template <class Callable, class... Arguments>
auto call_in_frame(Callable callable, Arguments... arguments)
    -> std::invoke_result_t<Callable&, Arguments&&...> {
  auto coroutine = std::invoke(callable, std::move(arguments)...);
  place_current_task(coroutine.where());
  co_return co_await std::move(coroutine);
}

/// Makes a task of the coroutine that `callable(arguments...)` gives. Copies of both live as long
/// as the task does, so nothing that the coroutine takes by reference dangles, and a lambda may
/// capture. One that owns what it captures needs a name, for g++ 12: see owned().
///
///     create_task(serve, std::move(connection));
///     create_task([&] () -> Coro<void> { co_await greet(guest.name); });
///     auto greets = [name = guest.name] () -> Coro<void> { co_await greet(name); };
///     create_task(owned(greets)).set_name("greets");
template <class Callable, class... Arguments>
requires CallableWith<Callable, Arguments...>
auto create_task(Callable&& callable, Arguments&&... arguments) {
  HUDDLE_REQUIRE_SAFE_CLOSURE(Callable);
  return create_task(call_in_frame<CalleeOf<Callable>, std::decay_t<Arguments>...>(
      std::forward<Callable>(callable), std::forward<Arguments>(arguments)...));
}

/// A task of whatever type, without its result. Ask its id() to know it again.
class AnyTask {
 public:
  explicit AnyTask(TaskState& state) noexcept : state_(&state) {}
  /// Whether it has ended.
  bool done() const noexcept { return state_->done(); }
  /// See Task::cancel().
  bool cancel(std::string message = "") const { return state_->cancel(std::move(message)); }
  /// See Task::cancelling().
  int cancelling() const noexcept { return state_->cancelling(); }
  /// See Task::uncancel().
  int uncancel() const noexcept { return state_->uncancel(); }
  /// What it was named, or `Task-N`.
  std::string name() const { return state_->name(); }
  /// Names it.
  void set_name(std::string_view name) const { state_->set_name(name); }
  /// Its number, which no other task of its loop has.
  std::uint64_t id() const noexcept { return state_->id; }
  /// Its state: for those who build what waits.
  TaskState& state() const noexcept { return *state_; }
  /// Whether both are the same task.
  bool operator==(const AnyTask&) const noexcept = default;

 private:
  Ref<TaskState> state_;
};

/// The coroutine behind Task::cancel_and_wait().
Coro<void> cancel_and_join(AnyTask task);

template <class T>
HUDDLE_CORO_WRAPPER Coro<void> Task<T>::cancel_and_wait() const {
  return cancel_and_join(AnyTask(this->state()));
}

/// The task that runs; nothing in a callback, and where no loop runs.
std::optional<AnyTask> current_task() noexcept;
/// All tasks of the loop that runs that have not ended, oldest first.
/// @throws InvalidStateError when none runs.
std::vector<AnyTask> all_tasks();

}  // namespace huddle
