#include "catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

#include "files.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "words.hpp"

namespace course {

namespace {

// The names in a folder, sorted; of files with this extension, or of folders where it is empty.
std::vector<std::string> names_in(const fs::path& folder, const std::string& extension) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const fs::path& path = entry.path();
    if (extension.empty() ? entry.is_directory()
                          : path.extension() == extension && entry.is_regular_file())
      names.push_back(extension.empty() ? path.filename().string() : path.stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// `02_send_and_yield` -> `Send and yield`
std::string title_of_folder(const std::string& folder) {
  std::string title = spelled(folder.substr(folder.find('_') + 1));
  if (!title.empty())
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  return title;
}

int last_step_of_tests(const fs::path& test) {
  if (!fs::exists(test)) return 0;
  static const std::regex suite(R"(TEST(?:_F)?\(\s*Step(\d+)_)");
  const std::string text = read_file(test);
  int last = 0;
  for (std::sregex_iterator found(text.begin(), text.end(), suite), end; found != end; ++found)
    last = std::max(last, std::stoi((*found)[1]));
  return last;
}

std::string task_of(const fs::path& starter) {
  if (!fs::exists(starter)) return "";
  const auto lines = lines_of(read_file(starter));
  const std::string mark = "// Exercise: ";
  if (lines.empty() || !lines[0].starts_with(mark)) return "";
  std::string task = lines[0].substr(mark.size());
  // The sentence may take several comment lines.
  for (std::size_t i = 1; i < lines.size() && !task.ends_with('.') && lines[i].starts_with("// ");
       ++i)
    task += ' ' + lines[i].substr(3);
  return task;
}

Chapter read_chapter(const std::string& folder) {
  Chapter chapter;
  chapter.folder = folder;
  chapter.number = std::stoi(folder);
  chapter.place = chapters_folder() / folder;
  chapter.mine = my_folder() / folder;
  if (fs::exists(chapter.readme()))
    chapter.lesson = parse_lesson(read_file(chapter.readme()), shown(chapter.readme()));
  for (const std::string& name : names_in(chapter.place, ".hpp"))
    chapter.headers.push_back(name + ".hpp");
  // In the order in which the lesson makes them.
  std::vector<std::string> order;
  for (const Step& step : chapter.lesson.steps)
    for (const Edit& edit : step.edits) order.push_back(edit.file);
  const auto made = [&](const std::string& header) {
    return std::pair(std::find(order.begin(), order.end(), header) - order.begin(), header);
  };
  std::sort(chapter.headers.begin(), chapter.headers.end(),
            [&](const auto& one, const auto& other) { return made(one) < made(other); });
  chapter.steps = chapter.lesson.steps.empty() ? last_step_of_tests(chapter.place / "test.cpp")
                                               : static_cast<int>(chapter.lesson.steps.size());
  if (chapter.lesson.title.empty()) chapter.lesson.title = title_of_folder(folder);
  if (chapter.lesson.summary.empty() && !chapter.headers.empty())
    chapter.lesson.summary = brief_of(chapter.place / chapter.headers.front());
  chapter.demos = names_in(chapter.place / "demos", ".cpp");
  chapter.bugs = names_in(chapter.place / "bugs", ".cpp");
  for (const std::string& name : names_in(chapter.place / "exercises", "")) {
    const fs::path place = chapter.place / "exercises" / name;
    chapter.exercises.push_back(
        {name, task_of(place / "task.hpp"), place, chapter.mine / (name + ".hpp")});
  }
  // In the order in which the lesson tells of them, from easy to less easy.
  const std::string lesson = fs::exists(chapter.readme()) ? read_file(chapter.readme()) : "";
  const auto told = [&](const Exercise& exercise) {
    const std::string command = "try " + std::to_string(chapter.number) + ' ' + exercise.name;
    return std::pair(lesson.find(command + '\n'), exercise.name);
  };
  std::sort(chapter.exercises.begin(), chapter.exercises.end(),
            [&](const auto& one, const auto& other) { return told(one) < told(other); });
  return chapter;
}

}  // namespace

std::string brief_of(const fs::path& header) {
  std::string brief;
  bool inside = false;
  for (const std::string& line : lines_of(read_file(header))) {
    const auto mark = line.find("/// @brief ");
    if (mark != std::string::npos) {
      inside = true;
      brief = trimmed(line.substr(mark + 11));
    } else if (inside) {
      if (!line.starts_with("/// ")) break;
      brief += ' ' + trimmed(line.substr(4));
    }
  }
  return brief;
}

std::string Chapter::target() const {
  return "ch" + folder.substr(0, folder.find('_'));
}

std::vector<std::string> Chapter::my_headers() const {
  std::vector<std::string> found;
  std::copy_if(headers.begin(), headers.end(), std::back_inserter(found),
               [&](const std::string& header) { return fs::exists(mine / header); });
  return found;
}

const Exercise& Chapter::exercise(const std::string& name) const {
  std::vector<std::string> names;
  for (const Exercise& each : exercises) {
    if (each.name == name) return each;
    names.push_back(each.name);
  }
  const std::string number = std::to_string(this->number);
  if (names.empty()) throw Mistake("Chapter " + number + " has no exercises yet.");
  const std::string meant = nearest(name, names);
  throw Mistake("Chapter " + number + " has no exercise \"" + name + "\". " +
                (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                listed(names) + '.');
}

Catalogue::Catalogue() {
  static const std::regex form(R"(\d+_\w+)");
  for (const std::string& folder : names_in(chapters_folder(), ""))
    if (std::regex_match(folder, form)) chapters_.push_back(read_chapter(folder));
  std::sort(chapters_.begin(), chapters_.end(), [](const Chapter& one, const Chapter& other) {
    return std::pair(one.number, one.folder) < std::pair(other.number, other.folder);
  });
  if (chapters_.empty())
    throw Mistake(
        "There are no chapters in " + chapters_folder().string() + ". Is the checkout complete?",
        1);
}

const Chapter& Catalogue::chapter(const std::string& name) const {
  const bool is_number = !name.empty() && name.size() < 6 &&
                         std::all_of(name.begin(), name.end(),
                                     [](unsigned char letter) { return std::isdigit(letter); });
  for (const Chapter& each : chapters_)
    if (is_number ? each.number == std::stoi(name)
                  : each.folder == name || each.folder.substr(each.folder.find('_') + 1) == name)
      return each;
  if (chapters_.size() == 1)
    throw Mistake("There is no chapter " + name + " yet. There is chapter " +
                  std::to_string(chapters_.front().number) + '.');
  throw Mistake("There is no chapter " + name + ". There are chapters " +
                std::to_string(chapters_.front().number) +
                (chapters_.size() == 2 ? " and " : " to ") +
                std::to_string(chapters_.back().number) + ": ./course shows them.");
}

}  // namespace course
