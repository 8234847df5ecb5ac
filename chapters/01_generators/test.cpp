// The tests of chapter 1, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>

#include <algorithm>
#include <coroutine>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#ifndef STEP
#define STEP 99
#endif

#include "number_machine.hpp"
#if STEP >= 2
#include "frame.hpp"
#endif
#if STEP >= 3
#include "generator.hpp"
#endif

using namespace ch01;

TEST(Step1_NumberMachine, hands_out_1_7_4_with_a_greeting_before_each) {
  NumberMachine machine;
  testing::internal::CaptureStdout();
  EXPECT_EQ(*machine.next(), 1);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "Hi\n");
  testing::internal::CaptureStdout();
  EXPECT_EQ(*machine.next(), 7);
  EXPECT_EQ(*machine.next(), 4);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "Hello\nHowdy\n");
}

TEST(Step1_NumberMachine, returns_null_at_the_end_and_ever_after) {
  NumberMachine machine;
  testing::internal::CaptureStdout();
  while (machine.next() != nullptr) {
  }
  EXPECT_EQ(machine.next(), nullptr);
  EXPECT_EQ(machine.next(), nullptr);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "Hi\nHello\nHowdy\n")
      << "a greeting came twice";
}

TEST(Step1_NumberMachine, two_machines_do_not_share_their_place) {
  NumberMachine first, second;
  testing::internal::CaptureStdout();
  first.next();
  EXPECT_EQ(*first.next(), 7);
  EXPECT_EQ(*second.next(), 1);
  testing::internal::GetCapturedStdout();
}

namespace {

// Appends its name to a list when it dies: shows when a body's locals are destroyed.
class Witness {
 public:
  Witness(std::vector<std::string>& log, std::string name) : log_(&log), name_(std::move(name)) {}
  Witness(const Witness&) = delete;
  ~Witness() { log_->push_back(name_); }

 private:
  std::vector<std::string>* log_;
  std::string name_;
};

}  // namespace

