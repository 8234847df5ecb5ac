#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "huddle/attributes.hpp"
#include "huddle/coro.hpp"
#include "huddle/errors.hpp"
#include "huddle/task.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Values made one after the other, by a function that can wait: `async for`.

namespace huddle {

/// Thrown where a generator yields, to end it: see AsyncGenerator::aclose(). Clean up and let it go
/// on.
struct GeneratorExit {};

/// Reports a generator that is dropped before its end, where the loop looks for such things.
void report_unclosed(const char* function, const Where& where) noexcept;
/// Ends the program, since a generator is destroyed in the middle of a step.
[[noreturn]] void stop_at_busy_generator(const char* function, const Where& where) noexcept;
/// Refuses to step a generator that somebody steps already.
[[noreturn]] void throw_generator_is_busy();
/// Refuses a value that is yielded instead of coming to an end.
[[noreturn]] void throw_generator_goes_on();

/// A function that gives many values, and may `co_await` between them. It runs when it is asked, in
/// the task that asks.
///
///     AsyncGenerator<std::string> lines(Stream& stream) {
///       while (auto line = co_await stream.read_line()) co_yield *line;
///     }
///     auto all = lines(stream);
///     while (auto line = co_await all.next()) std::cout << *line;
///
/// It dies with its owner, at once: who leaves it before its end and wants it to clean up by
/// awaiting calls aclose() first. In debug mode one that is not closed is reported. While a task
/// waits for its next value it must not die: that ends the program.
template <class T>
class HUDDLE_CORO AsyncGenerator {
 public:
  class promise_type : public Frame {
   public:
    HUDDLE_CORO_WRAPPER AsyncGenerator
    get_return_object(const char* function = __builtin_FUNCTION(),
                      const char* file = __builtin_FILE(), int line = __builtin_LINE()) noexcept {
      this->function = function;
      where = {file, line};
      return AsyncGenerator(*this);
    }
    // The loop may close while this waits, and destroys it then.
    ~promise_type() {
      if (owner_) owner_->promise_ = nullptr;
    }

    // To the one who asked, and back again.
    struct HandOver : std::suspend_always {
      explicit HandOver(promise_type& promise) noexcept : promise(promise) {}
      void await_suspend(std::coroutine_handle<>) const noexcept { promise.go_back(); }
      void await_resume() const {
        if (promise.closing_) throw GeneratorExit();
      }
      promise_type& promise;
    };
    struct End : std::suspend_always {
      void await_suspend(std::coroutine_handle<promise_type> body) const noexcept {
        body.promise().ended_ = true;
        body.promise().go_back();
      }
    };
    Begin initial_suspend() noexcept { return this->begin(); }
    End final_suspend() noexcept { return {}; }
    HandOver yield_value(T value) {
      yielded_.emplace(std::move(value));
      return HandOver(*this);
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { error_ = std::current_exception(); }

    template <class Awaitable>
    Awaitable&& await_transform(Awaitable&& awaitable, const char* file = __builtin_FILE(),
                                int line = __builtin_LINE()) noexcept {
      where = {file, line};
      return static_cast<Awaitable&&>(awaitable);
    }

   private:
    friend class AsyncGenerator;
    void go_back() noexcept { Stack::current->top = std::exchange(caller, nullptr); }

    AsyncGenerator* owner_ = nullptr;
    std::optional<T> yielded_;
    std::exception_ptr error_;
    bool begun_ = false;
    bool ended_ = false;
    bool closing_ = false;
  };

  AsyncGenerator(AsyncGenerator&& other) noexcept
      : promise_(std::exchange(other.promise_, nullptr)) {
    if (promise_) promise_->owner_ = this;
  }
  AsyncGenerator& operator=(AsyncGenerator other) noexcept {
    drop();
    promise_ = std::exchange(other.promise_, nullptr);
    if (promise_) promise_->owner_ = this;
    return *this;
  }
  ~AsyncGenerator() { drop(); }

