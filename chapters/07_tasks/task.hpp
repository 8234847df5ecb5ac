#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "coro.hpp"
#include "event_loop.hpp"
#include "future.hpp"

/// @file
/// @brief Coroutines that run beside each other.

namespace ch07 {

using ch03::Callback;
using ch03::CancelledError;
using ch03::Future;
using ch05::EventLoop;
using ch06::Coro;

/// Cancels something, for a reason. Says whether there was still something to cancel.
using Cancel = std::function<bool(const std::string& message)>;

/// A task that has not ended, whatever it is going to return.
class AnyTask {
 public:
  virtual ~AnyTask() = default;
  /// Runs it for the first time. A task that was cancelled before that never runs.
  virtual void begin() = 0;

  /// Has a CancelledError thrown where the task waits, by cancelling what it waits for. Where that
  /// cannot be done, the error comes when the task goes on next.
  void cancel(const std::string& message) {
    const Cancel cancel_awaited = std::exchange(cancel_awaited_, nullptr);
    if (!cancel_awaited || !cancel_awaited(message)) request_ = CancelledError{message};
    cancel_awaited_ = cancel_awaited;
  }
  /// It waits for something, which can be cancelled like this.
  void awaits(const Cancel& cancel_awaited) {
    cancel_awaited_ = cancel_awaited;
    if (request_ && cancel_awaited(request_->message)) request_.reset();
  }

 protected:
  Cancel cancel_awaited_;
  std::optional<CancelledError> request_;  // a cancellation that is not delivered yet
};

/// What run() keeps while it runs: the loop, and by number all tasks that have not ended.
struct Running {
  explicit Running(EventLoop& loop);
  ~Running();

  EventLoop& loop;
  std::map<std::uint64_t, std::shared_ptr<AnyTask>> tasks{};
  std::uint64_t tasks_made = 0;
  AnyTask* current = nullptr;
  bool closing = false;
};
inline Running* running = nullptr;
inline Running::Running(EventLoop& loop) : loop(loop) {
  running = this;
}
inline Running::~Running() {
  tasks.clear();
  running = nullptr;
}

/// The loop that runs.
/// @throws std::logic_error outside of run().
inline EventLoop& running_loop() {
  if (!running) throw std::logic_error("no event loop runs: call this from inside of run()");
  return running->loop;
}

/// The task that runs; null in a callback.
inline AnyTask* current_task() noexcept {
  return running ? running->current : nullptr;
}

/// Runs a coroutine, with all that it awaits, and sets a future in the end.
template <class T>
class RunningTask final : public AnyTask,
                          public ch06::Chain<T>,
                          public std::enable_shared_from_this<RunningTask<T>> {
 public:
  RunningTask(Coro<T> body, Future<T> result, std::uint64_t number)
      : ch06::Chain<T>(std::move(body)), result_(result), number_(number) {}

  void begin() override {
    if (!request_) return wake();
    this->unwind();
    end([this]() -> T { throw *request_; });
  }
  void wake() override {
    cancel_awaited_ = nullptr;
    if (request_) this->throw_in(std::make_exception_ptr(*std::exchange(request_, std::nullopt)));
    running->current = this;
    ch06::Chain<T>::wake();
    running->current = nullptr;
    if (!this->done()) return;
    end([this]() -> T {
      if (!request_) return this->result();
      this->result();  // its own error comes first
      throw *request_;
    });
  }
  // Only what still runs is woken: the callback outlives a task that is taken down.
  void wait(const ch05::Arrangement& arrange) override {
    ch06::Chain<T>::wait([&](Callback wake) {
      arrange([alive = this->weak_from_this(), wake = std::move(wake)] {
        if (const auto task = alive.lock()) wake();
      });
    });
  }

 private:
  template <class End>
  void end(End end) {
    result_.settle(end);
    running->tasks.erase(number_);  // this task lives until whoever woke it returns
    if (running->tasks.empty()) running->loop.stop();
  }

  Future<T> result_;
  std::uint64_t number_;
};

/// A coroutine that runs beside others, and what it will have returned. A `Task` is a handle: the
/// task runs to its end, whether anybody keeps one or not.
///
///     Task<int> counting = create_task(count_the_fish());
///     int fish = co_await counting;
template <class T>
class Task {
 public:
  Task(Future<T> result, std::weak_ptr<AnyTask> running, std::string name)
      : result_(std::move(result)), running_(std::move(running)), name_(std::move(name)) {}

  const std::string& name() const noexcept { return name_; }
  bool done() const noexcept { return result_.done(); }
  bool cancelled() const noexcept { return result_.cancelled(); }
  /// As of a future: the value to look at, the value to move out, the error.
  decltype(auto) result() const { return result_.result(); }
  T take() const { return result_.take(); }
  std::exception_ptr exception() const { return result_.exception(); }
  /// Has `callback` called from the loop once the task is done.
  void add_done_callback(Callback callback) const {
    result_.add_done_callback([callback = std::move(callback)](const Future<T>&) { callback(); });
  }

  /// Asks the task to end: a CancelledError is thrown where it waits. It may catch that, to clean
  /// up or even to go on.
  /// @return false when it has ended already.
  bool cancel(const std::string& message = "") const {
    const auto task = running_.lock();
    if (task && !done()) task->cancel(message);
    return task && !done();
  }
  /// What a task keeps its result in.
  const Future<T>& future() const noexcept { return result_; }
  /// Whether `task` is this one.
  bool is(const AnyTask* task) const noexcept { return task && running_.lock().get() == task; }

 private:
  Future<T> result_;
  std::weak_ptr<AnyTask> running_;
  std::string name_;
};

/// Makes a task of `body`, which runs from the next iteration on. The loop keeps it.
/// @throws std::logic_error outside of run().
template <class T>
Task<T> create_task(Coro<T> body, std::string name = "", const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  const Future<T> result(running_loop(), file, line);
  const std::uint64_t number = ++running->tasks_made;
  const auto task = std::make_shared<RunningTask<T>>(std::move(body), result, number);
  running->tasks.emplace(number, task);
  if (running->closing) task->cancel("");
  running->loop.call_soon([alive = std::weak_ptr(task)] {
    if (const auto task = alive.lock()) task->begin();
  });
  return Task<T>(result, task, name.empty() ? "Task-" + std::to_string(number) : std::move(name));
}

/// Runs `main` on `loop` until it is done. Then cancels the tasks that are left, and joins them.
/// @return what `main` returned; what it throws is thrown.
/// @throws std::logic_error when a loop runs already; whatever `loop` throws.
template <class T>
T run(Coro<T> main, EventLoop& loop) {
  if (running) throw std::logic_error("run() was called while a loop runs already");
  Running here(loop);
  const Task<T> task = create_task(std::move(main));
  task.add_done_callback([&loop] { loop.stop(); });
  loop.run_forever();
  here.closing = true;
  for (const auto& [number, left] : here.tasks) left->cancel("");
  if (!here.tasks.empty()) loop.run_forever();
  return task.take();
}
template <class T>
T run(Coro<T> main) {
  EventLoop loop;
  return run(std::move(main), loop);
}

}  // namespace ch07
