#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "huddle/exception_group.hpp"
#include "huddle/list.hpp"
#include "huddle/task.hpp"
#include "huddle/with.hpp"

/// @file
/// @brief Tasks that belong together: none of them outlives the body that made them.

namespace huddle {

/// How a group works.
class TaskGroupOptions {
 public:
  TaskGroupOptions() = default;
  /// At most this many run at a time; the others begin when one has ended. 0 is no limit.
  TaskGroupOptions& limit(std::size_t tasks) noexcept { return limit_ = tasks, *this; }
  /// Keeps the tasks that have ended, for next_done().
  TaskGroupOptions& keep_done() noexcept { return keep_done_ = true, *this; }

 private:
  friend class TaskGroup;
  std::size_t limit_ = 0;
  bool keep_done_ = false;
};

/// Makes tasks, and waits for all of them where its body is left: enter it by with(). When one
/// fails, the others and the body are cancelled, and what failed is thrown together. Cancelled from
/// outside, it cancels its tasks, waits for them, and throws CancelledError.
///
///     co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
///       for (const Url& url : urls) group.create_task(download(url));
///       co_return;
///     });
///
/// What the tasks borrow is declared outside of the body: locals of the body die before the tasks
/// are joined.
class TaskGroup {
 public:
  /// A group without tasks. Enter it by with().
  explicit TaskGroup(const TaskGroupOptions& options = TaskGroupOptions())
      : limit_(options.limit_), keep_done_(options.keep_done_) {}
  /// Only before it is entered.
  TaskGroup(TaskGroup&& other) noexcept : limit_(other.limit_), keep_done_(other.keep_done_) {}
  ~TaskGroup();

  /// Makes a task of `coroutine`, in this group.
  /// @throws InvalidStateError before the group is entered, when it has ended, and while it is
  ///         shutting down; the coroutine is destroyed then, and not reported.
  template <class T>
  Task<T> create_task(Coro<T>&& coroutine, std::string_view name = {},
                      Where where = Where::here()) {
    if (!takes_tasks()) coroutine.discard();
    require_takes_tasks();
    Ref<TaskOf<T>> state(new TaskOf<T>(*parent_->loop, where, std::move(coroutine)));
    if (!name.empty()) state->set_name(name);
    add(*state);
    return Task<T>(std::move(state));
  }
  template <class T>
  Task<T> create_task(Coro<T>& coroutine, std::string_view = {}, Where = {}) {
    return huddle::create_task(coroutine);  // refuses it
  }
  /// The same for a callable and its arguments, which the task keeps: see huddle::create_task().
  template <class Callable, class... Arguments>
  requires CallableWith<Callable, Arguments...>
  auto create_task(Callable&& callable, Arguments&&... arguments) {
    HUDDLE_REQUIRE_SAFE_CLOSURE(Callable);
    return create_task(call_in_frame<CalleeOf<Callable>, std::decay_t<Arguments>...>(
        std::forward<Callable>(callable), std::forward<Arguments>(arguments)...));
  }

  /// Ends the group without an error: cancels its tasks, and its body if that still runs.
  void cancel();
  /// Waits for the next task that ends, in the order in which they end; of a group that keeps them.
  /// Those that were cancelled are handed out, too. When one fails, the body is cancelled, and so
  /// is this. For a result, keep the Task, and compare the id(). Cancelled, it has handed out
  /// nothing.
  /// @return nothing when all have ended and been handed out.
  /// @throws InvalidStateError when the group was made without TaskGroupOptions::keep_done().
  Coro<std::optional<AnyTask>> next_done();
  /// How many tasks have not ended.
  std::size_t size() const noexcept { return size_; }

  /// For with(). @throws InvalidStateError when it was entered before, or outside of a task.
  Immediately<TaskGroup&> enter();
  /// Waits for all tasks. @throws ExceptionGroup when some failed; CancelledError when it was
  /// cancelled from outside.
  Coro<bool> exit(const Failure& failure);
  /// The CancelledError of its own cancel() ends here.
  static constexpr bool can_handle = true;

 private:
  // Stands in a task's line of observers, and has its turn when the task is done.
  struct Child;
  struct Member : Link {
    Child* child = nullptr;
  };
  struct Child final : Node {
    void fire() noexcept override;
    void turn() override;
    TaskGroup* group = nullptr;
    Ref<TaskState> task;
    Member member;
    bool begun = false;  // it is one of those that may run at a time
    static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
      frame_pool::release(memory, size);
    }
  };

  // Waits until one of the tasks has ended.
  class ChangeWaiter final : public Waiter {
   public:
    explicit ChangeWaiter(TaskGroup& group) noexcept : group_(group) {}
    bool await_ready() const noexcept { return false; }
    void await_resume() { resumed(); }
    std::string_view kind() const noexcept override { return "the tasks of its group"; }
    void list_awaited(std::vector<TaskState*>& tasks) const override;

   private:
    void begin() override { group_.waiting_.push_back(*this); }
    TaskGroup& group_;
  };
  class [[nodiscard]] Change {
   public:
    explicit Change(TaskGroup& group) noexcept : group_(group) {}
    ChangeWaiter operator co_await() const noexcept { return ChangeWaiter(group_); }

   private:
    TaskGroup& group_;
  };

  bool takes_tasks() const noexcept { return parent_ && !aborting_ && !(leaving_ && size_ == 0); }
  void require_takes_tasks() const;
  void add(TaskState& task);
  void child_done(Child& child);
  void abort();
  void begin_held();

  std::size_t limit_;
  bool keep_done_;
  TaskState* parent_ = nullptr;
  List<Member> running_;  // in the order of their making
  List<Member> held_;     // those over the limit
  std::size_t begun_ = 0;
  std::size_t size_ = 0;
  std::vector<std::exception_ptr> errors_;
  std::deque<AnyTask> done_;
  List<Node> waiting_;  // the body at its end, and those in next_done()
  bool leaving_ = false;
  bool aborting_ = false;
  bool parent_cancelled_ = false;  // by this group
};

}  // namespace huddle
