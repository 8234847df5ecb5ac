// Wrong: puts an arrow behind everybody, the last one too. (hint 2)
#pragma once

#include <string>

#include "coro.hpp"

using namespace ch06;

inline std::string await_stack(const Trampoline& chain) {
  if (chain.done()) return "ended";
  std::string stack;
  for (const Link* link = chain.top(); link; link = link->caller) {
    std::string entry = link->name;
    if (link->line != 0) entry += ":" + std::to_string(link->line);
    if (link->caller || link != chain.top()) entry += " > ";
    stack = entry + stack;
  }
  return stack;
}
