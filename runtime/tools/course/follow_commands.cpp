// ./course start and ./course catch-up: the reader's files of a chapter.
#include <algorithm>
#include <iostream>

#include "commands.hpp"
#include "files.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "progress.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

// `Step 2`, `Steps 3 to 8`, `Steps 3, 5 and 6`: those that edit the header.
std::string steps_that_fill(const Lesson& lesson, const std::string& header) {
  std::vector<int> numbers;
  for (const Step& step : lesson.steps)
    if (std::any_of(step.edits.begin(), step.edits.end(),
                    [&](const Edit& edit) { return edit.file == header; }))
      numbers.push_back(step.number);
  if (numbers.empty()) return "";
  if (numbers.size() == 1) return "Step " + std::to_string(numbers[0]);
  if (numbers.size() > 2 &&
      numbers.back() - numbers.front() + 1 == static_cast<int>(numbers.size()))
    return "Steps " + std::to_string(numbers.front()) + " to " + std::to_string(numbers.back());
  std::vector<std::string> names;
  names.reserve(numbers.size());
  for (int number : numbers) names.push_back(std::to_string(number));
  return "Steps " + listed(names);
}

// An empty header: one comment that says what will go in.
std::string empty_header(const Chapter& chapter, const std::string& header) {
  std::string text;
  std::string comment = brief_of(chapter.place / header);
  const std::string steps = steps_that_fill(chapter.lesson, header);
  if (!steps.empty())
    comment += (comment.empty() ? "" : " ") + steps + " of the lesson" +
               (steps.starts_with("Steps") ? " fill" : " fills") + " this file.";
  for (const std::string& line : lines_of(wrapped(comment, 0, 97))) text += "// " + line + '\n';
  return text;
}

}  // namespace

int start_chapter(const Catalogue& catalogue, const std::string& name) {
  const Chapter& chapter = catalogue.chapter(name);
  const std::string number = std::to_string(chapter.number);
  std::vector<std::string> made, kept;
  for (const std::string& header : chapter.headers) {
    if (fs::exists(fs::symlink_status(chapter.mine / header))) {
      kept.push_back(header);
      continue;
    }
    write_file(chapter.mine / header, empty_header(chapter, header));
    made.push_back(header);
  }
  if (made.empty()) {
    std::cout << wrapped("You have started chapter " + number + " before: " + shown(chapter.mine) +
                         " has " + listed(kept) + ", and nothing was changed.");
  } else {
    std::cout << wrapped("Made " + shown(chapter.mine) + " with " + listed(made) +
                         ": empty, for you to fill." +
                         (kept.empty() ? "" : " Left as it was: " + listed(kept) + '.'));
  }
  const bool has_lesson = !chapter.lesson.steps.empty();
  std::cout << '\n'
            << wrapped("Next: " + std::string("read ") + (has_lesson ? "step 1 of " : "") +
                       "the lesson, " + page_of_lesson(chapter) + ", type it in, then")
            << "  " << bold("./course test " + number) << '\n';
  return 0;
}

int catch_up(const Catalogue& catalogue, const std::string& name, int step) {
  const Chapter& chapter = catalogue.chapter(name);
  const std::string number = std::to_string(chapter.number);
  const int last = static_cast<int>(chapter.lesson.steps.size());
  if (last == 0)
    throw Mistake("Chapter " + number + " has no lesson with steps yet, so there is nothing to " +
                  "catch up with.");
  if (step < 1 || step > last)
    throw Mistake("Chapter " + number + " has no step " + std::to_string(step) +
                  ". Its steps are 1 to " + std::to_string(last) +
                  ". The last: ./course catch-up " + number + " --step " + std::to_string(last));
  const Files state = chapter.lesson.after(step);

  // Headers that later steps make stay as `start` makes them.
  const auto wanted = [&](const std::string& header) {
    const auto ours = state.find(header);
    return ours == state.end() ? empty_header(chapter, header) : ours->second;
  };
  bool changes = false;  // something is to be written
  bool loses = false;    // something is to be overwritten that the reader may want back
  for (const std::string& header : chapter.headers) {
    const fs::path file = chapter.mine / header;
    const std::string there = fs::exists(file) ? read_file(file) : "";
    if (there == wanted(header)) continue;
    changes = true;
    loses = loses || (!there.empty() && there != empty_header(chapter, header));
  }
  if (!changes) {
    std::cout << shown(chapter.mine) << " is at our state after step " << step
              << " already; nothing was changed.\n";
    return 0;
  }
  const std::string backup = loses ? shown(keep_backup(chapter.mine)) : "";
  for (const std::string& header : chapter.headers)
    write_file(chapter.mine / header, wanted(header));
  std::cout << wrapped(shown(chapter.mine) + " now holds our state after " +
                       step_with_title(chapter, step) + '.' +
                       (backup.empty() ? "" : " What was there is kept in " + backup + '.'));
  std::cout << '\n'
            << wrapped(step < last
                           ? "Next: go on with " + step_of_lesson(chapter, step + 1) + ", then"
                           : "Next: see that it passes:")
            << "  " << bold("./course test " + number) << '\n';
  return 0;
}

}  // namespace course
