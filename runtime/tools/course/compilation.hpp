#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "child.hpp"
#include "fingerprint.hpp"
#include "workshop.hpp"

/// @file
/// @brief One call of the compiler on the reader's files, with the flags of the build.

namespace course {

/// What a program finds out about itself while it runs, where this machine's compiler can do that.
enum class Check {
  Nothing,
  Undefined,  ///< undefined behaviour stops it
  Addresses   ///< and so does the use of memory that is not, or no longer, its own
};

/// The compiler, its flags, and where it looks for headers.
std::vector<std::string> compiler_command(const std::vector<fs::path>& folders, Check check);
/// What makes it start with GoogleTest's header, precompiled with the flags for this check.
std::vector<std::string> precompiled_header(Check check);

/// What came of it.
struct Compiled {
  Ending ending;
  std::string says;  ///< the compiler's own words
  bool well() const { return ending.well(); }
};
/// Runs the command in the workshop, with limits.
Compiled compile(const Workshop& shop, const std::vector<std::string>& command);

/// What a verdict depends on, apart from the sources: the compiler, its flags, our main function.
void add_toolchain(Fingerprint& print);
/// A source, and the headers in these folders that it includes, or that they include in turn.
void add_sources(Fingerprint& print, const fs::path& source, const std::vector<fs::path>& folders);

}  // namespace course
