// ./course run
#include <signal.h>

#include <iostream>

#include "build_settings.hpp"
#include "chapter_program.hpp"
#include "commands.hpp"
#include "compiler_error.hpp"
#include "compiler_meaning.hpp"
#include "foreground.hpp"
#include "mistake.hpp"
#include "not_typed.hpp"
#include "places.hpp"
#include "plan.hpp"
#include "program.hpp"
#include "terminal.hpp"

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

Program compile_with_own_headers(const Catalogue& catalogue, const Chapter& chapter,
                                 const ChapterProgram& wanted,
                                 const std::vector<fs::path>& folders) {
  const Check check = wanted.needs_sanitizer() ? Check::Addresses
                      : wanted.is_bug()        ? Check::Undefined
                                               : Check::Nothing;
  const Notice notice("Compiling " + shown(wanted.source) + " with your headers …");
  Program program =
      compile_program(wanted.target, wanted.source, folders, wanted.name == "measure", check);
  if (program.compiled.well()) return program;
  const auto error = first_error(program.compiled.says, my_folder());
  std::string why = error ? error->text : "the compiler gave up";
  const std::string place =
      error && !error->file.empty() ? shown(error->file) + ':' + std::to_string(error->line) : "";
  const std::string missing =
      place.starts_with("my/") ? "" : first_missing(catalogue, chapter, error ? error->text : "");
  if (!missing.empty())
    why = missing;
  else if (!place.empty())
    why = place + ": " + why;
  if (const std::string meaning = error && missing.empty() ? meaning_of(error->text) : "";
      !meaning.empty())
    why = meaning + "\n" + why;
  const bool is_sentence = why.ends_with('.') || why.ends_with('?');
  const std::string number = std::to_string(chapter.number);
  throw Mistake("With your headers " + shown(wanted.source) + " does not compile yet: " + why +
                    (is_sentence ? "" : ".") + "\nSee how far you are: ./course test " + number +
                    ". Ours runs: ./course run " + number +
                    (wanted.name.empty() ? "" : ' ' + wanted.name) + '.',
                1);
}

}  // namespace

int run_program(const Catalogue& catalogue, const std::string& chapter_name,
                const std::string& name, bool mine, const std::vector<std::string>& arguments) {
  const Chapter& chapter = catalogue.chapter(chapter_name);
  const ChapterProgram wanted = find_program(chapter, name);
  const auto folders = header_folders(catalogue, chapter, {mine, mine});
  if (wanted.is_refused()) return show_refusal(wanted, folders, mine);

  std::vector<std::string> command;
  if (mine) {
    command.push_back(compile_with_own_headers(catalogue, chapter, wanted, folders).file.string());
  } else {
    build_target(wanted.target);
    command.push_back((fs::path(built_in) / "chapters" / chapter.folder / wanted.target).string());
  }
  command.insert(command.end(), arguments.begin(), arguments.end());

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
