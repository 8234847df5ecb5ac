#include "huddle/select.hpp"

#include "huddle/errors.hpp"

namespace huddle {

void Race::add(TaskState& task) {
  Child& child = children_[count_];
  child.parent = this;
  child.number = count_++;
  child.task = Ref<TaskState>(&task);
  ++left_;
  task.observers.push_back(child);
}

void Race::Child::fire() noexcept {
  unlink();
  parent->ended(*this);
}
void Race::Child::turn() {}

void Race::ended(Child& child) noexcept {
  --left_;
  const bool wins = child.task->status != FutureState::Status::cancelled || !cancelled_;
  if (winner_ == nobody && wins) {
    winner_ = child.number;
    cancel_all();
  }
  if (left_ == 0 && state == State::waiting) fire();
}

void Race::cancel_all() noexcept {
  for (std::size_t i = 0; i < count_; ++i) children_[i].task->cancel("");
}

bool Race::pass_on() noexcept {
  if (winner_ == nobody) cancelled_ = true;
  return winner_ == nobody;
}

// When the request cannot go on to anybody.
bool Race::cancel() noexcept {
  return winner_ == nobody && Waiter::cancel();
}

std::size_t Race::await_resume() {
  resumed();
  if (winner_ == nobody) {
    task_->take_interrupt();  // a second request before this turn is the same end
    throw CancelledError(task_->cancel_message());
  }
  if (cancelled_) task_->interrupt();  // too late: the request stays
  return winner_;
}

void Race::list_awaited(std::vector<TaskState*>& tasks) const {
  for (std::size_t i = 0; i < count_; ++i) tasks.push_back(children_[i].task.get());
}

}  // namespace huddle
