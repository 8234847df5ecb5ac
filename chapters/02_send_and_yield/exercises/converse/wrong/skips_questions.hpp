// Wrong: asks the asker twice in each round, so that every other question is lost. (hint 2)
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
  while (true) {
    std::optional<Question> question;
    try {
      question = std::move(asker.next());
    } catch (StopIteration<Result>& end) {
      answerer.close();
      return std::move(end.value);
    }
    std::optional<Answer> answer;
    try {
      answer = std::move(answerer.send(std::move(*question)));
    } catch (const AnyStopIteration&) {
      throw std::runtime_error("the answerer left before it had answered");
    }
    try {
      asker.send(std::move(*answer));
    } catch (StopIteration<Result>& end) {
      answerer.close();
      return std::move(end.value);
    }
  }
}
