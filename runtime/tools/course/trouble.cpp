#include "trouble.hpp"

#include <signal.h>

#include <cctype>
#include <regex>

#include "compiler_error.hpp"
#include "compiler_meaning.hpp"
#include "expectation.hpp"
#include "files.hpp"
#include "foreground.hpp"
#include "places.hpp"
#include "words.hpp"

namespace course {

namespace {

std::string ending_in_words(const Trial& trial) {
  const Report& report = trial.report;
  if (trial.ending.kind == Ending::Kind::TimedOut)
    return "never ended: stopped after " + std::to_string(run_time.count()) + " seconds.";
  if (!report.undefined.empty()) {
    std::string what = report.undefined;  // "Reference binding to null pointer of type 'int'"
    what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
    return "did what C++ leaves undefined: " + what + '.';
  }
  if (report.out_of_memory) return "asked for more than 1 GiB of memory.";
  if (!report.terminated.empty())
    return "ended the program by std::terminate: " + report.terminated + '.';
  if (report.out_of_stack)
    return "crashed: it ran out of stack. Does a function call itself without end?";
  if (report.null_pointer) return "crashed: segmentation fault. It used a null pointer.";
  if (trial.ending.kind == Ending::Kind::Signalled) {
    if (trial.ending.number == SIGXFSZ)
      return "printed more than " + std::to_string(printed_limit / mebibyte) + " MiB.";
    return signal_in_words(trial.ending.number);
  }
  return "left the program in the middle, with exit status " + std::to_string(trial.ending.number) +
         '.';
}

std::string line_of(const fs::path& file, int line) {
  std::error_code none;
  if (line <= 0 || !fs::exists(file, none)) return "";
  const auto lines = lines_of(read_file(file));
  return static_cast<std::size_t>(line) <= lines.size() ? trimmed(lines[line - 1]) : "";
}

std::string place_of(const std::string& file, int line) {
  if (file.empty()) return "";
  return shown(file) + (line > 0 ? ':' + std::to_string(line) : "");
}

std::string printed_by(const TestRun& test, const std::string& printed) {
  if (test.printed_from >= printed.size()) return "";
  return printed.substr(test.printed_from, test.printed_to == std::string::npos
                                               ? std::string::npos
                                               : test.printed_to - test.printed_from);
}

// A test that crashes says nothing itself: the first hint that its source names.
int first_hint(const TestRun& test) {
  std::error_code none;
  if (!fs::exists(test.file, none)) return 0;
  const std::string source = read_file(test.file);
  const std::regex head("\\bTEST(_F)?\\(\\s*" + test.suite + "\\s*,\\s*" + test.name + "\\s*\\)");
  static const std::regex next("\\nTEST(_[A-Z]+)?\\(");
  static const std::regex hint("\\(hint ([1-9])\\)");
  std::smatch found;
  if (!std::regex_search(source, found, head)) return 0;
  std::string body = found.suffix();
  if (std::regex_search(body, found, next)) body = found.prefix();
  return std::regex_search(body, found, hint) ? std::stoi(found[1]) : 0;
}

}  // namespace

std::optional<Trouble> trouble_of(const Trial& trial) {
  Trouble trouble;
  if (!trial.compiled.well()) {
    trouble.compiles = false;
    if (trial.compiled.ending.kind == Ending::Kind::TimedOut) {
      trouble.what = "The compiler needed more than 60 seconds and was stopped.";
    } else if (const auto error = first_error(trial.compiled.says, my_folder())) {
      trouble.what = error->text;
      trouble.meaning = meaning_of(error->text);
      trouble.place = place_of(error->file, error->line);
      if (!error->file.empty()) trouble.source_line = line_of(error->file, error->line);
    } else {
      trouble.what = "The compiler gave up: " +
                     trimmed(trial.compiled.says.substr(0, trial.compiled.says.find('\n')));
    }
    return trouble;
  }
  if (const auto warning = first_warning(trial.compiled.says, my_folder()))
    trouble.warning = place_of(warning->file, warning->line) + ": " + warning->text;
  for (const TestRun& test : trial.report.tests) {
    if (test.state == TestRun::State::Passed) continue;
    trouble.step = test.step();
    trouble.test = test.sentence();
    trouble.printed = printed_by(test, trial.printed);
    const std::string ended_at = place_of(test.at.file, test.at.line);
    if (!test.failures.empty()) {
      const Failure& failure = test.failures.front();
      const Expectation words = in_words(failure.message);
      trouble.reason = words.reason;
      trouble.what = words.values;
      trouble.hint = words.hint;
      trouble.place = failure.file.empty() ? ended_at : place_of(failure.file, failure.line);
      // An expectation that failed before the end came is the better explanation; the end still
      // counts.
      if (test.state == TestRun::State::Running) {
        trouble.what += (trouble.what.empty() ? "Then it " : " Then it ") + ending_in_words(trial);
        if (!ended_at.empty()) trouble.what += " That was at " + ended_at + '.';
      }
    } else {
      trouble.what = "It " + ending_in_words(trial);
      trouble.place = ended_at;
    }
    if (trouble.hint == 0) trouble.hint = first_hint(test);
    return trouble;
  }
  if (trial.report.ended && trial.ending.well()) return std::nullopt;
  // Not in a test: before the first, or after the last.
  trouble.test = trial.report.tests.empty() ? "before the first test" : "after the last test";
  trouble.step = trial.report.tests.empty() ? 1 : trial.report.tests.back().step();
  trouble.what = "The program " + ending_in_words(trial);
  return trouble;
}

void look_closer(Trouble& trouble, const std::vector<fs::path>& readers_files) {
  if (trouble.compiles || trouble.place.starts_with("my/")) return;
  for (const fs::path& file : readers_files)
    if (fs::exists(file) && !braces_match(read_file(file))) {
      trouble.suspicion = "In " + shown(file) + " a { or a } has no other half.";
      return;
    }
}

}  // namespace course
