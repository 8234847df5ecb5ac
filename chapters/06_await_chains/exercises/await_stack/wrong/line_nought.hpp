// Wrong: gives line 0 of one that has not begun. (hint 3)
#pragma once

#include <string>

#include "coro.hpp"

using namespace ch06;

inline std::string await_stack(const Trampoline& chain) {
  if (chain.done()) return "ended";
  std::string stack;
  for (const Link* link = chain.top(); link; link = link->caller) {
    std::string entry = link->name + (":" + std::to_string(link->line));
    stack = stack.empty() ? entry : entry + " > " + stack;
  }
  return stack;
}
