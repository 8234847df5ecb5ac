#include "huddle/sleep.hpp"

#include "huddle/loop.hpp"

namespace huddle {

void SleepWaiter::begin() {
  Loop& loop = this->loop();
  if (due_ == TimePoint{}) {
    if (duration_ <= Duration::zero()) {
      state = State::woken;
      loop.make_ready(*this);
      return;
    }
    const TimePoint now = loop.now();
    due_ = duration_ < TimePoint::max() - now ? now + duration_ : TimePoint::max();
  }
  loop.timers().add(*this, due_);
}

void SleepWaiter::leave() noexcept {
  loop().timers().remove(*this);
}

}  // namespace huddle
