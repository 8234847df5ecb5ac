#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "huddle/clock.hpp"
#include "huddle/descriptors.hpp"
#include "huddle/function.hpp"
#include "huddle/instrument.hpp"
#include "huddle/remote.hpp"
#include "huddle/report.hpp"
#include "huddle/scheduled.hpp"
#include "huddle/timers.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief The event loop: who runs next, and what happens when nobody can.
///
/// One iteration looks for descriptors that are ready, moves the timers that are due, and then
/// gives a turn to everybody who stood in the ready queue when it began; who joins meanwhile has to
/// wait for the next one. When nobody is ready the loop rests in the operating system. Chapter 5
/// builds one from nothing.

namespace huddle {

class SignalTaker;

/// What a loop is made with.
class LoopOptions {
 public:
  LoopOptions() = default;
  /// `epoll` or `select`; without it, what `HUDDLE_BACKEND` says, or else `epoll`.
  LoopOptions& backend(std::string name) { return backend_ = std::move(name), *this; }
  /// The clock, which must outlive the loop; without it, the machine's.
  LoopOptions& clock(Clock& clock) noexcept { return clock_ = &clock, *this; }
  /// Looks for mistakes that are dear to look for; `HUDDLE_DEBUG=1` does the same.
  LoopOptions& debug(bool on = true) noexcept { return debug_ = on, *this; }
  /// Shuffles every batch of turns, by this seed; `HUDDLE_SHUFFLE` does the same.
  LoopOptions& shuffle(std::uint64_t seed) noexcept { return shuffle_ = seed, *this; }

 private:
  friend class Loop;
  std::string backend_;
  Clock* clock_ = nullptr;
  std::optional<bool> debug_;
  std::optional<std::uint64_t> shuffle_;
};

/// Gives turns to tasks and callbacks, on one thread. It owns the tasks that have not ended.
///
/// Nothing here suspends, and but for remote() nothing may be called on another thread.
class Loop {
 public:
  /// A loop of its own, which runs nothing yet.
  explicit Loop(const LoopOptions& options = LoopOptions());
  Loop(const Loop&) = delete;
  ~Loop();

  /// The loop that runs on this thread; null when none does.
  static Loop* current() noexcept { return current_; }
  /// The same. @throws InvalidStateError when none does.
  static Loop& running();

  // Callbacks. Each runs in the context in which it was registered. What one throws is reported,
  // and the loop goes on.

  /// Has `callback` called in the next iteration, after what is in line already.
  Handle call_soon(Function<void()> callback, Where where = Where::here());
  /// Has it called once `delay` has passed, never earlier. Equal times keep their order.
  Handle call_later(Duration delay, Function<void()> callback, Where where = Where::here());
  /// Has it called at `due`, by now()'s clock.
  Handle call_at(TimePoint due, Function<void()> callback, Where where = Where::here());
  /// A handle on this loop for other threads. While it lives, the loop expects to be called.
  RemoteLoop remote() { return RemoteLoop(inbox_); }

  // Descriptors. They are yours: remove what watches one before you close it, or have whoever waits
  // for it told, by notify_closing().

  /// Has `callback` called in each iteration that finds `descriptor` readable. It takes the place
  /// of an earlier one. @throws InvalidStateError when a task waits for it already.
  Handle add_reader(int descriptor, Function<void()> callback, Where where = Where::here());
  /// @return whether there was one. It is not called again, not even in this iteration.
  bool remove_reader(int descriptor);
  /// The same for one that can be written.
  Handle add_writer(int descriptor, Function<void()> callback, Where where = Where::here());
  /// @return whether there was one, as for remove_reader().
  bool remove_writer(int descriptor);
  /// Wakes whoever waits for `descriptor`, with an error: call it before you close one.
  void notify_closing(int descriptor);

  /// Has `callback` called soon after each `signal`; of several that come together, once. It takes
  /// the place of an earlier one, and of what run() does at Ctrl-C. While there is one, the loop
  /// expects to be called.
  /// @throws std::system_error for SIGKILL, SIGSTOP and what is no signal; InvalidStateError when
  ///         another loop takes it.
  void add_signal_handler(int signal, Function<void()> callback, Where where = Where::here());
  /// The signal does again what it did before: in run(), Ctrl-C cancels main again.
  /// @return whether there was one.
  bool remove_signal_handler(int signal);

  // Running.

