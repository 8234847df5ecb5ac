#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "huddle/closure_guard.hpp"
#include "huddle/coro.hpp"
#include "huddle/function.hpp"
#include "huddle/loop.hpp"
#include "huddle/outcome.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Threads for what blocks: a call that cannot be awaited runs there, and a task waits for
/// it.

namespace huddle {

/// Some threads, and a line of jobs for them: first come, first served. A thread is begun when a
/// job finds none that is free, up to a limit. Any thread may use a pool.
class ThreadPool {
 public:
  /// @param most how many threads it may have; 0 stands for four more than the machine has cores,
  ///        and 32 at most.
  explicit ThreadPool(std::size_t most = 0);
  ThreadPool(const ThreadPool&) = delete;
  /// Waits until all jobs are done, unless shutdown() has given up on them.
  ~ThreadPool();

  /// Has `job` called on one of the threads. What it throws ends the program: catch it inside.
  /// @return its number, for remove().
  /// @throws InvalidStateError when the pool was shut down.
  std::uint64_t post(Function<void()> job, Where where = Where::here());
  /// Takes a job out of the line. @return false when it has begun, or is not there.
  bool remove(std::uint64_t number) noexcept;
  /// Takes no more jobs, and waits until those that it has are done, for `limit` at most. Twice is
  /// fine.
  /// @return false when threads are still busy then: they run on, on their own. Each job that is
  ///         left is reported, with the place that posted it.
  bool shutdown(Duration limit = Duration::max());

 private:
  friend class PoolJob;
  friend class PoolJobWaiter;
  // `tell` is called after `job`, when the thread counts as free: whoever hears of the end and
  // posts again does not have another thread begun.
  struct Core;  // outlives the pool for as long as a thread is busy, or a task waits for it
  static std::uint64_t post(const std::shared_ptr<Core>& core, Function<void()> job,
                            Function<void()> tell, const Where& where);
  static bool remove(Core& core, std::uint64_t number) noexcept;

  std::shared_ptr<Core> core_;
};

/// What becomes of a call that runs on a thread when the task that waits for it is cancelled.
/// Nobody can stop it. One that has not begun is taken out of the line in any case.
enum class WhenCancelled {
  abandon,  ///< The task goes on at once; the call runs to its end, and what it gives is dropped.
  wait,     ///< The task waits for the call all the same, and gets the result; the request stays.
};

/// A call on a thread of a pool, without its result.
class PoolJob {
 public:
  PoolJob(ThreadPool& pool, WhenCancelled when_cancelled) noexcept
      : pool_(pool.core_), when_cancelled_(when_cancelled) {}
  PoolJob(const PoolJob&) = delete;
  virtual ~PoolJob() = default;

 protected:
  virtual void call() noexcept = 0;  // on the thread

 private:
  friend class PoolJobWaiter;
  std::shared_ptr<ThreadPool::Core> pool_;
  WhenCancelled when_cancelled_;
  // For the loop's thread.
  std::uint64_t number_ = 0;
  class PoolJobWaiter* waiter_ = nullptr;
};

/// Waits for a job, which begins when this is awaited.
class PoolJobWaiter final : public Waiter {
 public:
  explicit PoolJobWaiter(std::shared_ptr<PoolJob> job) noexcept : job_(std::move(job)) {}
  ~PoolJobWaiter() { job_->waiter_ = nullptr; }

  bool await_ready() const noexcept { return false; }
  void await_resume() { resumed(); }
  bool cancel() noexcept override;
  bool undo() noexcept override { return job_->when_cancelled_ == WhenCancelled::abandon; }
  std::string_view kind() const noexcept override { return "a thread"; }

 private:
  void begin() override;
  void leave() noexcept override { job_->waiter_ = nullptr; }

  std::shared_ptr<PoolJob> job_;
};
/// `co_await PoolJobAwait(job)`.
class [[nodiscard]] PoolJobAwait {
 public:
  explicit PoolJobAwait(const std::shared_ptr<PoolJob>& job) noexcept : job_(job) {}
  PoolJobWaiter operator co_await() const noexcept { return PoolJobWaiter(job_); }

