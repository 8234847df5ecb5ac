#include "standing.hpp"

#include <algorithm>

#include "signs.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

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
  const Files files = my_files(chapter);
  const auto tested = tested_names(chapter);
  if (has_lesson) {
    exact = exact_step(chapter.lesson, files);
    standing.begun = exact >= 0 ? exact : last_begun(chapter.lesson, files, tested);
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
      // What the compiler refuses in the reader's own file was typed by the reader: but only where
      // nothing compiles. A later step's tests may be refused in the code of an earlier one.
      if (standing.passed == 0 &&
          (standing.trouble->place.starts_with("my/") || !standing.trouble->suspicion.empty()))
        standing.begun = std::max(standing.begun, next);
    }
    standing.untouched = standing.begun < next && is_untouched(chapter.lesson, next, files, tested);
  }
  return standing;
}

}  // namespace course