#if STEP >= 2
namespace {

// The least a coroutine needs: it pauses where it says co_await and hands out nothing.
struct Pausing {
  struct promise_type {
    int times_resumed = 0;
    Pausing get_return_object() { return Pausing{Frame<promise_type>(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  Frame<promise_type> frame;
};

Pausing pauses_twice(std::vector<std::string>& log) {
  Witness first(log, "first");
  co_await std::suspend_always{};
  Witness second(log, "second");
  co_await std::suspend_always{};
  log.push_back("end of the body");
}

}  // namespace

TEST(Step2_Frame, resumes_from_pause_to_pause) {
  std::vector<std::string> log;
  auto coroutine = pauses_twice(log);
  coroutine.frame.resume();
  coroutine.frame.resume();
  EXPECT_FALSE(coroutine.frame.done());
  EXPECT_TRUE(log.empty());
  coroutine.frame.resume();
  EXPECT_TRUE(coroutine.frame.done());
  EXPECT_EQ(log, (std::vector<std::string>{"end of the body", "second", "first"}));
}

TEST(Step2_Frame, takes_the_paused_locals_with_it) {
  std::vector<std::string> log;
  {
    auto coroutine = pauses_twice(log);
    coroutine.frame.resume();
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, std::vector<std::string>{"first"})
      << "only the first local was alive at the pause";
}

TEST(Step2_Frame, has_one_owner_at_a_time) {
  std::vector<std::string> log;
  auto coroutine = pauses_twice(log);
  coroutine.frame.resume();
  {
    auto owner = std::move(coroutine.frame);
    EXPECT_FALSE(coroutine.frame) << "the frame was moved away";
    EXPECT_TRUE(owner);
    EXPECT_TRUE(log.empty()) << "moving the owner does not touch the frame";
  }
  EXPECT_EQ(log, std::vector<std::string>{"first"});
}

TEST(Step2_Frame, assigning_destroys_what_was_owned_before) {
  std::vector<std::string> log, other_log;
  auto coroutine = pauses_twice(log);
  coroutine.frame.resume();
  coroutine = pauses_twice(other_log);
  EXPECT_EQ(log, std::vector<std::string>{"first"});
  coroutine.frame.resume();
  EXPECT_TRUE(other_log.empty());
}

TEST(Step2_Frame, assigning_from_a_named_owner_destroys_at_once_too) {
  std::vector<std::string> log, other_log;
  auto coroutine = pauses_twice(log);
  auto other = pauses_twice(other_log);
  coroutine.frame.resume();
  coroutine.frame = std::move(other.frame);
  EXPECT_EQ(log, std::vector<std::string>{"first"}) << "the old frame must not live on in `other`";
  EXPECT_FALSE(other.frame);
}

TEST(Step2_Frame, shares_the_promise_with_the_body) {
  std::vector<std::string> log;
  auto coroutine = pauses_twice(log);
  coroutine.frame.promise().times_resumed = 3;
  EXPECT_EQ(coroutine.frame.promise().times_resumed, 3);
}
#endif

#if STEP >= 3
TEST(Step3_Generator, calling_the_function_runs_nothing) {
  bool ran = false;
  auto body = [](bool& ran) -> Generator<int> {
    ran = true;
    co_return;
  };
  auto generator = body(ran);
  EXPECT_FALSE(ran);
}

TEST(Step3_Generator, pauses_at_both_ends) {
  using Promise = Generator<int>::promise_type;
  using AtTheStart = decltype(std::declval<Promise&>().initial_suspend());
  using AtTheEnd = decltype(std::declval<Promise&>().final_suspend());
  EXPECT_TRUE((std::is_same_v<AtTheStart, std::suspend_always>)) << "initial_suspend must pause";
  EXPECT_TRUE((std::is_same_v<AtTheEnd, std::suspend_always>)) << "final_suspend must pause";
}

TEST(Step3_Generator, owns_the_parameters_before_it_is_started) {
  auto shared = std::make_shared<int>(1);
  {
    auto body = [](std::shared_ptr<int>) -> Generator<int> { co_return; };
    auto generator = body(shared);
    EXPECT_EQ(shared.use_count(), 2) << "the frame holds a copy of the argument";
  }
  EXPECT_EQ(shared.use_count(), 1);
}
#endif

#if STEP >= 4
namespace {

Generator<int> count_to(int last) {
  for (int number = 1; number <= last; ++number) co_yield number;
}

}  // namespace

TEST(Step4_Next, hands_out_one_value_after_the_other) {
  auto numbers = count_to(3);
  EXPECT_EQ(*numbers.next(), 1);
  EXPECT_EQ(*numbers.next(), 2);
  EXPECT_EQ(*numbers.next(), 3);
}

TEST(Step4_Next, runs_the_body_only_as_far_as_the_next_value) {
  std::vector<std::string> log;
  auto body = [](std::vector<std::string>& log) -> Generator<int> {
    log.push_back("before 1");
    co_yield 1;
    log.push_back("before 2");
    co_yield 2;
  };
  auto generator = body(log);
  generator.next();
  EXPECT_EQ(log, std::vector<std::string>{"before 1"});
}

TEST(Step4_Next, points_at_the_value_in_the_body) {
  auto body = []() -> Generator<int> {
    int number = 1;
    co_yield number;
    co_yield number * 10;
  };
  auto generator = body();
  *generator.next() = 5;
  EXPECT_EQ(*generator.next(), 50) << "the caller changed the body's own variable";
}

TEST(Step4_Next, hands_out_references) {
  auto body = [](std::vector<int>& numbers) -> Generator<int&> {
    for (int& number : numbers) co_yield number;
  };
  std::vector<int> numbers{1, 2};
  auto generator = body(numbers);
  EXPECT_EQ(generator.next(), &numbers[0]);
  EXPECT_EQ(generator.next(), &numbers[1]);
}

TEST(Step4_Next, hands_out_what_cannot_be_copied) {
  auto body = []() -> Generator<std::unique_ptr<int>> {
    co_yield std::make_unique<int>(1);
    auto second = std::make_unique<int>(2);
    co_yield second;
    EXPECT_EQ(second, nullptr) << "the caller moved it out of the body";
  };
  auto generator = body();
  std::unique_ptr<int> first = std::move(*generator.next());
  std::unique_ptr<int> second = std::move(*generator.next());
  EXPECT_EQ(*first, 1);
  EXPECT_EQ(*second, 2);
  generator.next();  // on to the body's own expectation
}

TEST(Step4_Next, takes_constants_where_the_type_says_so) {
  auto body = [](const std::vector<std::string>& words) -> Generator<const std::string> {
    for (const std::string& word : words) co_yield word;
  };
  const std::vector<std::string> words{"penguin"};
  auto generator = body(words);
  EXPECT_EQ(generator.next(), &words[0]);
}

TEST(Step4_Next, locals_die_when_a_half_run_generator_does) {
  std::vector<std::string> log;
  {
    auto body = [](std::vector<std::string>& log) -> Generator<int> {
      Witness outer(log, "outer");
      co_yield 1;
      Witness inner(log, "inner");
      co_yield 2;
      Witness never(log, "never");
    };
    auto generator = body(log);
    generator.next();
    generator.next();
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, (std::vector<std::string>{"inner", "outer"}));
}
#endif

#if STEP >= 5
TEST(Step5_End, is_null_however_often_you_ask) {
  auto numbers = count_to(1);
  EXPECT_NE(numbers.next(), nullptr);
  EXPECT_EQ(numbers.next(), nullptr);
  EXPECT_EQ(numbers.next(), nullptr);
  EXPECT_EQ(numbers.next(), nullptr);
}

TEST(Step5_End, comes_at_once_for_an_empty_body) {
  auto body = []() -> Generator<int> { co_return; };
  auto nothing = body();
  EXPECT_EQ(nothing.next(), nullptr);
}

TEST(Step5_End, is_what_a_moved_from_generator_says) {
  auto numbers = count_to(3);
  numbers.next();
  auto moved = std::move(numbers);
  EXPECT_EQ(numbers.next(), nullptr);
  EXPECT_EQ(*moved.next(), 2) << "the place to go on from moves along";
}

TEST(Step5_End, takes_the_locals_before_the_generator_dies) {
  std::vector<std::string> log;
  auto body = [](std::vector<std::string>& log) -> Generator<int> {
    Witness local(log, "local");
    co_yield 1;
  };
  auto generator = body(log);
  while (generator.next() != nullptr) {
  }
  EXPECT_EQ(log, std::vector<std::string>{"local"});
}
#endif

#if STEP >= 6
namespace {

Generator<int> fails_after_one() {
  co_yield 1;
  throw std::runtime_error("out of fish");
}

Generator<int> throws_a_number() {
  throw 42;
  co_yield 1;
}

}  // namespace

TEST(Step6_Errors, come_out_of_next) {
  auto numbers = fails_after_one();
  EXPECT_EQ(*numbers.next(), 1);
  try {
    numbers.next();
    FAIL() << "next() hid the error";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "out of fish");
  }
}

TEST(Step6_Errors, may_be_of_any_type) {
  auto numbers = throws_a_number();
  EXPECT_THROW(numbers.next(), int);
}

TEST(Step6_Errors, come_once_and_end_the_generator) {
  auto numbers = fails_after_one();
  numbers.next();
  EXPECT_THROW(numbers.next(), std::runtime_error);
  EXPECT_EQ(numbers.next(), nullptr);
  EXPECT_EQ(numbers.next(), nullptr);
}
#endif

#if STEP >= 7
TEST(Step7_Reentry, a_body_that_asks_itself_gets_an_error) {
  struct Loop {
    static Generator<int> body(Generator<int>*& self) {
      co_yield 1;
      co_yield *self->next();
    }
  };
  Generator<int>* self = nullptr;
  auto generator = Loop::body(self);
  self = &generator;
  EXPECT_EQ(*generator.next(), 1);
  EXPECT_THROW(generator.next(), std::logic_error);
}

TEST(Step7_Reentry, a_body_may_catch_it_and_go_on) {
  struct Loop {
    static Generator<int> body(Generator<int>*& self) {
      try {
        self->next();
      } catch (const std::logic_error&) {
      }
      co_yield 1;
      co_yield 2;
    }
  };
  Generator<int>* self = nullptr;
  auto generator = Loop::body(self);
  self = &generator;
  EXPECT_EQ(*generator.next(), 1);
  EXPECT_EQ(*generator.next(), 2);
  EXPECT_EQ(generator.next(), nullptr);
}
#endif

#if STEP >= 8
static_assert(std::input_iterator<Generator<int>::Iterator>);
static_assert(std::ranges::input_range<Generator<int>>);

namespace {

Generator<int> evens(Generator<int> numbers) {
  for (int& number : numbers)
    if (number % 2 == 0) co_yield number;
}

Generator<int> squares(Generator<int> numbers) {
  for (int& number : numbers) co_yield number* number;
}

// Left, itself, right: a generator that walks its own kind.
struct Tree {
  int value;
  std::unique_ptr<Tree> left, right;
};
Generator<int> in_order(const Tree* tree) {
  if (tree == nullptr) co_return;
  for (int& value : in_order(tree->left.get())) co_yield value;
  co_yield int(tree->value);
  for (int& value : in_order(tree->right.get())) co_yield value;
}

}  // namespace

TEST(Step8_RangeFor, walks_all_values) {
  std::vector<int> seen;
  for (int number : count_to(4)) seen.push_back(number);
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3, 4}));
}

