#include "progress.hpp"

#include "places.hpp"
#include "terminal.hpp"

namespace course {

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

std::string place_in_lesson(const Chapter& chapter, int step) {
  return "\"Step " + std::to_string(step) + "\" in " + shown(chapter.readme());
}

std::string step_with_title(const Chapter& chapter, int step) {
  const auto& steps = chapter.lesson.steps;
  std::string text = "step " + std::to_string(step);
  if (step < 1 || static_cast<std::size_t>(step) > steps.size()) return text;
  return text + ", \"" + steps[step - 1].title + '"';
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
