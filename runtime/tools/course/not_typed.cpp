#include "not_typed.hpp"

#include <regex>

#include "carried.hpp"
#include "code_words.hpp"
#include "files.hpp"
#include "places.hpp"

namespace course {

namespace {

// The names within the quotes of the compiler's words, in order.
std::vector<std::string> quoted_names(const std::string& error) {
  static const std::regex quotes("'([^']*)'"), word("[A-Za-z_]\\w*");
  std::vector<std::string> names;
  for (std::sregex_iterator part(error.begin(), error.end(), quotes), end; part != end; ++part) {
    const std::string inside = (*part)[1];
    for (std::sregex_iterator name(inside.begin(), inside.end(), word); name != end; ++name)
      names.push_back(name->str());
  }
  return names;
}

// The last name is the one that is looked for: "'class Counter' has no member named 'reset'".
std::string missing_name(const std::string& error, const std::set<std::string>& wanted,
                         const std::set<std::string>& there) {
  const auto names = quoted_names(error);
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (wanted.contains(*name) && !there.contains(*name)) return *name;
  return "";
}

std::string without(const fs::path& file, const std::string& name) {
  return shown(file) + " has no `" + name + '`';
}

std::set<std::string> names_of_file(const fs::path& file) {
  return fs::exists(file) ? names_in(code_lines(read_file(file))) : std::set<std::string>{};
}

bool says_nothing(const fs::path& file) {
  return fs::exists(file) && code_lines(read_file(file)).empty();
}

}  // namespace

std::string missing_of_step(const Chapter& chapter, int step, const std::string& error) {
  for (const Step& each : chapter.lesson.steps) {
    if (each.number != step) continue;
    for (const Edit& edit : each.edits)
      if (says_nothing(chapter.mine / edit.file))
        return shown(chapter.mine / edit.file) + " is still empty";
    for (const Edit& edit : each.edits) {
      const std::string name = missing_name(error, names_in(code_lines(edit.content)),
                                            names_of_file(chapter.mine / edit.file));
      if (!name.empty()) return without(chapter.mine / edit.file, name);
    }
  }
  return "";
}

std::string first_missing(const Catalogue& catalogue, const Chapter& chapter,
                          const std::string& error) {
  for (const Chapter& each : catalogue.chapters()) {
    if (each.number > chapter.number || each.my_headers().empty()) continue;
    if (each.number < chapter.number && !is_finished(catalogue, each)) continue;
    for (const Step& step : each.lesson.steps) {
      const std::string missing = missing_of_step(each, step.number, error);
      if (!missing.empty())
        return "step " + std::to_string(step.number) + " of chapter " +
               std::to_string(each.number) + " is not typed yet: " + missing;
    }
  }
  return "";
}

std::string missing_of_answer(const Exercise& exercise, const std::string& error) {
  if (says_nothing(exercise.mine)) return shown(exercise.mine) + " is still empty";
  const std::string name =
      missing_name(error, names_of_file(exercise.place / "task.hpp"), names_of_file(exercise.mine));
  return name.empty() ? "" : without(exercise.mine, name);
}

}  // namespace course
