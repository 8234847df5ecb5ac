#pragma once

/// @file
/// @brief An operation that waits, cancelled at every moment that there is, with the books before
/// and after.

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"

namespace huddle {

/// What operations wait for, and what they could leave behind. It outlives the loop.
struct World {
  /// An item, of which there are as many copies as there are references.
  using Fish = std::shared_ptr<int>;

  Lock lock;
  Semaphore semaphore{1};
  BoundedSemaphore bounded{1};
  Condition condition;
  Event event;
  Barrier barrier{3};
  Queue<Fish> queue{1};
  PriorityQueue<Fish> smallest{1};
  LifoQueue<Fish> last{1};
  Fish fish = std::make_shared<int>(0);
  std::optional<Future<int>> future;
  std::optional<AsCompleted<Future<int>>> finished;
  int pipe[2] = {-1, -1};
  bool changed = false;

  /// Tasks that are not cancelled with the operation, and are waited for in the end.
  std::vector<Task<void>> others;
  const Task<void>& other(Coro<void> work) {
    return others.emplace_back(create_task(std::move(work)));
  }

  /// Counts who is inside of what.
  class Inside {
   public:
    explicit Inside(World& world) noexcept : world_(world) { ++world_.inside; }
    Inside(const Inside&) = delete;
    ~Inside() { --world_.inside; }

   private:
    World& world_;
  };
  long inside = 0;
  /// A second inside.
  Coro<void> nap();
  /// Leaves a second after it was cancelled.
  Coro<void> leave_slowly();

  /// A call that takes until the door is open.
  int pass_the_door();
  void open_the_door();
  ThreadPool pool{1};
  std::atomic<int> calls_begun = 0, calls_ended = 0;

  /// Everything that can be counted.
  std::map<std::string, long> books();

 private:
  std::mutex mutex_;
  std::condition_variable door_;
  bool open_ = false;
};

/// A row of the table: an operation, and how it comes to its end. Two tasks run the body, one
/// behind the other, and then something happens that is enough for one. Whoever gets it passes it
/// on. So the second task ends, whether the first was cancelled or not.
class Operation {
 public:
  using Body = std::function<Coro<void>(World&)>;
  using Step = std::function<void(World&)>;

  Operation(std::string name, Body body) : name_(std::move(name)), body_(std::move(body)) {}
  /// What comes before the books are looked at, and what before they are compared.
  Operation& prepare(Step step) { return prepare_ = std::move(step), *this; }
  Operation& tidy(Step step) { return tidy_ = std::move(step), *this; }
  Operation& happens(Step step) { return happens_ = std::move(step), *this; }
  /// What the second one needs where the first has not come.
  Operation& instead(Step step) { return instead_ = std::move(step), *this; }

  const std::string& name() const noexcept { return name_; }
  /// Cancels it at every moment: where a task has begun to wait, and where one is woken. That is
  /// the operation's own task, its children, or the one behind it.
  void cancel_everywhere() const;

 private:
  class Canceller;
  Coro<void> play(World& world, Canceller& canceller) const;

  std::string name_;
  Body body_;
  Step prepare_, happens_, instead_, tidy_;
};

/// How a row is printed.
inline void PrintTo(const Operation& operation, std::ostream* out) {
  *out << operation.name();
}
/// How the test of a row is named.
inline std::string name_of(const ::testing::TestParamInfo<Operation>& row) {
  return row.param.name();
}

}  // namespace huddle
