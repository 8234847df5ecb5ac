#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

/// @file
/// @brief A callable of any type, owned: it moves and does not copy, and small ones allocate
/// nothing.

namespace huddle {

template <class Signature>
class Function;

/// Holds something to call. Unlike std::function it never copies, so what it holds may own things
/// that cannot be copied; and 32 bytes of captures fit in without an allocation.
///
///     Function<void()> later = [file = std::move(file)] { close(file); };
template <class Result, class... Arguments>
class Function<Result(Arguments...)> {
 public:
  /// Holds nothing.
  Function() noexcept = default;
  /// Holds nothing.
  Function(std::nullptr_t) noexcept {}

  /// Holds `callable`: a copy, or what was moved. It takes the arguments and gives the result.
  template <class Callable>
  requires(!std::is_same_v<std::remove_cvref_t<Callable>, Function> &&
           std::is_invocable_r_v<Result, std::decay_t<Callable>&, Arguments...>)
      Function(Callable&& callable) {
    using Held = std::decay_t<Callable>;
    // One without captures writes nothing there, and take() copies it all the same.
    if constexpr (std::is_empty_v<Held>) std::memset(storage_, 0, size);
    if constexpr (fits<Held>)
      ::new (storage_) Held(std::forward<Callable>(callable));
    else
      *reinterpret_cast<Held**>(storage_) = new Held(std::forward<Callable>(callable));
    kind_ = &kind_of<Held>;
  }
  Function(Function&& other) noexcept { take(other); }
  Function& operator=(Function other) noexcept {
    reset();
    take(other);
    return *this;
  }
  ~Function() { reset(); }

  /// Whether it holds something.
  explicit operator bool() const noexcept { return kind_ != nullptr; }
  /// Lets go of what it holds.
  void reset() noexcept {
    const Kind* kind = std::exchange(kind_, nullptr);
    if (kind && kind->destroy) kind->destroy(storage_);
  }
  /// Calls it. Not when it is empty.
  Result operator()(Arguments... arguments) {
    return kind_->call(storage_, std::forward<Arguments>(arguments)...);
  }

 private:
  static constexpr std::size_t size = 32;

  template <class Held>
  static constexpr bool fits =
      sizeof(Held) <= size &&
      alignof(Held) <= alignof(void*) && std::is_nothrow_move_constructible_v<Held>;

  // Moving and destroying are null for what is plain bytes.
  struct Kind {
    Result (*call)(void*, Arguments&&...);
    void (*move)(void* to, void* from) noexcept;  // and ends what is left at `from`
    void (*destroy)(void*) noexcept;
  };
  template <class Held>
  static constexpr bool plain = fits<Held>&& std::is_trivially_copyable_v<Held>;
  template <class Held>
  static Held& held(void* storage) noexcept {
    if constexpr (fits<Held>)
      return *std::launder(static_cast<Held*>(storage));
    else
      return **static_cast<Held**>(storage);
  }
  template <class Held>
  static constexpr Kind kind_of{
      [](void* storage, Arguments&&... arguments) -> Result {
        if constexpr (std::is_void_v<Result>)
          static_cast<void>(held<Held>(storage)(std::forward<Arguments>(arguments)...));
        else
          return held<Held>(storage)(std::forward<Arguments>(arguments)...);
      },
      plain<Held> ? nullptr : +[](void* to, void* from) noexcept {
        if constexpr (fits<Held>) {
          ::new (to) Held(std::move(held<Held>(from)));
          held<Held>(from).~Held();
        } else {
          *static_cast<Held**>(to) = *static_cast<Held**>(from);
        }
      },
      plain<Held> ? nullptr : +[](void* storage) noexcept {
        if constexpr (fits<Held>)
          held<Held>(storage).~Held();
        else
          delete &held<Held>(storage);
      }};

  void take(Function& other) noexcept {
    kind_ = std::exchange(other.kind_, nullptr);
    if (!kind_) return;
    if (kind_->move)
      kind_->move(storage_, other.storage_);
    else
      std::memcpy(storage_, other.storage_, size);
  }

  const Kind* kind_ = nullptr;
  alignas(void*) std::byte storage_[size];
};

}  // namespace huddle
