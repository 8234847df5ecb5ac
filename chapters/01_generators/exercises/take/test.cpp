#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include EXERCISE_FILE

namespace {

Generator<int> naturals(int& asked) {
  for (int number = 1;; ++number) {
    ++asked;
    co_yield number;
  }
}

Generator<int> two_numbers() {
  co_yield 1;
  co_yield 2;
}

std::vector<int> all(Generator<int> numbers) {
  std::vector<int> seen;
  while (int* number = numbers.next()) {
    seen.push_back(*number);
    if (seen.size() == 100) break;  // enough to see that it does not end
  }
  return seen;
}

}  // namespace

TEST(Take, hands_out_the_first_three) {
  int asked = 0;
  EXPECT_EQ(all(take(3, naturals(asked))), (std::vector<int>{1, 2, 3}))
      << "take(3, …) of 1, 2, 3, 4, … must hand out 1, 2, 3 and end (hint 1)";
}

TEST(Take, asks_for_no_value_that_it_does_not_hand_out) {
  int asked = 0;
  all(take(3, naturals(asked)));
  EXPECT_EQ(asked, 3) << "take(3, …) asked its source for " << asked
                      << " values: check the count before you ask (hint 2)";
}

TEST(Take, of_nothing_does_not_touch_the_source) {
  int asked = 0;
  EXPECT_TRUE(all(take(0, naturals(asked))).empty()) << "take(0, …) hands out nothing (hint 2)";
  EXPECT_EQ(asked, 0) << "take(0, …) asked its source for a value (hint 2)";
}

TEST(Take, asks_only_when_it_is_asked) {
  int asked = 0;
  auto numbers = take(3, naturals(asked));
  EXPECT_EQ(asked, 0) << "nobody has asked take() for a value yet (hint 3)";
  numbers.next();
  EXPECT_EQ(asked, 1)
      << "one value was asked for; its source must run that far and no further (hint 3)";
}

TEST(Take, ends_early_when_its_source_does) {
  std::vector<int> seen;
  EXPECT_NO_THROW(seen = all(take(5, two_numbers())))
      << "a source that ends before the count is reached is no error (hint 3)";
  EXPECT_EQ(seen, (std::vector<int>{1, 2}))
      << "take(5, …) of two values hands out two: next() says null at the end (hint 3)";
}

TEST(Take, passes_on_what_cannot_be_copied) {
  auto boxes = []() -> Generator<std::unique_ptr<int>> { co_yield std::make_unique<int>(7); };
  auto taken = take(1, boxes());
  std::unique_ptr<int> box = std::move(*taken.next());
  ASSERT_NE(box, nullptr) << "hand out the value itself, not a copy (hint 3)";
  EXPECT_EQ(*box, 7) << "hand out the value itself, not a copy (hint 3)";
}
