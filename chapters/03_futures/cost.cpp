// What futures and drivers cost, counted.
#include <gtest/gtest.h>

#include "allocations.hpp"
#include "driver.hpp"

using namespace ch03;

namespace {

// Container growth aside: a queue and a list of callbacks that already have room ask for none.
class Cost : public testing::Test {
 protected:
  void SetUp() override {
    if (!course::counts_are_exact) GTEST_SKIP() << "counted exactly on g++ -O0 only";
  }
  CallbackQueue queue;
};

FutureCoroutine<int, int> sum_of(int count, Future<int> number, int& resumes) {
  int sum = 0;
  ++resumes;
  for (int turn = 0; turn < count; ++turn) {
    sum += co_yield number;
    ++resumes;
  }
  co_return sum;
}

}  // namespace

TEST_F(Cost, one_allocation_for_a_future) {
  const auto cost = course::allocations_of([&] {
    Future<int> answer(queue);
    Future<int> copy = answer;
    copy.set_result(7);
    EXPECT_EQ(answer.result(), 7);
  });
  EXPECT_EQ(cost.blocks, 1u) << "what its handles share";
  EXPECT_LE(cost.bytes, 128u);
}

TEST_F(Cost, two_more_for_each_callback) {
  const auto cost = course::allocations_of([&] {
    Future<int> answer(queue);
    answer.add_done_callback([](const Future<int>& done) { done.result(); });
    answer.set_result(7);
    queue.run();
  });
  EXPECT_EQ(cost.blocks, 3u) << "the future, room for a callback in its list, the call in line";
}

TEST_F(Cost, three_to_drive_a_coroutine_besides_its_frame) {
  Future<int> number(queue);
  int resumes = 0;
  auto body = sum_of(0, number, resumes);
  const auto cost = course::allocations_of([&] { drive(queue, std::move(body)); });
  EXPECT_EQ(cost.blocks, 3u) << "the driver, its future, its place among the queue's guests";
  queue.run();
}

TEST_F(Cost, two_for_each_step_on_a_future_that_is_there) {
  const auto blocks_of = [&](int steps) {
    Future<int> number(queue);
    number.set_result(1);
    int resumes = 0;
    const auto cost = course::allocations_of([&] {
      drive(queue, sum_of(steps, number, resumes));
      queue.run();
    });
    EXPECT_EQ(resumes, steps + 1) << "one to start, one for each future";
    return cost.blocks;
  };
  EXPECT_EQ(blocks_of(2) - blocks_of(1), 2u)
      << "a place in the future's list, and the call in line";
}

TEST_F(Cost, a_resume_for_each_future_and_one_to_start) {
  Future<int> number(queue);
  int resumes = 0;
  auto sum = drive(queue, sum_of(1'000, number, resumes));
  EXPECT_EQ(resumes, 0);
  queue.run();
  EXPECT_EQ(resumes, 1);
  number.set_result(1);
  queue.run();
  EXPECT_EQ(resumes, 1'001);
  EXPECT_EQ(sum.result(), 1'000);
}
