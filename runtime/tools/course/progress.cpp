#include "progress.hpp"

#include <algorithm>

#include "places.hpp"
#include "terminal.hpp"

namespace course {

namespace {

std::string comma_title(const Chapter& chapter, int step) {
  const auto& steps = chapter.lesson.steps;
  if (step < 1 || static_cast<std::size_t>(step) > steps.size()) return "";
  return ", \"" + steps[step - 1].title + '"';
}

}  // namespace

Attempted try_exercise(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
                       Whose whose, bool again) {
  Attempted attempted;
  attempted.begun = fs::exists(exercise.mine);
  if (!attempted.begun) return attempted;
  const Notice notice("Trying " + exercise.name + " …");
  const Trial trial = attempt(plan_for(catalogue, chapter, exercise, exercise.mine, whose), again);
  attempted.trouble = trouble_of(trial);
  if (attempted.trouble) look_closer(*attempted.trouble, {exercise.mine});
  attempted.solved = !attempted.trouble;
  return attempted;
}

std::string page_of_lesson(const Chapter& chapter) {
  const fs::path page = site_folder() / ("chapter" + std::to_string(chapter.number) + ".html");
  return shown(fs::exists(page) ? page : chapter.readme());
}

std::string step_with_title(const Chapter& chapter, int step) {
  return "step " + std::to_string(step) + comma_title(chapter, step);
}

std::string step_of_lesson(const Chapter& chapter, int step) {
  return "step " + std::to_string(step) + " of the lesson" + comma_title(chapter, step);
}

std::optional<WorkedAt> worked_at(const Catalogue& catalogue, const Chapter* only) {
  std::vector<std::pair<fs::file_time_type, WorkedAt>> begun;
  for (const Chapter& chapter : catalogue.chapters())
    for (const Exercise& exercise : chapter.exercises)
      if ((only == nullptr || only == &chapter) && fs::exists(exercise.mine))
        begun.push_back({fs::last_write_time(exercise.mine), {&chapter, &exercise, {}}});
  // The last one first: mostly it is the only one that has to be tried.
  std::sort(begun.begin(), begun.end(),
            [](const auto& one, const auto& other) { return one.first > other.first; });
  for (auto& [written, place] : begun) {
    Attempted attempted =
        try_exercise(catalogue, *place.chapter, *place.exercise, {false, false}, false);
    if (attempted.solved) continue;
    place.trouble = std::move(attempted.trouble);
    return place;
  }
  return std::nullopt;
}

const Exercise* first_unsolved(const Catalogue& catalogue, const Chapter& chapter, bool again) {
  for (const Exercise& exercise : chapter.exercises)
    if (!try_exercise(catalogue, chapter, exercise, {false, false}, again).solved) return &exercise;
  return nullptr;
}

const Chapter* next_chapter(const Catalogue& catalogue, const Chapter& chapter) {
  for (const Chapter& each : catalogue.chapters())
    if (each.number > chapter.number) return &each;
  return nullptr;
}

}  // namespace course
