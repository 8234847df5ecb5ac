#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include EXERCISE_FILE

using ch02::GeneratorExit;

namespace {

// Asks for the squares of 1, 2, … `last`, and returns their sum.
Coroutine<int, int, int> sums_squares(int last) {
  int sum = 0;
  for (int number = 1; number <= last; ++number) sum += co_yield number;
  co_return sum;
}

// Answers with squares for as long as it is asked, and notes what it is asked.
Coroutine<int, int, int> squares(std::vector<int>& asked, std::string& end) {
  int answer = -1;
  try {
    while (true) {
      int number = co_yield answer;
      asked.push_back(number);
      answer = number * number;
    }
  } catch (const GeneratorExit&) {
    end = "closed";
    throw;
  }
}

// Answers once, and ends instead of answering again.
Coroutine<int, int, int> answers_once() {
  int number = co_yield -1;
  co_yield number;
  co_return 999;
}

// Asks with boxes and returns a box: none of them can be copied.
Coroutine<std::unique_ptr<int>, std::unique_ptr<int>, std::unique_ptr<int>> asks_with_a_box() {
  std::unique_ptr<int> answer = co_yield std::make_unique<int>(20);
  co_return answer;
}
Coroutine<std::unique_ptr<int>, std::unique_ptr<int>, int> answers_with_a_box() {
  std::unique_ptr<int> box = co_yield nullptr;
  while (true) {
    ++*box;
    box = co_yield box;
  }
}

// What a conversation comes to, in words.
template <class Conversation>
std::string told(Conversation conversation) {
  try {
    return std::to_string(conversation());
  } catch (const AnyStopIteration&) {
    return "StopIteration";
  } catch (const std::runtime_error&) {
    return "runtime_error";
  } catch (const std::exception& error) {
    return std::string("error: ") + error.what();
  }
}

}  // namespace

TEST(Converse, starts_both_and_asks_the_first_question) {
  std::vector<int> asked;
  std::string end;
  EXPECT_EQ(told([&] { return converse(sums_squares(1), squares(asked, end)); }), "1")
      << "start the answerer, then the asker; send the question, send the answer (hint 1)";
  EXPECT_EQ(asked, std::vector<int>{1}) << "the first question is the asker's first yield (hint 1)";
}

TEST(Converse, asks_every_question_once) {
  std::vector<int> asked;
  std::string end;
  EXPECT_EQ(told([&] { return converse(sums_squares(3), squares(asked, end)); }), "14")
      << "1 + 4 + 9: each answer belongs to its question (hint 2)";
  EXPECT_EQ(asked, (std::vector<int>{1, 2, 3})) << "no question is lost or doubled (hint 2)";
}

TEST(Converse, returns_at_once_when_nothing_is_asked) {
  std::vector<int> asked;
  std::string end;
  EXPECT_EQ(told([&] { return converse(sums_squares(0), squares(asked, end)); }), "0")
      << "the asker returned before its first question; its value counts (hint 3)";
  EXPECT_TRUE(asked.empty()) << "nothing was asked (hint 2)";
}

TEST(Converse, closes_the_answerer) {
  std::vector<int> asked;
  std::string end = "not closed";
  told([&] { return converse(sums_squares(2), squares(asked, end)); });
  EXPECT_EQ(end, "closed") << "when the asker has ended, close() the answerer (hint 3)";
}

TEST(Converse, fails_when_the_answerer_leaves) {
  EXPECT_EQ(told([] { return converse(sums_squares(3), answers_once()); }), "runtime_error")
      << "the answerer returned 999: that is not what the asker returns (hint 3)";
}

TEST(Converse, passes_on_what_cannot_be_copied) {
  std::unique_ptr<int> box;
  EXPECT_NO_THROW(box = converse(asks_with_a_box(), answers_with_a_box()))
      << "move the question in, move the answer back, move the result out (hint 2)";
  ASSERT_NE(box, nullptr) << "move the question in, move the answer back (hint 2)";
  EXPECT_EQ(*box, 21) << "a 20 went in, and the answerer added one (hint 2)";
}
