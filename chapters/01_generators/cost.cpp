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

}  // namespace

TEST(Cost, one_allocation_for_a_million_values) {
  if (!course::counts_are_exact) GTEST_SKIP() << "counted exactly on g++ -O0 only";
  int resumes = 0;
  long long sum = 0;
  const auto cost = course::allocations_of([&] {
    for (int number : count_to(1'000'000, resumes)) sum += number;
  });
  EXPECT_EQ(cost.blocks, 1u) << "the frame";
  EXPECT_LE(cost.bytes, 256u);
  EXPECT_EQ(sum, 500'000'500'000);
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
