#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace course {

/// One message of the compiler.
struct CompilerError {
  std::string file;  ///< as the compiler names it; empty for the linker
  int line = 0;
  int column = 0;
  std::string text;
};

/// The first error in what a compiler said; where it is deep in a library, at the place in the
/// reader's files that led there.
std::optional<CompilerError> first_error(const std::string& said,
                                         const std::filesystem::path& my_folder);
/// The first warning about the reader's own files.
std::optional<CompilerError> first_warning(const std::string& said,
                                           const std::filesystem::path& my_folder);

/// Whether every brace of this C++ text has its other half. Where one is missing at the end of a
/// header, the compiler stumbles in the file after it.
bool braces_match(const std::string& text);

}  // namespace course
