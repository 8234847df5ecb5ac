#include "huddle/queue.hpp"

#include "huddle/errors.hpp"

namespace huddle {

void QueueState::task_done() {
  if (unfinished_ == 0)
    throw InvalidStateError("task_done() was called more often than there were items");
  done(1);
}

void QueueState::grant(List<Node>& line, std::size_t& set_aside) noexcept {
  auto& first = static_cast<PlaceWaiter&>(line.front());
  first.granted_ = true;
  ++set_aside;
  first.fire();
}

void QueueState::wake_all() noexcept {
  for (List<Node>* line : {&getters_, &putters_})
    while (!line->empty()) line->front().fire();
}

void QueueState::done(std::size_t items) noexcept {
  unfinished_ -= items;
  if (unfinished_ > 0) return;
  while (!joining_.empty()) joining_.front().fire();
}

}  // namespace huddle
