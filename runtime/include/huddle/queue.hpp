#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "huddle/list.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief From tasks that make things to tasks that use them.
///
/// Nobody overtakes: what is put while somebody waits is set aside for the first in line, and a
/// place that becomes free while somebody waits to put is set aside, too. What was set aside for a
/// task that is cancelled before its turn passes on to the next.
///
/// Workers that put into the queue that they get from, a crawler's for example, can all come to
/// wait for room, and then nobody gets any more: let such a queue have no limit.

namespace huddle {

/// get_nowait() of a queue in which there is nothing for the caller.
struct QueueEmpty : std::runtime_error {
  QueueEmpty() : std::runtime_error("there is nothing in the queue to be had at once") {}
};
/// put_nowait() to a queue in which there is no room for the caller.
struct QueueFull : std::runtime_error {
  QueueFull() : std::runtime_error("there is no room in the queue at once") {}
};
/// The queue was shut down.
struct QueueShutDown : std::runtime_error {
  QueueShutDown() : std::runtime_error("the queue was shut down") {}
};

/// What does not depend on the items: who waits, and what is set aside for whom.
class QueueState {
 public:
  /// @param most how many items there may be; 0 is no limit.
  explicit QueueState(std::size_t most) noexcept : most_(most) {}
  QueueState(const QueueState&) = delete;

  /// How many items there may be; 0 is no limit.
  std::size_t maxsize() const noexcept { return most_; }
  /// Tells that one item that was got has been dealt with.
  /// @throws InvalidStateError when there was none.
  void task_done();
  /// Suspends until every item that was put has been dealt with; if that is so, does not suspend.
  auto join() noexcept { return Join(*this); }

 protected:
  // Waits at a queue for an item or for room.
  class PlaceWaiter : public Waiter {
   protected:
    ~PlaceWaiter() = default;
    // Whether it was woken with something set aside for it; asks once.
    bool was_granted() noexcept { return std::exchange(granted_, false); }

   private:
    friend class QueueState;
    bool granted_ = false;
  };

  bool has_item(std::size_t size) const noexcept { return size > items_set_aside_; }
  bool has_room(std::size_t size) const noexcept {
    return most_ == 0 || size + places_set_aside_ < most_;
  }
  // What is there, or what has become free, goes to those who wait.
  void offer_items(std::size_t size) noexcept {
    while (!getters_.empty() && has_item(size)) grant(getters_, items_set_aside_);
  }
  void offer_room(std::size_t size) noexcept {
    while (!putters_.empty() && has_room(size)) grant(putters_, places_set_aside_);
  }
  static void grant(List<Node>& line, std::size_t& set_aside) noexcept;
  void wake_all() noexcept;
  void done(std::size_t items) noexcept;

  class JoinWaiter final : public Waiter {
   public:
    explicit JoinWaiter(QueueState& queue) noexcept : queue_(queue) {}
    bool await_ready() const noexcept { return queue_.unfinished_ == 0; }
    void await_resume() { resumed(); }
    std::string_view kind() const noexcept override { return "the items of a queue to be done"; }

   private:
    void begin() override { queue_.joining_.push_back(*this); }
    QueueState& queue_;
  };
  class [[nodiscard]] Join {
   public:
    explicit Join(QueueState& queue) noexcept : queue_(queue) {}
    JoinWaiter operator co_await() const noexcept { return JoinWaiter(queue_); }

   private:
    QueueState& queue_;
  };

  std::size_t most_;
  List<Node> getters_, putters_, joining_;
  std::size_t items_set_aside_ = 0, places_set_aside_ = 0;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

/// A queue of `T` in the order that `Items` keeps. Use Queue, PriorityQueue and LifoQueue. It must
/// outlive those who wait at it.
template <class T, class Items>
class BasicQueue : public QueueState {
 public:
  /// @param maxsize how many items there may be; 0 is no limit.
  explicit BasicQueue(std::size_t maxsize = 0) noexcept : QueueState(maxsize) {}

  /// Suspends while the queue is full; if it is not, does not suspend. Cancelled, nothing was put,
  /// and the item is destroyed. A struct without constructors needs a name for g++ 12, and is
  /// moved: see closure_guard.hpp.
  /// @throws QueueShutDown
  auto put(T item) { return Put(*this, std::move(item)); }
  /// Suspends until there is an item; if there is one, does not suspend. Cancelled, nothing was
  /// taken. @return the item. @throws QueueShutDown when there will be none any more.
  auto get() noexcept { return Get(*this); }
  /// @throws QueueFull, QueueShutDown
  void put_nowait(T item) {
    if (shut_down_) throw QueueShutDown();
    if (!has_room(items_.size())) throw QueueFull();
    add(std::move(item));
  }
  /// @throws QueueEmpty, also when what there is, is set aside for others; when the queue was shut
  ///         down, QueueShutDown instead
  T get_nowait() {
    if (has_item(items_.size())) return take();
    if (shut_down_) throw QueueShutDown();
    throw QueueEmpty();
  }

  /// How many items there are, those that are set aside too.
  std::size_t size() const noexcept { return items_.size(); }
  /// Whether there is none.
  bool empty() const noexcept { return items_.empty(); }
  /// Whether there are as many as there may be.
  bool full() const noexcept { return most_ != 0 && items_.size() >= most_; }

  /// From now on nothing can be put; what is there can be got, and then nothing any more. Whoever
  /// waits in vain gets QueueShutDown.
  /// @param immediately drops what is there, and counts it as done.
  void shutdown(bool immediately = false) {
    shut_down_ = true;
    if (immediately) {
      done(items_.size());
      items_.clear();
    }
    wake_all();
  }

 private:
  class PutWaiter final : public PlaceWaiter {
   public:
    PutWaiter(BasicQueue& queue, T item) : queue_(queue), item_(std::move(item)) {}

