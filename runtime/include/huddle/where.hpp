#pragma once

#include <string>

/// @file
/// @brief A place in the source.

namespace huddle {

/// A place in the source: what a report names, and what the tree of waiting tasks shows.
struct Where {
  /// The file, as the compiler was told.
  const char* file = "";
  /// The line, from 1; 0 where nothing is known.
  ///
  /// As wide as the pointer: one that is copied right after it was made is read in whole words, and
  /// a processor cannot hand on a word of which half has been written a moment ago.
  long line = 0;

  /// The place where this is called: use it as a default argument.
  static Where here(const char* file = __builtin_FILE(), long line = __builtin_LINE()) noexcept {
    return {file, line};
  }
  /// Whether it is known.
  explicit operator bool() const noexcept { return line != 0; }
};

/// `src/fetch.cpp:12`.
inline std::string to_string(const Where& where) {
  return std::string(where.file) + ':' + std::to_string(where.line);
}

/// The name of a function as people know it: a lambda's is `operator()` to the compiler.
inline std::string function_name(const char* function) {
  const std::string name = function;
  return name == "operator()" ? "a lambda" : name;
}

}  // namespace huddle
