#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "allocations.hpp"
#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"
#include "order.hpp"

// Counters are no use here when another thread allocates; the tests have none.
#define NEEDS_COUNTED_ALLOCATIONS \
  if (!HUDDLE_COUNTS_ALLOCATIONS) GTEST_SKIP() << "the sanitizer has an allocator of its own"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// --- What is destroyed, and how often ------------------------------------------------------------

// Counts its living copies.
class Counted {
 public:
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  Counted(Counted&&) noexcept { ++alive; }
  ~Counted() { --alive; }
  static inline int alive = 0;
};

Coro<int> one(Counted) {
  co_await yield();
  co_return 1;
}

TEST(Closures, B259_that_own_something_are_destroyed_once) {
  testing::run([]() -> Coro<void> {
    Counted counted;
    auto body = [counted](Timeout&) -> Coro<void> { co_await yield(); };
    co_await with(timeout(1h), owned(body));
    auto child = [counted]() -> Coro<int> { co_return co_await one(counted); };
    const Task<int> task = create_task(owned(child));
    EXPECT_EQ(co_await task, 1);
    auto job = [counted] { return 1; };
    EXPECT_EQ(co_await to_thread(owned(job)), 1);
    EXPECT_EQ(co_await create_task(one, counted), 1);
  });
  EXPECT_EQ(Counted::alive, 0);
}

TEST(Closures, that_capture_references_or_numbers_may_be_temporaries) {
  testing::run([]() -> Coro<void> {
    const int number = 5;
    int seen = 0;
    co_await with(timeout(1h), [&](Timeout&) -> Coro<void> {
      seen = number;
      co_return;
    });
    EXPECT_EQ(seen, 5);
  });
}

TEST(Closures, B260_the_object_behind_a_structured_binding_is_destroyed) {
  testing::run([]() -> Coro<void> {
    const auto pair = []() -> Coro<std::pair<Counted, Counted>> {
      co_return std::pair<Counted, Counted>();
    };
    auto [first, second] = co_await pair();
    static_cast<void>(first);
    static_cast<void>(second);
    EXPECT_EQ(Counted::alive, 2);
  });
  EXPECT_EQ(Counted::alive, 0);
}

TEST(Errors, B264_one_may_be_thrown_in_several_tasks) {
  const auto error = std::make_exception_ptr(std::runtime_error("shared"));
  int caught = 0;
  testing::run([&]() -> Coro<void> {
    const auto throws = [&]() -> Coro<void> {
      co_await yield();
      std::rethrow_exception(error);
    };
    const auto catches = [&]() -> Coro<void> {
      try {
        co_await throws();
      } catch (const std::runtime_error& same) {
        caught += std::string(same.what()) == "shared" ? 1 : 0;
      }
    };
    co_await gather(catches(), catches(), catches());
  });
  EXPECT_EQ(caught, 3);
}

TEST(Results, B265_of_an_abandoned_task_die_on_the_thread_of_the_loop) {
  struct Result {
    std::thread::id* died_on;
    explicit Result(std::thread::id* died_on) : died_on(died_on) {}
    Result(Result&& other) noexcept : died_on(std::exchange(other.died_on, nullptr)) {}
    ~Result() {
      if (died_on) *died_on = std::this_thread::get_id();
    }
  };
  std::thread::id died_on;
  testing::run([&]() -> Coro<void> {
    const auto make = [&]() -> Coro<Result> { co_return Result(&died_on); };
    create_task(make());
    co_await testing::settle();
  });
  EXPECT_EQ(died_on, std::this_thread::get_id());
}

// --- What is allocated ---------------------------------------------------------------------------

Coro<char> large() {
  std::array<char, 1 << 20> room{};
  co_await yield();
  co_return room[0];
}

TEST(Allocations, B262_that_fail_are_an_error_where_the_task_is_made) {
  NEEDS_COUNTED_ALLOCATIONS;
  testing::run([]() -> Coro<void> {
    allocations::too_large = 1 << 20;
    EXPECT_THROW(create_task(large()), std::bad_alloc);
    allocations::too_large = static_cast<std::size_t>(-1);
    EXPECT_EQ(all_tasks().size(), 1u);
    EXPECT_EQ(co_await create_task(large()), 0);
  });
}

Coro<int> ready() {
  co_return 1;
}
Coro<int> nested() {
  co_return co_await ready() + co_await ready();
}

// Runs `work` twice: what the second time allocates.
template <class Work>
std::size_t allocated_when_warm(Work work) {
  std::size_t allocated = 0;
  testing::run([&]() -> Coro<void> {
    co_await work();
    const std::size_t before = allocations::count;
    co_await work();
    allocated = allocations::count - before;
  });
  return allocated;
}

TEST(Allocations, B266_of_an_await_there_are_none) {
  NEEDS_COUNTED_ALLOCATIONS;
  EXPECT_EQ(allocated_when_warm([]() -> Coro<void> {
              for (int i = 0; i < 1000; ++i) co_await nested();
            }),
            0u);
}

TEST(Allocations, B266_of_a_yield_and_of_a_timer_there_are_none) {
  ABOUT_THE_ORDER_OF_TURNS;
  NEEDS_COUNTED_ALLOCATIONS;
  EXPECT_EQ(allocated_when_warm([]() -> Coro<void> {
              for (int i = 0; i < 1000; ++i) {
                co_await yield();
                co_await sleep(1ms);
              }
            }),
            0u);
}

TEST(Allocations, B266_of_a_task_a_future_and_a_wake_up_there_are_none) {
  ABOUT_THE_ORDER_OF_TURNS;
  NEEDS_COUNTED_ALLOCATIONS;
  EXPECT_EQ(allocated_when_warm([]() -> Coro<void> {
              for (int i = 0; i < 1000; ++i) {
                const Future<int> future;
                const Task<int> task = create_task(nested());
                Loop::running().call_soon([future] { future.set_result(1); });
                const int sum = co_await future + co_await task;
                EXPECT_EQ(sum, 3);
              }
            }),
            0u);
}

TEST(Allocations, B266_of_a_time_out_that_does_not_fire_there_are_none) {
  NEEDS_COUNTED_ALLOCATIONS;
  EXPECT_EQ(allocated_when_warm([]() -> Coro<void> {
              for (int i = 0; i < 1000; ++i) {
                co_await with(timeout(1h), [&](Timeout&) -> Coro<void> { co_await nested(); });
                co_await wait_for(nested(), 1h);
              }
            }),
            0u);
}

}  // namespace
}  // namespace huddle
