#pragma once

#include <string>

#include "catalogue.hpp"

/// @file
/// @brief Tells what is missing from what is wrong: the compiler does not.

namespace course {

/// What of this step the reader has not typed: `my/… is still empty`, `my/… has no `reset``; empty
/// where nothing shows that it is missing.
/// @param error the compiler's words, which name what it does not find.
std::string missing_of_step(const Chapter& chapter, int step, const std::string& error);
/// The same for the first step with something missing, in this chapter or one before it:
/// `step 2 of chapter 1 is not typed yet: my/… has no `count``.
std::string first_missing(const Catalogue& catalogue, const Chapter& chapter,
                          const std::string& error);
/// The same for the reader's answer to an exercise.
std::string missing_of_answer(const Exercise& exercise, const std::string& error);

}  // namespace course