TEST(Step8_RangeFor, walks_nothing_when_there_is_nothing) {
  for (int number : count_to(0)) ADD_FAILURE() << "got " << number;
}

TEST(Step8_RangeFor, goes_on_where_the_last_walk_stopped) {
  auto numbers = count_to(4);
  for (int number : numbers)
    if (number == 2) break;
  EXPECT_EQ(*numbers.next(), 3);
}

TEST(Step8_RangeFor, lets_errors_through) {
  std::vector<int> seen;
  EXPECT_THROW(
      {
        for (int number : fails_after_one()) seen.push_back(number);
      },
      std::runtime_error);
  EXPECT_EQ(seen, std::vector<int>{1});
}

TEST(Step8_RangeFor, builds_pipelines_that_pull_one_value_at_a_time) {
  std::vector<int> seen;
  for (int number : squares(evens(count_to(6)))) seen.push_back(number);
  EXPECT_EQ(seen, (std::vector<int>{4, 16, 36}));
}

TEST(Step8_RangeFor, walks_a_tree_with_generators_inside_generators) {
  auto leaf = [](int value) { return std::make_unique<Tree>(Tree{value, nullptr, nullptr}); };
  const Tree tree{4, std::make_unique<Tree>(Tree{2, leaf(1), leaf(3)}), leaf(5)};
  std::vector<int> seen;
  for (int value : in_order(&tree)) seen.push_back(value);
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3, 4, 5}));
}

