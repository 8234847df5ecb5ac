#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "coro.hpp"
#include "event_loop.hpp"
#include "future.hpp"
#include "trampoline.hpp"

/// @file
/// @brief Coroutines that run beside each other, and wait for futures and for one another.

namespace ch07 {

using ch03::Callback;
using ch03::CancelledError;
using ch03::Future;
using ch05::EventLoop;
using ch06::Coro;

/// What run() keeps while it runs: the loop, and by number the tasks that have not ended.
struct Running {
  explicit Running(EventLoop& loop) : loop(loop) { now = this; }
  ~Running() {
    tasks.clear();  // what dies with them may still ask for the loop
    now = nullptr;
  }

  EventLoop& loop;
  std::map<std::uint64_t, std::shared_ptr<class AnyTask>> tasks{};
  std::uint64_t tasks_made = 0;
  std::uint64_t last = 0;  // run() waits for the tasks up to this number
  AnyTask* current = nullptr;
  static inline thread_local Running* now = nullptr;
};

/// The loop that runs.
/// @throws std::logic_error outside of run().
inline EventLoop& running_loop() {
  if (!Running::now) throw std::logic_error("no event loop runs: call this from inside of run()");
  return Running::now->loop;
}

/// The task that runs; null in a callback.
inline AnyTask* current_task() noexcept {
  return Running::now ? Running::now->current : nullptr;
}

/// Cancels something, for a reason. Says whether there was still something to cancel.
using Cancel = std::function<bool(const std::string& message)>;

/// A task that has not ended, whatever it is going to return: a coroutine and all that it awaits.
class AnyTask : public ch06::Trampoline, public std::enable_shared_from_this<AnyTask> {
 public:
  /// Is called in the end. A cancellation that was not delivered by then is handed over.
  using Tell = std::function<void(const std::optional<CancelledError>& cancelled)>;
  AnyTask(ch06::Link& first, std::uint64_t number, Tell tell)
      : Trampoline(first), number_(number), tell_(std::move(tell)) {}

  /// Has a CancelledError thrown where the task waits, by cancelling what it waits for. Where that
  /// cannot be done, the error comes when the task goes on next.
  void cancel(const std::string& message) {
    const Cancel cancel_awaited = std::exchange(cancel_awaited_, nullptr);  // it may lead back here
    if (!cancel_awaited || !cancel_awaited(message)) request_ = CancelledError{message};
    cancel_awaited_ = cancel_awaited;
  }
  /// The task waits for something that can be cancelled, like this.
  void awaits(const Cancel& cancel_awaited) {
    cancel_awaited_ = cancel_awaited;
    if (request_ && cancel_awaited(request_->message)) request_.reset();
  }

  void wait(const ch06::Arrangement& arrange) override {
    Trampoline::wait([&](const Callback&) {
      arrange([self = weak_from_this()] {
        if (const auto task = self.lock()) task->wake();
      });
    });
  }
  /// Goes on; a task that was cancelled before it began ends instead.
  void wake() override {
    cancel_awaited_ = nullptr;
    if (began_ || !request_) go_on();
    if (!began_ || done()) end();
  }

 private:
  void go_on() {
    began_ = true;
    if (request_) throw_in(std::make_exception_ptr(*request_));
    request_.reset();
    Running::now->current = this;
    Trampoline::wake();
    Running::now->current = nullptr;
  }
  void end() {
    Running& here = *Running::now;
    tell_(request_);
    here.tasks.erase(number_);  // it lives until whoever woke it returns
    if (here.tasks.upper_bound(here.last) == here.tasks.begin()) here.loop.stop();
  }

  std::uint64_t number_;
  Tell tell_;
  bool began_ = false;
  Cancel cancel_awaited_;
  std::optional<CancelledError> request_;  // a cancellation that is not delivered yet
};

/// Waits for a future. A task that is cancelled meanwhile calls `cancel`.
template <class T>
class FutureAwait : public ch06::Suspension {
 public:
  FutureAwait(Future<T> future, Cancel cancel)
      : Suspension([future, cancel](const Callback& wake) {
          future.add_done_callback([wake](const Future<T>&) { wake(); });
          if (current_task()) current_task()->awaits(cancel);
        }),
        future_(future) {}

