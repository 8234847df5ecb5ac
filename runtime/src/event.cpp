#include "huddle/event.hpp"

namespace huddle {

void Event::set() noexcept {
  set_ = true;
  while (!line_.empty()) line_.front().fire();
}

}  // namespace huddle
