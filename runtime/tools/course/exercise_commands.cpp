// ./course try, hint, solution and reset.
#include <algorithm>
#include <iostream>
#include <regex>

#include "carried.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "mistake.hpp"
#include "not_typed.hpp"
#include "places.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

std::string command_for(const char* verb, const Chapter& chapter, const Exercise& exercise) {
  return "./course " + std::string(verb) + ' ' + std::to_string(chapter.number) + ' ' +
         exercise.name;
}

// The exercise that is named for a verb that needs one.
const Exercise& named(const char* verb, const Chapter& chapter, const std::string& name) {
  if (!name.empty() || chapter.exercises.empty()) return chapter.exercise(name);
  std::vector<std::string> names;
  for (const Exercise& each : chapter.exercises) names.push_back(each.name);
  throw Mistake("Say which exercise of chapter " + std::to_string(chapter.number) + ": " +
                listed(names, "or") +
                ". It goes: " + command_for(verb, chapter, chapter.exercises.front()));
}

// The text under `## Hint N`, for each N.
std::vector<std::string> hints_of(const Exercise& exercise) {
  static const std::regex heading(R"(## Hint \d+.*)");
  std::vector<std::string> hints;
  for (const std::string& line : lines_of(read_file(exercise.place / "hints.md"))) {
    if (std::regex_match(line, heading))
      hints.emplace_back();
    else if (!hints.empty())
      hints.back() += line + '\n';
  }
  for (std::string& hint : hints) hint = trimmed(hint);
  return hints;
}

// Paragraphs in lines that fit a terminal; code as it stands.
std::string for_terminal(const std::string& markdown) {
  std::string result, paragraph;
  bool in_fence = false;
  const auto finish = [&] {
    result += wrapped(paragraph);
    paragraph.clear();
  };
  for (const std::string& line : lines_of(markdown)) {
    const bool is_fence = trimmed(line).starts_with("```");
    const bool is_item = line.starts_with("- ") || line.starts_with("* ");
    if (is_fence || in_fence || line.empty() || line.starts_with("    ") || is_item) finish();
    if (is_fence)
      in_fence = !in_fence;
    else if (in_fence || line.starts_with("    "))
      result += (in_fence ? "    " : "") + line + '\n';
    else if (line.empty())
      result += '\n';
    else
      paragraph += line + '\n';
  }
  finish();
  return result;
}

void say_what_is_next(const Catalogue& catalogue, const Chapter& chapter) {
  const std::string number = std::to_string(chapter.number);
  if (const Exercise* next = first_unsolved(catalogue, chapter, false)) {
    std::cout << "Next: " << bold(command_for("try", chapter, *next));
    if (!next->task.empty())
      std::cout << "\n" << wrapped("Exercise: " + next->task, 2);
    else
      std::cout << '\n';
  } else if (const Chapter* following = next_chapter(catalogue, chapter)) {
    std::cout << "All exercises of chapter " << number << " are solved.\nNext: "
              << bold("./course start " + std::to_string(following->number)) << "  "
              << following->lesson.title << '\n';
  } else {
    std::cout << "All exercises of chapter " << number << " are solved.\nNext: " << bold("./course")
              << " shows the whole map.\n";
  }
}

int show_hint(const Chapter& chapter, const Exercise& exercise, int level) {
  const std::vector<std::string> hints = hints_of(exercise);
  const int count = static_cast<int>(hints.size());
  if (level < 1 || level > count)
    throw Mistake("There is no hint " + std::to_string(level) + " for " + exercise.name +
                  ". There are hints 1 to " + std::to_string(count) + ": " +
                  command_for("hint", chapter, exercise) + ' ' +
                  std::to_string(std::clamp(level, 1, std::max(count, 1))));
  std::cout << bold("Hint " + std::to_string(level) + " of " + std::to_string(count) + " for " +
                    exercise.name)
            << "\n\n"
            << for_terminal(hints[level - 1]) << '\n';
  if (level < count)
    std::cout << "More: " << command_for("hint", chapter, exercise) << ' ' << level + 1 << '\n';
  else
    std::cout << "That was the last one. Our answer: " << command_for("solution", chapter, exercise)
              << " --peek\n";
  return 0;
}

}  // namespace

