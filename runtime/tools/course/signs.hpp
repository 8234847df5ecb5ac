#pragma once

#include <set>
#include <string>

#include "catalogue.hpp"

/// @file
/// @brief What shows that a step has been typed: the lines that it adds, and the names that its
/// tests use. Comments, blanks and the order of the lines show nothing.

namespace course {

/// The reader's files of a chapter.
Files my_files(const Chapter& chapter);
/// The names in the chapter's tests: who types in their own words still has to use them.
std::set<std::string> tested_names(const Chapter& chapter);

/// The step after which the lesson has exactly this code, in this order or another; -1 for none.
int exact_step(const Lesson& lesson, const Files& files);
/// The last step that the reader's `files` show signs of.
int last_begun(const Lesson& lesson, const Files& files, const std::set<std::string>& tested);
/// Whether the step could be recognised, and nothing of it stands in `files`.
bool is_untouched(const Lesson& lesson, int step, const Files& files,
                  const std::set<std::string>& tested);

/// Whether every line that the step adds stands in `files`.
bool stands_whole(const Lesson& lesson, int step, const Files& files);

}  // namespace course
