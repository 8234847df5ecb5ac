#pragma once

#include <chrono>
#include <cstdlib>

/// @file
/// @brief How long a second lasts in the course's programs.

namespace course {

/// A second, as the demos wait it: 1000 ms, or as many as `HUDDLE_SECOND_MS` says. Tests say 10, so
/// that a program that waits three seconds prints the same lines in no time; the Python twins read
/// the same variable.
inline std::chrono::milliseconds a_second() {
  const char* milliseconds = std::getenv("HUDDLE_SECOND_MS");
  return std::chrono::milliseconds(milliseconds ? std::atoi(milliseconds) : 1000);
}

}  // namespace course
