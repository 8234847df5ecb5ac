#include "huddle/timeout.hpp"

#include "huddle/loop.hpp"

namespace huddle {

Immediately<Timeout&> Timeout::enter() {
  if (stage_ != Stage::created)
    throw InvalidStateError("a time-out can be entered once: make another one");
  task_ = Loop::running().current_task();
  if (!task_)
    throw InvalidStateError("a time-out needs a task: it cannot be entered in a callback");
  stage_ = Stage::entered;
  cancelling_ = task_->cancelling();
  if (delay_) {
    const TimePoint now = task_->loop->now();
    when_ = *delay_ < TimePoint::max() - now ? now + *delay_ : TimePoint::max();
  }
  arm();
  return Immediately<Timeout&>(*this);
}

void Timeout::reschedule(std::optional<TimePoint> when) {
  if (stage_ != Stage::entered)
    throw InvalidStateError(
        "a time-out can be rescheduled while its body runs: not before, not after, and not once "
        "it has expired");
  disarm();
  when_ = when;
  arm();
}

void Timeout::arm() {
  if (!when_) return;
  Loop& loop = *task_->loop;
  if (*when_ <= loop.now())
    loop.make_ready(*this);
  else
    loop.timers().add(*this, *when_);
}

void Timeout::disarm() noexcept {
  unlink();
  if (slot != no_slot) task_->loop->timers().remove(*this);
}

void Timeout::fire() noexcept {
  task_->loop->make_ready(*this);
}

void Timeout::turn() {
  stage_ = Stage::expiring;
  task_->cancel("");
}

Immediately<bool> Timeout::exit(const Failure& failure) {
  disarm();
  if (stage_ != Stage::expiring) {
    stage_ = Stage::exited;
    return Immediately<bool>(false);
  }
  stage_ = Stage::expired;
  const bool only_ours = task_->uncancel() <= cancelling_;
  if (only_ours && failure.cancelled()) throw TimeoutError();
  return Immediately<bool>(false);
}

}  // namespace huddle
