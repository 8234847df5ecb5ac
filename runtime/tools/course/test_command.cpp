// ./course test
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <thread>

#include "build_settings.hpp"
#include "carried.hpp"
#include "child.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "junit.hpp"
#include "mistake.hpp"
#include "not_typed.hpp"
#include "places.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "standing.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

struct Watch {
  Notice notice;
  std::string said;
  std::map<std::string, std::string> reasons;  // why a test failed, by its name: `Timeout`
};

// ` 12/152 Test #12: name ....   Passed    0.01 sec`
void watch_ctest(void* context, const std::string& line) {
  auto& watch = *static_cast<Watch*>(context);
  static const std::regex form(R"(\s*(\d+)/(\d+) Test .*)");
  std::smatch found;
  if (std::regex_match(line, found, form))
    watch.notice.show("Testing " + found[1].str() + " of " + found[2].str() + " …");
  static const std::regex failure(R"(.*Test +#\d+: (\S+) \.*\*\*\*(.*?) +[\d.]+ sec.*)");
  if (std::regex_match(line, found, failure)) watch.reasons[found[1]] = trimmed(found[2].str());
  watch.said += line + '\n';
}

// The first file of the project that a test's output names, for a failure's first line.
std::string named_file(const std::string& output) {
  static const std::regex path(
      R"(([\w./ +-]*(?:chapters|runtime|docs|tests)/[\w./-]+\.\w+)(:\d+)?)");
  std::smatch found;
  std::string text = output;
  while (std::regex_search(text, found, path)) {
    const fs::path file = trimmed(found[1].str());
    const fs::path whole = file.is_absolute() ? file : root() / file;
    if (fs::exists(whole)) return shown(whole) + found[2].str();
    text = found.suffix();
  }
  return "";
}

// GoogleTest and our checks say why they skip in a line of their own.
std::string skip_reason(const std::string& output) {
  for (const std::string& line : lines_of(output)) {
    const auto mark = line.find("skipped: ");
    if (mark != std::string::npos) return trimmed(line.substr(mark + 9));
  }
  const auto lines = lines_of(output);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (lines[i].ends_with(": Skipped")) return trimmed(lines[i + 1]);
  return "no reason given";
}

}  // namespace

int test_everything() {
  build_target("");
  make_folder(cache_folder());
  const fs::path results = cache_folder() / "everything.xml";
  std::error_code none;
  fs::remove(results, none);
  Watch watch;
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  const int status = run_by_lines(
      {ctest, "--test-dir", built_in, "--no-tests=error", "--output-junit", results.string(),
       "--output-on-failure", "--timeout", "300", "-j", std::to_string(processors)},
      {{"LC_ALL", "C.UTF-8"}}, watch_ctest, &watch);
  watch.notice.show("");
  if (!fs::exists(results)) {
    std::cerr << watch.said;
    throw Mistake("CTest could not run; its words are above.", 1);
  }

  std::vector<TestCase> failed;
  std::map<std::string, std::vector<std::string>> skipped;  // by reason
  std::size_t passed = 0, skips = 0;
  for (const TestCase& test : parse_junit(read_file(results))) {
    if (test.status == TestCase::Status::Passed) {
      ++passed;
    } else if (test.status == TestCase::Status::Skipped) {
      skipped[skip_reason(test.output)].push_back(test.name);
      ++skips;
    } else {
      failed.push_back(test);
    }
  }
  for (const TestCase& test : failed) {
    std::string about = named_file(test.output);
    // Its output says why, or CTest does: `Timeout`, `Exception: SegFault`.
    const std::string reason = watch.reasons[test.name];
    if (!reason.empty() && reason != "Failed") about += (about.empty() ? "" : "; ") + reason;
    std::cout << red("Failed: " + test.name) << (about.empty() ? "" : "  (" + about + ")") << '\n';
    for (const std::string& line : lines_of(test.output)) std::cout << "  | " << line << '\n';
    std::cout << '\n';
  }
  for (const auto& [reason, names] : skipped) {
    std::cout << "Skipped, " << reason << ":\n";
    constexpr std::size_t most = 5;
    std::vector<std::string> some = names;
    if (names.size() > most) {
      some.resize(most);
      some.push_back(std::to_string(names.size() - most) + " more");
    }
    std::cout << wrapped(listed(some), 2);
  }
  std::string summary = counted(passed, "test") + " passed, " + std::to_string(failed.size()) +
                        " failed, " + std::to_string(skips) + " skipped.";
  const bool well = failed.empty() && status == 0;
  std::cout << (well ? green(summary) : red(summary)) << '\n';
  if (!failed.empty())
    std::cout << "Run one of them again: ctest --test-dir " << shown(built_in) << " -R '^"
              << failed.front().name << "$' --output-on-failure\n";
  return well ? 0 : 1;
}

