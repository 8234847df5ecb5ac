// Wrong: begins with the one that waits. (hint 1)
#pragma once

#include <string>

#include "coro.hpp"

using namespace ch06;

inline std::string await_stack(const Trampoline& chain) {
  if (chain.done()) return "ended";
  std::string stack;
  for (const Link* link = chain.top(); link; link = link->caller) {
    if (!stack.empty()) stack += " > ";
    stack += link->name;
    if (link->line != 0) stack += ":" + std::to_string(link->line);
  }
  return stack;
}
