#include "huddle/sleep.hpp"

#include "huddle/loop.hpp"

namespace huddle {

namespace {
// Stands for a sleep of no time at all: that is over in the next iteration, whatever the clock
// says.
constexpr TimePoint at_once = TimePoint::min();
}  // namespace

SleepWaiter::SleepWaiter(Duration duration) noexcept : due_(at_once) {
  if (duration <= Duration::zero()) return;
  const TimePoint now = Loop::running().now();
  due_ = duration < TimePoint::max() - now ? now + duration : TimePoint::max();
}

void SleepWaiter::begin() {
  Loop& loop = this->loop();
  if (due_ != at_once) return loop.start_timer(*this, due_, TimePoint::min());
  state = State::woken;
  loop.make_ready(*this);
}

void SleepWaiter::leave() noexcept {
  loop().timers().remove(*this);
}

}  // namespace huddle
