#pragma once

#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
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
  Handle call_soon(Callback callback) {
    Handle handle(std::move(callback));
    make_ready(handle);
    return handle;
  }
  /// Has `callback` called once `delay` has passed; never before. Equal times: first come, first.
  Handle call_later(Duration delay, Callback callback) {
    return call_at(time() + delay, std::move(callback));
  }
  /// Has `callback` called at `due`, a time by the loop's own clock, time().
  Handle call_at(TimePoint due, Callback callback) {
    Handle handle(std::move(callback));
    timers_.push(Timer{due, ++timers_made_, handle});
    course::observer->timer_set(timers_made_, due.time_since_epoch());
    return handle;
  }
  void enqueue(Callback callback) override { call_soon(std::move(callback)); }

  /// Has `callback` called in every iteration that finds `descriptor` readable. It takes the place
  /// of an earlier one. The descriptor is yours: remove the reader before you close it.
  /// @throws std::invalid_argument when select() cannot watch a descriptor of this number.
  void add_reader(int descriptor, Callback callback) {
    watch(readers_, descriptor, std::move(callback));
  }
  /// @return whether there was a reader. It is not called again, not even in this iteration.
  bool remove_reader(int descriptor) { return unwatch(readers_, descriptor); }
  /// The same for a descriptor that can be written to.
  void add_writer(int descriptor, Callback callback) {
    watch(writers_, descriptor, std::move(callback));
  }
  bool remove_writer(int descriptor) { return unwatch(writers_, descriptor); }

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

  /// What time it is. Never goes back.
  virtual TimePoint time() const { return std::chrono::steady_clock::now(); }

  /// Has `handler` called with what callbacks throw; without one it is reported.
  void set_exception_handler(std::function<void(std::exception_ptr)> handler) {
    exception_handler_ = std::move(handler);
  }

 protected:
  /// Rests until a descriptor is ready, for `timeout` at most; without one, for as long as it
  /// takes. Puts the readers and writers that are ready in line.
  /// @return whether there were any.
  virtual bool poll(std::optional<Duration> timeout) {
    using std::chrono::microseconds;
    timeval limit{};
    if (timeout) {  // rounded up, so that no timer is early; a day at most, whatever fits a timeval
      const auto wait =
          std::chrono::ceil<microseconds>(std::min<Duration>(*timeout, std::chrono::days(1)));
      limit = {wait.count() / 1'000'000, wait.count() % 1'000'000};
    }
    fd_set readable, writable;
    const int end = std::max(fill(readable, readers_), fill(writable, writers_));
    const int ready = select(end, &readable, &writable, nullptr, timeout ? &limit : nullptr);
    if (ready < 0 && errno == EINTR) return false;  // a signal came: look again
    if (ready < 0) throw std::system_error(errno, std::generic_category(), "select");
    if (ready > 0) {
      make_ready(readable, readers_);
      make_ready(writable, writers_);
    }
    return ready > 0;
  }
  /// Whether any descriptor is watched.
  bool watches_any() const noexcept { return !readers_.empty() || !writers_.empty(); }

 private:
  using Watched = std::map<int, Handle>;
  struct Timer {
    TimePoint due;
    std::uint64_t number;  // the how-manieth it is
    Handle handle;
    bool operator<(const Timer& other) const {  // of a heap, the greatest is on top: the first due
      return std::tie(other.due, other.number) < std::tie(due, number);
    }
  };

  void run_once() {
    while (!timers_.empty() && timers_.top().handle.cancelled()) pop_timer();
    poll(timeout());
    const TimePoint now = time();
    while (!timers_.empty() && timers_.top().due <= now) make_ready(pop_timer());
    for (std::size_t left = ready_.size(); left > 0; --left) {  // not those that they add
      const Handle handle = std::move(ready_.front());
      ready_.pop_front();
      call(handle);
    }
  }

  std::optional<Duration> timeout() const {
    if (!ready_.empty() || stopping_) return Duration::zero();
    if (timers_.empty()) return std::nullopt;
    return std::max(timers_.top().due - time(), Duration::zero());
  }

  void call(const Handle& handle) {
    course::observer->calls(this);
    try {
      handle();
    } catch (...) {
      handle_exception(std::current_exception());
    }
    course::observer->called(this);
  }
  void handle_exception(std::exception_ptr error) {
    try {
      if (exception_handler_) return exception_handler_(error);
    } catch (...) {
      ch03::report("exception in the exception handler: " +
                   ch03::describe(std::current_exception()));
    }
    ch03::report("exception in a callback: " + ch03::describe(error));
  }

  Handle pop_timer() {
    const Timer timer = timers_.top();
    timers_.pop();
    course::observer->timer_gone(timer.number);
    return timer.handle;
  }
  void make_ready(Handle handle) {
    course::observer->enqueued(this);
    ready_.push_back(std::move(handle));
  }
  void make_ready(const fd_set& set, const Watched& watched) {
    for (const auto& [descriptor, handle] : watched)
      if (FD_ISSET(descriptor, &set)) make_ready(handle);
  }
  static int fill(fd_set& set, const Watched& watched) {
    FD_ZERO(&set);
    for (const auto& [descriptor, handle] : watched) FD_SET(descriptor, &set);
    return watched.empty() ? 0 : watched.rbegin()->first + 1;
  }
  void watch(Watched& watched, int descriptor, Callback callback) {
    if (descriptor < 0 || descriptor >= FD_SETSIZE)
      throw std::invalid_argument("select() cannot watch descriptor " + std::to_string(descriptor) +
                                  ": it takes 0 to " + std::to_string(FD_SETSIZE - 1));
    unwatch(watched, descriptor);
    watched.emplace(descriptor, std::move(callback));
    course::observer->watches(descriptor, &watched == &writers_);
  }
  bool unwatch(Watched& watched, int descriptor) {
    const auto found = watched.find(descriptor);
    if (found == watched.end()) return false;
    found->second.cancel();  // it may be in line
    watched.erase(found);
    course::observer->unwatches(descriptor, &watched == &writers_);
    return true;
  }

  std::deque<Handle> ready_;
  std::priority_queue<Timer> timers_;
  std::uint64_t timers_made_ = 0;
  Watched readers_, writers_;
  std::function<void(std::exception_ptr)> exception_handler_;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace ch05
