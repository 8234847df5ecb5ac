#pragma once

#include <set>
#include <string>
#include <vector>

/// @file
/// @brief What a piece of C++ says, for one who does not read it: its lines and its names.

namespace course {

/// The lines that say something: without blanks, comments and includes.
std::vector<std::string> code_lines(const std::string& text);
/// A line as it compares with another that has other blanks.
std::string without_blanks(const std::string& line);
/// The names in some lines of code, apart from words that every header has and from
/// texts in quotes.
std::set<std::string> names_in(const std::vector<std::string>& code);

}  // namespace course
