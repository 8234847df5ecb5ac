#include "huddle/gather.hpp"

#include <algorithm>

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

namespace huddle {

Gathering::Gathering(std::size_t most, bool keep_errors)
    : children_(std::make_unique<Child[]>(most)), keep_errors_(keep_errors) {}

Gathering::~Gathering() {
  // Those who are left run on, and their errors are nobody's any more.
  for (std::size_t i = 0; i < count_; ++i) children_[i].task->retrieved = true;
}

void Gathering::add(TaskState& task) {
  Child& child = children_[count_++];
  child.parent = this;
  child.task = Ref<TaskState>(&task);
  ++left_;
  task.observers.push_back(child);
}

void Gathering::Child::fire() noexcept {
  unlink();
  task->loop->make_ready(*this);
}
void Gathering::Child::turn() {
  parent->child_done(*task);
}

void Gathering::child_done(TaskState& task) {
  --left_;
  if (!keep_errors_ && !failed_ && task.error) failed_ = &task;
  if (state == State::waiting && (left_ == 0 || failed_)) fire();
}

void Gathering::list_awaited(std::vector<TaskState*>& tasks) const {
  for (std::size_t i = 0; i < count_; ++i) tasks.push_back(children_[i].task.get());
}

void Gathering::begin() {
  if (await_ready()) fire();
}

bool Gathering::anybody_left() const noexcept {
  return std::any_of(children_.get(), children_.get() + count_,
                     [](const Child& child) { return !child.task->done(); });
}

bool Gathering::pass_on() noexcept {
  if (anybody_left()) cancel_requested_ = true;
  return cancel_requested_;
}

// When the request cannot go on to anybody.
bool Gathering::cancel() noexcept {
  return anybody_left() && Waiter::cancel();
}

void Gathering::await_resume() {
  resumed();
  const bool error = failed_ && failed_->status != FutureState::Status::cancelled;
  if (cancel_requested_ && left_ == 0 && !error) {
    task_->take_interrupt();  // a second request before this turn is the same end
    throw CancelledError(task_->cancel_message());
  }
  if (!failed_) return;
  failed_->retrieved = true;
  std::rethrow_exception(failed_->error);
}

}  // namespace huddle
