#pragma once

#include <optional>
#include <string>

/// @file
/// @brief How far a build is, from what Ninja says.

namespace course {

struct BuildStep {
  int done = 0;
  int all = 0;
};
/// The step that a line of Ninja tells: `[3/17] Building …`.
std::optional<BuildStep> build_step(const std::string& line);

/// Lines for where no line can move: the beginning, and each quarter of a build that takes long.
class PlainProgress {
 public:
  /// The line to print at this step, with its end; empty: none.
  std::string line(BuildStep step);

 private:
  int quarter_ = -1;
};

}  // namespace course
