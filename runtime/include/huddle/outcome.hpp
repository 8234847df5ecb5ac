#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

/// @file
/// @brief How something ended: with a value, or with an error.

namespace huddle {

/// As what a `T` is stored: an object as itself, a reference as a pointer in disguise.
template <class T>
using StoredAs = std::conditional_t<
    std::is_void_v<T>, std::monostate,
    std::conditional_t<std::is_object_v<T>, T, std::reference_wrapper<std::remove_reference_t<T>>>>;

/// Keeps a value or an error until somebody wants it. `T` may be an object, an lvalue reference, or
/// `void`.
template <class T>
class Outcome {
  using Stored = StoredAs<T>;

 public:
  /// What get() gives: the value to look at, the reference itself, or `void`.
  using View = std::conditional_t<std::is_object_v<T>, std::add_lvalue_reference_t<const T>, T>;

  /// Keeps a value, made of `value`; with nothing, where `T` is `void`.
  template <class... Value>
  void set_value(Value&&... value) {
    state_.template emplace<1>(std::forward<Value>(value)...);
  }
  /// Keeps an error.
  void set_error(std::exception_ptr error) noexcept {
    state_.template emplace<2>(std::move(error));
  }

  /// Whether there is a value or an error at all: which one it is, failed() tells.
  explicit operator bool() const noexcept { return state_.index() != 0; }
  /// Whether there is an error.
  bool failed() const noexcept { return state_.index() == 2; }
  /// The error; null where there is none.
  std::exception_ptr error() const noexcept {
    const auto* error = std::get_if<2>(&state_);
    return error ? *error : nullptr;
  }

  /// Looks at the value. Throws the error, where there is one.
  View get() const {
    if (failed()) std::rethrow_exception(*std::get_if<2>(&state_));
    if constexpr (!std::is_void_v<T>) return *std::get_if<1>(&state_);
  }
  /// Moves the value out, once. Throws the error, where there is one.
  T take() {
    if (failed()) std::rethrow_exception(*std::get_if<2>(&state_));
    if constexpr (!std::is_void_v<T>) return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<std::monostate, Stored, std::exception_ptr> state_;
};

/// The part of a promise that keeps how the body ended.
template <class T>
struct Returned {
  std::optional<StoredAs<T>> value;
  std::exception_ptr error;

  template <class Value = T>
  requires std::is_convertible_v<Value&&, T>
  void return_value(Value&& result) { value.emplace(std::forward<Value>(result)); }
  /// Moves the value out, or throws the error.
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};
template <>
struct Returned<void> {
  std::exception_ptr error;

  void return_void() noexcept {}
  void take() {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace huddle
