#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>

#include "frame.hpp"

/// @file
/// @brief A function that hands out values one at a time and pauses in between.

namespace ch01 {

/// What a function returns that hands out values of type `T` with `co_yield`. Calling the function
/// runs nothing; each `next()` runs its body up to the next `co_yield`.
///
/// A generator owns its body's frame: move it, do not copy it. When it dies, so do the locals that
/// are alive where the body is paused.
///
///     Generator<int> countdown(int from) {
///       while (from > 0) co_yield from--;
///     }
///     for (int number : countdown(3)) std::cout << number << '\n';
template <class T>
class [[nodiscard]] Generator {
 public:
  using Value = std::remove_reference_t<T>;

  /// What the body and the generator both hold on to. The compiler looks for it by this name.
  struct promise_type {
    Generator get_return_object() { return Generator(*this); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { error = std::current_exception(); }

    std::suspend_always yield_value(Value& yielded) noexcept {
      value = std::addressof(yielded);
      return {};
    }
    std::suspend_always yield_value(Value&& yielded) noexcept { return yield_value(yielded); }

    // A generator hands out values and waits for nothing: co_await in its body does not compile.
    template <class Awaitable>
    void await_transform(Awaitable&&) = delete;

    Value* value = nullptr;  // what was yielded last, where it sits
    std::exception_ptr error;
    bool running = false;
  };

  /// Runs the body to its next `co_yield`.
  /// @return the value, where it sits in the body: it may be changed or moved from, and is good
  ///         until the next call. Null when the body has ended, and ever after.
  /// @throws whatever the body threw; after that the generator has ended.
  /// @throws std::logic_error when the body itself calls it.
  Value* next() {
    if (!frame_) return nullptr;
    auto& promise = frame_.promise();
    if (promise.running)
      throw std::logic_error("generator already executing: its body called next()");
    if (frame_.done()) return nullptr;
    promise.running = true;
    frame_.resume();
    promise.running = false;
    if (promise.error) std::rethrow_exception(promise.error);
    return frame_.done() ? nullptr : promise.value;
  }

  /// What a range-based `for` walks with.
  class Iterator {
   public:
    using value_type = std::remove_cv_t<Value>;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(Generator& generator) : generator_(&generator), value_(generator.next()) {}
    Value& operator*() const noexcept { return *value_; }
    Iterator& operator++() {
      value_ = generator_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return value_ == nullptr; }

   private:
    Generator* generator_;
    Value* value_;
  };

  /// Runs the body to its first `co_yield`. Walk a generator once: values do not come again.
  Iterator begin() { return Iterator(*this); }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  explicit Generator(promise_type& promise) noexcept : frame_(promise) {}

  Frame<promise_type> frame_;
};

}  // namespace ch01
