#pragma once

#include <string>

#include "catalogue.hpp"

/// @file
/// @brief Which program of a chapter the reader means.

namespace course {

/// Its demo, a further one, or a bug of its museum.
struct ChapterProgram {
  std::string name;    ///< as `./course run` takes it; empty for the demo
  std::string target;  ///< what the build calls it
  fs::path source;
  std::string goes_wrong;  ///< how, for a bug: what its line `// Goes wrong:` says

  bool is_bug() const { return !goes_wrong.empty(); }
  bool is_refused() const { return goes_wrong.starts_with("does not compile"); }
  bool hangs() const { return goes_wrong.starts_with("hangs"); }
  bool needs_sanitizer() const { return goes_wrong.starts_with("sanitizer"); }
};

/// @throws Mistake that names those that there are.
ChapterProgram find_program(const Chapter& chapter, const std::string& name);

}  // namespace course
