#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

/// @file
/// @brief Turns a miscompilation of g++ 12 into a readable error.
///
/// g++ 12 destroys a closure twice that is a temporary of an expression with `co_await` in it and
/// owns something. Functions of ours that take a callable look at its type, and refuse such a
/// closure; `owned()` is the way around. They cannot see whether there is a `co_await`, and so
/// refuse it everywhere. Other compilers, and closures that capture references, numbers or nothing,
/// are not affected; nor are plain callbacks, as for call_soon().
///
/// The same happens to an aggregate, a struct without constructors, that owns something and is made
/// in place: `co_await urls.put(Url{1, name})`, `co_yield Url{1, name}`. Nobody can see that
/// coming. Give it a name and move it, or give the struct a constructor.

namespace huddle {

/// A closure that has a name, to be moved from: see owned().
template <class Callable>
class Owned {
 public:
  explicit Owned(Callable& callable) noexcept : callable_(callable) {}
  operator Callable() const { return std::move(callable_); }

 private:
  Callable& callable_;
};

/// Hands a closure that owns something to a function that is called inside of a `co_await`
/// expression. Moves from it.
///
///     auto greet = [name = std::string("Ada")]() -> Coro<void> { co_await say(name); };
///     co_await create_task(owned(greet));
template <class Callable>
Owned<Callable> owned(Callable& callable) noexcept {
  return Owned<Callable>(callable);
}

/// What is called in the end: the closure behind owned(), or the callable itself.
template <class Callable>
struct Callee {
  using Type = Callable;
};
template <class Callable>
struct Callee<Owned<Callable>> {
  using Type = Callable;
};
template <class Callable>
using CalleeOf = typename Callee<std::decay_t<Callable>>::Type;

/// Whether `Callable`, or the closure behind owned(), can be called with copies of `Arguments`.
template <class Callable, class... Arguments>
concept CallableWith = std::is_invocable_v < CalleeOf<Callable>
&, std::decay_t<Arguments>&&... > ;

/// Whether it is a closure that g++ 12 would destroy twice, if it is a temporary.
template <class Callable>
consteval bool owning_closure() {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ <= 12
  const std::string_view name = __PRETTY_FUNCTION__;
  return name.find("<lambda(") != std::string_view::npos &&
         !std::is_trivially_destructible_v<std::remove_cvref_t<Callable>>;
#else
  return false;
#endif
}

/// Whether `Callable`, the type of a forwarding reference, may stand in a co_await expression.
template <class Callable>
inline constexpr bool safe_closure =
    std::is_lvalue_reference_v<Callable> || !owning_closure<Callable>();

#define HUDDLE_REQUIRE_SAFE_CLOSURE(Callable)                                                    \
  static_assert(::huddle::safe_closure<Callable>,                                                \
                "g++ 12 destroys this closure twice, since it owns what it captures: give it a " \
                "name, and pass owned(name)")

}  // namespace huddle
