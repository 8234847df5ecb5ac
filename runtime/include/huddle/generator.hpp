#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

#include "huddle/frame_pool.hpp"

/// @file
/// @brief Values made one after the other, when they are asked for. Chapter 1 builds one from
/// nothing.

namespace huddle {

/// A function that gives many values: called, it has not begun; each step of a loop over it runs it
/// to its next `co_yield`. It owns its frame, so one that is dropped halfway destroys its locals.
/// Nothing here has to do with an event loop, and a generator cannot `co_await`.
///
///     Generator<int> countdown(int from) {
///       while (from > 0) co_yield from--;
///     }
///     for (int number : countdown(3)) std::cout << number << ' ';   // 3 2 1
///
/// `T` may be a reference: then the loop gets at what the generator refers to. What is yielded is
/// looked at where it stands, and never copied. An error of the body comes out of the step.
template <class T>
class [[nodiscard]] Generator {
 public:
  /// The type of the values, as algorithms ask for it.
  using value_type = std::remove_cvref_t<T>;
  /// What a loop gets: a reference to what was yielded.
  using reference = std::conditional_t<std::is_reference_v<T>, T, const T&>;

  class promise_type {
   public:
    Generator get_return_object() noexcept { return Generator(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    // A temporary that is yielded lives until the generator goes on.
    std::suspend_always yield_value(reference value) noexcept {
      yielded_ = std::addressof(value);
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { throw; }
    void await_transform() = delete;

    static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
      frame_pool::release(frame, size);
    }

   private:
    friend class Generator;
    std::add_pointer_t<reference> yielded_ = nullptr;
  };

  /// Steps through it: an input iterator.
  class Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = Generator::value_type;

    Iterator& operator++() {
      generator_->frame_.resume();
      return *this;
    }
    void operator++(int) { ++*this; }
    reference operator*() const noexcept {
      return static_cast<reference>(*generator_->frame_.promise().yielded_);
    }
    bool operator==(std::default_sentinel_t) const noexcept { return generator_->frame_.done(); }

   private:
    friend class Generator;
    explicit Iterator(Generator& generator) noexcept : generator_(&generator) {}
    Generator* generator_;
  };

  Generator(Generator&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Generator& operator=(Generator other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Generator() {
    if (frame_) frame_.destroy();
  }

  /// Runs it to its first `co_yield`. A generator is gone through once, so call this once.
  Iterator begin() {
    frame_.resume();
    return Iterator(*this);
  }
  /// What a loop compares with, to know that the body has ended.
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  using Handle = std::coroutine_handle<promise_type>;
  explicit Generator(Handle frame) noexcept : frame_(frame) {}

  Handle frame_;
};

}  // namespace huddle
