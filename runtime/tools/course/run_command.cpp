// ./course run, ./course docs, and building what they need.
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "build_settings.hpp"
#include "child.hpp"
#include "commands.hpp"
#include "compiler_error.hpp"
#include "files.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "plan.hpp"
#include "program.hpp"
#include "terminal.hpp"
#include "words.hpp"

namespace course {

namespace {

struct Progress {
  Notice notice;
  std::string failed;  // all that is no progress
};

// `[3/17] Building …` is progress; the rest is wanted only when something fails.
void show_progress(void* context, const std::string& line) {
  auto& progress = *static_cast<Progress*>(context);
  const auto slash = line.find('/'), bracket = line.find(']');
  if (line.starts_with('[') && slash < bracket && bracket != std::string::npos)
    progress.notice.show("Building " + line.substr(1, slash - 1) + " of " +
                         line.substr(slash + 1, bracket - slash - 1) + " …");
  else
    progress.failed += line + '\n';
}

// The program's name among those of its folder, or empty.
bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A bug that the compiler refuses has no program: its own words about it.
std::string goes_wrong(const fs::path& bug) {
  const std::string mark = "// Goes wrong: ";
  for (const std::string& line : lines_of(read_file(bug)))
    if (line.starts_with(mark)) return line.substr(mark.size());
  return "";
}

}  // namespace

void build_target(const std::string& target) {
  Progress progress;
  std::vector<std::string> command{cmake, "--build", built_in};
  if (!target.empty()) command.insert(command.end(), {"--target", target});
  const int status = run_by_lines(command, {{"LC_ALL", "C.UTF-8"}}, show_progress, &progress);
  if (status == 0) return;
  progress.notice.show("");
  std::cerr << progress.failed;
  throw Mistake((target.empty() ? std::string("The project") : target) +
                    " does not build; the compiler's words are above. If the checkout is as it "
                    "came, try ./course doctor.",
                1);
}

int run_program(const Catalogue& catalogue, const std::string& chapter_name,
                const std::string& name, bool mine) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  const std::string number = std::to_string(chapter.number);
  std::string bug = name.starts_with("bugs/") ? name.substr(5) : name;
  fs::path source = chapter.place / "demo.cpp";
  Check check = Check::Nothing;
  std::string target = chapter.target() + "_demo";
  if (!name.empty() && name != "demo") {
    if (has(chapter.demos, name)) {
      source = chapter.place / "demos" / (name + ".cpp");
      target = chapter.target() + '_' + name;
    } else if (has(chapter.bugs, bug)) {
      source = chapter.place / "bugs" / (bug + ".cpp");
      target = chapter.target() + "_bug_" + bug;
      const std::string how = goes_wrong(source);
      check = how.starts_with("sanitizer") ? Check::Addresses : Check::Undefined;
      if (how.starts_with("does not compile"))
        throw Mistake("This bug is one that the compiler refuses, so there is nothing to run: " +
                          shown(source) + " " + how + '.',
                      1);
    } else {
      std::vector<std::string> names{"demo"};
      names.insert(names.end(), chapter.demos.begin(), chapter.demos.end());
      names.insert(names.end(), chapter.bugs.begin(), chapter.bugs.end());
      const std::string meant = nearest(name, names);
      throw Mistake("Chapter " + number + " has no program \"" + name + "\". " +
                    (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                    listed(names) + '.');
    }
  }
  if (!mine) {
    build_target(target);
    fs::path program = fs::path(built_in) / "chapters" / chapter.folder / target;
    become({program.string()});
  }

  const Notice notice("Compiling " + shown(source) + " with your headers …");
  const Program program = compile_program(
      target, source, header_folders(catalogue, chapter, {true, true}), name == "measure", check);
  if (program.compiled.well()) {
    if (::isatty(STDERR_FILENO)) std::cerr << "\r\033[K" << std::flush;
    become({program.file.string()});
  }
  const auto error = first_error(program.compiled.says, my_folder());
  std::string where = error && !error->file.empty()
                          ? shown(error->file) + ':' + std::to_string(error->line) + ": "
                          : std::string();
  throw Mistake("With your headers " + shown(source) + " does not compile yet: " + where +
                    (error ? error->text : "the compiler gave up") +
                    ".\nSee how far you are: " + "./course test " + number +
                    ". Ours runs: ./course run " + number + (name.empty() ? "" : ' ' + name) + '.',
                1);
}

int build_site() {
  build_target("site");
  const fs::path page = fs::path(built_in) / "site" / "index.html";
  if (!fs::exists(page))
    throw Mistake("The site was built, but " + shown(page) + " is not there.", 1);
  std::cout << "The site is built. Open " << page.string() << " in a browser.\n";
  return 0;
}

}  // namespace course
