#include <gtest/gtest.h>

#include <vector>

#include EXERCISE_FILE

namespace {

Generator<int> each_of(std::vector<int> numbers) {
  for (int number : numbers) co_yield number;
}

Generator<int> multiples(int step, int& asked) {
  for (int number = step;; number += step) {
    ++asked;
    co_yield number;
  }
}

std::vector<int> merged(std::vector<int> left, std::vector<int> right) {
  std::vector<int> seen;
  auto values = merge(each_of(std::move(left)), each_of(std::move(right)));
  while (int* value = values.next()) {
    seen.push_back(*value);
    if (seen.size() == 100) break;  // enough to see that it does not end
  }
  return seen;
}

}  // namespace

TEST(Merge, keeps_the_value_that_was_not_chosen) {
  std::vector<int> first = merged({1, 2, 7}, {3, 4, 8});
  first.resize(3);
  EXPECT_EQ(first, (std::vector<int>{1, 2, 3}))
      << "1 is smaller than 3 and is handed out; the 3 is still to come, after the 2 (hint 1)";
}

TEST(Merge, hands_out_the_rest_when_one_source_has_ended) {
  EXPECT_EQ(merged({1, 5, 6}, {2}), (std::vector<int>{1, 2, 5, 6}))
      << "the right source ends after 2; 5 and 6 are still to come (hint 2)";
  EXPECT_EQ(merged({}, {1, 2}), (std::vector<int>{1, 2}))
      << "the left source is empty; the right one is not (hint 2)";
}

TEST(Merge, of_nothing_is_nothing) {
  EXPECT_TRUE(merged({}, {}).empty()) << "two empty sources make an empty row (hint 2)";
}

TEST(Merge, keeps_equal_values_from_both) {
  EXPECT_EQ(merged({1, 2}, {2, 3}), (std::vector<int>{1, 2, 2, 3}))
      << "2 comes from both sides, so it comes twice (hint 3)";
}

TEST(Merge, reads_no_more_than_one_value_ahead) {
  int asked_left = 0, asked_right = 0;
  auto values = merge(multiples(2, asked_left), multiples(3, asked_right));
  values.next();
  EXPECT_EQ(asked_left, 1) << "to hand out the first value, look at one of each (hint 3)";
  EXPECT_EQ(asked_right, 1) << "to hand out the first value, look at one of each (hint 3)";
  values.next();
  EXPECT_EQ(asked_left, 2) << "2 came from the left: only the left moves on (hint 3)";
  EXPECT_EQ(asked_right, 1) << "2 came from the left: the right stays where it is (hint 3)";
}