 private:
  const std::shared_ptr<PoolJob>& job_;
};

/// A call of a `Callable` with `Arguments`, all of which it owns: the task may be gone by the time
/// when it runs. It sees the context variables as they were when it was made.
template <class Callable, class... Arguments>
class CallJob final : public PoolJob {
 public:
  using R = std::invoke_result_t<Callable, Arguments...>;

  template <class GivenCallable, class... Given>
  CallJob(ThreadPool& pool, WhenCancelled when_cancelled, GivenCallable&& callable,
          Given&&... arguments)
      : PoolJob(pool, when_cancelled),
        callable_(std::forward<GivenCallable>(callable)),
        arguments_(std::forward<Given>(arguments)...) {}

  R take() { return outcome_.take(); }

 private:
  void call() noexcept override {
    const Context::Enter enter(context_);
    try {
      if constexpr (std::is_void_v<R>) {
        std::apply(std::move(callable_), std::move(arguments_));
        outcome_.set_value();
      } else {
        outcome_.set_value(std::apply(std::move(callable_), std::move(arguments_)));
      }
    } catch (...) {
      outcome_.set_error(std::current_exception());
    }
  }

  Callable callable_;
  std::tuple<Arguments...> arguments_;
  Context context_ = Context::current().separate();
  Outcome<R> outcome_;
};

/// The pool that belongs to the loop that runs, made when it is first asked for. It is joined when
/// the loop closes; a call that is not done five minutes later is left behind, with a report.
/// @throws InvalidStateError when no loop runs.
ThreadPool& default_pool();

/// The coroutine behind to_thread().
template <class Call>
Coro<typename Call::R> call_in_thread(std::shared_ptr<Call> job) {
  co_await PoolJobAwait(job);
  co_return job->take();
}

/// Calls `callable(arguments...)` on a thread of `pool`, and suspends until it has returned. Copies
/// of both go to the thread, so nothing dangles, and the context variables travel along.
///
///     Image image = co_await run_in_executor(pool, WhenCancelled::abandon, decode, path);
///
/// @throws what the call throws; InvalidStateError when the pool was shut down.
///         Cancelled: see WhenCancelled.
template <class Callable, class... Arguments>
HUDDLE_CORO_WRAPPER auto run_in_executor(ThreadPool& pool, WhenCancelled when_cancelled,
                                         Callable&& callable, Arguments&&... arguments) {
  HUDDLE_REQUIRE_SAFE_CLOSURE(Callable);
  using Call = CallJob<CalleeOf<Callable>, std::decay_t<Arguments>...>;
  return call_in_thread(std::make_shared<Call>(pool, when_cancelled,
                                               std::forward<Callable>(callable),
                                               std::forward<Arguments>(arguments)...));
}

/// The same on the default pool; cancelled, the task does not wait for the call. The end of run()
/// does.
///
///     std::string text = co_await to_thread(read_file, "notes.txt");
template <class Callable, class... Arguments>
requires std::is_invocable_v<CalleeOf<Callable>, std::decay_t<Arguments>...>
    HUDDLE_CORO_WRAPPER auto to_thread(Callable&& callable, Arguments&&... arguments) {
  HUDDLE_REQUIRE_SAFE_CLOSURE(Callable);
  return run_in_executor(default_pool(), WhenCancelled::abandon, std::forward<Callable>(callable),
                         std::forward<Arguments>(arguments)...);
}
/// The same, and the caller says what happens when the task is cancelled meanwhile.
template <class Callable, class... Arguments>
HUDDLE_CORO_WRAPPER auto to_thread(WhenCancelled when_cancelled, Callable&& callable,
                                   Arguments&&... arguments) {
  HUDDLE_REQUIRE_SAFE_CLOSURE(Callable);
  return run_in_executor(default_pool(), when_cancelled, std::forward<Callable>(callable),
                         std::forward<Arguments>(arguments)...);
}

}  // namespace huddle
