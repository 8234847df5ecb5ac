// What a generator costs, counted: one allocation, and one resume for each next().
#include <gtest/gtest.h>

#include "allocations.hpp"
#include "generator.hpp"

using ch01::Generator;

namespace {

Generator<int> count_to(int last, int& resumes) {
  ++resumes;
  for (int number = 1; number <= last; ++number) {
    co_yield number;
    ++resumes;
  }
}

Generator<int> passed_on(Generator<int> numbers, int& resumes) {
  ++resumes;
  for (int& number : numbers) {
    co_yield number;
    ++resumes;
  }
}

}  // namespace

TEST(Cost, one_allocation_for_a_million_values) {
  int resumes = 0;
  long long sum = 0;
  const auto cost = course::allocations_of([&] {
    for (int number : count_to(1'000'000, resumes)) sum += number;
  });
  EXPECT_EQ(sum, 500'000'500'000);
  EXPECT_EQ(resumes, 1'000'001) << "one for each value, and one for the end";
  if (!course::counts_are_exact) GTEST_SKIP() << "allocations are counted exactly on g++ -O0 only";
  EXPECT_EQ(cost.blocks, 1u) << "the frame";
  EXPECT_LE(cost.bytes, 256u);
}

TEST(Cost, one_resume_for_each_next) {
  int resumes = 0;
  auto numbers = count_to(3, resumes);
  EXPECT_EQ(resumes, 0) << "calling the function resumes nothing";
  int asked = 0;
  do ++asked;
  while (numbers.next() != nullptr);
  EXPECT_EQ(asked, 4) << "three values and the end";
  EXPECT_EQ(resumes, 4);
  numbers.next();
  EXPECT_EQ(resumes, 4) << "after the end nothing is resumed";
}

TEST(Cost, a_pipeline_resumes_every_stage_for_every_value) {
  int first = 0, second = 0, third = 0;
  auto numbers = passed_on(passed_on(count_to(5, first), second), third);
  for (int value = 1; value <= 5; ++value) {
    numbers.next();
    EXPECT_EQ(first, value);
    EXPECT_EQ(second, value);
    EXPECT_EQ(third, value);
  }
}
