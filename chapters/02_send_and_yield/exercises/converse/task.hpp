// Exercise: write converse(), which lets two coroutines talk with each other.
#pragma once

#include <optional>
#include <stdexcept>
#include <utility>

#include "coroutine.hpp"

using ch02::AnyStopIteration;
using ch02::Coroutine;
using ch02::StopIteration;

/// Lets two coroutines talk: what `asker` yields is sent to `answerer`, and what that one yields is
/// sent back, until `asker` has heard enough and returns. Then `answerer` is closed.
///
/// Before the first question, `answerer` is run to its first `co_yield`; what it yields there
/// answers nothing and is dropped.
/// @return what `asker` returned.
/// @throws std::runtime_error when `answerer` ends before it has answered.
template <class Question, class Answer, class Result, class Other>
Result converse(Coroutine<Question, Answer, Result> asker,
                Coroutine<Answer, Question, Other> answerer) {
  asker.close();  // your code instead of this
  answerer.close();
  return Result();
}
