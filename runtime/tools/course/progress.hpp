#pragma once

#include <optional>
#include <string>

#include "catalogue.hpp"
#include "standing.hpp"

/// @file
/// @brief What the reader has built and solved, and what comes next.

namespace course {

/// Whether the exercise has been begun, and whether its tests pass.
struct Attempted {
  bool begun = false;
  bool solved = false;
  std::optional<Trouble> trouble;
};
Attempted try_exercise(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
                       Whose whose, bool again);

/// `step 4 of the lesson, "One value at a time"`: which lesson, and whether on the site or not, the
/// reader knows.
std::string step_of_lesson(const Chapter& chapter, int step);
/// Where the lesson is to be read: its page where the site has been built, else its README.
std::string page_of_lesson(const Chapter& chapter);
/// `step 4, "One value at a time"`, or `step 4` where the lesson gives no title.
std::string step_with_title(const Chapter& chapter, int step);
/// An answer that the reader works at.
struct WorkedAt {
  const Chapter* chapter = nullptr;
  const Exercise* exercise = nullptr;
  std::optional<Trouble> trouble;
};
/// Of those that are begun and not solved, the one that was written last; none where there is none.
/// @param only the chapter in which to look; null: in all.
std::optional<WorkedAt> worked_at(const Catalogue& catalogue, const Chapter* only = nullptr);
/// The first exercise that is not solved; null when there is none.
const Exercise* first_unsolved(const Catalogue& catalogue, const Chapter& chapter, bool again);
/// The chapter after this one; null for the last.
const Chapter* next_chapter(const Catalogue& catalogue, const Chapter& chapter);

}  // namespace course