int try_exercise(const Catalogue& catalogue, const std::string& chapter_name,
                 const std::string& exercise_name, bool mine) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  if (exercise_name.empty() && chapter.exercises.empty())
    throw Mistake("Chapter " + std::to_string(chapter.number) + " has no exercises yet.");
  const Exercise* chosen = exercise_name.empty() ? first_unsolved(catalogue, chapter, false)
                                                 : &chapter.exercise(exercise_name);
  if (chosen == nullptr) {
    say_what_is_next(catalogue, chapter);
    return 0;
  }
  const Exercise& exercise = *chosen;
  if (!fs::exists(exercise.mine)) {
    write_file(exercise.mine, read_file(exercise.place / "task.hpp"));
    std::cout << "Copied the starter to " << bold(shown(exercise.mine)) << ": edit it there.\n";
    if (!exercise.task.empty()) std::cout << wrapped("Exercise: " + exercise.task, 2);
    std::cout << '\n';
  }
  if (mine) say_unfinished_before(catalogue, chapter);
  const Attempted attempted = try_exercise(catalogue, chapter, exercise, {mine, mine}, true);
  if (attempted.solved) {
    std::cout << green("Solved: " + exercise.name + ".") << " All its tests pass ("
              << shown(exercise.mine)
              << ").\nOurs, to compare: " << command_for("solution", chapter, exercise) << "\n";
    say_what_is_next(catalogue, chapter);
    return 0;
  }
  const Trouble& trouble = *attempted.trouble;
  const bool own_fault = trouble.compiles || trouble.place.starts_with("my/");
  const std::string missing = own_fault ? "" : missing_of_answer(exercise, trouble.what);
  if (!missing.empty()) {
    std::cout << red(exercise.name) << " is not written yet: " << missing
              << ".\nThe starter again: " << command_for("reset", chapter, exercise)
              << "\nThen again: " << bold(command_for("try", chapter, exercise)) << '\n';
    return 1;
  }
  show_trouble(red(exercise.name), trouble);
  const std::string hint = command_for("hint", chapter, exercise);
  std::cout << '\n';
  if (trouble.hint > 0)
    std::cout << "Hint " << trouble.hint
              << " helps here: " << bold(hint + ' ' + std::to_string(trouble.hint)) << '\n';
  else
    std::cout << (trouble.compiles ? "A hint: " : "The first hint: ") << bold(hint) << '\n';
  std::cout << "Then again: " << bold(command_for("try", chapter, exercise)) << '\n';
  return 1;
}

int show_hint(const Catalogue& catalogue, const std::string& chapter_name,
              const std::string& exercise_name, int level) {
  const Chapter* said = chapter_name.empty() ? nullptr : &catalogue.chapter(chapter_name);
  if (exercise_name.empty()) {
    if (const auto at = worked_at(catalogue, said)) {
      // What fails may name the hint that helps.
      const int helps = at->trouble && at->trouble->hint > 0 ? at->trouble->hint : level;
      return show_hint(*at->chapter, *at->exercise, helps);
    }
    if (said == nullptr)
      throw Mistake(
          "You are at no exercise: none is begun and unsolved. ./course try N begins one of "
          "chapter N. For a hint without an answer, it goes: ./course hint N exercise [1-3]");
  }
  return show_hint(*said, named("hint", *said, exercise_name), level);
}

int show_solution(const Catalogue& catalogue, const std::string& chapter_name,
                  const std::string& exercise_name, bool peek) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  const Exercise& exercise = named("solution", chapter, exercise_name);
  if (!peek) {
    const Attempted attempted = try_exercise(catalogue, chapter, exercise, {false, false}, true);
    if (!attempted.solved)
      throw Mistake((attempted.begun ? "Your " + shown(exercise.mine) + " does not pass yet."
                                     : "You have not tried " + exercise.name + " yet.") +
                        " To see our answer all the same: " +
                        command_for("solution", chapter, exercise) + " --peek",
                    1);
  }
  std::cout << read_file(exercise.place / "solution.hpp");
  return 0;
}

int reset_exercise(const Catalogue& catalogue, const std::string& chapter_name,
                   const std::string& exercise_name) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  const Exercise& exercise = named("reset", chapter, exercise_name);
  const std::string starter = read_file(exercise.place / "task.hpp");
  if (!fs::exists(exercise.mine)) {
    std::cout << "There is nothing to reset: " << shown(exercise.mine) << " does not exist.\n";
  } else if (read_file(exercise.mine) == starter) {
    std::cout << shown(exercise.mine) << " is the starter already; nothing was changed.\n";
  } else {
    const std::string backup = shown(keep_backup(exercise.mine));
    write_file(exercise.mine, starter);
    std::cout << wrapped(shown(exercise.mine) + " is the starter again. What you had is kept in " +
                         backup + '.');
  }
  std::cout << "Next: " << bold(command_for("try", chapter, exercise)) << '\n';
  return 0;
}

}  // namespace course