  /// Runs it to its next `co_yield`. Whether that suspends is up to the body. Cancelled, the body
  /// is: it gets the CancelledError where it waits. So a time-out around next() ends the generator;
  /// put it around what the body awaits, and the generator goes on.
  /// @return the value; nothing when it has come to its end, now or before.
  /// @throws what the body throws; InvalidStateError when another task waits for its next value.
  auto next() { return Step(*this, false); }

  /// Ends it: throws GeneratorExit where it yields, and waits until it has cleaned up. One that has
  /// not begun never runs. Twice is fine.
  /// @throws what the body throws instead; InvalidStateError when it yields instead.
  Coro<void> aclose() {
    if (!promise_ || promise_->ended_) co_return;
    if (promise_->begun_) {
      const std::optional<T> more = co_await Step(*this, true);
      if (more) throw_generator_goes_on();
    }
    if (promise_) promise_->ended_ = true;
  }

 private:
  class Step : public std::suspend_always {
   public:
    Step(AsyncGenerator& generator, bool closing) noexcept
        : generator_(generator), closing_(closing) {}

    bool await_ready() const {
      if (!generator_.promise_ || generator_.promise_->ended_) return true;
      if (generator_.promise_->caller) throw_generator_is_busy();
      return false;
    }
    template <std::derived_from<Frame> Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) noexcept {
      promise_type& promise = *generator_.promise_;
      promise.caller = &caller.promise();
      promise.begun_ = true;
      promise.closing_ = closing_;
      Stack::current->top = &promise;
    }
    std::optional<T> await_resume() {
      promise_type* promise = generator_.promise_;
      if (!promise) return std::nullopt;
      if (promise->error_) {
        const std::exception_ptr error = std::exchange(promise->error_, nullptr);
        if (!closing_) std::rethrow_exception(error);
        try {
          std::rethrow_exception(error);
        } catch (const GeneratorExit&) {
        }
        return std::nullopt;
      }
      return std::exchange(promise->yielded_, std::nullopt);
    }

   private:
    AsyncGenerator& generator_;
    bool closing_;
  };

  explicit AsyncGenerator(promise_type& promise) noexcept : promise_(&promise) {
    promise.owner_ = this;
  }
  void drop() noexcept {
    if (!promise_) return;
    promise_type& promise = *std::exchange(promise_, nullptr);
    promise.owner_ = nullptr;
    if (promise.caller) stop_at_busy_generator(promise.function, promise.where);
    if (promise.begun_ && !promise.ended_) report_unclosed(promise.function, promise.where);
    promise.handle().destroy();
  }

  promise_type* promise_;
};

/// All values of a generator, in a vector: an asynchronous comprehension.
template <class T>
Coro<std::vector<T>> collect(AsyncGenerator<T> generator) {
  std::vector<T> values;
  while (auto value = co_await generator.next()) values.push_back(std::move(*value));
  co_return values;
}
/// `change(value)` for each value of a generator, which is closed with this one.
template <class T, class Change>
AsyncGenerator<std::invoke_result_t<Change&, T>> map(AsyncGenerator<T> generator, Change change) {
  std::exception_ptr error;
  try {
    while (auto value = co_await generator.next()) co_yield std::invoke(change, std::move(*value));
  } catch (...) {
    error = std::current_exception();
  }
  co_await generator.aclose();
  if (error) std::rethrow_exception(error);
}
/// The values of a generator for which `wanted(value)` is true. The generator is closed with this
/// one.
template <class T, class Wanted>
AsyncGenerator<T> filter(AsyncGenerator<T> generator, Wanted wanted) {
  std::exception_ptr error;
  try {
    while (auto value = co_await generator.next())
      if (std::invoke(wanted, std::as_const(*value))) co_yield std::move(*value);
  } catch (...) {
    error = std::current_exception();
  }
  co_await generator.aclose();
  if (error) std::rethrow_exception(error);
}

}  // namespace huddle
