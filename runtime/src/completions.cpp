#include "huddle/completions.hpp"

#include "huddle/loop.hpp"

namespace huddle {

Completions::Completions(std::size_t most, std::optional<Duration> limit)
    : loop_(Loop::running()), children_(std::make_unique<Child[]>(most)) {
  if (!limit) return;
  const TimePoint now = loop_.now();
  loop_.start_timer(alarm_, *limit < TimePoint::max() - now ? now + *limit : TimePoint::max(), now);
}

Completions::~Completions() {
  loop_.timers().remove(alarm_);
}

void Completions::add(FutureState& state) {
  Child& child = children_[count_];
  child.parent = this;
  child.number = count_++;
  child.state = Ref<FutureState>(&state);
  if (state.done())
    ended_.push_back(child.number);
  else
    state.observers.push_back(child);
}

void Completions::Child::fire() noexcept {
  unlink();
  parent->loop_.make_ready(*this);
}

void Completions::ended(std::size_t number) {
  ended_.push_back(number);
  wake_all();
}

void Completions::wake_all() noexcept {
  while (!line_.empty()) line_.front().fire();
}

void Completions::Alarm::fire() noexcept {
  parent.loop_.make_ready(*this);
}

void Completions::Alarm::turn() {
  parent.time_is_up_ = true;
  parent.wake_all();
}

std::optional<std::size_t> Completions::NextWaiter::await_resume() {
  resumed();
  if (all_.ended_.empty()) return std::nullopt;
  const std::size_t number = all_.ended_.front();
  all_.ended_.pop_front();
  ++all_.told_;
  return number;
}

void Completions::NextWaiter::list_awaited(std::vector<TaskState*>& tasks) const {
  for (std::size_t i = 0; i < all_.count_; ++i)
    if (TaskState* task = all_.children_[i].state->as_task()) tasks.push_back(task);
}

}  // namespace huddle
