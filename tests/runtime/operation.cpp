#include "operation.hpp"

#include <chrono>
#include <exception>

#include "huddle/testing.hpp"

namespace huddle {

using namespace std::chrono_literals;

// --- The world -----------------------------------------------------------------------------------

Coro<void> World::nap() {
  const Inside inside(*this);
  co_await sleep(1s);
}

Coro<void> World::leave_slowly() {
  const Inside inside(*this);
  std::exception_ptr cancelled;
  try {
    co_await sleep(1h);
  } catch (const CancelledError&) {
    cancelled = std::current_exception();
  }
  co_await sleep(1s);
  if (cancelled) std::rethrow_exception(cancelled);
}

int World::pass_the_door() {
  ++calls_begun;
  std::unique_lock lock(mutex_);
  door_.wait(lock, [this] { return open_; });
  return ++calls_ended;
}

void World::open_the_door() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  door_.notify_all();
}

std::map<std::string, long> World::books() {
  Loop& loop = Loop::running();
  return {
      {"tasks", static_cast<long>(loop.all_tasks().size())},
      {"timers", static_cast<long>(loop.timers().size())},
      {"descriptors", static_cast<long>(loop.descriptors().count())},
      {"somebody is ready", loop.count_ready() > 0},
      {"inside", inside},
      {"calls in threads", calls_begun - calls_ended},
      {"the lock is held", lock.locked()},
      {"permits", static_cast<long>(semaphore.value())},
      {"permits of the bounded one", static_cast<long>(bounded.value())},
      {"the condition's lock is held", condition.lock().locked()},
      {"the event is set", event.is_set()},
      {"at the barrier", static_cast<long>(barrier.waiting())},
      {"in the queue", static_cast<long>(queue.size())},
      {"in the priority queue", static_cast<long>(smallest.size())},
      {"in the other queue", static_cast<long>(last.size())},
      {"fish", fish.use_count()},
  };
}

// --- The sweep -----------------------------------------------------------------------------------

// Cancels the operation at the n-th moment.
class Operation::Canceller final : public Instrument {
 public:
  explicit Canceller(int moment) noexcept : left_(moment) {}
  void watch(TaskState& operation) noexcept { operation_ = Ref<TaskState>(&operation); }
  /// Whether it was still there to be cancelled.
  bool hit() const noexcept { return hit_; }

  void step_ends(TaskState& task) override {
    if (task.blocked) moment_of(task);
  }
  void woken(TaskState& task) override { moment_of(task); }

 private:
  void moment_of(TaskState& task) {
    if (!operation_ || task.id == 1 || --left_ != 0) return;  // 1 is who plays all this
    hit_ = operation_->cancel("at a moment");
  }

  Ref<TaskState> operation_;
  int left_;
  bool hit_ = false;
};

Coro<void> Operation::play(World& world, Canceller& canceller) const {
  if (prepare_) prepare_(world);
  const auto books = world.books();
  {
    const Task<void> first = create_task(body_(world), "the operation");
    canceller.watch(first.state());
    co_await testing::settle();
    const Task<void> second = create_task(body_(world), "the one behind it");
    co_await testing::settle();
    if (happens_) happens_(world);
    co_await testing::settle();
    if (instead_ && first.cancelled() && !second.done()) instead_(world);
    const std::vector<Task<void>> both{first, second};
    co_await wait(both);
    EXPECT_TRUE(first.cancelled() || !first.exception());
    EXPECT_EQ(first.cancelled(), canceller.hit());
    EXPECT_NO_THROW(second.result());
  }
  if (!world.others.empty()) co_await wait(std::exchange(world.others, {}));
  if (tidy_) tidy_(world);
  co_await testing::settle();
  EXPECT_EQ(world.books(), books);
}

void Operation::cancel_everywhere() const {
  int moment = 1;
  for (bool hit = true; hit; ++moment) {
    SCOPED_TRACE("cancelled at moment " + std::to_string(moment));
    World world;
    Canceller canceller(moment);
    testing::Stage stage;
    stage.loop().add_instrument(canceller);
    try {
      stage.run(play(world, canceller));
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    hit = canceller.hit();
    // A loop that waits for a thread, or for something else outside, would not jump.
    const Duration before = stage.elapsed();
    stage.loop().run_once(1ms);
    EXPECT_EQ(stage.elapsed(), before + 1ms);
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(moment, 2) << "there was nothing to cancel";
}

}  // namespace huddle
