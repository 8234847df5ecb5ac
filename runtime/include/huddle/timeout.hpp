#pragma once

#include <optional>
#include <utility>

#include "huddle/clock.hpp"
#include "huddle/errors.hpp"
#include "huddle/node.hpp"
#include "huddle/with.hpp"

/// @file
/// @brief Not longer than this: time-outs.
///
/// A time-out cancels its own task, and turns the CancelledError that comes of it into a
/// TimeoutError where the body is left. Requests are counted, so a cancellation from outside that
/// comes together with the time-out stays one.

namespace huddle {

/// A limit on the time that a body may take: enter it by with().
///
///     co_await with(timeout(5s), [&](Timeout& limit) -> Coro<void> {
///       co_await handshake();
///       limit.reschedule(now() + 60s);
///       co_await download();
///     });
class Timeout : private Node {
 public:
  /// @param when the time by the loop's clock; nothing is no limit.
  explicit Timeout(std::optional<TimePoint> when) noexcept : when_(when) {}
  /// The time counts from where it is entered.
  explicit Timeout(Duration delay) noexcept : delay_(delay) {}
  Timeout(Timeout&& other) noexcept : when_(other.when_), delay_(other.delay_) {}
  ~Timeout() { disarm(); }

  /// When it ends; nothing when there is no limit, and before one that counts from its entry is
  /// entered.
  std::optional<TimePoint> when() const noexcept { return when_; }
  /// Changes that. @throws InvalidStateError before it is entered, after it is left, and once it
  /// has expired.
  void reschedule(std::optional<TimePoint> when);
  /// Whether the time was up before the body was left.
  bool expired() const noexcept { return stage_ == Stage::expiring || stage_ == Stage::expired; }

  /// For with(). @throws InvalidStateError when it was entered before, or outside of a task.
  Immediately<Timeout&> enter();
  /// @throws TimeoutError when the time was up and the failure is what came of that.
  Immediately<bool> exit(const Failure& failure);

 private:
  enum class Stage : std::uint8_t { created, entered, expiring, expired, exited };

  void fire() noexcept override;
  void turn() override;
  void arm();
  void disarm() noexcept;

  std::optional<TimePoint> when_;
  std::optional<Duration> delay_;
  TaskState* task_ = nullptr;
  int cancelling_ = 0;
  Stage stage_ = Stage::created;
};

/// A limit of `delay` from where it is entered; nothing is no limit.
inline Timeout timeout(std::optional<Duration> delay) noexcept {
  return delay ? Timeout(*delay) : Timeout(std::optional<TimePoint>());
}
/// A limit that ends at `when`.
inline Timeout timeout_at(std::optional<TimePoint> when) noexcept {
  return Timeout(when);
}

/// Awaits `coroutine`, for `limit` at most; then cancels it, and waits until it has cleaned up.
/// A limit of zero or less does not even begin it.
/// @throws TimeoutError
template <class T>
Coro<T> wait_for(Coro<T> coroutine, Duration limit) {
  if (limit <= Duration::zero()) {
    coroutine.discard();
    throw TimeoutError();
  }
  auto body = [&coroutine](Timeout&) -> Coro<T> { co_return co_await std::move(coroutine); };
  co_return co_await with(timeout(limit), body);
}
/// The same for a task, which is cancelled then, or a future, which is not.
template <class T, class Shared>
Coro<T> wait_for(FutureHandle<T, Shared> result, Duration limit) {
  if (result.done()) co_return co_await result;
  auto body = [&result](Timeout&) -> Coro<T> { co_return co_await result; };
  co_return co_await with(timeout(limit), body);
}
/// The same for whatever else can be awaited.
///
///     Job job = co_await wait_for(jobs.get(), 5s);
///     co_await wait_for(shield(saving), 5s);
template <class Awaitable>
requires(!requires(Awaitable & awaitable) { awaitable.state(); }) HUDDLE_CORO_WRAPPER
    auto wait_for(Awaitable awaitable, Duration limit) {
  return wait_for(coroutine_of(std::move(awaitable)), limit);
}

/// Awaits `coroutine`, for `limit` at most. Too late is no error here.
/// @return what it returned; nothing when it was cancelled, since the time was up. Of a coroutine
/// that
///         returns nothing: whether it ended.
template <class T>
auto move_on_after(Duration limit, Coro<T> coroutine)
    -> Coro<std::conditional_t<std::is_void_v<T>, bool, std::optional<StoredAs<T>>>> {
  Timeout deadline(limit);
  auto body = [&coroutine](Timeout&) -> Coro<T> { co_return co_await std::move(coroutine); };
  try {
    if constexpr (std::is_void_v<T>) {
      co_await with(deadline, body);
      co_return true;
    } else {
      co_return co_await with(deadline, body);
    }
  } catch (const TimeoutError&) {
    if (!deadline.expired()) throw;  // an inner one, that is none of ours
  }
  co_return {};
}
/// The same for whatever else can be awaited: a task, a future, `queue.get()`.
template <class Awaitable>
HUDDLE_CORO_WRAPPER auto move_on_after(Duration limit, Awaitable awaitable) {
  return move_on_after(limit, coroutine_of(std::move(awaitable)));
}

}  // namespace huddle