  /// Runs until stop(). @throws InvalidStateError when a loop runs on this thread, or this is
  /// closed.
  void run_forever();
  /// Runs until `future` has ended. @throws InvalidStateError as run_forever(), and when somebody
  /// stops the loop before; DeadlockError when nothing can ever end it.
  void run_until(FutureState& future);
  /// Cancels all tasks, and runs until they have ended. What they throw is reported.
  void finish_tasks();
  /// One iteration, resting for `rest` at most when nobody is ready.
  void run_once(Duration rest = Duration::zero());
  /// Ends run_forever() after this iteration. What is in line stays there.
  void stop() noexcept { stopping_ = true; }
  /// Ends the loop: tasks that have not ended are destroyed, newest first, and reported. Twice is
  /// fine. @throws InvalidStateError while it runs.
  void close();
  /// Whether run_forever(), run_until() or run_once() is under way.
  bool is_running() const noexcept { return running_; }
  /// Whether close() was called.
  bool is_closed() const noexcept { return closed_; }

  /// The time by the loop's clock.
  TimePoint now() const noexcept { return clock_->now(); }
  /// Whether it looks for mistakes: reports steps and callbacks that take longer than 100 ms and
  /// generators that are not closed, and refuses calls from another thread.
  bool debug() const noexcept { return debug_; }
  /// Switches that on or off.
  void set_debug(bool on);
  /// The selector's name: `epoll` or `select`.
  std::string_view backend() const noexcept { return descriptors_.backend(); }

  /// Has reports go to `handler` instead of stderr; one that throws is reported there itself.
  void set_exception_handler(std::function<void(const Report&)> handler,
                             Where where = Where::here());
  /// Hands `report` to the handler, or prints it on stderr.
  void handle(const Report& report) noexcept;
  /// Hands each new task to `prepare` before its first step, to name it or to count it; null is
  /// nobody. What it throws comes out of create_task().
  void set_task_factory(std::function<void(TaskState&)> prepare);
  /// Is told what the loop does, until it is removed. It must outlive that.
  void add_instrument(Instrument& instrument, Where where = Where::here()) {
    instruments_.emplace_back(&instrument, where);
  }
  /// Tells it nothing any more. Harmless when it was told nothing before.
  void remove_instrument(Instrument& instrument) noexcept;
  /// Called when the loop closes, the last one added first; tasks are gone by then.
  void at_close(Function<void()> hook, Where where = Where::here()) {
    at_close_.emplace_back(std::move(hook), where);
  }

  /// The one `T` that belongs to this loop: made when it is first asked for, destroyed when the
  /// loop closes, after its tasks and the hooks.
  template <class T>
  T& belonging() {
    static constexpr char key = 0;
    for (const auto& [known, object] : belongings_)
      if (known == &key) return *static_cast<T*>(object.get());
    const auto made = std::make_shared<T>();
    belongings_.emplace_back(&key, made);
    return *made;
  }

  /// The task that runs; null in a callback.
  TaskState* current_task() const noexcept {
    return current_ == this ? static_cast<TaskState*>(Stack::current) : nullptr;
  }
  /// All tasks that have not ended, in no order.
  const std::vector<TaskState*>& all_tasks() const noexcept { return tasks_; }

  // For those who build what waits.

  /// In debug mode, refuses a call from another thread than the one on which it runs. What it says
  /// names `where`, and with `relation` what that is the place of.
  void require_own_thread(const char* relation = ", at ", const Where& where = {}) const {
    if (debug_) refuse_other_threads(relation, where);
  }
  /// Puts `node` at the end of the ready queue.
  void make_ready(Node& node) noexcept {
    node.epoch = epoch_;
    ready_.push_back(node);
  }
  /// How many stand there, but for the one whose turn it is. Counts them.
  std::size_t count_ready() const noexcept {
    std::size_t count = 0;
    ready_.each([&](const Node&) { ++count; });
    return count;
  }
  /// Has `node` fired at `due`; where that is now, in the next iteration.
  void start_timer(Node& node, TimePoint due, TimePoint now);
  /// What is due later.
  Timers& timers() noexcept { return timers_; }
  /// Who waits for which descriptor.
  Descriptors& descriptors() noexcept { return descriptors_; }
  /// Takes `task` in, which begins when it is made ready.
  void adopt(TaskState& task);
  /// A job of a pool is going to wake the loop, or no longer.
  void expect(int change) noexcept { jobs_ += change; }
  /// A descriptor is watched and not waited for, or no longer: nobody can tell whether it will ever
  /// be ready.
  void expect_not(int change) noexcept { unawaited_ += change; }
  /// Where other threads leave what is to be called. Whoever posts there is expected: see expect().
  const std::shared_ptr<Inbox>& inbox() const noexcept { return inbox_; }
  /// Has `callback` called at the first `signal`; a second one kills, and the loop waits for
  /// neither. A handler comes before it. A signal that somebody else takes, or ignores, stays as it
  /// is.
  void add_interrupt(int signal, Function<void()> callback, Where where = Where::here());
  /// Takes back what add_interrupt() did.
  void remove_interrupts() noexcept;

