#pragma once

#include "catalogue.hpp"
#include "chapter_program.hpp"

/// @file
/// @brief A program of a chapter, made of the reader's headers (`--mine`).

namespace course {

/// Compiles it with the reader's headers, of this chapter and of those before it.
/// @return the program.
/// @throws Mistake that says what of the reader's files does not compile, or is not typed yet.
fs::path own_program(const Catalogue& catalogue, const Chapter& chapter,
                     const ChapterProgram& wanted);

}  // namespace course
