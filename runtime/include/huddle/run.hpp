#pragma once

#include <csignal>
#include <memory>
#include <type_traits>
#include <utility>

#include "huddle/loop.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief From an ordinary main() into the world of tasks, and back.

namespace huddle {

/// What run() and Runner are made with: those of the loop, and one more.
class RunOptions {
 public:
  RunOptions() = default;
  /// As LoopOptions::backend().
  RunOptions& backend(std::string name) { return loop_.backend(std::move(name)), *this; }
  /// As LoopOptions::clock().
  RunOptions& clock(Clock& clock) noexcept { return loop_.clock(clock), *this; }
  /// As LoopOptions::debug().
  RunOptions& debug(bool on = true) noexcept { return loop_.debug(on), *this; }
  /// As LoopOptions::shuffle().
  RunOptions& shuffle(std::uint64_t seed) noexcept { return loop_.shuffle(seed), *this; }
  /// Whether Ctrl-C cancels main, which is what happens unless it is switched off here.
  RunOptions& keyboard_interrupt(bool on) noexcept { return interrupt_ = on, *this; }
  /// Whether SIGTERM does, too.
  RunOptions& terminate(bool on = true) noexcept { return terminate_ = on, *this; }

 private:
  friend class Runner;
  LoopOptions loop_;
  bool interrupt_ = true;
  bool terminate_ = false;
};

/// Runs one main coroutine after the other, on one loop and in one context.
///
///     Runner runner(RunOptions().debug());
///     int port = runner.run(set_up());
///     runner.run(serve(port));
class Runner {
 public:
  /// Makes the loop; nothing runs yet.
  explicit Runner(const RunOptions& options = RunOptions());
  Runner(const Runner&) = delete;
  /// Closes it. What close() would throw is reported.
  ~Runner();

  /// Runs `main` to its end, on this thread.
  ///
  /// The first Ctrl-C cancels main; when main ends of that, run() throws KeyboardInterrupt. The
  /// second kills the program. (Where the program takes or ignores SIGINT itself, it stays that
  /// way; and only one Runner at a time can take signals, the first does.)
  /// @return what main returns. @throws what it throws; CancelledError when it was cancelled;
  ///         DeadlockError when nothing can wake it any more; InvalidStateError when a loop runs on
  ///         this thread, or this is closed: main is then destroyed, and not reported.
  template <class T>
  T run(Coro<T> main, Where where = Where::here()) {
    if (Loop::current() || loop_.is_closed()) main.discard();
    require_ready();
    const Ref<TaskOf<T>> task(new TaskOf<T>(loop_, where, std::move(main)));
    run_task(*task);
    return task->take();
  }

  /// Cancels and joins the tasks that are left, and closes the loop. Twice is fine.
  /// @throws KeyboardInterrupt when one of them does; InvalidStateError when there are some, and
  ///         another loop runs on this thread. The loop is closed then, too.
  void close();
  /// The loop, which lives as long as this.
  Loop& loop() noexcept { return loop_; }

 private:
  void require_ready() const;
  void run_task(TaskState& main);

  Loop loop_;
  Context context_;
  bool interrupt_;
  bool terminate_;
};

/// Runs `main` to its end, on a loop of its own: what an ordinary main() calls. Tasks that are left
/// by then are cancelled and joined; what they throw is reported. A call that runs in a thread of
/// the default pool is waited for, for five minutes at most. See Runner::run().
///
///     int main() {
///       try {
///         return run(async_main());
///       } catch (const KeyboardInterrupt&) {
///         return 130;
///       }
///     }
template <class T>
T run(Coro<T> main, const RunOptions& options = RunOptions(), Where where = Where::here()) {
  if (Loop::current()) {
    main.discard();
    throw InvalidStateError("run() was called while an event loop runs: co_await the coroutine");
  }
  Runner runner(options);
  if constexpr (std::is_void_v<T>) {
    runner.run(std::move(main), where);
    runner.close();
  } else {
    T result = runner.run(std::move(main), where);
    runner.close();
    return result;
  }
}

}  // namespace huddle
