#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "huddle/closure_guard.hpp"
#include "huddle/coro.hpp"
#include "huddle/errors.hpp"
#include "huddle/outcome.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief Entering something and leaving it again, whatever happens in between: `async with`.
///
/// A destructor can neither await nor change the error that is under way. So what has to be left by
/// awaiting is entered by a function that is handed the body: with(). It serves time-outs, groups,
/// locks and transactions alike.

namespace huddle {

/// How a body ended: well, or with an error.
class Failure {
 public:
  Failure() = default;
  /// @param error what the body threw. @param cancelled whether that is a CancelledError.
  Failure(std::exception_ptr error, bool cancelled) noexcept
      : error_(std::move(error)), cancelled_(cancelled) {}

  /// Whether it failed at all.
  explicit operator bool() const noexcept { return error_ != nullptr; }
  /// The error; null when the body ended well.
  const std::exception_ptr& error() const noexcept { return error_; }
  /// Whether that is a CancelledError.
  bool cancelled() const noexcept { return cancelled_; }

 private:
  std::exception_ptr error_;
  bool cancelled_ = false;
};

/// An awaitable that is done: for an enter() or an exit() that has nothing to wait for.
template <class T>
class [[nodiscard]] Immediately {
 public:
  /// Will evaluate to `value`.
  explicit Immediately(T value) : value_(std::forward<T>(value)) {}
  Immediately operator co_await() && { return Immediately(std::forward<T>(value_)); }
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::forward<T>(value_); }

 private:
  T value_;
};

/// What can be entered and left: asyncio's asynchronous context manager. `enter()` gives an
/// awaitable of what the body receives, which is not `void`; `exit(failure)` an awaitable of a
/// bool: true when the failure is dealt with. A type that may say true has a member `static
/// constexpr bool can_handle = true`.
template <class Context>
concept AsyncContext = requires(Context& context, const Failure& failure) {
  context.enter();
  context.exit(failure);
};

/// Whether `Context` may make an error disappear.
template <class Context>
inline constexpr bool can_handle = requires {
  requires Context::can_handle;
};

/// What with() evaluates to, for a body that gives an `R`: that, or nothing where a failure was
/// dealt with.
template <class Context, class R>
using WithResult =
    std::conditional_t<can_handle<Context>,
                       std::conditional_t<std::is_void_v<R>, bool, std::optional<StoredAs<R>>>, R>;

/// The coroutine behind with(). `Context` is an object that lives in the frame, or a reference.
template <class Context, class Body, class R>
Coro<WithResult<std::remove_reference_t<Context>, R>> with_in_frame(Context context, Body body) {
  auto&& entered = co_await context.enter();
  std::optional<StoredAs<R>> result;
  Failure failure;
  try {
    if constexpr (std::is_void_v<R>) {
      co_await std::invoke(body, entered);
      result.emplace();
    } else {
      result.emplace(co_await std::invoke(body, entered));
    }
  } catch (const CancelledError&) {
    failure = Failure(std::current_exception(), true);
  } catch (...) {
    failure = Failure(std::current_exception(), false);
  }
  const bool handled = co_await context.exit(failure);
  if (failure && !handled) std::rethrow_exception(failure.error());
  if constexpr (!can_handle<std::remove_reference_t<Context>>) {
    if constexpr (!std::is_void_v<R>) co_return std::move(*result);
  } else if constexpr (std::is_void_v<R>) {
    co_return result.has_value();
  } else {
    co_return result;
  }
}

/// `co_await with(context, body)` enters `context`, runs `body` with what that gives, and leaves it
/// again, however the body ends. An lvalue is used where it is; an rvalue moves into the frame.
///
///     co_await with(timeout(5s), [&](Timeout&) -> Coro<void> { co_await fetch(page); });
///
/// @return what the body returns. Where the context can deal with failures: an optional of that,
/// or,
///         for a body that returns nothing, whether it ended well.
/// @throws what the body throws, unless the context deals with it; what entering or leaving throws.
template <class Context, class Body>
requires AsyncContext<std::remove_reference_t<Context>> HUDDLE_CORO_WRAPPER auto with(
    Context&& context, Body&& body) {
  HUDDLE_REQUIRE_SAFE_CLOSURE(Body);
  using Entered = decltype(std::declval<AwaitResult<decltype(context.enter())>>());
  static_assert(std::is_invocable_v<CalleeOf<Body>&, std::remove_reference_t<Entered>&>,
                "the body must take what the context's enter() gives, by reference");
  using R = CoroResult<CalleeOf<Body>&, std::remove_reference_t<Entered>&>;
  return with_in_frame<Context, CalleeOf<Body>, R>(std::forward<Context>(context),
                                                   std::forward<Body>(body));
}

}  // namespace huddle
