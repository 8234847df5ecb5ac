// Exercise: write guess(), which finds a number by asking whether it is lower or higher.
#pragma once

#include <stdexcept>

#include "coroutine.hpp"

using ch02::Coroutine;

/// What the guesser is told about its guess.
enum class Answer { lower, higher, right };

/// Finds a number from `low` to `high`. It yields a guess; it is sent an answer: the number is
/// lower, the number is higher, or the guess is right. Then it returns how many guesses it took.
/// One in a million is found with 20 guesses at most.
/// @throws std::logic_error in its body when no number fits the answers it was given.
inline Coroutine<int, Answer, int> guess(int low, int high) {
  co_return high - low;  // your code
}
