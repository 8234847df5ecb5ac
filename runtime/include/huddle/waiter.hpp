#pragma once

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "huddle/context_var.hpp"
#include "huddle/coro.hpp"
#include "huddle/node.hpp"
#include "huddle/ref.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief What does not depend on a result: a future's state, a task's state, and how tasks wait.
///
/// This is where waking and cancelling happen, all of it. A task that waits has one Waiter, which
/// lives in the frame that awaits. It is woken, or it is cancelled; both put it into the ready
/// queue, and only its turn there resumes the task. What was set aside for it meanwhile can still
/// be handed back: see undo().

namespace huddle {

class Loop;
class TaskState;
class Waiter;

/// A future, without its value. Handles share it.
class FutureState : public Node {
 public:
  /// How it stands.
  enum class Status : std::uint8_t { pending, done, cancelled };

  /// A pending one, on `loop`; `made` is the place that reports name.
  FutureState(Loop& loop, Where made) noexcept
      : made_file_(made.file), made_line_(made.line), loop(&loop) {}

  /// Whether it is no longer pending.
  bool done() const noexcept { return status != Status::pending; }
  /// Ends it, and fires all who observe it, in order.
  void complete(Status as) noexcept;
  /// Ends it with an error; a CancelledError makes it cancelled.
  void fail(std::exception_ptr error) noexcept;
  /// What `error` is, as a CancelledError; null where it is another error.
  /// @throws InvalidStateError while it is pending, CancelledError when it was cancelled.
  std::exception_ptr exception();
  /// Throws what exception() says of one that has no value.
  [[noreturn]] void throw_failure();

  /// The task that this is; null for a future that is none.
  virtual TaskState* as_task() noexcept { return nullptr; }
  /// For Ref: nobody keeps it any more.
  void release() noexcept { delete this; }
  void fire() noexcept override {}
  void turn() override {}

  static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept {
    frame_pool::release(memory, size);
  }

  /// The place that reports of it name.
  Where made() const noexcept { return {made_file_, made_line_}; }
  /// Has reports name another place.
  void set_made(const Where& where) noexcept {
    made_file_ = where.file;
    made_line_ = where.line;
  }

  // In an order that leaves no gaps, and has together what a task's step needs.
  /// Pending, or how it ended.
  Status status = Status::pending;
  bool retrieved = false;  ///< Whether somebody has seen the error.
  /// Who is fired when it ends, in this order.
  List<Node> observers;
  /// What it ended with; null for a value.
  std::exception_ptr error;

 private:
  const char* made_file_;
  int made_line_;

 public:
  /// For Ref: how many keep it.
  std::uint32_t refs = 0;
  /// The loop that it belongs to, which must outlive it.
  Loop* loop;

 protected:
  virtual ~FutureState() {
    if (!observers.empty()) drop_observers();
    if (error && !retrieved) report_unread();
  }

 private:
  void drop_observers() noexcept;
  [[gnu::cold]] void report_unread() noexcept;
};

/// A task, without its result: a stack of frames, and what it waits for. The loop owns it until it
/// has ended.
class TaskState : public FutureState, public Stack {
 public:
  /// One that has not begun.
  TaskState(Loop& loop, Where made) noexcept : FutureState(loop, made) {}

  /// The one that runs on this thread. Only inside of a task.
  static TaskState& running() noexcept { return static_cast<TaskState&>(*Stack::current); }

  TaskState* as_task() noexcept override { return this; }
  /// Asks for its end. See Task::cancel().
  bool cancel(std::string message);
  /// See Task::uncancel().
  int uncancel() noexcept;
  /// Its first turn.
  void turn() override;
  /// Whether a cancellation is to be delivered; `take` means that it is, now.
  bool interrupted() const noexcept { return interrupt_; }
  /// The cancellation is delivered.
  void take_interrupt() noexcept { interrupt_ = false; }
  /// A cancellation is to be delivered, at the next wait.
  void interrupt() noexcept { interrupt_ = true; }

  /// Its name: given, or Task-N.
  std::string name() const;
  /// Names it.
  void set_name(std::string_view name);
  /// What cancel() was told last; often empty.
  const std::string& cancel_message() const noexcept;
  /// How many requests to end there are that nobody took back.
  int cancelling() const noexcept { return static_cast<int>(cancels_); }

  /// Has it use `context` instead of a copy of its own.
  void use(Context& context) {
    rare().context = &context;
    uses_given_context_ = true;
  }

  // In an order that leaves no gaps.
  /// Whether whoever made it keeps it from beginning; a request to end makes it ready.
  bool held_back = false;

 private:
  bool interrupt_ = false;
  bool uses_given_context_ = false;
  std::uint32_t cancels_ = 0;

 public:
  /// What it waits for; null when it is ready, or has ended.
  Waiter* blocked = nullptr;
  /// Its number, which no other task of its loop has.
  std::uint64_t id = 0;
  std::uint32_t place = 0;  ///< Among the loop's tasks.

