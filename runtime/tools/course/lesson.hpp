#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// @file
/// @brief A lesson as the runner reads it: its title, and its steps with the edits they make.

namespace course {

/// One code block of a step: what it does to a file.
struct Edit {
  enum class Kind { New, Append, After, Before, Replace };
  Kind kind = Kind::New;
  std::string file;
  std::string first;  ///< the line to find, compared without the blanks around it
  std::string last;   ///< with Replace: the end of the lines to replace; empty: the one line
  std::string content;
  int line = 0;  ///< where the lesson has it
};

struct Step {
  int number = 0;
  std::string title;
  std::vector<Edit> edits;
};

/// The text of each file, by its name.
using Files = std::map<std::string, std::string>;

struct Lesson {
  std::string file;  ///< its path as it is shown in errors
  std::string title;
  std::string summary;
  std::vector<Step> steps;

  /// The reader's files after the first `count` steps, as the lesson has them.
  /// @throws Mistake when an edit does not fit, with the lesson's file and line.
  Files after(int count) const;
};

/// Reads a lesson. `shown_as` names it in errors.
/// @throws Mistake for a step marker that cannot be read, with file and line.
Lesson parse_lesson(const std::string& text, const std::string& shown_as);

/// Makes one edit.
void apply(const Edit& edit, Files& files, const std::string& lesson_file);

}  // namespace course
