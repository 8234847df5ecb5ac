#pragma once

/// @file
/// @brief What a newer clang can be told about coroutines, so that it warns of dangling arguments.
///
/// Define HUDDLE_CHECK_LIFETIMES to have clang 17 or later warn where a coroutine outlives a
/// temporary that it was handed by reference, as in `auto greeting = greet(std::string("Ada"));`.
/// Then every function that hands on a coroutine must be marked HUDDLE_CORO_WRAPPER, and the
/// standard library's are not: std::function and std::invoke with coroutines do not compile. So it
/// is not on by default.

#if defined(HUDDLE_CHECK_LIFETIMES) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::coro_return_type) && __has_cpp_attribute(clang::coro_lifetimebound)
/// A type that coroutines return, and that dies before what their arguments refer to may die.
#define HUDDLE_CORO [[nodiscard]] [[clang::coro_return_type]] [[clang::coro_lifetimebound]]
/// A function that returns such a type and is no coroutine itself.
#define HUDDLE_CORO_WRAPPER [[clang::coro_wrapper]] [[clang::coro_disable_lifetimebound]]
#endif
#endif
#ifndef HUDDLE_CORO
#define HUDDLE_CORO [[nodiscard]]
#define HUDDLE_CORO_WRAPPER
#endif
