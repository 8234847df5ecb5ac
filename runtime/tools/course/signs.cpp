#include "signs.hpp"

#include <algorithm>

#include "code_words.hpp"
#include "files.hpp"

namespace course {

namespace {

using Signs = std::set<std::string>;

// What a text can be recognised by. A line without a name of its own, like `return true;`, may be
// anybody's.
Signs signs_in(const Files& files, const Signs& tested) {
  Signs signs;
  for (const auto& [file, text] : files) {
    for (const std::string& line : code_lines(text)) {
      const auto names = names_in({line});
      if (names.empty()) continue;
      signs.insert(without_blanks(line));
      for (const std::string& name : names)
        if (tested.contains(name)) signs.insert(name);
    }
  }
  return signs;
}

// Anything in a file that only this step makes is a sign of it.
bool has_its_own_file(const Step& step, const Files& files) {
  return std::any_of(step.edits.begin(), step.edits.end(), [&](const Edit& edit) {
    const auto file = files.find(edit.file);
    return edit.kind == Edit::Kind::New && file != files.end() && !code_lines(file->second).empty();
  });
}

// How much of each step of a lesson stands in some files.
class Traces {
 public:
  Traces(const Lesson& lesson, const Files& files, const Signs& tested)
      : lesson_(lesson), files_(files), tested_(tested), theirs_(signs_in(files, tested)) {}

  // Goes one step further: the steps are asked for in their order.
  void advance(const Step& step) {
    for (const Edit& edit : step.edits) apply(edit, ours_, lesson_.file);
    Signs fresh = signs_in(ours_, tested_);
    std::erase_if(fresh, [&](const std::string& sign) { return known_.contains(sign); });
    all = fresh.size();
    seen = static_cast<std::size_t>(
        std::count_if(fresh.begin(), fresh.end(),
                      [&](const std::string& sign) { return theirs_.contains(sign); }));
    begun = seen > 0 || has_its_own_file(step, files_);
    known_.merge(fresh);
  }

  const Lesson& lesson() const { return lesson_; }

  std::size_t all = 0, seen = 0;  // signs of this step
  bool begun = false;

 private:
  const Lesson& lesson_;
  const Files& files_;
  const Signs& tested_;
  const Signs theirs_;
  Files ours_;
  Signs known_;  // what the steps before have: it is no sign
};

// Up to this step.
Traces traces_of(int step, Traces traces) {
  for (const Step& each : traces.lesson().steps)
    if (each.number <= step) traces.advance(each);
  return traces;
}

using Code = std::map<std::string, std::vector<std::string>>;

Code code_of(const Files& files) {
  Code code;
  for (const auto& [name, text] : files) {
    auto lines = code_lines(text);
    for (std::string& line : lines) line = without_blanks(line);
    if (!lines.empty()) code[name] = std::move(lines);
  }
  return code;
}

Code sorted(Code code) {
  for (auto& [name, lines] : code) std::sort(lines.begin(), lines.end());
  return code;
}

}  // namespace

Files my_files(const Chapter& chapter) {
  Files files;
  for (const std::string& header : chapter.my_headers())
    files[header] = read_file(chapter.mine / header);
  return files;
}

std::set<std::string> tested_names(const Chapter& chapter) {
  const fs::path test = chapter.place / "test.cpp";
  return fs::exists(test) ? names_in(code_lines(read_file(test))) : Signs{};
}

int exact_step(const Lesson& lesson, const Files& files) {
  const Code mine = code_of(files), mine_sorted = sorted(mine);
  if (mine.empty()) return 0;
  Files ours;
  int alike = -1;  // in another order
  for (const Step& step : lesson.steps) {
    for (const Edit& edit : step.edits) apply(edit, ours, lesson.file);
    const Code code = code_of(ours);
    if (code == mine) return step.number;
    // Two steps with the same lines differ in their order: then it tells nothing.
    if (sorted(code) == mine_sorted) alike = alike == -1 ? step.number : -2;
  }
  return std::max(alike, -1);
}

int last_begun(const Lesson& lesson, const Files& files, const std::set<std::string>& tested) {
  Traces traces(lesson, files, tested);
  int begun = 0;
  for (const Step& step : lesson.steps) {
    traces.advance(step);
    // Of the very next step one sign will do; of one further on, half of them.
    if (traces.begun && (step.number == begun + 1 || traces.seen * 2 >= traces.all))
      begun = step.number;
  }
  return begun;
}

bool is_untouched(const Lesson& lesson, int step, const Files& files,
                  const std::set<std::string>& tested) {
  const Traces traces = traces_of(step, {lesson, files, tested});
  return traces.all > 0 && !traces.begun;
}

bool stands_whole(const Lesson& lesson, int step, const Files& files) {
  const Signs only_lines;
  const Traces traces = traces_of(step, {lesson, files, only_lines});
  return traces.all > 0 && traces.seen == traces.all;
}

}  // namespace course
