#pragma once

#include <cstdint>

/// @file
/// @brief The calls that led to a place in the program. The runner finds their lines in the
/// sources.

namespace learner {

/// Addresses as the program's file knows them, innermost first.
struct Frames {
  static constexpr int most = 40;
  std::uintptr_t addresses[most];
  int count = 0;
};

/// Once, at the start: where the program's file is loaded.
void find_program();
/// The calls that led here; none where the system does not tell. Fit for a signal handler.
Frames frames_here();
/// Puts them into the report: `frames`, a tab, and the addresses. Fit for a signal handler.
void say_frames(const Frames& frames);

}  // namespace learner
