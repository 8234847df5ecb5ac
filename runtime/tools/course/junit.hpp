#pragma once

#include <string>
#include <vector>

namespace course {

/// A test as CTest tells of it in its JUnit file.
struct TestCase {
  enum class Status { Passed, Failed, Skipped };
  std::string name;
  Status status = Status::Passed;
  std::string output;
};

/// Reads what `ctest --output-junit` writes; not any XML.
std::vector<TestCase> parse_junit(const std::string& xml);

}  // namespace course
