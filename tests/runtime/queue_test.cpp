#include "huddle/queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

template <class Q>
Coro<void> put_all(Q& queue, std::vector<int> items) {
  for (const int item : items) co_await queue.put(item);
}
Coro<std::string> get_one(Queue<std::string>& queue) {
  co_return co_await queue.get();
}

TEST(Queues, B172_keep_the_order_and_a_full_one_makes_who_puts_wait) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue(1);
    const Task<void> putting = create_task(put_all(queue, std::vector<int>{0, 1, 2}));
    co_await testing::settle();
    EXPECT_TRUE(queue.full());
    EXPECT_FALSE(putting.done());
    EXPECT_THROW(queue.put_nowait(3), QueueFull);
    for (int expected = 0; expected < 3; ++expected) EXPECT_EQ(co_await queue.get(), expected);
    co_await putting;
    EXPECT_TRUE(queue.empty());
    EXPECT_THROW(queue.get_nowait(), QueueEmpty);
  });
}

TEST(Queues, do_not_suspend_when_they_need_not) {
  testing::run([]() -> Coro<void> {
    bool turn = false;
    Loop::running().call_soon([&] { turn = true; });
    Queue<int> queue;
    co_await queue.put(1);
    EXPECT_EQ(co_await queue.get(), 1);
    EXPECT_FALSE(turn);
  });
}

TEST(Queues, hand_on_what_only_moves) {
  testing::run([]() -> Coro<void> {
    Queue<std::unique_ptr<int>> queue(1);
    co_await queue.put(std::make_unique<int>(5));
    std::unique_ptr<int> got = co_await queue.get();
    EXPECT_EQ(*got, 5);
  });
}

TEST(Queues, B174_join_waits_until_every_item_is_done) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue;
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto joins = [&]() -> Coro<void> { co_await queue.join(); };
    const Task<void> joining = create_task(joins());
    queue.get_nowait();
    queue.task_done();
    co_await testing::settle();
    EXPECT_FALSE(joining.done());
    queue.get_nowait();
    queue.task_done();
    co_await joining;
    co_await queue.join();
    EXPECT_THROW(queue.task_done(), InvalidStateError);
  });
}

TEST(Queues, B175_an_item_for_a_getter_that_is_cancelled_goes_to_the_next_one) {
  testing::run([]() -> Coro<void> {
    Queue<std::string> queue;
    const Task<std::string> a = create_task(get_one(queue));
    co_await testing::settle();
    const Task<std::string> b = create_task(get_one(queue));
    co_await testing::settle();
    queue.put_nowait("x");
    a.cancel();
    EXPECT_EQ(co_await b, "x");
    EXPECT_TRUE(a.cancelled());
    // And with nobody behind it, it is there for all.
    const Task<std::string> c = create_task(get_one(queue));
    co_await testing::settle();
    queue.put_nowait("y");
    co_await c.cancel_and_wait();
    EXPECT_EQ(queue.get_nowait(), "y");
  });
}

TEST(Queues, a_place_for_a_putter_that_is_cancelled_goes_to_the_next_one) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue(1);
    queue.put_nowait(0);
    const Task<void> a = create_task(put_all(queue, std::vector<int>{1}));
    co_await testing::settle();
    const Task<void> b = create_task(put_all(queue, std::vector<int>{2}));
    co_await testing::settle();
    EXPECT_EQ(queue.get_nowait(), 0);
    EXPECT_THROW(queue.put_nowait(3), QueueFull);  // the place is a's
    a.cancel();
    co_await b;
    EXPECT_EQ(queue.get_nowait(), 2);
    EXPECT_TRUE(a.cancelled());
  });
}

TEST(Queues, B177_what_is_set_aside_for_a_getter_is_not_taken_by_another) {
  testing::run([]() -> Coro<void> {
    Queue<std::string> queue;
    const Task<std::string> first = create_task(get_one(queue));
    co_await testing::settle();
    queue.put_nowait("x");
    EXPECT_THROW(queue.get_nowait(), QueueEmpty);
    queue.put_nowait("y");
    EXPECT_EQ(queue.get_nowait().size(), 1u);
    EXPECT_EQ((co_await first).size(), 1u);
  });
}

TEST(Queues, B178_by_priority_and_last_in_first_out) {
  testing::run([]() -> Coro<void> {
    LifoQueue<int> last;
    PriorityQueue<int> smallest;
    using Named = std::pair<int, std::string>;
    struct ByNumber {
      bool operator()(const Named& one, const Named& other) const {
        return one.first < other.first;
      }
    };
    PriorityQueue<Named, ByNumber> named;
    for (const int item : {2, 1, 3}) {
      last.put_nowait(item);
      smallest.put_nowait(item);
    }
    for (const char* name : {"a", "b", "c"}) named.put_nowait(Named(1, name));
    for (const int item : {3, 1, 2}) EXPECT_EQ(last.get_nowait(), item);
    for (const int item : {1, 2, 3}) EXPECT_EQ(smallest.get_nowait(), item);
    for (const char* name : {"a", "b", "c"}) EXPECT_EQ(named.get_nowait().second, name);
    co_return;
  });
}

