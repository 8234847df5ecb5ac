// ./course, the part in C++: reads the command line and does what it says.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "commands.hpp"
#include "mistake.hpp"
#include "words.hpp"

namespace {

using namespace course;

constexpr const char* help = R"(Huddle: asyncio from nothing, in C++20

  ./course                     the map: what you have built, and what to do next

Look
  run N [name]                 a chapter's demo, or another program of it
  run N --mine                 the same, with your headers
  docs                         build the site and say where it is

Build it yourself
  start N                      make your files of chapter N, for you to fill
  test N                       how far you are, and what is next
  test N --step K              whether steps 1 to K pass
  test N --reference           test our headers instead of yours
  catch-up N --step K          put our state after step K into your files

Exercises
  try N [exercise]             test your answer (to the next one unsolved)
  hint N exercise [1-3]        from a nudge to nearly the answer
  solution N exercise          our answer, once you have yours (or --peek)
  reset N exercise             begin again

The course itself
  test                         test everything that is here
  doctor                       what this machine has and what it lacks
  --yes                        (first) install what is missing without asking

Your files are in my/. What would overwrite one keeps a backup beside it.
`test N` ends with status 0 when the steps that you have begun pass, with 1 when
one fails, and with 2 when you ask for what does not exist. COURSE_MY names
another folder for my/; NO_COLOR turns colours off.
)";

// CLI11's words about a wrong command line as our sentences.
std::string sentence(const CLI::ParseError& error, const CLI::App& verb,
                     const std::vector<std::string>& unknown) {
  if (!unknown.empty()) {
    // The first that looks like an option is the likelier mistake.
    auto wrong = std::find_if(unknown.begin(), unknown.end(),
                              [](const std::string& word) { return word.starts_with('-'); });
    if (wrong == unknown.end()) wrong = unknown.begin();
    std::vector<std::string> known;
    for (const CLI::Option* option : verb.get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    const std::string meant = wrong->starts_with('-') ? nearest(*wrong, known) : "";
    return '"' + *wrong + "\" means nothing here." +
           (meant.empty() ? "" : " Do you mean " + meant + '?');
  }
  const std::string text = error.what();
  const std::string required = " is required";
  if (text.ends_with(required)) {
    const std::string name = text.substr(0, text.size() - required.size());
    if (name == "N") return "Say which chapter.";
    if (name == "exercise") return "Say which exercise.";
    if (name == "--step") return "Say which step, with --step.";
    return "It needs " + name + '.';
  }
  const std::string convert = "Could not convert: ";
  if (const auto equals = text.find(" = "); text.starts_with(convert) && equals != text.npos)
    return text.substr(convert.size(), equals - convert.size()) + " takes a number, not \"" +
           text.substr(equals + 3) + "\".";
  return text + (text.ends_with('.') ? "" : ".");
}

int course_main(int argc, char** argv) {
  CLI::App app{
      "Huddle: rebuild asyncio from nothing, in C++20.\nWithout a verb: the map, and what "
      "to do next."};
  app.name("./course");
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(24);
  std::string chapter, name;
  int step = no_step, level = 1;
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
  test->add_option("--step", step, "Steps 1 to this one must pass")->type_name("K");
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
    if (!app.get_subcommands().empty()) return app.exit(call);
    std::cout << help;
    return 0;
  } catch (const CLI::ParseError& error) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
    const auto chosen = app.get_subcommands();
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
      const std::string meant = nearest(argv[1], verbs);
      throw Mistake("There is no verb \"" + std::string(argv[1]) + "\". " +
                    (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                    listed(verbs) + '.');
    }
    const CLI::App& verb = chosen.empty() ? app : *chosen[0];
    throw Mistake(sentence(error, verb, app.remaining(true)) + " ./course" +
                  (chosen.empty() ? "" : ' ' + verb.get_name()) + " --help shows how.");
  }

  if (*docs) return build_site();
  if (*test && chapter.empty()) {
    if (step != no_step || reference || mine)
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
