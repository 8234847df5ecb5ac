#pragma once

#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "future.hpp"
#include "pretend_clock.hpp"

/// @file
/// @brief A network that answers the same questions with the same texts, a second later each.

namespace ch03 {

/// Who wants to be called with a text.
using OnText = std::function<void(std::string text)>;

/// Answers questions, and prints each with the time. You can ask in three ways.
class PretendNetwork {
 public:
  PretendNetwork(CallbackQueue& queue, PretendClock& clock) : queue_(queue), clock_(clock) {}

  /// Waits for the answer: nothing else happens in that second.
  /// @throws std::runtime_error when nobody answers.
  std::string ask_and_wait(const std::string& question) {
    say(question + "?");
    clock_.let_pass(1);
    return answer_to(question);
  }

  /// Returns at once. A second later it calls one of the two: `on_answer` with the answer, or
  /// `on_error` with the problem.
  void ask(const std::string& question, OnText on_answer, OnText on_error) {
    say(question + "?");
    clock_.call_later(1, [=] {
      std::string answer;
      try {
        answer = answer_to(question);
      } catch (const std::runtime_error& error) {
        if (on_error) on_error(error.what());
        return;
      }
      on_answer(answer);
    });
  }

  // [ask]
  /// Returns a future of the answer at once.
  Future<std::string> ask(const std::string& question) {
    Future<std::string> answer(queue_);
    say(question + "?");
    clock_.call_later(1, [=] { answer.settle([&] { return answer_to(question); }); });
    return answer;
  }
  // [ask]

  /// Prints a line with the time.
  void say(const std::string& line) const {
    std::cout << "  " << clock_.now() << " s  " << line << '\n';
  }

 private:
  static std::string answer_to(const std::string& question) {
    static const std::map<std::string, std::string> answers{
        {"address of penguins.example", "10.0.0.7"},
        {"address of seals.example", "10.0.0.8"},
        {"connection to 10.0.0.7", "connection 7"},
        {"page over connection 7", "Huddle up!"},
    };
    const auto found = answers.find(question);
    if (found == answers.end()) throw std::runtime_error("nobody answers");
    return found->second;
  }

  CallbackQueue& queue_;
  PretendClock& clock_;
};

}  // namespace ch03