TEST(Queues, B179_that_shut_down_give_what_is_there_and_wake_everybody) {
  testing::run([]() -> Coro<void> {
    Queue<std::string> queue(1), empty;
    queue.put_nowait("x");
    auto puts = [&]() -> Coro<void> { co_await queue.put("y"); };
    const Task<void> putting = create_task(puts());
    const Task<std::string> getting = create_task(get_one(empty));
    co_await testing::settle();
    queue.shutdown();
    empty.shutdown();
    EXPECT_THROW(co_await putting, QueueShutDown);
    EXPECT_THROW(co_await getting, QueueShutDown);
    EXPECT_THROW(queue.put_nowait("z"), QueueShutDown);
    EXPECT_THROW(co_await queue.put("z"), QueueShutDown);
    EXPECT_EQ(co_await queue.get(), "x");
    EXPECT_THROW(co_await queue.get(), QueueShutDown);
    EXPECT_THROW(queue.get_nowait(), QueueShutDown);
  });
}

TEST(Queues, B180_that_shut_down_at_once_drop_what_is_there_and_count_it_done) {
  testing::run([]() -> Coro<void> {
    Queue<std::string> queue;
    for (const char* item : {"a", "b", "c"}) queue.put_nowait(item);
    queue.get_nowait();  // under way
    auto joins = [&]() -> Coro<void> { co_await queue.join(); };
    const Task<void> joining = create_task(joins());
    co_await testing::settle();
    queue.shutdown(true);
    co_await testing::settle();
    EXPECT_FALSE(joining.done());
    queue.task_done();
    co_await joining;
    EXPECT_THROW(co_await queue.get(), QueueShutDown);
  });
}

TEST(Queues, that_shut_down_at_once_take_back_what_was_set_aside) {
  testing::run([]() -> Coro<void> {
    Queue<std::string> queue;
    const Task<std::string> getting = create_task(get_one(queue));
    co_await testing::settle();
    queue.put_nowait("x");
    queue.shutdown(true);
    EXPECT_THROW(co_await getting, QueueShutDown);
    co_await queue.join();
  });
}

TEST(Queues, that_shut_down_with_the_last_item_set_aside_refuse_others) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue;
    const auto gets = [&]() -> Coro<int> { co_return co_await queue.get(); };
    const Task<int> first = create_task(gets());
    co_await testing::settle();
    queue.put_nowait(42);
    queue.shutdown();
    EXPECT_THROW(queue.get_nowait(), QueueShutDown);
    EXPECT_THROW(co_await queue.get(), QueueShutDown);
    EXPECT_EQ(co_await first, 42);
  });
}

// Nobody can tell how 13 compares.
struct Superstitious {
  bool operator()(int one, int other) const {
    if (one == 13 || other == 13) throw std::runtime_error("unlucky");
    return one < other;
  }
};

TEST(Queues, by_priority_are_as_before_when_a_comparison_throws) {
  testing::run([]() -> Coro<void> {
    PriorityQueue<int, Superstitious> queue;
    for (const int item : {5, 3, 4}) queue.put_nowait(item);
    EXPECT_THROW(queue.put_nowait(13), std::runtime_error);
    for (const int item : {3, 4, 5}) {
      EXPECT_EQ(queue.get_nowait(), item);
      queue.task_done();
    }
    co_await queue.join();
  });
}

TEST(Queues, by_priority_give_any_items_in_order_and_equal_ones_as_they_came) {
  struct Item {
    int priority, number;
    bool operator<(const Item& other) const { return priority < other.priority; }
  };
  std::mt19937 random(1);
  PriorityQueue<Item> queue;
  std::vector<Item> put, got;
  for (int number = 0; number < 1'000; ++number) {
    put.push_back({static_cast<int>(random() % 50), number});
    queue.put_nowait(put.back());
  }
  while (!queue.empty()) got.push_back(queue.get_nowait());
  std::sort(put.begin(), put.end(), [](const Item& one, const Item& other) {
    return one.priority != other.priority ? one < other : one.number < other.number;
  });
  const auto same = [](const Item& one, const Item& other) { return one.number == other.number; };
  EXPECT_TRUE(std::equal(put.begin(), put.end(), got.begin(), got.end(), same));
}

}  // namespace
}  // namespace huddle
