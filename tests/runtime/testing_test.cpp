#include "huddle/testing.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "huddle/gather.hpp"
#include "huddle/huddle.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

TEST(VirtualTime, B252_jumps_to_the_next_timer_when_nobody_is_ready) {
  std::vector<int> order;
  const auto after = [&](Duration delay, int number) -> Coro<void> {
    co_await sleep(delay);
    order.push_back(number);
  };
  const auto before = std::chrono::steady_clock::now();
  const auto main = [&]() -> Coro<void> {
    co_await gather(after(1h, 3), after(1s, 1), after(1min, 2));
  };
  EXPECT_EQ(testing::run(main), 1h);
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
}

TEST(VirtualTime, B012_is_the_only_clock_and_never_goes_back) {
  VirtualClock clock;
  LoopOptions options;
  Loop loop(options.clock(clock));
  const TimePoint begin = loop.now();
  clock.jump(begin - 1s);
  EXPECT_EQ(loop.now(), begin);
  clock.advance(5s);
  EXPECT_EQ(loop.now(), begin + 5s);
}

TEST(VirtualTime, does_not_jump_over_a_descriptor_that_is_ready) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  ASSERT_EQ(::write(pipe[1], "x", 1), 1);
  const auto main = [&]() -> Coro<void> {
    bool read = false;
    const auto reads = [&]() -> Coro<void> {
      co_await wait_readable(pipe[0]);
      read = true;
    };
    const Task<void> reading = create_task(reads());
    co_await sleep(1h);
    EXPECT_TRUE(read);
    Loop::running().notify_closing(pipe[0]);
  };
  testing::run(main);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(Settling, B253_returns_when_everybody_else_waits) {
  testing::run([]() -> Coro<void> {
    int turns = 0;
    const auto busy = [&]() -> Coro<void> {
      for (; turns < 5; ++turns) co_await yield();
      co_await sleep(1h);
    };
    const Task<void> task = create_task(busy());
    co_await testing::settle();
    EXPECT_EQ(turns, 5);
    EXPECT_FALSE(task.done());
    co_await task.cancel_and_wait();
  });
}

TEST(Advancing, lets_happen_what_is_due_by_then) {
  testing::run([]() -> Coro<void> {
    std::vector<int> fired;
    for (const int second : {1, 2, 3})
      Loop::running().call_later(std::chrono::seconds(second),
                                 [&, second] { fired.push_back(second); });
    co_await testing::advance(2s);
    EXPECT_EQ(fired, (std::vector{1, 2}));
    co_await testing::advance(1s);
    EXPECT_EQ(fired.size(), 3u);
  });
}

std::string order_of_ten(std::uint64_t seed) {
  std::string order;
  const auto one = [&](char letter) -> Coro<void> {
    order += letter;
    co_return;
  };
  RunOptions options;
  testing::Stage stage(options.shuffle(seed));
  const auto main = [&]() -> Coro<void> {
    std::vector<Coro<void>> all;
    for (char letter = 'a'; letter <= 'j'; ++letter) all.push_back(one(letter));
    co_await gather(std::move(all));
  };
  stage.run(main());
  return order;
}

TEST(Shuffling, B256_gives_the_same_order_for_the_same_seed_and_others_for_others) {
  EXPECT_EQ(order_of_ten(1), order_of_ten(1));
  EXPECT_NE(order_of_ten(1), order_of_ten(2));
  std::string sorted = order_of_ten(1);
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, "abcdefghij");
}

