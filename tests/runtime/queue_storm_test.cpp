// Random cancellations of those who put, get, join and select.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "huddle/huddle.hpp"
#include "storm.hpp"

namespace huddle {
namespace {

// Who made it, and which of that one's it is.
using Item = std::pair<std::size_t, int>;

// What was put, and what of that arrived.
class Books {
 public:
  /// The next of `maker`'s items; put() says that it was put.
  Item next_of(std::size_t maker) const { return Item(maker, put_.at(maker)); }
  void put(const Item& item) { ++put_.at(item.first), ++count_put_; }
  void got(const Item& item) {
    EXPECT_TRUE(got_.insert(item).second) << "twice";
    in_order_ &= item.second == last_.at(item.first) + 1;
    last_.at(item.first) = item.second;
  }

  std::size_t count_put() const noexcept { return count_put_; }
  std::size_t count_got() const noexcept { return got_.size(); }
  /// Whether each maker's items arrived in the order in which they were put.
  bool in_order() const noexcept { return in_order_; }

  static constexpr std::size_t makers = 4;

 private:
  std::array<int, makers> put_{}, last_{-1, -1, -1, -1};
  std::set<Item> got_;
  std::size_t count_put_ = 0;
  bool in_order_ = true;
};

// --- Queues --------------------------------------------------------------------------------------

template <class Q>
class Market {
 public:
  Market(Storm& storm, std::size_t room) : storm_(storm), queue_(room) {}

  Coro<void> run() {
    for (std::size_t maker = 1; maker < Books::makers; ++maker) storm_.expose(sell(maker));
    for (int i = 0; i < 3; ++i) storm_.expose(buy());
    for (int i = 0; i < 2; ++i) storm_.expose(join());
    co_await storm_.blow([this] { look(); });
    while (selling_ > 0) co_await storm_.rest();
    co_await queue_.join();
    queue_.shutdown();
    co_await storm_.calm();
    EXPECT_TRUE(queue_.empty());
    EXPECT_EQ(books_.count_got(), books_.count_put());
    if (std::is_same_v<Q, Queue<Item>>) {
      EXPECT_TRUE(books_.in_order());
    }
    EXPECT_THROW(queue_.task_done(), InvalidStateError);
  }

 private:
  // When nobody is ready.
  void look() {
    EXPECT_EQ(books_.count_put(), books_.count_got() + queue_.size());
    if (!queue_.empty()) {
      EXPECT_EQ(getting_, 0);
    }
    if (!queue_.full()) {
      EXPECT_EQ(putting_, 0);
    }
    if (done_ == books_.count_put()) {
      EXPECT_EQ(joining_, 0);
    }
    // Nothing is set aside for anybody, so whoever comes first gets it.
    if (storm_.one_in(4)) {
      if (!queue_.full())
        push();
      else
        take(queue_.get_nowait());
    } else if (!queue_.empty() && storm_.one_in(4)) {
      take(queue_.get_nowait());
    }
  }
  void take(const Item& item) {
    books_.got(item);
    ++done_;
    queue_.task_done();
  }
  void push() {
    const Item item = books_.next_of(0);
    queue_.put_nowait(item);
    books_.put(item);
  }

