#include <gtest/gtest.h>

#include <string>

#include EXERCISE_FILE

using ch02::StopIteration;

namespace {

// Plays against a guesser and answers honestly. What comes of it, in words.
std::string play(int low, int high, int number, int most = 1000) {
  auto guesser = guess(low, high);
  try {
    int guessed = guesser.next();
    for (int guesses = 1; guesses <= most; ++guesses) {
      guessed = guesser.send(guessed > number   ? Answer::lower
                             : guessed < number ? Answer::higher
                                                : Answer::right);
    }
    return "still guessing after " + std::to_string(most) + " guesses";
  } catch (const StopIteration<int>& end) {
    return "found with guess " + std::to_string(end.value);
  } catch (const std::exception& error) {
    return error.what();
  }
}

// Gives the same answer for ever.
std::string play_unfairly(int low, int high, Answer answer) {
  auto guesser = guess(low, high);
  try {
    guesser.next();
    for (int guesses = 1; guesses <= 1000; ++guesses) guesser.send(answer);
    return "still guessing after 1000 guesses";
  } catch (const ch02::AnyStopIteration&) {
    return "it returned";
  } catch (const std::logic_error&) {
    return "logic_error";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

TEST(Guess, yields_a_guess_and_waits) {
  auto guesser = guess(1, 100);
  int guessed = 0;
  EXPECT_NO_THROW(guessed = guesser.next())
      << "next() must give the first guess: hand it out with co_yield (hint 1)";
  EXPECT_GE(guessed, 1) << "a guess is a number from low to high (hint 2)";
  EXPECT_LE(guessed, 100) << "a guess is a number from low to high (hint 2)";
}

TEST(Guess, ends_when_the_answer_is_right) {
  EXPECT_EQ(play(5, 5, 5), "found with guess 1")
      << "the first guess is right; it counts, so return 1 (hint 1)";
  EXPECT_EQ(play(1, 3, 1), "found with guess 2")
      << "from 1 to 3: first 2, then 1, which makes two guesses (hint 1)";
}

TEST(Guess, finds_every_number) {
  for (int number = 1; number <= 100; ++number)
    ASSERT_EQ(play(1, 100, number).substr(0, 16), "found with guess")
        << number << " was not found: each answer moves one end past the guess (hint 2)";
}

TEST(Guess, finds_one_in_a_million_with_twenty_guesses) {
  for (int number : {1, 999'999, 1'000'000, 123'456})
    ASSERT_EQ(play(1, 1'000'000, number, 20).substr(0, 16), "found with guess")
        << number << " took too many guesses: always guess the middle (hint 2)";
}

TEST(Guess, notices_that_nothing_fits) {
  EXPECT_EQ(play_unfairly(1, 100, Answer::higher), "logic_error")
      << "the number is higher than 100, they say: throw a std::logic_error (hint 3)";
  EXPECT_EQ(play_unfairly(1, 100, Answer::lower), "logic_error")
      << "the number is lower than 1, they say: throw a std::logic_error (hint 3)";
}
