#include "huddle/condition.hpp"

#include <exception>
#include <string_view>

#include "huddle/errors.hpp"

namespace huddle {

// Waits for a notification. One that it was woken with, and that it does not live to see, goes to
// the next.
class Condition::NoticeWaiter final : public Waiter {
 public:
  explicit NoticeWaiter(Condition& condition) noexcept : condition_(condition) {}
  bool await_ready() const noexcept { return false; }
  void await_resume() { resumed(); }
  bool undo() noexcept override {
    condition_.wake(1);
    return true;
  }
  std::string_view kind() const noexcept override { return "a condition"; }

 private:
  void begin() override { condition_.line_.push_back(*this); }
  Condition& condition_;
};
class Condition::Notice {
 public:
  explicit Notice(Condition& condition) noexcept : condition_(condition) {}
  NoticeWaiter operator co_await() const noexcept { return NoticeWaiter(condition_); }

 private:
  Condition& condition_;
};

// The task's hold on the lock, which it gives away while it waits. If the task is taken down in the
// meantime, the frames further out give back a lock that is not theirs.
class Condition::GivenAway {
 public:
  explicit GivenAway(Lock& lock) : lock_(lock) { lock_.release(); }
  GivenAway(const GivenAway&) = delete;
  ~GivenAway() {
    if (!taken_again_) lock_.expect_vain_release();
  }
  void taken_again() noexcept { taken_again_ = true; }

 private:
  Lock& lock_;
  bool taken_again_ = false;
};

Coro<void> Condition::wait() {
  require_held();
  GivenAway hold(lock_);
  std::exception_ptr cancelled;
  bool notified = false;
  try {
    co_await Notice(*this);
    notified = true;
  } catch (const CancelledError&) {
    cancelled = std::current_exception();
  }
  // The lock is taken again, whatever happens meanwhile.
  for (bool held = false; !held;) {
    try {
      auto grant = co_await lock_.acquire();
      grant.keep();
      hold.taken_again();
      held = true;
    } catch (const CancelledError&) {
      cancelled = std::current_exception();
    }
  }
  if (!cancelled) co_return;
  if (notified) wake(1);
  std::rethrow_exception(cancelled);
}

void Condition::notify(std::size_t count) {
  require_held();
  wake(count);
}

void Condition::require_held() const {
  if (!lock_.locked()) throw InvalidStateError("a condition needs its lock to be held");
}

void Condition::wake(std::size_t count) noexcept {
  for (; count > 0 && !line_.empty(); --count) line_.front().fire();
}

}  // namespace huddle
