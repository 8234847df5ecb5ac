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
  std::optional<Answer> answer;
  answerer.next();
  while (true) {
    Question* question = nullptr;
    try {
      question = answer ? &asker.send(std::move(*answer)) : &asker.next();
    } catch (StopIteration<Result>& end) {
      answerer.close();
      return std::move(end.value);
    }
    try {
      answer = std::move(answerer.send(std::move(*question)));
    } catch (const AnyStopIteration&) {
      throw std::runtime_error("the answerer left before it had answered");
    }
  }
}
