#pragma once

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

/// @file
/// @brief How something ended: with a value, or with an error.

namespace ch02 {

/// How something ended, kept until somebody wants to know: a value, an error, or nothing yet.
/// `T` may be an object, an lvalue reference or `void`.
template <class T>
class Outcome {
  using Stored =
      std::conditional_t<std::is_void_v<T>, std::monostate,
                         std::conditional_t<std::is_object_v<T>, T,
                                            std::reference_wrapper<std::remove_reference_t<T>>>>;

 public:
  /// What get() gives: the value to look at, the reference itself, or `void`.
  using View = std::conditional_t<std::is_object_v<T>, std::add_lvalue_reference_t<const T>, T>;

  /// It ended well, with this value; with none where `T` is `void`.
  template <class... Value>
  void set_value(Value&&... value) {
    state_.template emplace<1>(std::forward<Value>(value)...);
  }
  /// It ended badly. `error` is not null.
  void set_error(std::exception_ptr error) { state_.template emplace<2>(std::move(error)); }

  /// Whether it has ended at all.
  bool ended() const noexcept { return state_.index() != 0; }
  /// The error; null where there is none.
  std::exception_ptr error() const noexcept {
    const auto* error = std::get_if<2>(&state_);
    return error ? *error : nullptr;
  }

  /// Looks at the value, as often as you like. Only once it has ended.
  /// @throws the error, where it ended with one.
  View get() const {
    if (error()) std::rethrow_exception(error());
    if constexpr (!std::is_void_v<T>) return std::get<1>(state_);
  }
  /// Moves the value out. Once, and only once it has ended.
  /// @throws the error, where it ended with one.
  T take() {
    if (error()) std::rethrow_exception(error());
    if constexpr (!std::is_void_v<T>) return std::move(std::get<1>(state_));
  }

 private:
  std::variant<std::monostate, Stored, std::exception_ptr> state_;
};

/// The part of a promise that keeps how the body ended.
template <class T>
struct Ending {
  Outcome<T> outcome;
  void return_value(T value) { outcome.set_value(std::forward<T>(value)); }
};

/// The same, of a body that returns nothing. The compiler wants `return_value` or `return_void`,
/// never both: hence the two versions.
template <>
struct Ending<void> {
  Outcome<void> outcome;
  void return_void() { outcome.set_value(); }
};

}  // namespace ch02
