#include "huddle/barrier.hpp"

namespace huddle {

Barrier::Barrier(std::size_t parties) : parties_(parties) {
  if (parties == 0) throw std::invalid_argument("a barrier needs at least one party");
}

bool Barrier::PlaceWaiter::await_ready() {
  broken_ = barrier_.broken_;
  if (broken_) return true;
  if (barrier_.waiting_ + 1 < barrier_.parties_) return false;
  index_ = barrier_.waiting_;
  barrier_.let_go(false);
  return true;
}

void Barrier::PlaceWaiter::begin() {
  ++barrier_.waiting_;
  barrier_.line_.push_back(*this);
}

void Barrier::PlaceWaiter::leave() noexcept {
  unlink();
  --barrier_.waiting_;
}

std::size_t Barrier::PlaceWaiter::await_resume() {
  resumed();
  if (broken_) throw BrokenBarrierError("the barrier was reset or aborted");
  return index_;
}

void Barrier::reset() noexcept {
  broken_ = false;
  let_go(true);
}

void Barrier::abort() noexcept {
  broken_ = true;
  let_go(true);
}

// All who wait, as the first, the second, and so on.
void Barrier::let_go(bool broken) noexcept {
  waiting_ = 0;
  for (std::size_t index = 0; !line_.empty(); ++index) {
    auto& first = static_cast<PlaceWaiter&>(line_.front());
    first.index_ = index;
    first.broken_ = broken;
    first.fire();
  }
}

}  // namespace huddle
