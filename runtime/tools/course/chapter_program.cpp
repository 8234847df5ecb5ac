#include "chapter_program.hpp"

#include <algorithm>

#include "files.hpp"
#include "mistake.hpp"
#include "words.hpp"

namespace course {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string goes_wrong(const fs::path& bug) {
  const std::string mark = "// Goes wrong: ";
  for (const std::string& line : lines_of(read_file(bug)))
    if (line.starts_with(mark)) return line.substr(mark.size());
  return "in a way that it does not tell";
}

}  // namespace

ChapterProgram find_program(const Chapter& chapter, const std::string& name) {
  const std::string bug = name.starts_with("bugs/") ? name.substr(5) : name;
  if (name.empty() || name == "demo")
    return {"", chapter.target() + "_demo", chapter.place / "demo.cpp", ""};
  if (has(chapter.demos, name))
    return {name, chapter.target() + '_' + name, chapter.place / "demos" / (name + ".cpp"), ""};
  if (has(chapter.bugs, bug)) {
    const fs::path source = chapter.place / "bugs" / (bug + ".cpp");
    return {bug, chapter.target() + "_bug_" + bug, source, goes_wrong(source)};
  }
  std::vector<std::string> names{"demo"};
  names.insert(names.end(), chapter.demos.begin(), chapter.demos.end());
  names.insert(names.end(), chapter.bugs.begin(), chapter.bugs.end());
  const std::string meant = nearest(name, names);
  throw Mistake("Chapter " + std::to_string(chapter.number) + " has no program \"" + name + "\". " +
                (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                listed(names) + '.');
}

}  // namespace course