TEST(Step8_RangeFor, feeds_the_standard_algorithms) {
  auto numbers = count_to(10);
  EXPECT_EQ(std::ranges::count_if(numbers, [](int number) { return number > 7; }), 3);
}

TEST(Step8_RangeFor, a_million_values_need_no_more_room_than_one) {
  long long sum = 0;
  for (int number : count_to(1'000'000)) sum += number;
  EXPECT_EQ(sum, 500'000'500'000) << "see cost.cpp: the frame is the only allocation";
}
#endif

#if STEP >= 9
namespace {

// bugs/await_in_a_generator.cpp shows that co_await does not compile; but a test must compile, so
// this one looks at the promise. A promise that names await_transform decides what its body may
// await; without one, anything goes. To see whether a class has a member of that name, add another
// by the same name: naming it is ambiguous when there are two.
struct AnotherAwaitTransform {
  void await_transform();
};
template <class Promise>
struct Both : Promise, AnotherAwaitTransform {};

template <class Promise>
concept decides_what_may_be_awaited = !requires {
  &Both<Promise>::await_transform;
};
template <class Promise>
concept lets_it_pause_without_a_value = requires(Promise promise) {
  promise.await_transform(std::suspend_always{});
};

}  // namespace

TEST(Step9_Await, does_not_compile_in_a_generator) {
  using Promise = Generator<int>::promise_type;
  EXPECT_TRUE(decides_what_may_be_awaited<Promise>) << "the promise has no await_transform";
  EXPECT_FALSE(lets_it_pause_without_a_value<Promise>) << "await_transform is not deleted";
}
#endif
