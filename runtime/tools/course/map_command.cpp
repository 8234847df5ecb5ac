// ./course without a verb: the map.
#include <iostream>

#include "commands.hpp"
#include "files.hpp"
#include "places.hpp"
#include "progress.hpp"
#include "standing.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

// What the map knows of one chapter.
struct Place {
  const Chapter* chapter = nullptr;
  bool begun = false;
  Standing standing;
  std::vector<std::string> solved;
  std::string unsolved;  // the first one

  bool built() const { return standing.mine && standing.passed == standing.total; }
  bool done() const { return built() && unsolved.empty(); }
};

Place look_at(const Catalogue& catalogue, const Chapter& chapter) {
  Place place;
  place.chapter = &chapter;
  place.begun = !chapter.my_headers().empty();
  if (place.begun) place.standing = measure(catalogue, chapter, {{}, 0, false});
  for (const Exercise& exercise : chapter.exercises) {
    const Attempted attempted = try_exercise(catalogue, chapter, exercise, {false, false}, false);
    place.begun = place.begun || attempted.begun;
    if (attempted.solved)
      place.solved.push_back(exercise.name);
    else if (place.unsolved.empty())
      place.unsolved = exercise.name;
  }
  return place;
}

std::string bar(int filled, int total) {
  const bool symbols = has_symbols();
  std::string full, empty;
  for (int i = 0; i < total; ++i)
    (i < filled ? full : empty) += symbols ? (i < filled ? "█" : "░") : (i < filled ? "#" : ".");
  return symbols ? green(full) + dim(empty) : '[' + full + empty + ']';
}

void show(const Place& place) {
  const Chapter& chapter = *place.chapter;
  const std::string number = std::to_string(chapter.number);
  std::cout << std::string(number.size() < 2 ? 2 : 1, ' ') << bold(number) << "  "
            << bold(chapter.lesson.title) << '\n'
            << wrapped(chapter.lesson.summary, 5);
  if (!place.begun) return;
  if (place.standing.total > 0 && place.standing.mine) {
    std::cout << "     built   " << bar(place.standing.passed, place.standing.total) << ' '
              << place.standing.passed << " of " << counted(place.standing.total, "step");
    if (place.standing.wrong())
      std::cout << red(place.standing.trouble->compiles
                           ? "; step " + std::to_string(place.standing.at()) + " fails"
                           : "; your files do not compile");
    std::cout << '\n';
  }
  if (!chapter.exercises.empty())
    std::cout << "     solved  "
              << bar(static_cast<int>(place.solved.size()),
                     static_cast<int>(chapter.exercises.size()))
              << ' ' << place.solved.size() << " of "
              << counted(chapter.exercises.size(), "exercise")
              << (place.solved.empty() ? "" : ": " + listed(place.solved)) << '\n';
}

// The one command to type next, and why.
struct Advice {
  std::string command;
  std::string why;
};

Advice advice_for(const Place& place) {
  const Chapter& chapter = *place.chapter;
  const std::string number = std::to_string(chapter.number);
  const Standing& standing = place.standing;
  if (!standing.mine)
    return {"./course start " + number, "makes your files of chapter " + number +
                                            ", for you to fill along with the lesson, " +
                                            page_of_lesson(chapter) + '.'};
  if (!place.built()) {
    const int next = standing.at();
    if (standing.wrong())
      return {"./course test " + number,
              "says what is wrong with " + step_with_title(chapter, next) + '.'};
    return {"./course test " + number, "once you have typed in " + step_of_lesson(chapter, next) +
                                           ", in " + page_of_lesson(chapter) + '.'};
  }
  return {"./course try " + number + ' ' + place.unsolved,
          "an exercise of chapter " + number + '.'};
}

Advice advice(const std::vector<Place>& places) {
  // The furthest chapter that the reader has begun decides: they may have left some out.
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    if (!place->begun) continue;
    if (!place->done()) return advice_for(*place);
    if (place != places.rbegin()) {
      const Place& next = *std::prev(place);
      return {"./course run " + std::to_string(next.chapter->number),
              "shows what chapter " + std::to_string(next.chapter->number) + " builds; then read " +
                  page_of_lesson(*next.chapter) + '.'};
    }
    for (const Place& left_out : places)
      if (!left_out.done()) return advice_for(left_out);
    return {"./course run " + std::to_string(place->chapter->number) + " --mine",
            "runs what you have built. You have built and solved everything there is."};
  }
  const Chapter& first = *places.front().chapter;
  return {"./course run " + std::to_string(first.number),
          "shows what chapter " + std::to_string(first.number) + " builds; then read " +
              page_of_lesson(first) + '.'};
}

}  // namespace

int show_map(const Catalogue& catalogue) {
  std::vector<Place> places;
  for (const Chapter& chapter : catalogue.chapters()) places.push_back(look_at(catalogue, chapter));
  std::cout << bold("Huddle") << ": asyncio from nothing, in C++20\n\n";
  for (const Place& place : places) {
    show(place);
    std::cout << '\n';
  }
  const Advice next = advice(places);
  std::cout << "Next: " << bold(cyan(next.command)) << '\n' << wrapped(next.why, 6);
  std::cout << dim("All commands: ./course --help") << '\n';
  return 0;
}

}  // namespace course