 private:
  friend class Scheduled;
  friend class TaskState;
  friend class Waiter;
  struct Running;
  struct Closing;
  struct IdleTakersGo;
  using Handler = std::function<void(const Report&)>;
  using Factory = std::function<void(TaskState&)>;

  void require_open(const Where& where = {}) const {
    require_own_thread(", at ", where);
    if (closed_) refuse_closed();
  }
  [[noreturn]] static void refuse_closed();
  SignalTaker* taker(int signal) const noexcept;
  void refuse_other_threads(const char* relation, const Where& where) const;
  Handle watch(int descriptor, bool for_writing, Function<void()> callback, Where where);
  bool unwatch(int descriptor, bool for_writing) noexcept;
  Handle schedule(TimePoint due, TimePoint now, Function<void()>&& callback, Where where);
  static void report_to(Loop* loop) noexcept;
  void iterate(std::optional<Duration> rest);
  void iterate_on();
  bool somebody_is_outside() const noexcept {
    return !timers_.empty() || descriptors_.count() > static_cast<std::size_t>(unawaited_);
  }
  bool look_is_due() noexcept;
  void look_outside(std::optional<Duration> rest);
  bool jump(std::optional<Duration> rest);
  void take_posts();
  void give_turns();
  void shuffle();
  bool can_be_woken() const noexcept;
  [[noreturn]] void break_deadlock(FutureState& future);
  void end_task(TaskState& task);
  [[gnu::cold, gnu::noinline]] void end_failed_task(TaskState& task);
  [[gnu::cold, gnu::noinline]] void adopt_watched(TaskState& task);
  void take_in(TaskState& task);
  void leave(TaskState& task);
  std::vector<TaskState*> by_age() const;
  bool watched() const noexcept { return !instruments_.empty(); }
  template <class Tell>
  [[gnu::cold, gnu::noinline]] void tell(Tell tell) noexcept {
    ++telling_;
    for (std::size_t i = 0; i < instruments_.size(); ++i) {
      if (!instruments_[i].first) continue;  // it was removed meanwhile
      try {
        tell(*instruments_[i].first);
      } catch (...) {
        instruments_[i].first = nullptr;
        handle(Report("an instrument failed, and is removed", std::current_exception(),
                      instruments_[i].second));
      }
    }
    --telling_;
    forget_removed_instruments();
  }
  void forget_removed_instruments() noexcept;

  static constinit thread_local Loop* current_;

  SteadyClock steady_;
  Clock* clock_;
  List<Node> ready_;
  std::uint8_t epoch_ = 0;  // of this iteration: who joins ready_ in it has a turn in the next
  Timers timers_;
  Descriptors descriptors_;
  std::shared_ptr<Inbox> inbox_;
  std::vector<TaskState*> tasks_;
  std::vector<std::pair<Instrument*, Where>> instruments_;  // and where they were added
  int telling_ = 0;                                         // how deep they are being told
  std::unique_ptr<Instrument> slow_steps_;                  // in debug mode
  std::unique_ptr<Instrument> trace_;                       // with HUDDLE_TRACE
  std::thread::id thread_;                                  // on which it runs
  std::vector<std::pair<Function<void()>, Where>> at_close_;
  std::shared_ptr<const Handler> handler_;
  Where handler_set_;
  std::shared_ptr<const Factory> factory_;
  std::vector<std::unique_ptr<SignalTaker>> signals_;
  std::vector<std::pair<const void*, std::shared_ptr<void>>> belongings_;  // by type
  std::optional<std::uint64_t> shuffle_;
  std::uint64_t tasks_made_ = 0;
  int jobs_ = 0;
  int unawaited_ = 1;  // the inbox
  // Whether to look outside, while nobody is waited for there; 0 with a clock that is set by hand.
  int turns_between_questions_ = 16;
  int turns_ = 0;      // since the last such question
  int questions_ = 0;  // since the last look
  TimePoint last_look_{};
  bool running_ = false;
  bool stopping_ = false;
  bool closed_ = false;
  bool debug_ = false;
};

/// The time by the clock of the loop that runs. @throws InvalidStateError when none does.
inline TimePoint now() {
  return Loop::running().now();
}

}  // namespace huddle
