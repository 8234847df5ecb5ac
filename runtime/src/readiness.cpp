#include "huddle/readiness.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include "huddle/loop.hpp"

namespace huddle {

void ReadinessWaiter::begin() {
  loop().descriptors().add(descriptor_, for_writing_, *this);
}

void ReadinessWaiter::leave() noexcept {
  unlink();
  loop().descriptors().remove(descriptor_, for_writing_);
}

void ReadinessWaiter::fire() noexcept {
  leave();
  Waiter::fire();
}

void ReadinessWaiter::close() noexcept {
  closed_ = true;
  fire();
}

void ReadinessWaiter::await_resume() {
  resumed();
  if (closed_)
    throw std::system_error(
        ECANCELED, std::generic_category(),
        "descriptor " + std::to_string(descriptor_) + " was closed while a task waited for it");
}

}  // namespace huddle
