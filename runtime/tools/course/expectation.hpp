#pragma once

#include <string>

namespace course {

/// GoogleTest's message about a failed expectation, in words.
struct Expectation {
  std::string reason;  ///< the test's own sentence; may be empty
  std::string values;  ///< what was and what should be
  int hint = 0;        ///< the hint that the sentence names; 0: none
};

Expectation in_words(const std::string& message);

}  // namespace course
