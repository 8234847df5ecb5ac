// Exercise: write await_stack(), which says in one line who waits for whom.
#pragma once

#include <string>

#include "coro.hpp"

using namespace ch06;

/// Who waits for whom in `chain`: the first of it first, each with the line where it awaits the
/// next.
///
///     "dinner:30 > cook:24 > catch_fish:19"
///
/// One that has not begun awaits nobody, and has no line: "dinner". A chain that has ended is
/// "ended".
inline std::string await_stack(const Trampoline& chain) {
  return "";  // your code
}
