#pragma once

#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "async_sleep.hpp"
#include "callback_queue.hpp"
#include "observer.hpp"

/// @file
/// @brief The loop that rests: it waits for time and for descriptors, and calls back.

namespace ch05 {

using ch03::Callback;
using ch04::Duration;
using ch04::TimePoint;

/// A call that a loop is going to make, and that can be called off. Copies are the same call.
class Handle {
 public:
  explicit Handle(Callback callback) : call_(std::make_shared<Call>(std::move(callback))) {}

  /// Calls it off: from here on it is not made. Harmless when it has been made, or called off.
  void cancel() const noexcept { call_->cancelled = true; }
  bool cancelled() const noexcept { return call_->cancelled; }
  /// Makes the call, unless it was called off.
  void operator()() const {
    if (!cancelled()) call_->callback();
  }

 private:
  struct Call {
    explicit Call(Callback callback) : callback(std::move(callback)) {}
    Callback callback;
    bool cancelled = false;
  };
  std::shared_ptr<Call> call_;
};

/// Calls back: soon, at a time, or when a descriptor is ready. While nothing is due it rests, in
/// the operating system's `select()`. It is a CallbackQueue, so futures can use it.
///
///     EventLoop loop;
///     loop.call_later(1s, [&] { loop.stop(); });
///     loop.run_forever();
class EventLoop : public ch03::CallbackQueue {
 public:
  /// Has `callback` called in the next iteration, after those that are in line already.
  Handle call_soon(Callback callback) { return make_ready(Handle(std::move(callback))); }
  void enqueue(Callback callback) override { call_soon(std::move(callback)); }

  /// Has `callback` called once `delay` has passed; never before. Equal times: first come, first.
  Handle call_later(Duration delay, Callback callback) {
    return call_at(time() + delay, std::move(callback));
  }
  /// Has `callback` called at `due`, a time by the loop's own clock, time().
  Handle call_at(TimePoint due, Callback callback) {
    course::observer->timer_set(++timers_made_, due.time_since_epoch());
    return timers_.emplace(Key(due, timers_made_), std::move(callback)).first->second;
  }
  /// What time it is. Never goes back.
  virtual TimePoint time() const { return std::chrono::steady_clock::now(); }

  /// Has `callback` called in every iteration that finds the descriptor `fd` readable. It takes the
  /// place of an earlier one. The descriptor is yours: remove the reader before you close it.
  /// @throws std::invalid_argument when select() cannot watch a descriptor of this number.
  void add_reader(int fd, Callback callback) { watch(readers_, fd, std::move(callback)); }
  /// @return whether there was a reader. It is not called again, not even in this iteration.
  bool remove_reader(int fd) { return unwatch(readers_, fd); }
  /// The same for a descriptor that can be written to.
  void add_writer(int fd, Callback callback) { watch(writers_, fd, std::move(callback)); }
  bool remove_writer(int fd) { return unwatch(writers_, fd); }

  /// Has `handler` called with what callbacks throw; without one it is reported.
  void set_exception_handler(std::function<void(std::exception_ptr)> handler) {
    exception_handler_ = std::move(handler);
  }
  /// Tells the handler of an error that nobody is there to catch. The loop goes on.
  void call_exception_handler(const std::exception_ptr& error) {
    try {
      if (exception_handler_) return exception_handler_(error);
    } catch (...) {
      ch03::report("the exception handler threw: " + ch03::describe(std::current_exception()));
    }
    ch03::report("exception in a callback: " + ch03::describe(error));
  }

  /// Runs until somebody calls stop(): waits, then calls whatever is due.
  /// @throws std::logic_error when it is running already.
  void run_forever() {
    if (running_) throw std::logic_error("this event loop is already running");
    running_ = true;
    struct Ending {
      EventLoop& loop;
      ~Ending() { loop.running_ = loop.stopping_ = false; }
    } ending{*this};
    do run_once();
    while (!stopping_);
  }
  /// Has run_forever() return at the end of this iteration. What is in line by then stays there.
  void stop() noexcept { stopping_ = true; }