TEST(Leftovers, of_a_test_are_an_error_that_lists_them) {
  const auto leaves_a_task = []() -> Coro<void> {
    create_task([]() -> Coro<void> { co_await sleep(1h); });
    co_await yield();
  };
  try {
    testing::run(leaves_a_task);
    ADD_FAILURE() << "a task was left";
  } catch (const testing::Leftover& left) {
    const std::string text = left.what();
    EXPECT_EQ(text.find("a test left this behind:\ntasks that are still alive:\n"), 0u) << text;
    EXPECT_NE(text.back(), '\n');
  }
  const auto leaves_an_error = []() -> Coro<void> {
    create_task([]() -> Coro<void> {
      throw std::runtime_error("unread");
      co_return;
    });
    co_await sleep(1s);
  };
  EXPECT_THROW(testing::run(leaves_an_error), testing::Leftover);
  int pipe[2];
  const auto leaves_descriptors = [&]() -> Coro<void> {
    EXPECT_EQ(::pipe(pipe), 0);
    co_return;
  };
  EXPECT_THROW(testing::run(leaves_descriptors), testing::Leftover);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

// --- Cancelled at every suspension ---------------------------------------------------------------

// What a body holds is back when it has ended, wherever it was cancelled.
class Permits {
 public:
  class Held {
   public:
    explicit Held(Permits& permits) : permits_(permits) { ++permits_.held; }
    Held(const Held&) = delete;
    ~Held() { --permits_.held; }

   private:
    Permits& permits_;
  };
  int held = 0;
};

class Injected : public ::testing::Test {
 protected:
  // How often `body` suspends; each of these suspensions was cancelled once, and nothing leaked.
  int cancelled_everywhere(const std::function<Coro<void>()>& body) {
    const int times = testing::cancel_everywhere(body);
    EXPECT_EQ(permits.held, 0);
    return times;
  }
  Coro<void> work(Duration time) {
    const Permits::Held held(permits);
    co_await sleep(time);
    co_await yield();
  }
  Permits permits;
};

TEST_F(Injected, B257_sleeps_and_awaits) {
  EXPECT_EQ(cancelled_everywhere([this]() -> Coro<void> {
              co_await work(1s);
              co_await work(1s);
            }),
            4);
}

TEST_F(Injected, B257_tasks_that_are_awaited) {
  EXPECT_EQ(cancelled_everywhere([this]() -> Coro<void> {
              const Task<void> one = create_task(work(1s)), other = create_task(work(2s));
              struct Cleanup {
                Task<void> task;
                ~Cleanup() { task.cancel(); }
              } one_more{one}, and_other{other};
              co_await one;
              co_await other;
            }),
            2);
}

TEST_F(Injected, B257_gather) {
  EXPECT_EQ(cancelled_everywhere(
                [this]() -> Coro<void> { co_await gather(work(1s), work(2s), work(3s)); }),
            1);
}

TEST_F(Injected, B257_task_groups) {
  EXPECT_GE(cancelled_everywhere([this]() -> Coro<void> {
              const auto body = [this](TaskGroup& group) -> Coro<void> {
                group.create_task(work(1s));
                co_await yield();
                group.create_task(work(2s));
                co_await work(1s);
              };
              co_await with(TaskGroup(), body);
            }),
            4);
}

TEST_F(Injected, B257_time_outs_that_fire_and_that_do_not) {
  EXPECT_GE(cancelled_everywhere([this]() -> Coro<void> {
              const auto body = [this](Timeout&) -> Coro<void> { co_await work(2s); };
              co_await with(timeout(1h), body);
              try {
                co_await with(timeout(1s), body);
              } catch (const TimeoutError&) {
              }
              co_await wait_for(work(1s), 1h);
              const bool ended = co_await move_on_after(1s, work(1h));
              EXPECT_FALSE(ended);
            }),
            6);
}

TEST_F(Injected, B257_futures) {
  EXPECT_EQ(cancelled_everywhere([]() -> Coro<void> {
              Future<int> future;
              const Handle setting = Loop::running().call_later(1s, [future] {
                if (!future.done()) future.set_result(1);
              });
              EXPECT_EQ(co_await future, 1);
            }),
            1);
}

TEST_F(Injected, B257_descriptors) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  EXPECT_EQ(cancelled_everywhere([&]() -> Coro<void> {
              Loop& loop = Loop::running();
              const Handle writing =
                  loop.call_later(1s, [&] { EXPECT_EQ(::write(pipe[1], "x", 1), 1); });
              struct Cleanup {
                Handle handle;
                Loop& loop;
                int descriptor;
                ~Cleanup() {
                  handle.cancel();
                  loop.notify_closing(descriptor);
                }
              } cleanup{writing, loop, pipe[0]};
              co_await wait_readable(pipe[0]);
              char byte;
              EXPECT_EQ(::read(pipe[0], &byte, 1), 1);
            }),
            1);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_F(Injected, B257_threads) {
  ThreadPool pool(1);
  EXPECT_EQ(cancelled_everywhere([&]() -> Coro<void> {
              const auto job = [] { return 1; };
              EXPECT_EQ(co_await run_in_executor(pool, WhenCancelled::abandon, job), 1);
            }),
            1);
}

TEST(Settling, may_be_done_by_several_at_once) {
  testing::run([]() -> Coro<void> {
    co_await gather(testing::advance(1s), testing::advance(1s), testing::settle());
  });
}

}  // namespace
}  // namespace huddle
