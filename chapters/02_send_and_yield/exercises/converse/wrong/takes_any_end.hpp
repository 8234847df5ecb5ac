// Wrong: takes the end of the answerer for the end of the asker. (hint 3)
#pragma once

#include <optional>
#include <stdexcept>
#include <utility>

#include "coroutine.hpp"

using ch02::AnyStopIteration;
using ch02::Coroutine;
using ch02::StopIteration;

template <class Question, class Answer, class Result, class Other>
Result converse(Coroutine<Question, Answer, Result> asker,
                Coroutine<Answer, Question, Other> answerer) {
  answerer.next();
  try {
    Question* question = &asker.next();
    while (true) {
      Answer& answer = answerer.send(std::move(*question));
      question = &asker.send(std::move(answer));
    }
  } catch (StopIteration<Result>& end) {
    answerer.close();
    return std::move(end.value);
  }
}
