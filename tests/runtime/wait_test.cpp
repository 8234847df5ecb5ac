#include "huddle/wait.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

Coro<std::string> after(Duration delay, std::string name) {
  co_await sleep(delay);
  co_return name;
}
Coro<std::string> fail_after(Duration delay) {
  co_await sleep(delay);
  throw std::runtime_error("failed");
}

class Waiting : public ::testing::Test {
 protected:
  std::vector<Task<std::string>> three() {
    std::vector<Task<std::string>> tasks;
    for (const auto& [delay, name] : {std::pair(2s, "b"), std::pair(1s, "a"), std::pair(3s, "c")})
      tasks.push_back(create_task(after(delay, name), name));
    return tasks;
  }
  static std::string names(const std::vector<Task<std::string>>& tasks) {
    std::string all;
    for (const Task<std::string>& task : tasks) all += task.name();
    return all;
  }
};

TEST_F(Waiting, B111_gives_those_that_are_done_and_those_that_are_not_and_cancels_none) {
  testing::run([this]() -> Coro<void> {
    const auto tasks = three();
    WaitOptions first;
    first.return_when(ReturnWhen::first_completed);
    auto found = co_await wait(tasks, first);
    EXPECT_EQ(names(found.done), "a");
    EXPECT_EQ(names(found.pending), "bc");
    WaitOptions limited;
    limited.timeout(1500ms);
    found = co_await wait(tasks, limited);
    EXPECT_EQ(names(found.done), "ba");
    EXPECT_EQ(names(found.pending), "c");
    EXPECT_EQ(now().time_since_epoch(), 2500ms);
    found = co_await wait(tasks);
    EXPECT_EQ(names(found.done), "bac");
    EXPECT_EQ(tasks[2].result(), "c");
  });
}

TEST_F(Waiting, for_what_is_done_does_not_suspend) {
  testing::run([this]() -> Coro<void> {
    const auto tasks = three();
    co_await wait(tasks);
    bool turn = false;
    Loop::running().call_soon([&] { turn = true; });
    co_await wait(tasks);
    EXPECT_FALSE(turn);
  });
}

TEST_F(Waiting, B112_for_the_first_error_takes_no_cancellation_for_one) {
  testing::run([]() -> Coro<void> {
    std::vector<Task<std::string>> tasks;
    tasks.push_back(create_task(after(10s, "late")));
    tasks.push_back(create_task(after(10s, "cancelled")));
    tasks.push_back(create_task(fail_after(2s)));
    const Handle cancelling = Loop::running().call_later(1s, [task = tasks[1]] { task.cancel(); });
    WaitOptions options;
    options.return_when(ReturnWhen::first_exception);
    const auto found = co_await wait(tasks, options);
    EXPECT_EQ(now().time_since_epoch(), 2s);
    EXPECT_EQ(found.done.size(), 2u);
    EXPECT_THROW(tasks[2].result(), std::runtime_error);
    co_await tasks[0].cancel_and_wait();
  });
}

TEST_F(Waiting, B113_for_nothing_is_an_error) {
  testing::run([]() -> Coro<void> {
    EXPECT_THROW(co_await wait(std::vector<Task<int>>()), std::invalid_argument);
  });
}

TEST_F(Waiting, that_is_cancelled_leaves_them_running) {
  testing::run([this]() -> Coro<void> {
    const auto tasks = three();
    auto waits = [&]() -> Coro<void> { co_await wait(tasks); };
    const Task<void> waiting = create_task(waits());
    co_await testing::settle();
    co_await waiting.cancel_and_wait();
    EXPECT_TRUE(waiting.cancelled());
    co_await wait(tasks);
    EXPECT_EQ(tasks[0].result(), "b");
  });
}

TEST_F(Waiting, B122_as_completed_gives_them_in_the_order_in_which_they_end) {
  testing::run([this]() -> Coro<void> {
    auto finished = as_completed(three());
    std::string order;
    while (auto task = co_await finished.next()) order += task->result();
    EXPECT_EQ(order, "abc");
  });
}

TEST_F(Waiting, B122_as_completed_throws_when_the_time_is_up_and_cancels_none) {
  testing::run([this]() -> Coro<void> {
    const auto tasks = three();
    auto finished = as_completed(tasks, 1500ms);
    EXPECT_EQ((co_await finished.next())->result(), "a");
    EXPECT_THROW(co_await finished.next(), TimeoutError);
    EXPECT_EQ(now().time_since_epoch(), 1500ms);
    EXPECT_EQ(co_await tasks[2], "c");
  });
}

TEST_F(Waiting, B122_as_completed_has_come_to_its_end_when_all_were_handed_out_in_time) {
  testing::run([]() -> Coro<void> {
    std::vector<Coro<std::string>> coroutines;
    coroutines.push_back(after(1s, "a"));
    auto finished = as_completed(std::move(coroutines), 2s);
    EXPECT_TRUE((co_await finished.next()).has_value());
    co_await sleep(1h);
    EXPECT_FALSE((co_await finished.next()).has_value());
  });
}

