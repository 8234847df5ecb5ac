#include "huddle/lock.hpp"

#include "huddle/errors.hpp"

namespace huddle {

void Lock::release() {
  if (vain_releases_ > 0) return static_cast<void>(--vain_releases_);
  if (!locked_) throw InvalidStateError("the lock is free: nobody can give it back");
  if (line_.empty())
    locked_ = false;
  else
    line_.front().fire();  // it stays locked, for that one
}

}  // namespace huddle
