#include "report.hpp"

#include <cstdlib>

#include "words.hpp"

namespace course {

namespace {

std::string unescaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char letter = text[++i];
    result += letter == 'n' ? '\n' : letter == 't' ? '\t' : letter;
  }
  return result;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::size_t start = 0;
  for (;;) {
    const auto tab = line.find('\t', start);
    fields.push_back(unescaped(line.substr(start, tab - start)));
    if (tab == std::string::npos) break;
    start = tab + 1;
  }
  fields.resize(5);
  return fields;
}

}  // namespace

std::string TestRun::sentence() const {
  const bool stepped = step() > 0 && suite.find('_') != std::string::npos;
  return spelled(stepped ? suite.substr(suite.find('_') + 1) : suite) + ": " + spelled(name);
}

int TestRun::step() const {
  return suite.starts_with("Step") ? std::atoi(suite.c_str() + 4) : 0;
}

Report parse_report(const std::string& text) {
  Report report;
  for (const std::string& line : lines_of(text)) {
    const auto fields = fields_of(line);
    const std::string& what = fields[0];
    if (what == "start") {
      TestRun test;
      test.suite = fields[1];
      test.name = fields[2];
      test.printed_from = std::strtoul(fields[3].c_str(), nullptr, 10);
      test.file = fields[4];
      report.tests.push_back(test);
    } else if (what == "end") {
      report.ended = true;
    } else if (what == "left") {
      report.left = true;
    } else if (what == "memory") {
      report.out_of_memory = true;
    } else if (what == "null") {
      report.null_pointer = true;
    } else if (what == "stack") {
      report.out_of_stack = true;
    } else if (what == "terminated") {
      report.terminated = fields[1];
    } else if (what == "undefined") {
      report.undefined = fields[1];
    } else if (!report.tests.empty()) {
      TestRun& test = report.tests.back();
      if (what == "at") test.at = {fields[1], std::atoi(fields[2].c_str())};
      if (what == "fail")
        test.failures.push_back({fields[1], std::atoi(fields[2].c_str()), fields[3]});
      if (what == "passed" || what == "failed") {
        test.state = what == "passed" ? TestRun::State::Passed : TestRun::State::Failed;
        test.printed_to = std::strtoul(fields[1].c_str(), nullptr, 10);
      }
    }
  }
  return report;
}

}  // namespace course