TEST_F(Waiting, B122_as_completed_hands_each_out_to_one_of_those_who_wait) {
  testing::run([]() -> Coro<void> {
    std::vector<Coro<std::string>> coroutines;
    for (const char* name : {"a", "b", "c"}) coroutines.push_back(after(1s, name));
    auto finished = as_completed(std::move(coroutines));
    std::multiset<std::string> got;
    const auto takes = [&]() -> Coro<void> {
      while (const auto task = co_await finished.next()) got.insert(task->result());
    };
    std::vector<Task<void>> takers;
    for (int i = 0; i < 5; ++i) takers.push_back(create_task(takes()));
    co_await testing::settle();
    takers[0].cancel();
    for (const Task<void>& taker : takers) co_await wait(std::vector(1, taker));
    EXPECT_TRUE(takers[0].cancelled());
    EXPECT_EQ(got, (std::multiset<std::string>{"a", "b", "c"}));
  });
}

TEST_F(Waiting, B123_as_completed_gives_the_original_handles) {
  testing::run([this]() -> Coro<void> {
    const auto tasks = three();
    auto finished = as_completed(tasks);
    const auto first = co_await finished.next(), second = co_await finished.next();
    EXPECT_EQ(*first, tasks[1]);
    EXPECT_EQ(*second, tasks[0]);
    co_await tasks[2];
  });
}

TEST_F(Waiting, as_completed_takes_futures_and_coroutines) {
  testing::run([]() -> Coro<void> {
    std::vector<Future<int>> futures(2);
    futures[1].set_result(1);
    auto ended = as_completed(futures);
    EXPECT_EQ(*co_await ended.next(), futures[1]);
    std::vector<Coro<std::string>> coroutines;
    coroutines.push_back(after(1s, "x"));
    auto finished = as_completed(std::move(coroutines));
    EXPECT_EQ((co_await finished.next())->result(), "x");
    EXPECT_FALSE(co_await finished.next());
  });
}

// --- select --------------------------------------------------------------------------------------

TEST(Selecting, gives_the_first_and_cancels_and_joins_the_others) {
  testing::run([]() -> Coro<void> {
    std::string log;
    auto loses = [&]() -> Coro<int> {
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        log += "cancelled";
      }
      co_await sleep(1s);  // it cleans up
      log += ", and gone";
      throw CancelledError();
    };
    const auto first = co_await select(loses(), after(1s, "won"));
    EXPECT_EQ(first.index(), 1u);
    EXPECT_EQ(std::get<1>(first), "won");
    EXPECT_EQ(log, "cancelled, and gone");
    EXPECT_EQ(now().time_since_epoch(), 2s);
  });
}

TEST(Selecting, loses_nothing_when_two_are_ready_at_once) {
  testing::run([]() -> Coro<void> {
    Queue<int> one, other;
    auto selects = [&]() -> Coro<int> {
      const auto got = co_await select(one.get(), other.get());
      co_return got.index() == 0 ? std::get<0>(got) : std::get<1>(got);
    };
    const Task<int> selecting = create_task(selects());
    co_await testing::settle();
    one.put_nowait(1);
    other.put_nowait(2);
    const int got = co_await selecting;
    EXPECT_EQ(one.size() + other.size(), 1u);
    EXPECT_EQ(got + (one.empty() ? other.get_nowait() : one.get_nowait()), 3);
  });
}

TEST(Selecting, throws_what_the_winner_throws) {
  testing::run([]() -> Coro<void> {
    EXPECT_THROW(co_await select(fail_after(1s), after(2s, "late")), std::runtime_error);
  });
}

TEST(Selecting, throws_what_a_winner_throws_that_returns_nothing) {
  testing::run([]() -> Coro<void> {
    const auto fails = []() -> Coro<void> {
      co_await sleep(1s);
      throw std::runtime_error("lost");
    };
    EXPECT_THROW(co_await select(fails(), sleep(2s)), std::runtime_error);
    std::vector<Coro<void>> branches;
    branches.push_back(fails());
    EXPECT_THROW(co_await select(std::move(branches)), std::runtime_error);
  });
}

TEST(Selecting, that_is_cancelled_cancels_all_and_waits_for_them) {
  testing::run([]() -> Coro<void> {
    int gone = 0;
    auto branch = [&]() -> Coro<void> {
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        ++gone;
        throw;
      }
    };
    auto selects = [&]() -> Coro<void> { co_await select(branch(), branch()); };
    const Task<void> selecting = create_task(selects());
    co_await testing::settle();
    co_await selecting.cancel_and_wait();
    EXPECT_TRUE(selecting.cancelled());
    EXPECT_EQ(gone, 2);
  });
}

TEST(Selecting, that_is_cancelled_when_one_has_won_gives_its_result_and_keeps_the_request) {
  testing::run([]() -> Coro<void> {
    std::string got;
    auto slow_to_leave = []() -> Coro<void> {
      bool cancelled = false;
      try {
        co_await sleep(1h);
      } catch (const CancelledError&) {
        cancelled = true;
      }
      if (cancelled) co_await sleep(1s);
    };
    auto selects = [&]() -> Coro<void> {
      const auto first = co_await select(after(1s, "won"), slow_to_leave());
      got = std::get<0>(first);
      co_await yield();
      got = "the request was to arrive here";
    };
    const Task<void> selecting = create_task(selects());
    co_await sleep(1500ms);
    selecting.cancel();
    EXPECT_THROW(co_await selecting, CancelledError);
    EXPECT_EQ(got, "won");
  });
}

