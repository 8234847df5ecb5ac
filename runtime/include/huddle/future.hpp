#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/function.hpp"
#include "huddle/loop.hpp"
#include "huddle/outcome.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief A value that is not there yet.
///
/// Setting a future resumes nobody on the spot: those who wait for it join the ready queue, in the
/// order in which they came, and go on in the loop's next iteration. Chapter 3 builds one from
/// nothing.

namespace huddle {

/// The value of what gives nothing.
struct NoValue {
  void emplace() noexcept {}
};

/// A future's or a task's state, with the value.
template <class T, class Shared>
class Valued : public Shared {
 public:
  using Shared::Shared;
  /// What result() gives: the value to look at, the reference itself, or `void`.
  using View = std::conditional_t<std::is_object_v<T>, std::add_lvalue_reference_t<const T>, T>;

  View view() {
    look();
    if constexpr (!std::is_void_v<T>) return *value;
  }
  T take() {
    look();
    if constexpr (!std::is_void_v<T>) return std::move(*value);
  }

  [[no_unique_address]] std::conditional_t<std::is_void_v<T>, NoValue, std::optional<StoredAs<T>>>
      value;

 private:
  void look() {
    if (!this->done() || this->error) this->throw_failure();
  }
};

/// Waits for a future or a task. What it resumes with is a copy of the value; a value that cannot
/// be copied is moved out, so only the first who waits gets it.
template <class T, class Shared>
class ResultWaiter final : public Waiter {
 public:
  explicit ResultWaiter(Ref<Shared> state, bool shielded = false) noexcept
      : state_(std::move(state)), shielded_(shielded) {}

  bool await_ready() const noexcept { return state_->done(); }
  T await_resume() {
    resumed();
    if constexpr (std::is_object_v<T> && !std::is_copy_constructible_v<T>)
      return state_->take();
    else
      return state_->view();
  }
  TaskState* awaited() const noexcept override { return shielded_ ? nullptr : task(); }
  void list_awaited(std::vector<TaskState*>& tasks) const override {
    if (task()) tasks.push_back(task());
  }
  std::string_view kind() const noexcept override { return "a future"; }

 private:
  void begin() override {
    if (state_->loop != task_->loop || state_.get() == static_cast<FutureState*>(task_))
      refuse(*state_);
    state_->observers.push_back(*this);
  }
  TaskState* task() const noexcept {
    if constexpr (std::is_base_of_v<TaskState, Shared>)
      return state_.get();
    else
      return nullptr;
  }

  Ref<Shared> state_;
  bool shielded_;
};

/// What futures and tasks have in common: a handle on a result that may not be there yet. Copies
/// are the same one. A handle stays on its loop's thread.
template <class T, class Shared>
class FutureHandle {
 public:
  /// Whether it is no longer pending.
  bool done() const noexcept { return state_->done(); }
  /// Whether it ended with a CancelledError.
  bool cancelled() const noexcept { return state_->status == FutureState::Status::cancelled; }
  /// The value, to look at; good for as long as a handle lives.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled, and the
  ///         error that it ended with.
  decltype(auto) result() const { return state_->view(); }
  /// Moves the value out, once. Throws as result().
  T take() const { return state_->take(); }
  /// The error that it ended with; null when there is a value.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled.
  std::exception_ptr exception() const { return state_->exception(); }

  /// Has `callback` called from the loop once it is done, or soon if it is done already; never
  /// inside this call. Cancel the handle to have it not called.
  Handle add_done_callback(Function<void()> callback, Where where = Where::here()) const {
    if (done()) return state_->loop->call_soon(std::move(callback), where);
    const Ref<Scheduled> call(new Scheduled(*state_->loop, std::move(callback), where));
    state_->observers.push_back(*call);
    call->keep();
    return Handle(call);
  }

  /// Suspends until it is done; if it is done already, does not suspend. Any number may wait, and
  /// any number of times. Evaluates to the value, or throws as result(). Cancelled, it has taken
  /// nothing; when it is a task that is awaited, that task is cancelled, too.
  ResultWaiter<T, Shared> operator co_await() const& noexcept {
    return ResultWaiter<T, Shared>(state_);
  }
  /// The same, of a handle that is not kept.
  ResultWaiter<T, Shared> operator co_await() && noexcept {
    return ResultWaiter<T, Shared>(std::move(state_));
  }

  /// The state that the handles share: for those who build what waits.
  Shared& state() const noexcept { return *state_; }
  /// Whether both are the same one.
  bool operator==(const FutureHandle&) const noexcept = default;

 protected:
  explicit FutureHandle(Ref<Shared> state) noexcept : state_(std::move(state)) {}

  Ref<Shared> state_;
};

/// A value that is not there yet: pending, until somebody sets its result or its error, or cancels
/// it.
///
///     Future<int> answer;
///     Loop::running().call_later(1s, [=] { answer.set_result(42); });
///     int number = co_await answer;
///
/// Its loop must outlive it.
template <class T>
class Future : public FutureHandle<T, Valued<T, FutureState>> {
  using Shared = Valued<T, FutureState>;

 public:
  /// A pending one, on `loop`. A report of an error that nobody read names the caller's place.
  /// @throws InvalidStateError when no loop is given and none runs.
  explicit Future(Loop& loop = Loop::running(), Where where = Where::here())
      : FutureHandle<T, Shared>(Ref<Shared>(new Shared(loop, where))) {}

  /// Makes it done with `value`; with nothing, where `T` is `void`.
  /// @throws InvalidStateError when it is done already.
  template <class... Value>
  void set_result(Value&&... value) const {
    require_pending();
    this->state_->value.emplace(std::forward<Value>(value)...);
    this->state_->complete(FutureState::Status::done);
  }
  /// Makes it done with `error`. @throws InvalidStateError when it is done already.
  void set_exception(std::exception_ptr error) const {
    require_pending();
    this->state_->fail(std::move(error));
  }
  /// The same, for an error object.
  template <class Error>
  requires(!std::is_same_v<std::remove_cvref_t<Error>, std::exception_ptr>) void set_exception(
      Error&& error) const {
    set_exception(std::make_exception_ptr(std::forward<Error>(error)));
  }
  /// Makes it done without a result. @return false when it is done already.
  bool cancel(std::string message = "") const {
    if (this->done()) return false;
    this->state_->fail(std::make_exception_ptr(CancelledError(std::move(message))));
    return true;
  }

 private:
  void require_pending() const {
    const FutureState& state = *this->state_;
    state.loop->require_own_thread(", for the future made at ", state.made());
    if (this->done())
      throw InvalidStateError("the future is done already: its result can be set only once");
  }
};

}  // namespace huddle
