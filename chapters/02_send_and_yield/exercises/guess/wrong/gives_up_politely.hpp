// Wrong: returns as if it had found the number when nothing fits. (hint 3)
#pragma once

#include "coroutine.hpp"

using ch02::Coroutine;

enum class Answer { lower, higher, right };

inline Coroutine<int, Answer, int> guess(int low, int high) {
  int guesses = 0;
  while (low <= high) {
    int middle = low + (high - low) / 2;
    Answer answer = co_yield middle;
    ++guesses;
    if (answer == Answer::right) break;
    if (answer == Answer::lower)
      high = middle - 1;
    else
      low = middle + 1;
  }
  co_return guesses;
}
