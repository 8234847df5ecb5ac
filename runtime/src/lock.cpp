#include "huddle/lock.hpp"

#include "huddle/errors.hpp"
#include "huddle/report.hpp"

namespace huddle {

void report_given_back_before() noexcept {
  report(Report("what a task held was given back before it let go", std::current_exception()));
}

void Lock::release() {
  if (vain_releases_ > 0) return static_cast<void>(--vain_releases_);
  if (!locked_) throw InvalidStateError("the lock is free: nobody can give it back");
  if (line_.empty())
    locked_ = false;
  else
    line_.front().fire();  // it stays locked, for that one
}

}  // namespace huddle
