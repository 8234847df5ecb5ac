#pragma once

/// @file
/// @brief What a newer clang can be told about coroutines, so that it warns of dangling arguments.

#if defined(__has_cpp_attribute)
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
