// ./course run
#include <signal.h>
#include <stdlib.h>

#include <iostream>

#include "build_settings.hpp"
#include "carried.hpp"
#include "chapter_program.hpp"
#include "commands.hpp"
#include "compilation.hpp"
#include "foreground.hpp"
#include "mistake.hpp"
#include "own_program.hpp"
#include "places.hpp"
#include "plan.hpp"

namespace course {

namespace {

// As the shell tells it: 128 and the signal's number.
int status_of(const Ending& ending) {
  return ending.kind == Ending::Kind::Signalled ? 128 + ending.number : ending.number;
}

// A bug that the compiler refuses has no program: its own words about it are what there is to see.
int show_refusal(const ChapterProgram& program, const std::vector<fs::path>& folders, bool mine) {
  std::vector<std::string> command{compiler};
  command.insert(command.end(), learner_flags.begin(), learner_flags.end());
  command.insert(command.end(), {"-fsyntax-only", program.source.string()});
  for (const fs::path& folder : folders) command.push_back("-I" + folder.string());
  const Workshop shop;
  const Compiled compiled = compile(shop, command);
  const std::string whose = mine ? "With your headers the" : "The";
  if (compiled.well())
    throw Mistake(whose + " compiler takes " + shown(program.source) +
                      ". It should refuse it: " + program.goes_wrong + '.',
                  1);
  std::cout << compiled.says << std::flush;
  std::cerr << whose << " compiler refuses " << shown(program.source)
            << ": that is the bug, and those are its words.\n";
  return 1;
}

// What clang's sanitizers use to name lines, llvm-symbolizer, is often not there. addr2line is.
void have_reports_name_lines() {
  const fs::path symbolizer = fs::path(addr2line).replace_filename("addr2line");
  if (!fs::exists(symbolizer)) return;
  for (const char* options : {"ASAN_OPTIONS", "UBSAN_OPTIONS"})
    ::setenv(options, ("external_symbolizer_path=" + symbolizer.string()).c_str(), 0);
}

}  // namespace

int run_program(const Catalogue& catalogue, const std::string& chapter_name,
                const std::string& name, bool mine, const std::vector<std::string>& arguments) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  const ChapterProgram wanted = find_program(chapter, name);
  if (mine) say_unfinished_before(catalogue, chapter);
  const auto folders = header_folders(catalogue, chapter, {mine, mine});
  if (wanted.is_refused()) return show_refusal(wanted, folders, mine);

  std::vector<std::string> command;
  if (mine) {
    command.push_back(own_program(catalogue, chapter, wanted).string());
  } else {
    build_target(wanted.target);
    command.push_back((fs::path(built_in) / "chapters" / chapter.folder / wanted.target).string());
  }
  command.insert(command.end(), arguments.begin(), arguments.end());

  have_reports_name_lines();
  // A bug that hangs would do so for ever.
  constexpr std::chrono::seconds patience{10};
  const Ending ending =
      run_in_foreground(command, wanted.hangs() ? patience : std::chrono::seconds(0));
  const std::string what = wanted.is_bug() ? "The bug " + wanted.name : "The program";
  if (ending.kind == Ending::Kind::TimedOut) {
    std::cerr << what << " never ended: stopped after " << patience.count() << " seconds.\n";
    return 1;
  }
  // Whoever typed Ctrl-C knows what ended it.
  if (ending.kind == Ending::Kind::Signalled && ending.number != SIGINT)
    std::cerr << what << ' ' << signal_in_words(ending.number) << '\n';
  return status_of(ending);
}

}  // namespace course
