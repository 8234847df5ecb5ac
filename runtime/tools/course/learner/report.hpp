#pragma once

#include <cstddef>
#include <string>

/// @file
/// @brief What a reader's test program tells the runner, line by line and at once: when the program
/// crashes, hangs or eats all memory, the report still says in which test (report.hpp of the
/// runner reads it).

namespace learner {

/// Appends to this file from now on.
/// @return whether it can be written.
bool open_report(const char* file);

/// Fit for a signal handler.
void say(const char* text, std::size_t size);
void say(const std::string& line);

/// A field of a line: without tabs and line ends.
std::string escaped(const std::string& text);

}  // namespace learner
