#include "plan.hpp"

#include "carried.hpp"
#include "places.hpp"

namespace course {

std::vector<fs::path> header_folders(const Catalogue& catalogue, const Chapter& chapter,
                                     Whose whose) {
  std::vector<fs::path> folders;
  const auto add = [&](const Chapter& each, bool mine) {
    if (mine && fs::exists(each.mine)) folders.push_back(each.mine);
    folders.push_back(each.place);
  };
  add(chapter, whose.reader);
  const auto& all = catalogue.chapters();
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (each->number < chapter.number) add(*each, whose.earlier && is_finished(catalogue, *each));
  folders.push_back(chapters_folder());
  return folders;
}

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, int step, Whose whose) {
  Plan plan;
  plan.name = "step " + std::to_string(step) + " of chapter " + std::to_string(chapter.number);
  plan.test = chapter.place / "test.cpp";
  plan.step = step;
  plan.folders = header_folders(catalogue, chapter, whose);
  return plan;
}

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
              const fs::path& file, Whose whose) {
  Plan plan;
  plan.name = exercise.name;
  plan.test = exercise.place / "test.cpp";
  plan.exercise = file;
  plan.check = Check::Undefined;  // no answer is right by luck
  plan.folders = header_folders(catalogue, chapter, whose);
  // What else the reader includes is found, but after ours.
  if (fs::exists(chapter.mine)) plan.folders.push_back(chapter.mine);
  return plan;
}

}  // namespace course
