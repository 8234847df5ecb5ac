#include "huddle/gather.hpp"

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

bool Gathering::cancel() noexcept {
  bool any = false;
  for (std::size_t i = 0; i < count_; ++i)
    any |= children_[i].task->cancel(task_->cancel_message());
  if (any) cancel_requested_ = true;
  return any;
}

void Gathering::await_resume() {
  resumed();
  if (cancel_requested_ && left_ == 0) throw CancelledError(task_->cancel_message());
  if (!failed_) return;
  failed_->retrieved = true;
  std::rethrow_exception(failed_->error);
}

}  // namespace huddle
