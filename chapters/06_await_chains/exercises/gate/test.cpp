#include <gtest/gtest.h>

#include <deque>
#include <string>

#include EXERCISE_FILE

namespace {

// Goes through the gate so many times, and says so each time.
Coro<void> walks(Gate& gate, std::string& passed, char name, int times) {
  for (; times > 0; --times) {
    co_await gate.opens();
    passed += name;
  }
}

}  // namespace

TEST(Gate, lets_everybody_through_who_waits) {
  Gate gate;
  std::string passed;
  std::deque<Chain<void>> chains;
  for (char name : {'a', 'b', 'c'}) chains.emplace_back(walks(gate, passed, name, 1)).resume();
  ASSERT_EQ(gate.waiting(), 3u);
  EXPECT_EQ(passed, "");
  gate.open();
  EXPECT_EQ(passed.size(), 3u) << "three waited, and '" << passed << "' went through (hint 1)";
  EXPECT_EQ(gate.waiting(), 0u) << "nobody is left (hint 1)";
}

TEST(Gate, lets_each_through_once) {
  Gate gate;
  std::string passed;
  Chain chain(walks(gate, passed, 'a', 3));
  chain.resume();
  gate.open();
  EXPECT_EQ(passed, "a") << "it was opened once (hint 2)";
  EXPECT_EQ(gate.waiting(), 1u) << "the one who came back waits again (hint 2)";
  gate.open();
  gate.open();
  EXPECT_EQ(passed, "aaa") << "it was opened three times (hint 2)";
  EXPECT_TRUE(chain.done()) << "the one who came back was forgotten (hint 2)";
}

TEST(Gate, keeps_the_order_in_which_they_came) {
  Gate gate;
  std::string passed;
  std::deque<Chain<void>> chains;
  for (char name : {'a', 'b', 'c'}) chains.emplace_back(walks(gate, passed, name, 2)).resume();
  gate.open();
  gate.open();
  EXPECT_EQ(passed, "abcabc") << "first come, first through (hint 3)";
}
