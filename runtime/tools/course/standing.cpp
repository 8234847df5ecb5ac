#include "standing.hpp"

#include <algorithm>

#include "code_words.hpp"
#include "files.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

// What a step can be recognised by: its lines, and its names (who types in their own words still
// has to use the names that the tests use).
std::set<std::string> signs_in(const Files& files) {
  std::set<std::string> signs;
  for (const auto& [file, text] : files) {
    const auto lines = code_lines(text);
    signs.merge(names_in(lines));
    signs.insert(lines.begin(), lines.end());
  }
  return signs;
}

using Code = std::map<std::string, std::vector<std::string>>;

Code code_of(const Files& files) {
  Code code;
  for (const auto& [name, text] : files) {
    auto lines = code_lines(text);
    if (!lines.empty()) code[name] = std::move(lines);
  }
  return code;
}

Files my_files(const Chapter& chapter) {
  Files files;
  for (const std::string& header : chapter.my_headers())
    files[header] = read_file(chapter.mine / header);
  return files;
}

// The headers of the first `count` steps that are not in my/.
std::vector<std::string> missing_headers(const Chapter& chapter, int count) {
  std::vector<std::string> missing;
  for (const Step& step : chapter.lesson.steps)
    for (const Edit& edit : step.edits)
      if (step.number <= count && !fs::exists(chapter.mine / edit.file) &&
          std::find(missing.begin(), missing.end(), edit.file) == missing.end())
        missing.push_back(edit.file);
  return missing;
}

// The search: which steps pass, with as few compilations as will do.
class Search {
 public:
  Search(const Catalogue& catalogue, const Chapter& chapter, const StandingRequest& request)
      : catalogue_(catalogue), chapter_(chapter), request_(request) {}

  bool tried(int step) const { return trials_.contains(step); }

  const Trial& trial(int step) {
    if (!tried(step)) {
      notice_.show("Trying " + plan(step).name + " …");
      trials_[step] = attempt(plan(step), request_.again);
    }
    return trials_.at(step);
  }

  void try_both(int step, int other) {
    if (step == other || tried(step) || tried(other)) return;
    notice_.show("Trying " + plan(step).name + " …");
    auto [one, two] = attempt_both(plan(step), plan(other), request_.again);
    trials_[step] = std::move(one);
    trials_[other] = std::move(two);
  }

  // How many steps this trial shows to pass; -1 where it does not compile.
  int shown_by(int step) {
    const Trial& trial = this->trial(step);
    if (!trial.compiled.well()) return -1;
    const auto trouble = trouble_of(trial);
    if (!trouble) return step;
    return std::clamp(trouble->step, 1, step) - 1;
  }

 private:
  Plan plan(int step) const { return plan_for(catalogue_, chapter_, step, request_.whose); }

  const Catalogue& catalogue_;
  const Chapter& chapter_;
  StandingRequest request_;
  std::map<int, Trial> trials_;
  Notice notice_;
};

}  // namespace

int exact_step(const Lesson& lesson, const Files& files) {
  const Code mine = code_of(files);
  Files ours;
  if (mine.empty()) return 0;
  for (const Step& step : lesson.steps) {
    for (const Edit& edit : step.edits) apply(edit, ours, lesson.file);
    if (code_of(ours) == mine) return step.number;
  }
  return -1;
}

int last_begun(const Lesson& lesson, const Files& files) {
  const std::set<std::string> mine = signs_in(files);
  std::set<std::string> known;  // what the steps before have: it is no sign
  Files ours;
  int begun = 0;
  for (const Step& step : lesson.steps) {
    for (const Edit& edit : step.edits) apply(edit, ours, lesson.file);
    std::set<std::string> fresh = signs_in(ours);
    std::erase_if(fresh, [&](const std::string& sign) { return known.contains(sign); });
    const auto seen = static_cast<std::size_t>(std::count_if(
        fresh.begin(), fresh.end(), [&](const std::string& sign) { return mine.contains(sign); }));
    // Of the very next step one sign will do; of one further on, half of them.
    if (seen > 0 && (step.number == begun + 1 || seen * 2 >= fresh.size())) begun = step.number;
    known.merge(fresh);
  }
  return begun;
}

Standing measure(const Catalogue& catalogue, const Chapter& chapter,
                 const StandingRequest& request) {
  Standing standing;
  standing.total = chapter.steps;
  standing.mine = request.whose.reader && !chapter.my_headers().empty();
  const bool has_lesson = !chapter.lesson.steps.empty();
  int most = request.up_to > 0 ? std::min(request.up_to, chapter.steps) : chapter.steps;
  if (most == 0) return standing;
  Search search(catalogue, chapter, request);

  if (!standing.mine) {
    standing.begun = most;
    standing.passed = std::max(0, search.shown_by(most));
    if (standing.passed < most) standing.trouble = trouble_of(search.trial(most));
    return standing;
  }

  int exact = -1;
  standing.begun = most;
  if (has_lesson) {
    const Files files = my_files(chapter);
    exact = exact_step(chapter.lesson, files);
    standing.begun = exact >= 0 ? exact : last_begun(chapter.lesson, files);
    // A header that the reader does not have would be taken from ours: such a step is not theirs.
    while (most > 0 && !missing_headers(chapter, most).empty()) --most;
    if (most < standing.total) standing.missing = missing_headers(chapter, most + 1);
    standing.begun = std::min(standing.begun, most);
  }
  if (most == 0 || exact == 0) return standing;

  // Begin where the reader seems to be.
  int top = request.up_to > 0 ? most : std::clamp(standing.begun, 1, most);
  if (exact < top && top > 1) search.try_both(top, top - 1);
  standing.passed = search.shown_by(top);
  if (standing.passed == top) {
    // They may be further on, in words of their own.
    while (exact < 0 && standing.passed < most &&
           search.shown_by(standing.passed + 1) == standing.passed + 1)
      ++standing.passed;
  } else if (standing.passed < 0) {
    // It does not compile: the last step that does lies below.
    int low = 0, high = top;  // `high` does not compile; `low` does, or there is none
    int passed = 0;
    for (int middle = top - 1; high - low > 1; middle = (low + high) / 2) {
      const int shown = search.shown_by(middle);
      if (shown < 0)
        high = middle;
      else {
        low = middle;
        passed = shown;
      }
    }
    standing.passed = passed;
    top = passed < low ? low : high;
  }
  standing.begun = std::max(standing.begun, standing.passed);

  // Why the next one does not pass.
  if (standing.passed < most) {
    const int next = standing.passed + 1;
    if (search.tried(top) && standing.passed < top)
      standing.trouble = trouble_of(search.trial(top));
    else if (search.tried(next))
      standing.trouble = trouble_of(search.trial(next));
    if (standing.trouble && !standing.trouble->compiles) {
      std::vector<fs::path> files;
      for (const std::string& header : chapter.my_headers()) files.push_back(chapter.mine / header);
      look_closer(*standing.trouble, files);
      // What the compiler refuses in the reader's own file was typed by the reader.
      if (standing.trouble->place.starts_with("my/") || !standing.trouble->suspicion.empty())
        standing.begun = std::max(standing.begun, next);
    }
  }
  return standing;
}

}  // namespace course
