#include "huddle/waiter.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

namespace huddle {

// --- Futures -------------------------------------------------------------------------------------

void FutureState::drop_observers() noexcept {
  while (!observers.empty()) observers.front().drop();
}

void FutureState::report_unread() noexcept {
  report(Report("future exception was never retrieved", error, made()));
}

void FutureState::complete(Status as) noexcept {
  status = as;
  while (!observers.empty()) observers.front().fire();
}

void FutureState::fail(std::exception_ptr failure) noexcept {
  Status as = Status::done;
  try {
    std::rethrow_exception(failure);
  } catch (const CancelledError&) {
    as = Status::cancelled;
    retrieved = true;  // whoever cancels knows
  } catch (...) {
  }
  error = std::move(failure);
  complete(as);
}

std::exception_ptr FutureState::exception() {
  if (!done()) throw InvalidStateError("it has no result yet: wait until it is done");
  if (status == Status::cancelled) std::rethrow_exception(error);
  retrieved = true;
  return error;
}

void FutureState::throw_failure() {
  std::rethrow_exception(exception());
}

// --- Tasks ---------------------------------------------------------------------------------------

void TaskState::report_unread_task() noexcept {
  retrieved = true;
  Report unread("task exception was never retrieved", error, made());
  unread.task = name();
  report(unread);
}

TaskState::Rare& TaskState::rare() {
  if (!rare_) rare_ = new Rare;
  return *rare_;
}

void TaskState::forget_rare() noexcept {
  delete rare_;
}

std::string TaskState::name() const {
  return rare_ && !rare_->name.empty() ? rare_->name : "Task-" + std::to_string(id);
}

void TaskState::set_name(std::string_view name) {
  rare().name = name;
}

const std::string& TaskState::cancel_message() const noexcept {
  static const std::string none;
  return rare_ ? rare_->cancel_message : none;
}

// A request to end, on its way: from a task that waits for other tasks to those, and so on, to the
// tasks that wait for something else. Where it comes back to a task that it has visited, it has
// gone round in a circle, which is cut there.
class TaskState::Request {
 public:
  explicit Request(const std::string& message) noexcept : message_(message) {}

  void reach(TaskState& task) {
    ++task.cancels_;
    if (!message_.empty() || task.rare_) task.rare().cancel_message = message_;
    task.visit_ = number_;
    Waiter* waiter = task.blocked;
    if (waiter && waiter->state == Node::State::waiting && meet(*waiter)) return;
    task.interrupt_ = true;
    if (std::exchange(task.held_back, false)) task.loop->make_ready(task);  // to end, not to begin
  }

  // Whether it arrives, at what `task` is about to wait for or further on.
  bool begin_at(TaskState& task, Waiter& waiter) {
    task.visit_ = number_;
    return meet(waiter);
  }

  // On to those who are left; by a list, since they may be many, one behind the other.
  void go_on() {
    while (!left_.empty()) {
      TaskState& task = *left_.back();
      left_.pop_back();
      if (reaches(task)) reach(task);
    }
  }

 private:
  // Whether it arrives, here or further on.
  bool meet(Waiter& waiter) {
    if (waiter.pass_on()) {
      const std::size_t before = left_.size();
      waiter.list_awaited(left_);
      left_.erase(std::remove_if(left_.begin() + static_cast<std::ptrdiff_t>(before), left_.end(),
                                 [this](const TaskState* task) { return !reaches(*task); }),
                  left_.end());
      // The last one is taken first.
      std::reverse(left_.begin() + static_cast<std::ptrdiff_t>(before), left_.end());
      if (left_.size() > before) return true;
    }
    return waiter.cancel();
  }

  bool reaches(const TaskState& task) const noexcept {
    return !task.done() && task.visit_ != number_;
  }

  static inline thread_local std::uint32_t requests_ = 0;

  const std::string& message_;
  const std::uint32_t number_ = ++requests_;
  std::vector<TaskState*> left_;
};

bool TaskState::cancel(std::string message) {
  loop->require_own_thread(", to a task made at ", made());
  if (done()) return false;
  Request request(message);
  request.reach(*this);
  request.go_on();
  return true;
}

int TaskState::uncancel() noexcept {
  if (cancels_ > 0 && --cancels_ == 0) interrupt_ = false;
  return static_cast<int>(cancels_);
}

// Inlined into both kinds of turn: it is what a program does most.
inline void TaskState::step() {
  Loop& loop = *this->loop;
  current = this;
  {
    const Context::Enter enter(context());
    if (loop.watched())
      resume_watched();
    else
      resume();
  }
  current = nullptr;
  if (!top) end();
}

void TaskState::turn() {
  if (interrupt_) return end_unbegun();
  step();
}

// Cancelled before it began: the body never runs.
void TaskState::end_unbegun() {
  destroy_frames();
  fail_cancelled();
  loop->end_task(*this);
}

void TaskState::resume_watched() {
  loop->tell([this](Instrument& instrument) { instrument.step_begins(*this); });
  resume();
  loop->tell([this](Instrument& instrument) { instrument.step_ends(*this); });
}

void TaskState::end() {
  collect();
  if (interrupt_ && !error) fail_cancelled();
  loop->end_task(*this);
}

void TaskState::fail_cancelled() noexcept {
  error = std::make_exception_ptr(CancelledError(cancel_message()));
}

void TaskState::destroy_frames() noexcept {
  if (blocked) {
    Waiter& waiter = *std::exchange(blocked, nullptr);
    waiter.abandon();
  }
  unlink();
  unwind();
}

// --- Waiting -------------------------------------------------------------------------------------

void Waiter::block(TaskState& task) {
  wait_in(task);
  state = State::waiting;
  try {
    begin();
  } catch (...) {  // it does not wait after all: the await throws this
    state = State::idle;
    task.blocked = nullptr;
    task.waiting = false;
    throw;
  }
  if (task.interrupted() && state == State::waiting) deliver_interrupt(task);
}

// A cancellation came while the task ran: it is delivered at this, the next await that waits.
void Waiter::deliver_interrupt(TaskState& task) {
  TaskState::Request request(task.cancel_message());
  if (!request.begin_at(task, *this)) return;
  task.take_interrupt();
  request.go_on();
}

void Waiter::refuse(const FutureState& state) const {
  if (state.loop != task_->loop)
    throw InvalidStateError("this future belongs to another loop: it cannot be awaited here");
  throw InvalidStateError("a task cannot await itself");
}

void Waiter::fire() noexcept {
  unlink();
  go_on(State::woken);
}

bool Waiter::cancel() noexcept {
  leave();
  go_on(State::cancelled);
  return true;
}

void Waiter::go_on(State as) noexcept {
  state = as;
  Loop& loop = this->loop();
  loop.make_ready(*this);
  if (loop.watched()) loop.tell([this](Instrument& instrument) { instrument.woken(*task_); });
}

void Waiter::turn() {
  TaskState& task = *task_;
  if (task.interrupted() || state == State::cancelled) settle_interrupt(task);
  task.blocked = nullptr;
  task.step();
}

// Woken and cancelled as well: it is cancelled if it can still hand back what was set aside.
void Waiter::settle_interrupt(TaskState& task) noexcept {
  if (state == State::woken && undo()) state = State::cancelled;
  if (state == State::cancelled) task.take_interrupt();
}

void Waiter::abandon() noexcept {
  if (state == State::waiting)
    leave();
  else if (state == State::woken)
    undo();
  unlink();
}

void Waiter::throw_cancelled() {
  state = State::idle;
  throw CancelledError(task_->cancel_message());
}

}  // namespace huddle