  Coro<void> sell(std::size_t maker) {
    ++selling_;
    while (storm_.rages()) {
      ++putting_;
      bool struck = false;
      try {
        const Item item = books_.next_of(maker);
        co_await queue_.put(item);
        books_.put(item);
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      --putting_;
      if (storm_.one_in(2)) storm_.strike();
      if (storm_.one_in(4)) jump_the_line();
      co_await storm_.rest(struck);
    }
    --selling_;
  }
  Coro<void> buy() {
    try {
      for (;;) {
        std::optional<Item> item;
        bool struck = false;
        ++getting_;
        const Leaves leaves(getting_);
        try {
          item = co_await queue_.get();
        } catch (const CancelledError&) {
          struck = storm_.note_delivery();
        }
        if (item) take(*item);
        if (storm_.one_in(2)) storm_.strike();
        leaves.now();
        if (struck || storm_.one_in(2)) co_await storm_.rest(struck);
      }
    } catch (const QueueShutDown&) {
    }
  }
  Coro<void> join() {
    while (storm_.rages()) {
      ++joining_;
      bool struck = false;
      try {
        co_await queue_.join();
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      --joining_;
      co_await storm_.rest(struck);
    }
  }
  // Whoever does not wait gets what is left over, and nothing that is set aside.
  void jump_the_line() {
    try {
      if (storm_.one_in(2))
        take(queue_.get_nowait());
      else
        push();
    } catch (const QueueEmpty&) {
    } catch (const QueueFull&) {
    }
  }
  class Leaves {
   public:
    explicit Leaves(int& line) noexcept : line_(&line) {}
    Leaves(const Leaves&) = delete;
    ~Leaves() { now(); }
    void now() const noexcept {
      if (line_) --*std::exchange(line_, nullptr);
    }

   private:
    mutable int* line_;
  };

  Storm& storm_;
  Q queue_;
  Books books_;
  std::size_t done_ = 0;
  int getting_ = 0, putting_ = 0, joining_ = 0, selling_ = 0;
};

TEST(Storms, lose_nothing_of_a_bounded_queue_and_keep_each_ones_order) {
  in_many_storms<Market<Queue<Item>>>(2u);
}

TEST(Storms, lose_nothing_of_an_unbounded_queue_and_keep_each_ones_order) {
  in_many_storms<Market<Queue<Item>>>(0u);
}

TEST(Storms, lose_nothing_of_a_priority_queue) {
  in_many_storms<Market<PriorityQueue<Item>>>(3u);
}

TEST(Storms, lose_nothing_of_a_queue_that_gives_the_last_first) {
  in_many_storms<Market<LifoQueue<Item>>>(1u);
}

// --- select() ------------------------------------------------------------------------------------

// Items come from two sides, often at once; whoever selects takes one of them.
class Crossing {
 public:
  explicit Crossing(Storm& storm) : storm_(storm) {}

  Coro<void> run() {
    for (int i = 0; i < 3; ++i) storm_.expose(choose());
    const Task<void> feeding = create_task(feed());
    co_await storm_.blow([this] {
      EXPECT_EQ(books_.count_put(), books_.count_got() + left_.size() + right_.size());
      if (!left_.empty() || !right_.empty()) {
        EXPECT_EQ(choosing_, 0);
      }
    });
    co_await feeding;
    closing_.set();
    co_await storm_.calm();
    while (!left_.empty()) books_.got(left_.get_nowait());
    while (!right_.empty()) books_.got(right_.get_nowait());
    EXPECT_EQ(books_.count_got(), books_.count_put());
  }

 private:
  Coro<void> choose() {
    while (!closing_.is_set()) {
      ++choosing_;
      bool struck = false;
      try {
        const auto first = co_await select(left_.get(), closing_.wait(), right_.get());
        if (first.index() == 0) books_.got(std::get<0>(first));
        if (first.index() == 2) books_.got(std::get<2>(first));
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      --choosing_;
      if (struck || storm_.one_in(2)) co_await storm_.rest(struck);
    }
  }
  Coro<void> feed() {
    while (storm_.rages()) {
      co_await storm_.rest();
      put(left_, 0);
      if (storm_.one_in(2)) put(right_, 1);
      if (storm_.one_in(2)) storm_.strike();
      if (storm_.one_in(2)) co_await yield();
      if (storm_.one_in(2)) storm_.strike();
    }
  }
  void put(Queue<Item>& side, std::size_t maker) {
    const Item item = books_.next_of(maker);
    side.put_nowait(item);
    books_.put(item);
  }

  Storm& storm_;
  Queue<Item> left_, right_;
  Event closing_;
  Books books_;
  int choosing_ = 0;
};

TEST(Storms, lose_nothing_that_a_select_was_about_to_take) {
  in_many_storms<Crossing>();
}

}  // namespace
}  // namespace huddle
