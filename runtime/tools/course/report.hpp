#pragma once

#include <string>
#include <vector>

/// @file
/// @brief What a reader's test program wrote down while it ran (learner/).

namespace course {

struct Failure {
  std::string file;
  int line = 0;
  std::string message;
};

/// A line of a source.
struct SourceLine {
  std::string file;  ///< empty: not known
  int line = 0;
};

struct TestRun {
  enum class State { Running, Passed, Failed };
  std::string suite;
  std::string name;
  std::string file;  ///< its source
  State state = State::Running;
  std::vector<Failure> failures;
  SourceLine at;                 ///< where it ended, or threw what nobody caught
  std::size_t printed_from = 0;  ///< where its own output begins in all that was printed
  std::size_t printed_to = std::string::npos;

  /// `Step5_End`, `is_null_at_the_end` -> `End: is null at the end`
  std::string sentence() const;
  /// 5 for `Step5_End`, 0 for a suite without a step.
  int step() const;
};

struct Report {
  std::vector<TestRun> tests;
  bool ended = false;          ///< all tests ran
  bool left = false;           ///< exit() was called in the middle
  bool out_of_memory = false;  ///< operator new failed
  bool null_pointer = false;   ///< the address that crashed it was (nearly) null
  bool out_of_stack = false;   ///< the address that crashed it was beyond the stack's end
  std::string terminated;      ///< why std::terminate was called
  std::string undefined;       ///< what it did that C++ does not define
};

Report parse_report(const std::string& text);

}  // namespace course