TEST(Selecting, among_many_tells_which) {
  testing::run([]() -> Coro<void> {
    std::vector<Coro<std::string>> branches;
    for (const auto& [delay, name] : {std::pair(3s, "c"), std::pair(1s, "a"), std::pair(2s, "b")})
      branches.push_back(after(delay, name));
    const auto [winner, result] = co_await select(std::move(branches));
    EXPECT_EQ(winner, 1u);
    EXPECT_EQ(result, "a");
  });
}

TEST(Selecting, B127_of_nothing_is_an_error) {
  testing::run([]() -> Coro<void> {
    EXPECT_THROW(co_await select(std::vector<Coro<int>>()), std::invalid_argument);
  });
}

TEST(Selecting, B257_cancelled_at_any_suspension_keeps_what_is_there) {
  testing::cancel_everywhere([]() -> Coro<void> {
    Queue<int> queue;
    Semaphore semaphore(1);
    queue.put_nowait(1);
    {
      auto held = co_await semaphore.acquire();
      std::exception_ptr error;
      try {
        const auto got = co_await select(queue.get(), sleep(1s), semaphore.acquire());
        if (got.index() == 0) queue.put_nowait(std::get<0>(got));
      } catch (const CancelledError&) {
        error = std::current_exception();
      }
      EXPECT_EQ(queue.size(), 1u);
      if (error) std::rethrow_exception(error);
    }
    EXPECT_EQ(semaphore.value(), 1u);
  });
}

// --- Gathering what is no coroutine --------------------------------------------------------------

TEST(Gather, takes_whatever_can_be_awaited) {
  testing::run([]() -> Coro<void> {
    Queue<int> queue;
    queue.put_nowait(1);
    const Task<std::string> task = create_task(after(1s, "a"));
    const auto [number, text, nothing] = co_await gather(queue.get(), task, sleep(2s));
    EXPECT_EQ(number, 1);
    EXPECT_EQ(text, "a");
    EXPECT_EQ(nothing, None());
    const Task<std::string> failing = create_task(fail_after(1s));
    const auto [good, bad] = co_await gather_settled(task, failing);
    EXPECT_EQ(good.get(), "a");
    EXPECT_TRUE(bad.failed());
  });
}

TEST(Gather, takes_a_vector_of_tasks) {
  testing::run([]() -> Coro<void> {
    std::vector<Task<std::string>> tasks;
    for (const char* name : {"a", "b"}) tasks.push_back(create_task(after(1s, name)));
    const std::vector<std::string> texts = co_await gather(tasks);
    EXPECT_EQ(texts.at(0) + texts.at(1), "ab");
    tasks.push_back(create_task(fail_after(1s)));
    EXPECT_THROW(co_await gather(tasks), std::runtime_error);
    const auto settled = co_await gather_settled(tasks);
    EXPECT_EQ(settled.size(), 3u);
    EXPECT_TRUE(settled.at(2).failed());
  });
}

TEST(Gather, and_select_list_references_as_ones) {
  testing::run([]() -> Coro<void> {
    int number = 7;
    const auto reference = [&number]() -> Coro<int&> { co_return number; };
    const auto [one, nothing] = co_await gather(reference(), sleep(1s));
    EXPECT_EQ(&one.get(), &number);
    std::vector<Coro<int&>> coroutines;
    coroutines.push_back(reference());
    EXPECT_EQ(&(co_await gather(std::move(coroutines))).at(0).get(), &number);
    const auto [settled, rested] = co_await gather_settled(reference(), sleep(1s));
    EXPECT_EQ(&settled.get(), &number);
    const auto first = co_await select(reference(), sleep(1s));
    EXPECT_EQ(&std::get<0>(first).get(), &number);
  });
}

TEST(Selecting, a_second_request_before_its_turn_is_the_same_end) {
  ABOUT_THE_ORDER_OF_TURNS;
  testing::run([]() -> Coro<void> {
    int seen = 0;
    auto selects = [&]() -> Coro<void> {
      try {
        co_await select(sleep(1h), sleep(2h));
      } catch (const CancelledError&) {
        ++seen;
      }
      co_await sleep(1s);
    };
    const Task<void> task = create_task(selects());
    co_await testing::settle();
    task.cancel();
    co_await yield();
    task.cancel();
    EXPECT_NO_THROW(co_await task);
    EXPECT_EQ(seen, 1);
  });
}

Coro<void> nested(int depth) {
  if (depth == 0)
    co_await sleep(1h);
  else
    co_await select(nested(depth - 1), sleep(2h));
}

TEST(Selecting, nested_thousands_deep_is_cancelled_without_a_deep_stack) {
  testing::run([]() -> Coro<void> {
    const Task<void> task = create_task(nested(10'000));
    co_await sleep(1s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
  });
}

}  // namespace
}  // namespace huddle
