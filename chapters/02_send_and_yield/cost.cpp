// What a conversation costs, counted: one allocation for each body, one resume for each message,
// and one call more for each body that stands between the caller and the one that listens.
#include <gtest/gtest.h>

#include <utility>

#include "allocations.hpp"
#include "coroutine.hpp"

using ch02::AnyStopIteration;
using ch02::Coroutine;
using ch02::None;

namespace {

Coroutine<int, int, int> adds_up(int& resumes) {
  int total = 0;
  for (++resumes; total < 100; ++resumes) total += co_yield total;
  co_return total;
}

// `depth` bodies that await, and one at the bottom that listens.
Coroutine<int, int, int> chain(int depth, int& resumes) {
  int total = 0;
  if (depth == 1)
    total = co_await adds_up(resumes);
  else
    total = co_await chain(depth - 1, resumes);
  ++resumes;
  co_return total;
}

// Counts how often it was moved: each call that passes it on moves it once.
class Letter {
 public:
  Letter() = default;
  Letter(Letter&&) noexcept { ++moves; }
  Letter& operator=(Letter&&) noexcept {
    ++moves;
    return *this;
  }
  static inline int moves = 0;
};

Coroutine<int, Letter, None> reader() {
  Letter letter;
  while (true) letter = co_yield 1;
}

Coroutine<int, Letter, None> letter_box(int depth) {
  if (depth == 2) co_return co_await reader();
  co_return co_await letter_box(depth - 1);
}

int moves_of_one_letter(int depth) {
  auto coroutine = depth == 1 ? reader() : letter_box(depth);
  coroutine.next();
  Letter::moves = 0;
  coroutine.send(Letter());
  return Letter::moves;
}

}  // namespace

TEST(Cost, one_allocation_for_each_body_and_none_for_a_message) {
  if (!course::counts_are_exact) GTEST_SKIP() << "counted exactly on g++ -O0 only";
  int resumes = 0;
  const auto alone = course::allocations_of([&] {
    auto coroutine = adds_up(resumes);
    coroutine.next();
    for (int number = 0; number < 99; ++number) coroutine.send(1);
  });
  EXPECT_EQ(alone.blocks, 1u) << "the frame";

  const auto deep = course::allocations_of([&] {
    auto coroutine = chain(4, resumes);
    coroutine.next();
    for (int number = 0; number < 99; ++number) coroutine.send(1);
  });
  EXPECT_EQ(deep.blocks, 5u) << "four that await, and the one that listens";
}

TEST(Cost, the_end_takes_nothing_from_operator_new) {
  if (!course::counts_are_exact) GTEST_SKIP() << "counted exactly on g++ -O0 only";
  int resumes = 0;
  auto coroutine = chain(4, resumes);
  coroutine.next();
  const auto end = course::allocations_of([&] {
    try {
      coroutine.send(100);
    } catch (const AnyStopIteration&) {
    }
  });
  EXPECT_EQ(end.blocks, 0u) << "the exception lives in memory of the C++ runtime's own";
}

TEST(Cost, one_resume_for_each_message_however_deep) {
  int resumes = 0;
  auto coroutine = chain(5, resumes);
  EXPECT_EQ(resumes, 0) << "calling the function resumes nothing";
  coroutine.next();
  EXPECT_EQ(resumes, 1);
  for (int number = 0; number < 10; ++number) coroutine.send(1);
  EXPECT_EQ(resumes, 11) << "only the body that listens is resumed";
  EXPECT_THROW(coroutine.send(90), AnyStopIteration);
  EXPECT_EQ(resumes, 17) << "at the end each of the six is resumed once";
}

TEST(Cost, each_body_in_between_is_one_call_more) {
  const int alone = moves_of_one_letter(1);
  EXPECT_EQ(alone, 5) << "deliver, resume, into the body's hands, out of co_yield, to the local";
  EXPECT_EQ(moves_of_one_letter(2), alone + 1);
  EXPECT_EQ(moves_of_one_letter(10), alone + 9);
  EXPECT_EQ(moves_of_one_letter(1000), alone + 999);
}
