#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// A door that a job waits at until a test opens it.
class Door {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

void wait_until(const std::atomic<bool>& happened) {
  while (!happened) std::this_thread::sleep_for(1ms);
}

int sum(int one, int other) {
  return one + other;
}
int fail() {
  throw std::runtime_error("from the thread");
}

TEST(Threads, B185_return_throw_and_take_the_context_along) {
  static ContextVar<int> number(0);
  testing::run([]() -> Coro<void> {
    EXPECT_EQ(co_await to_thread(sum, 1, 2), 3);
    EXPECT_THROW(co_await to_thread(fail), std::runtime_error);
    number.set(7);
    const auto here = std::this_thread::get_id();
    auto elsewhere = [here] {
      number.set(number.get() + 1);  // and this is not seen here
      return std::this_thread::get_id() != here && number.get() == 8;
    };
    EXPECT_TRUE(co_await to_thread(elsewhere));
    EXPECT_EQ(number.get(), 7);
  });
}

TEST(Threads, give_what_only_moves_and_own_their_arguments) {
  testing::run([]() -> Coro<void> {
    const auto make = [](std::string text) { return std::make_unique<std::string>(text + "!"); };
    std::unique_ptr<std::string> made = co_await to_thread(make, "done");
    EXPECT_EQ(*made, "done!");
    auto own = [held = std::make_unique<int>(5)] { return *held; };
    EXPECT_EQ(co_await to_thread(owned(own)), 5);
  });
}

TEST(Threads, B186_a_job_that_is_abandoned_runs_on_and_its_result_is_dropped) {
  const auto door = std::make_shared<Door>();
  const auto kept = std::make_shared<int>(0);
  std::atomic<bool> begun = false, ended = false;
  testing::run([&]() -> Coro<void> {
    const auto job = [&](std::shared_ptr<Door> until, std::shared_ptr<int> result) {
      begun = true;
      until->pass();
      ended = true;
      return result;
    };
    const auto waits = [&]() -> Coro<void> { co_await to_thread(job, door, kept); };
    const Task<void> task = create_task(waits());
    co_await testing::settle();
    wait_until(begun);
    co_await task.cancel_and_wait();
    EXPECT_TRUE(task.cancelled());
    EXPECT_FALSE(ended);
    door->open();
  });
  EXPECT_TRUE(ended);  // the pool is joined at the end
  EXPECT_EQ(kept.use_count(), 1);
}

TEST(Threads, B186_a_job_that_is_waited_for_gives_its_result_and_the_request_stays) {
  Door door;
  std::atomic<bool> begun = false;
  testing::run([&]() -> Coro<void> {
    const auto job = [&] {
      begun = true;
      door.pass();
      return 7;
    };
    int got = 0;
    const auto waits = [&]() -> Coro<void> {
      got = co_await to_thread(WhenCancelled::wait, job);
      co_await testing::settle();
      ADD_FAILURE() << "the request was to arrive here";
    };
    const Task<void> task = create_task(waits());
    co_await testing::settle();
    wait_until(begun);
    task.cancel();
    for (int i = 0; i < 3; ++i) co_await testing::settle();
    EXPECT_FALSE(task.done());
    door.open();
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_EQ(got, 7);
  });
}

TEST(Threads, B187_a_job_that_has_not_begun_is_taken_out_of_the_line) {
  ThreadPool pool(1);
  Door door;
  std::atomic<bool> begun = false, second = false;
  testing::run([&]() -> Coro<void> {
    const auto first = [&] {
      begun = true;
      door.pass();
    };
    const Task<void> running = create_task(run_in_executor(pool, WhenCancelled::abandon, first));
    co_await testing::settle();
    wait_until(begun);
    const auto never = [&] { second = true; };
    const Task<void> queued = create_task(run_in_executor(pool, WhenCancelled::wait, never));
    co_await testing::settle();
    co_await queued.cancel_and_wait();
    EXPECT_TRUE(queued.cancelled());
    door.open();
    co_await running;
  });
  pool.shutdown();
  EXPECT_FALSE(second);
}

TEST(Threads, B189_posting_to_a_closed_loop_is_an_error_and_nothing_hangs) {
  std::optional<RemoteLoop> remote;
  {
    Loop loop;
    remote.emplace(loop.remote());
  }
  EXPECT_THROW(remote->call_soon_threadsafe([] {}), InvalidStateError);
}

TEST(Threads, B190_a_pool_that_was_shut_down_takes_no_jobs) {
  ThreadPool pool(2);
  pool.shutdown();
  testing::run([&]() -> Coro<void> {
    EXPECT_THROW(co_await run_in_executor(pool, WhenCancelled::abandon, sum, 1, 2),
                 InvalidStateError);
  });
}

TEST(Threads, B152_the_default_pool_is_joined_when_the_loop_closes) {
  std::atomic<bool> begun = false, ended = false;
  const auto main = [&]() -> Coro<void> {
    const auto slow = [&] {
      begun = true;
      std::this_thread::sleep_for(20ms);
      ended = true;
    };
    const Task<void> task = create_task(to_thread(slow));
    co_await testing::settle();
    wait_until(begun);
    task.cancel();
  };
  run(main());
  EXPECT_TRUE(ended);
}

TEST(Threads, B152_joining_a_pool_has_a_limit) {
  const auto door = std::make_shared<Door>();
  {
    ThreadPool pool(1);
    pool.post([door] { door->pass(); });
    ::testing::internal::CaptureStderr();
    EXPECT_FALSE(pool.shutdown(5ms));
    EXPECT_NE(::testing::internal::GetCapturedStderr().find("left behind"), std::string::npos);
  }  // and the pool may go while its thread is busy
  door->open();
}

TEST(Threads, as_many_as_there_may_be_work_at_a_time) {
  ThreadPool pool(3);
  Door door;
  std::atomic<int> inside = 0, most = 0;
  testing::run([&]() -> Coro<void> {
    const auto job = [&] {
      const int now = ++inside;
      for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
      if (now == 3) door.open();
      door.pass();
      --inside;
    };
    std::vector<Coro<void>> jobs;
    for (int i = 0; i < 12; ++i) jobs.push_back(run_in_executor(pool, WhenCancelled::abandon, job));
    co_await gather(std::move(jobs));
  });
  EXPECT_EQ(most, 3);
}

TEST(Threads, order_work_for_the_loop_and_get_its_result) {
  const auto main = []() -> Coro<void> {
    const auto add = [](std::string one, std::string other) -> Coro<std::string> {
      co_await yield();
      co_return one + other;
    };
    const auto fails = []() -> Coro<void> {
      co_await yield();
      throw std::runtime_error("from the loop");
    };
    std::string got;
    auto orders = [&, remote = Loop::running().remote()] {
      got = run_coroutine_threadsafe(remote, add, std::string("a"), std::string("b")).get();
      std::future<void> failing = run_coroutine_threadsafe(remote, fails);
      EXPECT_THROW(failing.get(), std::runtime_error);
    };
    co_await to_thread(owned(orders));
    EXPECT_EQ(got, "ab");
  };
  run(main());
}

TEST(Threads, virtual_time_stands_still_while_a_job_runs) {
  const Duration passed = testing::run([]() -> Coro<void> {
    const auto hour = []() -> Coro<void> { co_await sleep(1h); };
    const Task<void> slow = create_task(hour());
    const auto nap = [] { std::this_thread::sleep_for(10ms); };
    co_await to_thread(nap);
    EXPECT_EQ(Loop::running().now().time_since_epoch(), 0s);
    co_await slow;
  });
  EXPECT_EQ(passed, 1h);
}

TEST(Threads, virtual_time_stands_still_beside_ctrl_c_too) {
  VirtualClock clock;
  const auto main = []() -> Coro<void> {
    co_await wait_for(to_thread([] { std::this_thread::sleep_for(5ms); }), 1h);
  };
  EXPECT_NO_THROW(run(main(), RunOptions().clock(clock)));
}

TEST(Threads, a_wait_may_outlive_its_pool) {
  const auto main = []() -> Coro<void> {
    auto pool = std::make_unique<ThreadPool>(1);
    const auto task = create_task(run_in_executor(*pool, WhenCancelled::abandon, [] {}));
    co_await yield();
    pool.reset();
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
  };
  run(main());
}

TEST(Threads, of_a_pool_take_no_signals) {
  const auto main = []() -> Coro<bool> {
    co_return co_await to_thread([] {
      sigset_t blocked;
      ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
      return sigismember(&blocked, SIGINT) == 1;
    });
  };
  EXPECT_TRUE(run(main()));
}

}  // namespace
}  // namespace huddle