  bool await_ready() const noexcept { return future_.done(); }
  /// A copy of the value; one that cannot be copied is moved out.
  T await_resume() {
    Suspension::await_resume();
    if constexpr (std::is_copy_constructible_v<T>)
      return future_.result();
    else
      return future_.take();
  }

 private:
  Future<T> future_;
};

/// A coroutine that runs beside others: a future of what it returns, which only the task sets. A
/// `Task` is a handle. The task runs to its end, whether anybody keeps one or not.
///
///     Task<int> counting = create_task(count_the_fish());
///     int fish = co_await counting;
template <class T>
class Task : private Future<T> {
 public:
  Task(Future<T> result, std::weak_ptr<AnyTask> running, std::string name)
      : Future<T>(std::move(result)), running_(std::move(running)), name_(std::move(name)) {}

  using Future<T>::done, Future<T>::cancelled, Future<T>::add_done_callback;
  using Future<T>::result, Future<T>::take, Future<T>::exception;
  const std::string& name() const noexcept { return name_; }

  /// Asks the task to end: a CancelledError is thrown where it waits. It may catch that, to clean
  /// up or even to go on.
  /// @return false when it has ended already.
  bool cancel(const std::string& message = "") const {
    const auto running = running_.lock();
    if (running) running->cancel(message);
    return running != nullptr;
  }
  /// Waits for the task. Who is cancelled meanwhile cancels it.
  /// @throws std::logic_error in the task itself.
  FutureAwait<T> operator co_await() const {
    const auto running = running_.lock();
    if (running && running.get() == current_task())
      throw std::logic_error(name_ + " cannot await itself");
    return {*this, [task = *this](const std::string& message) { return task.cancel(message); }};
  }

 private:
  std::weak_ptr<AnyTask> running_;
  std::string name_;
};

/// Makes a task of `body`, which runs from the next iteration on. The loop keeps it.
/// @throws std::logic_error outside of run().
template <class T>
Task<T> create_task(Coro<T> body, std::string name = "", const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  const Future<T> result(running_loop(), file, line);
  const std::uint64_t number = ++Running::now->tasks_made;
  auto& first = body.claim(line);
  const auto tell = [result, &first](const std::optional<CancelledError>& cancelled) {
    result.settle([&]() -> T {
      if (cancelled && !first.outcome.error()) throw *cancelled;
      return first.outcome.take();
    });
  };
  const auto task = std::make_shared<AnyTask>(first, number, tell);
  Running::now->tasks.emplace(number, task);
  task->wait([](Callback wake) { running_loop().call_soon(std::move(wake)); });
  return Task<T>(result, task, name.empty() ? "Task-" + std::to_string(number) : std::move(name));
}

/// Runs `main` on `loop` until it is done. Then cancels the tasks that are left, and waits until
/// they have ended.
/// @return what `main` returned; what it throws is thrown.
/// @throws std::logic_error when a loop runs already; whatever `loop` throws.
template <class T, class Loop = EventLoop>
T run(Coro<T> main, Loop&& loop = Loop()) {
  if (Running::now) throw std::logic_error("run() was called while a loop runs already");
  Running here(loop);
  const auto task = create_task(std::move(main));
  while (!here.tasks.empty()) {
    here.last = here.tasks_made;
    loop.run_forever();
    for (const auto& [number, left] : here.tasks) left->cancel("");
  }
  return task.take();
}

}  // namespace ch07

/// Waits for a future: it is an arrangement, "call me when you are done".
namespace ch03 {
template <class T>
ch07::FutureAwait<T> operator co_await(const Future<T>& future) {
  return {future, [future](const std::string& message) { return future.cancel(message); }};
}
}  // namespace ch03
