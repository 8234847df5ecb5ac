#pragma once

#include <filesystem>

/// @file
/// @brief One `./course` builds at a time: two in the same folder would damage what they build.

namespace course {

/// Has the build for itself, until the end of this object or of the process. The script in the
/// project's folder takes the same lock, where the machine has flock(1).
class BuildLock {
 public:
  /// Waits its turn, and says so on standard error. Where the file system knows no locks, nobody
  /// waits.
  explicit BuildLock(const std::filesystem::path& file);
  BuildLock(const BuildLock&) = delete;
  BuildLock& operator=(const BuildLock&) = delete;
  ~BuildLock();

 private:
  int descriptor_ = -1;
};

}  // namespace course
