#include "build_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>

namespace course {

BuildLock::BuildLock(const std::filesystem::path& file)
    // What the build starts and leaves running shall not keep the lock.
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return;
  std::cerr << "Another ./course is building; waiting …\n" << std::flush;
  while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

BuildLock::~BuildLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace course
