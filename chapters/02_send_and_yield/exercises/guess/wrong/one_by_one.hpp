// Wrong: tries one number after the other. (hint 2)
#pragma once

#include <stdexcept>

#include "coroutine.hpp"

using ch02::Coroutine;

enum class Answer { lower, higher, right };

inline Coroutine<int, Answer, int> guess(int low, int high) {
  int middle = low + (high - low) / 2;
  Answer answer = co_yield middle;
  for (int guesses = 1; low <= middle && middle <= high; ++guesses) {
    if (answer == Answer::right) co_return guesses;
    middle += answer == Answer::lower ? -1 : 1;
    answer = co_yield middle;
  }
  throw std::logic_error("no number fits these answers");
}
