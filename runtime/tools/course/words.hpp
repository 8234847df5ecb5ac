#pragma once

#include <string>
#include <string_view>
#include <vector>

/// @file
/// @brief Numbers, names and lists as they read in a sentence.

namespace course {

/// Without blanks at both ends.
std::string trimmed(std::string_view text);
/// The lines of a text, without their line ends.
std::vector<std::string> lines_of(std::string_view text);
/// `1 step`, `3 steps`.
std::string counted(std::size_t count, const std::string& thing);
/// `a`, `a and b`, `a, b and c`.
std::string listed(const std::vector<std::string>& things, const std::string& last = "and");
/// A test's name as a sentence: `is_null_at_the_end` reads `is null at the end`.
std::string spelled(std::string_view name);
/// `Steps 1 to 3 of 8 pass`, `Steps 1 and 2 of 8 pass`, `Step 1 of 8 passes`, `All 8 steps pass`,
/// `No step of 8 passes yet`.
std::string steps_pass(int passed, int total);
/// The text in lines of at most `width` letters, each after `indent` blanks.
std::string wrapped(std::string_view text, std::size_t indent = 0, std::size_t width = 80);
/// How many columns a UTF-8 text takes.
std::size_t columns(std::string_view text);
/// The name among `names` that `wrong` was most likely meant to be; empty when none is near.
std::string nearest(const std::string& wrong, const std::vector<std::string>& names);

}  // namespace course