 private:
  void run_once() {
    while (!timers_.empty() && timers_.begin()->second.cancelled()) first_timer();
    poll(timeout());
    const TimePoint now = time();
    while (!timers_.empty() && first_due() <= now) make_ready(first_timer());
    for (const Handle& handle : std::exchange(ready_, {})) call(handle);  // not those that they add
  }

 protected:
  /// Rests until a descriptor is ready, for `timeout` at most; without one, for as long as it
  /// takes. Puts the readers and writers that are ready in line.
  /// @return whether there were any.
  virtual bool poll(std::optional<Duration> timeout) {
    constexpr Duration a_day = std::chrono::hours(24);  // POSIX promises 31, no more
    const Duration rest = std::min(timeout.value_or(a_day), a_day);
    // Rounded up: a timer is never early, and the loop does not spin for the last microsecond.
    const auto micros = std::chrono::ceil<std::chrono::microseconds>(rest).count();
    timeval limit{micros / 1'000'000, micros % 1'000'000};
    fd_set readable = set_of(readers_), writable = set_of(writers_);
    const int ready = select(FD_SETSIZE, &readable, &writable, nullptr, &limit);
    if (ready < 0 && errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "select");
    if (ready <= 0) return false;  // the time is over, or a signal came
    make_ready(readable, readers_);
    make_ready(writable, writers_);
    return true;
  }
  /// Whether any descriptor is watched.
  bool watches_any() const noexcept { return !readers_.empty() || !writers_.empty(); }

 private:
  using Key = std::pair<TimePoint, std::uint64_t>;  // when it is due, and a running number
  using Watched = std::map<int, Handle>;            // by descriptor

  std::optional<Duration> timeout() const {
    if (!ready_.empty() || stopping_) return Duration::zero();
    if (timers_.empty()) return std::nullopt;
    return std::max(first_due() - time(), Duration::zero());
  }

  void call(const Handle& handle) {
    course::observer->calls(this);
    try {
      handle();
    } catch (...) {
      call_exception_handler(std::current_exception());
    }
    course::observer->called(this);
  }

  TimePoint first_due() const { return timers_.begin()->first.first; }
  Handle first_timer() {
    const auto timer = timers_.extract(timers_.begin());
    course::observer->timer_gone(timer.key().second);
    return timer.mapped();
  }
  Handle make_ready(Handle handle) {
    course::observer->enqueued(this);
    return ready_.emplace_back(std::move(handle));
  }
  void make_ready(const fd_set& set, const Watched& watched) {
    for (const auto& [fd, handle] : watched)
      if (FD_ISSET(fd, &set)) make_ready(handle);
  }
  static fd_set set_of(const Watched& watched) {
    fd_set set;
    FD_ZERO(&set);
    for (const auto& [fd, handle] : watched) FD_SET(fd, &set);
    return set;
  }

  void watch(Watched& watched, int fd, Callback callback) {
    if (fd < 0 || fd >= FD_SETSIZE)
      throw std::invalid_argument("select() cannot watch descriptor " + std::to_string(fd) +
                                  ": it knows 0 to " + std::to_string(FD_SETSIZE - 1));
    unwatch(watched, fd);
    watched.emplace(fd, std::move(callback));
    course::observer->watches(fd, &watched == &writers_);
  }
  bool unwatch(Watched& watched, int fd) {
    const auto removed = watched.extract(fd);
    if (!removed) return false;
    removed.mapped().cancel();  // it may be in line
    course::observer->unwatches(fd, &watched == &writers_);
    return true;
  }

  std::vector<Handle> ready_;
  std::map<Key, Handle> timers_;
  std::uint64_t timers_made_ = 0;
  Watched readers_, writers_;
  std::function<void(std::exception_ptr)> exception_handler_;
  bool running_ = false, stopping_ = false;
};

}  // namespace ch05