 protected:
  ~TaskState() override {
    if (top) unwind();  // of one that no loop has taken in
    if (error && !retrieved) report_unread_task();
    if (rare_) forget_rare();
  }
  /// Takes the result out of the first frame, and destroys that.
  virtual void collect() noexcept = 0;

 private:
  friend class Loop;
  friend class Waiter;
  class Request;
  void step();  // until it waits or ends
  [[gnu::cold]] void resume_watched();
  void end();
  [[gnu::cold, gnu::noinline]] void end_unbegun();
  [[gnu::cold, gnu::noinline]] void fail_cancelled() noexcept;
  void destroy_frames() noexcept;
  [[gnu::cold]] void report_unread_task() noexcept;

  // What few tasks have.
  struct Rare {
    std::string name;
    std::string cancel_message;
    Context* context = nullptr;
  };
  Rare& rare();
  [[gnu::cold]] void forget_rare() noexcept;
  Context& context() noexcept { return uses_given_context_ ? *rare_->context : context_; }

  std::uint32_t visit_ = 0;  // of which walk of cancel() it was a part last
  Context context_ = Context::current();
  Rare* rare_ = nullptr;
};

/// Where a task really waits: the base of everything that `co_await` can block on. It lives in the
/// frame that awaits, so waiting allocates nothing.
///
/// To make one, derive from it; begin() puts it where it waits, and that place calls fire() when it
/// has happened. Give it `await_ready()` and `await_resume()`; the latter calls resumed() first.
class Waiter : public Node {
 public:
  Waiter() = default;

  template <std::derived_from<Frame> Promise>
  void await_suspend(std::coroutine_handle<Promise>) {
    block(TaskState::running());
  }

  /// It has happened: the task is going to be resumed. Whoever fires it has taken it away from
  /// where it waited; but a List it leaves by itself.
  void fire() noexcept override;
  void turn() override;

  /// Has the task resumed with a CancelledError, instead of what it waits for. Only while waiting.
  /// @return false when that cannot be: then the request stays with the task.
  virtual bool cancel() noexcept;
  /// There is a request to end. @return whether it goes to the tasks that are waited for, those of
  /// list_awaited(), instead of to cancel().
  virtual bool pass_on() noexcept { return awaited() != nullptr; }
  /// Gives back what was set aside for it, after it was woken and before it has had its turn.
  /// @return false when that cannot be: then it is too late to cancel it.
  virtual bool undo() noexcept { return true; }
  /// The task that it waits for, where it waits for one.
  virtual TaskState* awaited() const noexcept { return nullptr; }
  /// Appends the tasks that it waits for: for the tree of waiting tasks.
  virtual void list_awaited(std::vector<TaskState*>& tasks) const {
    if (TaskState* task = awaited()) tasks.push_back(task);
  }
  /// The task is taken down while it waits.
  void abandon() noexcept;
  /// What it waits for, in a few words: for the tree of waiting tasks.
  virtual std::string_view kind() const noexcept { return "something"; }

 protected:
  ~Waiter() = default;
  /// Puts it where it waits.
  virtual void begin() = 0;
  /// Takes it away from there, before it was fired.
  virtual void leave() noexcept { unlink(); }
  /// Throws the CancelledError, where it is the end of the wait.
  void resumed() {
    if (state == State::cancelled) throw_cancelled();
    state = State::idle;
  }
  /// From here on the task waits, and for this.
  void wait_in(TaskState& task) noexcept {
    task_ = &task;
    task.blocked = this;
    task.waiting = true;
  }
  /// Refuses to wait for what belongs to another loop, or for itself.
  [[noreturn]] void refuse(const FutureState& state) const;
  /// The loop of the task that waits.
  Loop& loop() const noexcept { return *task_->loop; }

  /// The task that waits here.
  TaskState* task_ = nullptr;

 private:
  void block(TaskState& task);
  [[gnu::cold, gnu::noinline]] void deliver_interrupt(TaskState& task);
  [[gnu::cold, gnu::noinline]] void settle_interrupt(TaskState& task) noexcept;
  void go_on(State as) noexcept;
  [[noreturn]] void throw_cancelled();
};

/// Stands in a line, until somebody fires those who stand there.
class LineWaiter final : public Waiter {
 public:
  /// Will stand in `line`; `kind` says what for, and must outlive it.
  LineWaiter(List<Node>& line, const char* kind) noexcept : line_(line), kind_(kind) {}
  bool await_ready() const noexcept { return false; }
  void await_resume() { resumed(); }
  std::string_view kind() const noexcept override { return kind_; }

 private:
  void begin() override { line_.push_back(*this); }

  List<Node>& line_;
  const char* kind_;
};
/// `co_await LineAwait(line, "what the line is for")`.
class [[nodiscard]] LineAwait {
 public:
  /// As LineWaiter's.
  LineAwait(List<Node>& line, const char* kind) noexcept : line_(line), kind_(kind) {}
  LineWaiter operator co_await() const noexcept { return {line_, kind_}; }

 private:
  List<Node>& line_;
  const char* kind_;
};

}  // namespace huddle
