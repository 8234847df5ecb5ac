#include "huddle/task_group.hpp"

#include <utility>

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

namespace huddle {

TaskGroup::~TaskGroup() {
  for (List<Member>* members : {&running_, &held_})
    while (!members->empty()) delete members->pop_front().child;
}

void TaskGroup::require_takes_tasks() const {
  if (!parent_)
    throw InvalidStateError("this group is not entered yet: co_await with(group, body)");
  if (aborting_) throw InvalidStateError("this group is shutting down: it takes no more tasks");
  if (!takes_tasks()) throw InvalidStateError("this group has ended: it takes no more tasks");
}

void TaskGroup::add(TaskState& task) {
  auto made = std::make_unique<Child>();
  const bool begins = limit_ == 0 || begun_ < limit_;
  task.loop->adopt(task);
  if (begins) task.loop->make_ready(task);
  Child& child = *made.release();  // child_done() deletes it
  child.begun = begins;
  task.held_back = !begins;
  child.group = this;
  child.task = Ref<TaskState>(&task);
  child.member.child = &child;
  task.observers.push_back(child);
  ++size_;
  if (begins) ++begun_;
  (begins ? running_ : held_).push_back(child.member);
}

void TaskGroup::Child::fire() noexcept {
  unlink();
  task->loop->make_ready(*this);
}
void TaskGroup::Child::turn() {
  group->child_done(*this);
}

void TaskGroup::child_done(Child& child) {
  TaskState& task = *child.task;
  --size_;
  child.member.unlink();
  const std::unique_ptr<Child> last(&child);
  if (child.begun) --begun_;
  begin_held();
  if (keep_done_) done_.emplace_back(task);
  if (task.error && task.status != FutureState::Status::cancelled) {
    task.retrieved = true;
    errors_.push_back(task.error);
    if (!aborting_ && !parent_cancelled_) {
      abort();
      parent_cancelled_ = true;
      parent_->cancel("");
    }
  }
  if (keep_done_ || size_ == 0)
    while (!waiting_.empty()) waiting_.front().fire();
}

// As many as may run. Those that were cancelled meanwhile end by themselves.
void TaskGroup::begin_held() {
  while (!held_.empty() && begun_ < limit_) {
    Member& next = held_.pop_front();
    running_.push_back(next);
    TaskState& task = *next.child->task;
    if (!std::exchange(task.held_back, false)) continue;
    next.child->begun = true;
    ++begun_;
    task.loop->make_ready(task);
  }
}

void TaskGroup::ChangeWaiter::list_awaited(std::vector<TaskState*>& tasks) const {
  for (const List<Member>* members : {&group_.running_, &group_.held_})
    members->each([&](Member& member) { tasks.push_back(member.child->task.get()); });
}

void TaskGroup::abort() {
  aborting_ = true;
  running_.each([](Member& member) { member.child->task->cancel(""); });
  while (!held_.empty()) {  // they never ran, and end at once
    Member& member = held_.pop_front();
    running_.push_back(member);
    member.child->task->cancel("");
  }
}

void TaskGroup::cancel() {
  if (aborting_) return;
  abort();
  if (!parent_ || leaving_) return;
  parent_cancelled_ = true;
  parent_->cancel("");
}

Immediately<TaskGroup&> TaskGroup::enter() {
  if (parent_) throw InvalidStateError("a task group can be entered once: make another one");
  parent_ = Loop::running().current_task();
  if (!parent_)
    throw InvalidStateError("a task group needs a task: it cannot be entered in a callback");
  if (aborting_) {  // cancelled before it was entered
    parent_cancelled_ = true;
    parent_->cancel("");
  }
  return Immediately<TaskGroup&>(*this);
}

Coro<bool> TaskGroup::exit(const Failure& failure) {
  leaving_ = true;
  std::exception_ptr cancellation = failure.cancelled() ? failure.error() : nullptr;
  if (failure && !aborting_) abort();
  while (size_ > 0) {
    try {
      co_await Change(*this);
    } catch (const CancelledError&) {
      cancellation = std::current_exception();
      if (!aborting_) abort();
    }
  }
  // What this group asked its own task for is taken back; what others asked for stays.
  if (parent_cancelled_ && parent_->uncancel() == 0) cancellation = nullptr;
  if (failure && is_keyboard_interrupt(failure.error())) co_return false;  // it goes on alone
  if (failure && !failure.cancelled()) errors_.push_back(failure.error());
  if (errors_.empty()) {
    if (cancellation) std::rethrow_exception(cancellation);
    co_return true;
  }
  if (parent_->cancelling() > 0) {
    // It was cancelled from outside as well: the request is raised again, for after the errors.
    parent_->uncancel();
    parent_->cancel("");
  }
  throw ExceptionGroup("unhandled errors in a task group", std::move(errors_));
}

Coro<std::optional<AnyTask>> TaskGroup::next_done() {
  if (!keep_done_)
    throw InvalidStateError(
        "this group forgets the tasks that have ended: make it with "
        "TaskGroupOptions().keep_done()");
  while (done_.empty() && size_ > 0) co_await Change(*this);
  if (done_.empty()) co_return std::nullopt;
  AnyTask next = std::move(done_.front());
  done_.pop_front();
  co_return next;
}

}  // namespace huddle
