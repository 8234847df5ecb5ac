#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "trouble.hpp"

/// @file
/// @brief How far the reader is in a chapter.

namespace course {

struct Standing {
  int total = 0;                     ///< steps there are to build
  int passed = 0;                    ///< so many pass, from the first on
  int begun = 0;                     ///< the last step of which the reader's files show signs
  bool mine = false;                 ///< it is the reader's files that were tried, not ours
  bool untouched = false;            ///< nothing of step `passed + 1` stands in the reader's files
  std::optional<Trouble> trouble;    ///< why step `passed + 1` does not pass
  std::vector<std::string> missing;  ///< headers that step `passed + 1` needs and my/ does not have

  /// Whether something is wrong that the reader has begun: not only unfinished.
  bool wrong() const { return trouble && passed < begun; }
  /// The step that the reader works at: the first that fails its tests. A typo fails all steps that
  /// include its file, so where something does not compile it is the last one begun.
  int at() const { return trouble && !trouble->compiles && begun > passed ? begun : passed + 1; }
};

struct StandingRequest {
  Whose whose;
  int up_to = 0;      ///< try only the first so many steps; 0: all
  bool again = true;  ///< see `attempt`
};

/// Finds it out by the chapter's own tests.
Standing measure(const Catalogue& catalogue, const Chapter& chapter,
                 const StandingRequest& request);

}  // namespace course
