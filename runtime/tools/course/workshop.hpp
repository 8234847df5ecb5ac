#pragma once

#include <filesystem>
#include <string>

/// @file
/// @brief A folder for what one compilation reads and writes.

namespace course {

namespace fs = std::filesystem;

/// A new folder in the cache, gone with this object.
class Workshop {
 public:
  /// @throws Mistake where the cache cannot be written.
  Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop();
  fs::path operator/(const char* name) const { return folder_ / name; }
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

/// Puts a copy of a source into the workshop that says where it comes from. Includes in quotes look
/// beside the including file first; a copy has only the include path to look at.
void copy_source(const fs::path& source, const fs::path& copy);

/// `text` as C++ writes it: in quotes, with what must be escaped.
std::string quoted(const std::string& text);

}  // namespace course
