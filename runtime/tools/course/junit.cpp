#include "junit.hpp"

#include <utility>

namespace course {

namespace {

std::string decoded(std::string text) {
  static const std::pair<const char*, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  for (const auto& [entity, letter] : entities) {
    const std::string word = entity;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
      text.replace(at, word.size(), 1, letter);
  }
  return text;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  if (start == std::string::npos) return "";
  const auto end = text.find(to, start + from.size());
  return decoded(text.substr(start + from.size(), end - start - from.size()));
}

}  // namespace

std::vector<TestCase> parse_junit(const std::string& xml) {
  std::vector<TestCase> tests;
  const std::string open = "<testcase ", close = "</testcase>";
  for (auto at = xml.find(open); at != std::string::npos; at = xml.find(open, at + 1)) {
    const std::string element = xml.substr(at, xml.find(close, at) - at);
    TestCase test;
    test.name = between(element, "name=\"", "\"");
    const std::string status = between(element, "status=\"", "\"");
    // A test that was skipped by what it printed "did not run", like one whose program is missing.
    if (status == "notrun" || status == "disabled")
      test.status = element.find("SKIP_") != std::string::npos || status == "disabled"
                        ? TestCase::Status::Skipped
                        : TestCase::Status::Failed;
    else if (status != "run")
      test.status = TestCase::Status::Failed;
    test.output = between(element, "<system-out>", "</system-out>");
    if (test.output.empty()) test.output = between(element, "<failure message=\"", "\"");
    tests.push_back(test);
  }
  return tests;
}

}  // namespace course
