#include "own_program.hpp"

#include "compiler_error.hpp"
#include "compiler_meaning.hpp"
#include "mistake.hpp"
#include "not_typed.hpp"
#include "places.hpp"
#include "plan.hpp"
#include "program.hpp"
#include "terminal.hpp"

namespace course {

fs::path own_program(const Catalogue& catalogue, const Chapter& chapter,
                     const ChapterProgram& wanted) {
  const Check check = wanted.needs_sanitizer() ? Check::Addresses
                      : wanted.is_bug()        ? Check::Undefined
                                               : Check::Nothing;
  const Notice notice("Compiling " + shown(wanted.source) + " with your headers …");
  const auto folders = header_folders(catalogue, chapter, {true, true});
  const Program program =
      compile_program(wanted.target, wanted.source, folders, wanted.name == "measure", check);
  if (program.compiled.well()) return program.file;
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

}  // namespace course
