#include <gtest/gtest.h>

#include <string>

#include EXERCISE_FILE

namespace {

Suspension for_ever() {
  return Suspension([](ch03::Callback) {});
}

Coro<void> catch_fish() {
  co_await for_ever();
}
const std::string in_catch_fish = ":" + std::to_string(__LINE__ - 2);

Coro<void> cook() {
  co_await catch_fish();
}
const std::string in_cook = ":" + std::to_string(__LINE__ - 2);

Coro<void> dinner() {
  co_await cook();
}
const std::string in_dinner = ":" + std::to_string(__LINE__ - 2);

Coro<void> ends() {
  co_return;
}

}  // namespace

TEST(AwaitStack, names_the_only_one) {
  Chain chain(catch_fish());
  chain.resume();
  EXPECT_EQ(await_stack(chain), "catch_fish" + in_catch_fish)
      << "the first of a chain has no caller, and belongs to it (hint 1)";
}

TEST(AwaitStack, names_the_first_of_the_chain_first) {
  Chain chain(cook());
  chain.resume();
  const std::string stack = await_stack(chain);
  EXPECT_EQ(stack.find("cook"), 0u) << stack << ": the first comes first (hint 1)";
  EXPECT_NE(stack.find("catch_fish"), std::string::npos)
      << stack << ": the one that waits belongs to it (hint 1)";
}

TEST(AwaitStack, separates_them) {
  Chain chain(dinner());
  chain.resume();
  EXPECT_EQ(await_stack(chain),
            "dinner" + in_dinner + " > cook" + in_cook + " > catch_fish" + in_catch_fish)
      << "between two stands ' > ', and nowhere else (hint 2)";
}

TEST(AwaitStack, says_that_a_chain_has_ended) {
  Chain chain(ends());
  chain.resume();
  EXPECT_EQ(await_stack(chain), "ended") << "a chain that has ended has no top (hint 2)";
}

TEST(AwaitStack, gives_no_line_of_one_that_has_not_begun) {
  Chain chain(dinner());
  EXPECT_EQ(await_stack(chain), "dinner") << "it awaits nobody yet, in no line (hint 3)";
}