int test_chapter(const Catalogue& catalogue, const TestRequest& request) {
  const Chapter& chapter = catalogue.chapter(request.chapter);
  const std::string number = std::to_string(chapter.number);
  if (chapter.steps == 0) throw Mistake("Chapter " + number + " has no tests by step yet.");
  if (request.step != no_step && (request.step < 1 || request.step > chapter.steps))
    throw Mistake("Chapter " + number + " has no step " + std::to_string(request.step) +
                  ". Its steps are 1 to " + std::to_string(chapter.steps) +
                  ". All of them: ./course test " + number);
  StandingRequest wanted;
  wanted.whose = {!request.reference, request.mine};
  wanted.up_to = std::max(0, request.step);
  if (request.mine) say_unfinished_before(catalogue, chapter);
  const Standing standing = measure(catalogue, chapter, wanted);
  const int most = request.step != no_step ? request.step : standing.total;
  const bool all = standing.passed >= most;

  const std::string whose =
      standing.mine ? "your files in " + shown(chapter.mine) : "ours, in " + shown(chapter.place);
  const bool compiles = !standing.trouble || standing.trouble->compiles;
  const std::string verdict = (standing.passed == 0 && standing.begun > 1 && !compiles
                                   ? "No step can be tried"
                                   : steps_pass(standing.passed, standing.total)) +
                              " (" + whose + ").";
  std::cout << (all ? green(verdict) : standing.passed > 0 ? bold(verdict) : verdict) << '\n';

  if (!standing.mine) {
    if (standing.trouble) {
      std::cout << '\n';
      show_trouble(red("Step " + std::to_string(standing.passed + 1)), *standing.trouble);
    } else if (!request.reference) {
      std::cout << "You have no files of your own here yet. Next: "
                << bold("./course start " + number) << '\n';
    }
    return all ? 0 : 1;
  }
  if (standing.passed == standing.total) {
    std::cout << "Next: see it run with your own headers, then the exercises.\n  "
              << bold("./course run " + number + " --mine") << '\n';
    if (!chapter.exercises.empty()) std::cout << "  " << bold("./course try " + number) << '\n';
    return 0;
  }
  if (all) return 0;

  const int next = std::min(standing.at(), most);
  const std::string title = step_with_title(chapter, next);
  if (!standing.missing.empty()) {
    std::cout << wrapped("Next is " + step_of_lesson(chapter, next) + ". It needs " +
                         listed(standing.missing) + ": " + "./course start " + number + " makes " +
                         (standing.missing.size() == 1 ? "it." : "them."));
    return request.step != no_step ? 1 : 0;
  }
  const bool wrong = standing.wrong() || request.step != no_step;
  const std::string missing =
      standing.trouble && (standing.trouble->compiles || standing.trouble->place.starts_with("my/"))
          ? ""
          : missing_of_step(chapter, next, standing.trouble ? standing.trouble->what : "");
  const auto say_where = [&](bool this_step) {
    std::cout << '\n';
    if (this_step) std::cout << "Look at step " << next << " of the lesson again.\n";
    std::cout << "Stuck? "
              << bold("./course catch-up " + number + " --step " + std::to_string(next)) << '\n';
  };
  if (request.step != no_step && !missing.empty()) {
    std::cout << '\n'
              << wrapped(red("S" + title.substr(1) + ',') + " is not typed yet: " + missing + '.');
    say_where(true);
    return 1;
  }
  if (wrong && standing.trouble) {
    std::cout << '\n';
    Trouble trouble = *standing.trouble;
    if (trouble.suspicion.empty() && !missing.empty()) trouble.suspicion = missing + '.';
    if (trouble.suspicion.empty() && standing.untouched)
      trouble.suspicion = "Nothing of this step stands in " + shown(chapter.mine) + " yet.";
    show_trouble(red("S" + title.substr(1) + ','), trouble);
    say_where(compiles);  // a slip may be in an earlier one's lines
    return 1;
  }
  std::cout << wrapped("Next is " + step_of_lesson(chapter, next) + '.');
  if (standing.trouble && !missing.empty()) {
    std::cout << wrapped("Step " + std::to_string(next) + " is not typed yet: " + missing + '.');
  } else if (standing.trouble && standing.untouched) {
    const std::string step = std::to_string(next);
    std::cout << wrapped(
        "Step " + step + " is not typed yet: nothing of it stands in " + shown(chapter.mine) +
        ". If it is there in words of your own: ./course test " + number + " --step " + step);
  } else if (standing.trouble) {
    std::cout << '\n';
    show_trouble("As it is, it", *standing.trouble);
  }
  return request.step != no_step ? 1 : 0;
}

}  // namespace course
