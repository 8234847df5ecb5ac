#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "huddle/loop.hpp"

/// @file
/// @brief What the programs of the pages print with.

/// Prints a line, with the seconds by the loop's clock in front. A virtual clock begins at zero.
inline void say(const std::string& text) {
  const std::chrono::duration<double> passed = huddle::now().time_since_epoch();
  std::printf("%4.1f s  %s\n", passed.count(), text.c_str());
}
