// ./course, the part in C++: reads the command line and does what it says.
#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.hpp"
#include "mistake.hpp"
#include "words.hpp"

namespace {

using namespace course;

// CLI11's words as our sentences.
std::string sentence(const CLI::ParseError& error) {
  std::string text = error.what();
  const std::string extra = "The following argument was not expected: ";
  const std::string extras = "The following arguments were not expected: ";
  if (text.starts_with(extra)) text = "Nothing here takes \"" + text.substr(extra.size()) + "\"";
  if (text.starts_with(extras)) text = "Nothing here takes \"" + text.substr(extras.size()) + "\"";
  const std::string required = " is required";
  if (text.ends_with(required)) text = "It needs " + text.substr(0, text.size() - required.size());
  if (!text.ends_with('.')) text += '.';
  return text;
}

int course_main(int argc, char** argv) {
  CLI::App app{
      "Huddle: rebuild asyncio from nothing, in C++20.\nWithout a verb: the map, and what "
      "to do next."};
  app.name("./course");
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(34);
  app.footer(
      "Exit status: 0 when all is well, 1 when something does not pass, 2 when it does not exist.\n"
      "`test N` is well when the steps you have begun pass; `test N --step K` when steps 1 to K do."
      "\nYour files are in my/. The rest: ./course doctor, ./course --yes (install without "
      "asking).");

  std::string chapter, name;
  int step = 0, level = 1;
  bool mine = false, reference = false, peek = false;
  const auto with_chapter = [&](CLI::App* verb) {
    verb->add_option("N", chapter, "The chapter: 1, 2, …")->required()->type_name("");
    return verb;
  };

  auto* run =
      with_chapter(app.add_subcommand("run", "Run a chapter's demo, or another program of it"));
  run->add_option("name", name, "A further program, or a bug of the museum")->type_name("");
  run->add_flag("--mine", mine, "With your headers, of all chapters that you have");

  auto* test = app.add_subcommand("test", "Test everything; with N, how far your chapter N is");
  test->add_option("N", chapter, "The chapter: 1, 2, …")->type_name("");
  test->add_option("--step", step, "Steps 1 to this one must pass")
      ->type_name("K")
      ->check(CLI::PositiveNumber);
  test->add_flag("--reference", reference, "Test our headers instead of yours");
  test->add_flag("--mine", mine, "With your headers of earlier chapters, too");

  auto* start = with_chapter(
      app.add_subcommand("start", "Make your files of chapter N, to fill along with the lesson"));

  auto* catch_up_verb = with_chapter(
      app.add_subcommand("catch-up", "Put our state after step K into your files; yours are kept"));
  catch_up_verb->add_option("--step", step, "The step")->required()->type_name("K");

  auto* try_verb = with_chapter(app.add_subcommand("try", "Test your answer to an exercise"));
  try_verb->add_option("exercise", name, "Its name; without: the first one unsolved")
      ->type_name("");
  try_verb->add_flag("--mine", mine, "With your headers instead of ours");

  auto* hint = with_chapter(app.add_subcommand("hint", "Show a hint for an exercise"));
  hint->add_option("exercise", name, "Its name")->required()->type_name("");
  hint->add_option("level", level, "1 (a nudge) to 3 (nearly the answer)")->type_name("");

  auto* solution =
      with_chapter(app.add_subcommand("solution", "Show our answer, once you have yours"));
  solution->add_option("exercise", name, "Its name")->required()->type_name("");
  solution->add_flag("--peek", peek, "Now");

  auto* reset = with_chapter(
      app.add_subcommand("reset", "Put the starter of an exercise back; yours is kept"));
  reset->add_option("exercise", name, "Its name")->required()->type_name("");

  auto* docs = app.add_subcommand("docs", "Build the site and say where it is");
  app.add_subcommand("doctor", "Say what this machine has and what it lacks");

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& call) {
    return app.exit(call);
  } catch (const CLI::ParseError& error) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
    const auto chosen = app.get_subcommands();
    std::string advice =
        "./course" + (chosen.empty() ? "" : ' ' + chosen[0]->get_name()) + " --help shows how.";
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
      const std::string meant = nearest(argv[1], verbs);
      throw Mistake("There is no verb \"" + std::string(argv[1]) + "\". " +
                    (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                    listed(verbs) + '.');
    }
    throw Mistake(sentence(error) + ' ' + advice);
  }

  if (*docs) return build_site();
  if (*test && chapter.empty()) {
    if (step > 0 || reference || mine)
      throw Mistake("Say which chapter: ./course test 1. Without one, everything is tested.");
    return test_everything();
  }
  const Catalogue catalogue;
  if (*run) return run_program(catalogue, chapter, name, mine);
  if (*test) return test_chapter(catalogue, {chapter, step, reference, mine});
  if (*start) return start_chapter(catalogue, chapter);
  if (*catch_up_verb) return catch_up(catalogue, chapter, step);
  if (*try_verb) return try_exercise(catalogue, chapter, name, mine);
  if (*hint) return show_hint(catalogue, chapter, name, level);
  if (*solution) return show_solution(catalogue, chapter, name, peek);
  if (*reset) return reset_exercise(catalogue, chapter, name);
  return show_map(catalogue);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return course_main(argc, argv);
  } catch (const Mistake& mistake) {
    std::cout.flush();
    std::cerr << mistake.what() << '\n';
    return mistake.status();
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << "Something went wrong that should not: " << error.what()
              << ".\n./course doctor looks at the machine; if it finds nothing, this is a fault of "
                 "the course.\n";
    return 3;
  }
}
