#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include EXERCISE_FILE

namespace {

Generator<int> count_to(int last, int& asked) {
  for (int number = 1; number <= last; ++number) {
    ++asked;
    co_yield number;
  }
}

Generator<std::string> words(std::vector<std::string> list) {
  for (std::string& word : list) co_yield word;
}

template <class T>
T value_or(T* value, T otherwise) {
  return value ? *value : otherwise;
}

}  // namespace

TEST(Peekable, shows_the_next_value) {
  int asked = 0;
  Peekable<int> numbers(count_to(3, asked));
  EXPECT_EQ(value_or(numbers.peek(), -1), 1) << "peek() shows the first value (hint 1)";
  EXPECT_EQ(value_or(numbers.peek(), -1), 1) << "looking again shows the same value (hint 1)";
  EXPECT_EQ(asked, 1) << "looking twice must ask the source once (hint 1)";
}

TEST(Peekable, next_takes_what_peek_showed) {
  int asked = 0;
  Peekable<int> numbers(count_to(3, asked));
  numbers.peek();
  EXPECT_EQ(value_or(numbers.next(), -1), 1)
      << "next() returns the value that peek() showed (hint 2)";
  EXPECT_EQ(value_or(numbers.next(), -1), 2) << "and then the one after it (hint 2)";
  EXPECT_EQ(value_or(numbers.peek(), -1), 3) << "and peek() shows what comes after that (hint 2)";
}

TEST(Peekable, needs_no_peek_before_next) {
  int asked = 0;
  Peekable<int> numbers(count_to(3, asked));
  EXPECT_EQ(value_or(numbers.next(), -1), 1) << "next() works without a peek() before it (hint 2)";
  EXPECT_EQ(value_or(numbers.next(), -1), 2) << "next() works without a peek() before it (hint 2)";
}

TEST(Peekable, runs_nothing_before_it_is_asked) {
  int asked = 0;
  Peekable<int> numbers(count_to(3, asked));
  EXPECT_EQ(asked, 0) << "making a Peekable asks the source for nothing (hint 3)";
  numbers.next();
  EXPECT_EQ(asked, 1) << "next() reads nothing ahead of what it returns (hint 3)";
}

TEST(Peekable, ends_once_and_for_all) {
  int asked = 0;
  Peekable<int> numbers(count_to(1, asked));
  numbers.next();
  EXPECT_EQ(numbers.peek(), nullptr) << "at the end peek() shows null (hint 3)";
  EXPECT_EQ(numbers.next(), nullptr) << "at the end next() returns null (hint 3)";
  EXPECT_EQ(numbers.next(), nullptr) << "and it stays so (hint 3)";
}

TEST(Peekable, lets_a_parser_stop_at_the_right_word) {
  Peekable<std::string> input(words({"wake", "the", "penguins", ";", "sleep", ";"}));
  std::vector<std::string> command;
  while (input.peek() != nullptr && *input.peek() != ";") command.push_back(*input.next());
  EXPECT_EQ(command, (std::vector<std::string>{"wake", "the", "penguins"}))
      << "the words before the first semicolon (hint 2)";
  EXPECT_EQ(value_or(input.next(), std::string("nothing")), ";")
      << "the semicolon was only looked at, so it is still there (hint 2)";
}

TEST(Peekable, hands_on_what_cannot_be_copied) {
  auto boxes = []() -> Generator<std::unique_ptr<int>> { co_yield std::make_unique<int>(7); };
  Peekable<std::unique_ptr<int>> input(boxes());
  input.peek();
  std::unique_ptr<int> box = std::move(*input.next());
  ASSERT_NE(box, nullptr) << "hand out the source's own value, not a copy (hint 3)";
  EXPECT_EQ(*box, 7) << "hand out the source's own value, not a copy (hint 3)";
}
