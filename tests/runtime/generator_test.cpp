#include "huddle/generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace huddle {
namespace {

Generator<int> countdown(int from) {
  while (from > 0) co_yield from--;
}

TEST(Generators, give_their_values_one_after_the_other) {
  std::vector<int> numbers;
  for (const int number : countdown(3)) numbers.push_back(number);
  EXPECT_EQ(numbers, (std::vector{3, 2, 1}));
}

TEST(Generators, run_only_as_far_as_they_are_asked) {
  std::vector<std::string> seen;
  auto speaking = [&seen]() -> Generator<int> {
    seen.push_back("begun");
    co_yield 1;
    seen.push_back("gone on");
    co_yield 2;
  };
  Generator<int> speaks = speaking();
  EXPECT_TRUE(seen.empty());
  auto step = speaks.begin();
  EXPECT_EQ(seen, (std::vector<std::string>{"begun"}));
  ++step;
  EXPECT_EQ(seen, (std::vector<std::string>{"begun", "gone on"}));
  EXPECT_FALSE(step == std::default_sentinel);
  ++step;
  EXPECT_TRUE(step == std::default_sentinel);
}

TEST(Generators, that_are_dropped_destroy_their_locals) {
  const auto local = std::make_shared<int>(1);
  auto holding = [](std::shared_ptr<int> held) -> Generator<int> {
    for (;;) co_yield *held;
  };
  {
    Generator<int> endless = holding(local);
    EXPECT_EQ(*endless.begin(), 1);
    EXPECT_EQ(local.use_count(), 2);
  }
  EXPECT_EQ(local.use_count(), 1);
}

TEST(Generators, yield_what_cannot_be_copied_and_do_not_move_it_by_themselves) {
  auto owners = []() -> Generator<std::unique_ptr<int>&> {
    for (int number = 1; number <= 2; ++number) {
      auto owner = std::make_unique<int>(number);
      co_yield owner;
    }
  };
  std::vector<std::unique_ptr<int>> taken;
  for (std::unique_ptr<int>& owner : owners()) taken.push_back(std::move(owner));
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(*taken[1], 2);
}

TEST(Generators, throw_out_of_the_step_and_have_ended_then) {
  auto failing = []() -> Generator<int> {
    co_yield 1;
    throw std::runtime_error("no second");
  };
  Generator<int> fails = failing();
  auto step = fails.begin();
  EXPECT_EQ(*step, 1);
  EXPECT_THROW(++step, std::runtime_error);
  EXPECT_TRUE(step == std::default_sentinel);
}

TEST(Generators, are_ranges) {
  static_assert(std::ranges::input_range<Generator<int>>);
  Generator<int> numbers = countdown(4);
  EXPECT_EQ(std::ranges::count_if(numbers, [](int number) { return number % 2 == 0; }), 2);
}

}  // namespace
}  // namespace huddle
