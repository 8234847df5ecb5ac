#pragma once

#include <string>

/// @file
/// @brief What compilers say of coroutines, in the words of the lessons.

namespace course {

/// What an error means, as a sentence; empty where the compiler's words are as good as ours.
/// @param error its text, with plain quotes.
std::string meaning_of(const std::string& error);

}  // namespace course
