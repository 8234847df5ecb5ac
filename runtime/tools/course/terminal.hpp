#pragma once

#include <string>
#include <string_view>

/// @file
/// @brief What a terminal can show. Every function returns the text as it is where standard output
/// is not a terminal, or where `NO_COLOR` is set.

namespace course {

/// Whether standard output takes colours.
bool has_colour();
/// Whether standard output is a terminal that shows more than ASCII.
bool has_symbols();

std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);
std::string cyan(std::string_view text);

/// A line on standard error that tells what takes so long, where it is a terminal on which a line
/// can be written anew. It disappears with this object.
class Notice {
 public:
  explicit Notice(std::string_view text = "");
  Notice(const Notice&) = delete;
  Notice& operator=(const Notice&) = delete;
  ~Notice();
  void show(std::string_view text);
  /// Whether it shows anything here.
  static bool moves();
};

}  // namespace course
