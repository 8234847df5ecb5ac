#include "huddle/semaphore.hpp"

#include "huddle/errors.hpp"

namespace huddle {

void Semaphore::release() noexcept {
  if (line_.empty())
    ++free_;
  else
    line_.front().fire();  // the permit is that one's
}

void BoundedSemaphore::release() {
  if (taken_from_.value() >= all_)
    throw InvalidStateError("all permits of the semaphore are there: nobody can give one back");
  taken_from_.release();
}

}  // namespace huddle