    bool await_ready() const noexcept {
      return queue_.shut_down_ || queue_.has_room(queue_.size());
    }
    void await_resume() {
      this->resumed();
      if (this->was_granted()) --queue_.places_set_aside_;
      if (queue_.shut_down_) throw QueueShutDown();
      try {
        queue_.add(std::move(item_));
      } catch (...) {  // the place is somebody else's
        queue_.offer_room(queue_.size());
        throw;
      }
    }
    bool undo() noexcept override {
      if (this->was_granted()) {
        --queue_.places_set_aside_;
        queue_.offer_room(queue_.size());
      }
      return true;
    }
    std::string_view kind() const noexcept override { return "room in a queue"; }

   private:
    void begin() override { queue_.putters_.push_back(*this); }
    BasicQueue& queue_;
    T item_;
  };
  class [[nodiscard]] Put {
   public:
    Put(BasicQueue& queue, T item) : queue_(queue), item_(std::move(item)) {}
    PutWaiter operator co_await() && { return PutWaiter(queue_, std::move(item_)); }

   private:
    BasicQueue& queue_;
    T item_;
  };

  class GetWaiter final : public PlaceWaiter {
   public:
    explicit GetWaiter(BasicQueue& queue) noexcept : queue_(queue) {}

    bool await_ready() const noexcept {
      return queue_.has_item(queue_.size()) || queue_.shut_down_;
    }
    T await_resume() {
      this->resumed();
      const bool granted = this->was_granted();
      if (granted) --queue_.items_set_aside_;
      // Shut down meanwhile, and what there was is dropped, or for those before.
      if (granted ? queue_.empty() : !queue_.has_item(queue_.size())) throw QueueShutDown();
      try {
        return queue_.take();
      } catch (...) {  // the item is somebody else's
        queue_.offer_items(queue_.size());
        throw;
      }
    }
    bool undo() noexcept override {
      if (this->was_granted()) {
        --queue_.items_set_aside_;
        queue_.offer_items(queue_.size());
      }
      return true;
    }
    std::string_view kind() const noexcept override { return "an item of a queue"; }

   private:
    void begin() override { queue_.getters_.push_back(*this); }
    BasicQueue& queue_;
  };
  class [[nodiscard]] Get {
   public:
    explicit Get(BasicQueue& queue) noexcept : queue_(queue) {}
    GetWaiter operator co_await() const noexcept { return GetWaiter(queue_); }

   private:
    BasicQueue& queue_;
  };

  void add(T item) {
    items_.push(std::move(item));
    ++this->unfinished_;
    this->offer_items(items_.size());
  }
  T take() {
    T item = items_.pop();
    this->offer_room(items_.size());
    return item;
  }

  Items items_;
};

/// First in, first out.
template <class T>
class FirstInFirstOut {
 public:
  void push(T item) { items_.push_back(std::move(item)); }
  T pop() {
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
  }
  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  void clear() noexcept { items_.clear(); }

 private:
  std::deque<T> items_;
};

/// Last in, first out.
template <class T>
class LastInFirstOut {
 public:
  void push(T item) { items_.push_back(std::move(item)); }
  T pop() {
    T item = std::move(items_.back());
    items_.pop_back();
    return item;
  }
  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  void clear() noexcept { items_.clear(); }

 private:
  std::vector<T> items_;
};

/// The smallest first; of equal ones, the first that was put. A binary heap, in which everything is
/// compared before anything moves: a comparison that throws has changed nothing.
template <class T, class Before>
class SmallestFirst {
 public:
  void push(T item) {
    items_.push_back(Entry{std::move(item), ++put_});
    std::size_t place = items_.size() - 1;
    try {
      while (place > 0 && sooner(items_.back(), items_[above(place)])) place = above(place);
    } catch (...) {
      items_.pop_back();
      throw;
    }
    for (std::size_t gap = items_.size() - 1; gap != place; gap = above(gap))
      std::swap(items_[gap], items_[above(gap)]);
  }
  T pop() {
    // The last one goes to where the way down ends, and those on the way each a step up.
    const std::size_t last = items_.size() - 1;
    std::size_t place = 0;
    for (std::size_t child = 1; child < last; child = 2 * place + 1) {
      if (child + 1 < last && sooner(items_[child + 1], items_[child])) ++child;
      if (!sooner(items_[child], items_[last])) break;
      place = child;
    }
    Entry moving = std::move(items_.back());
    items_.pop_back();
    if (last == 0) return std::move(moving.item);
    for (;; place = above(place)) {
      std::swap(moving, items_[place]);
      if (place == 0) return std::move(moving.item);
    }
  }
  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  void clear() noexcept { items_.clear(); }

 private:
  struct Entry {
    T item;
    std::uint64_t number;
  };
  static std::size_t above(std::size_t place) noexcept { return (place - 1) / 2; }
  static bool sooner(const Entry& one, const Entry& other) {
    if (Before()(one.item, other.item)) return true;
    return !Before()(other.item, one.item) && one.number < other.number;
  }

  std::vector<Entry> items_;
  std::uint64_t put_ = 0;
};

/// A queue in the order in which items were put.
///
///     Queue<Job> jobs(10);
///     co_await jobs.put(job);
///     Job next = co_await jobs.get();
template <class T>
using Queue = BasicQueue<T, FirstInFirstOut<T>>;
/// A queue that gives the last item first.
template <class T>
using LifoQueue = BasicQueue<T, LastInFirstOut<T>>;
/// A queue that gives the smallest item first, by `Before`; equal ones in the order in which they
/// were put.
template <class T, class Before = std::less<T>>
using PriorityQueue = BasicQueue<T, SmallestFirst<T, Before>>;

}  // namespace huddle
