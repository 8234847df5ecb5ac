#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compilation.hpp"

/// @file
/// @brief One of the chapter's programs (its demo, a bug of its museum) with the reader's headers.

namespace course {

/// The program, or what the compiler says.
struct Program {
  fs::path file;
  Compiled compiled;
};
/// Compiles it, or takes the one that was compiled before when nothing has changed since.
Program compile_program(const std::string& name, const fs::path& source,
                        const std::vector<fs::path>& folders, bool optimised, Check check);

}  // namespace course
