// Wrong: has nothing to say of a chain that has ended. (hint 2)
#pragma once

#include <string>

#include "coro.hpp"

using namespace ch06;

inline std::string await_stack(const Trampoline& chain) {
  std::string stack;
  for (const Link* link = chain.top(); link; link = link->caller) {
    std::string entry = link->name;
    if (link->line != 0) entry += ":" + std::to_string(link->line);
    stack = stack.empty() ? entry : entry + " > " + stack;
  }
  return stack;
}
