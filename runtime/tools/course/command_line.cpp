#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "mistake.hpp"
#include "words.hpp"

namespace course {

namespace {

constexpr const char* help = R"(Huddle: asyncio from nothing, in C++20

  ./course                     the map: what you have built, and what to do next

Look
  run N [name]                 a chapter's demo, or another program of it
  run N [name] --mine          the same, with your headers
  run N [name] --record FILE   record it in FILE; other words go to the program
  docs                         build the site and say where it is

Build it yourself
  start N                      make your files of chapter N, for you to fill
  test N                       how far you are, and what is next
  test N --step K              whether steps 1 to K pass
  test N --reference           test our headers instead of yours
  play N                       record your demo, and play it beside ours
  catch-up N --step K          put our state after step K into your files

Exercises
  try N [exercise]             test your answer (to the next one unsolved)
  hint N exercise [1-3]        from a nudge to nearly the answer
  hint                         for the exercise that you are at
  solution N exercise          our answer, once you have yours (or --peek)
  reset N exercise             begin again

The course itself
  test                         test everything that is here
  doctor                       what this machine has and what it lacks
  help [verb]                  this, or what it says of one
  --yes                        (first) install what is missing without asking

Your files are in my/. What would overwrite one keeps a backup beside it.
`test N` ends with status 0 when the steps that you have begun pass, with 1 when
one fails, and with 2 when you ask for what does not exist. COURSE_MY names
another folder for my/; NO_COLOR turns colours off.
)";

// The lines of the help about a verb.
std::vector<std::string> help_lines(const std::string& verb) {
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(help))
    if (line.starts_with("  " + verb + ' ')) lines.push_back(line.substr(2));
  return lines;
}

// `./course hint N exercise [1-3]`
std::string usage_of(const std::string& verb) {
  const auto lines = help_lines(verb);
  if (lines.empty()) return "./course help";
  // The longest form that is no other's beginning says most; test is told with its chapter.
  const std::string& line = verb == "test" ? lines[1] : lines.front();
  return "./course " + line.substr(0, line.find("  "));
}

[[noreturn]] void no_such_verb(const CLI::App& app, const std::string& word) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
  const std::string meant = nearest(word, verbs);
  throw Mistake("There is no verb \"" + word + "\". " +
                (meant.empty() ? "" : "Do you mean " + meant + "? ") + "There are " +
                listed(verbs) + '.');
}

std::string unknown_word(const CLI::App& verb, const std::vector<std::string>& unknown) {
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

// What an option or a place in the line takes, where it takes a number.
std::string number_for(const std::string& name) {
  return name == "level" ? "The hint's level is" : "After " + name + " comes";
}

// CLI11 knows what is wrong; what is said is ours.
std::string sentence(const CLI::ParseError& error, const CLI::App& verb,
                     const std::vector<std::string>& unknown) {
  if (!unknown.empty()) return unknown_word(verb, unknown);
  const std::string text = error.what();
  const std::string name = text.substr(0, text.find_first_of(": "));
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (name == "N") return "Say which chapter.";
    if (name == "--step") return "Say which step, with --step.";
  }
  const std::string convert = "Could not convert: ";
  if (const auto equals = text.find(" = "); text.starts_with(convert) && equals != text.npos) {
    const std::string what = text.substr(convert.size(), equals - convert.size());
    if (what != "level" && what != "--step") return what + " takes nothing after it.";
    return number_for(what) + " a number, not \"" + text.substr(equals + 3) + "\".";
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && name == "--step")
    return text.find("ost") != text.npos ? "--step is there more than once."
                                         : number_for(name) + " a number.";
  return "That cannot be understood.";
}

// `run` hands on what it does not know: from the first such word on, all is the program's, and so
// is what comes after `--`. The option --mine is ours wherever it stands before that.
std::vector<std::string> take_program_arguments(std::vector<std::string>& words) {
  std::vector<std::string> ours, theirs;
  int places = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      theirs.insert(theirs.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    const bool is_option = word.starts_with('-') && word.size() > 1;
    if (word == "--mine" || (theirs.empty() && (word == "--help" || word == "-h"))) {
      ours.push_back(word);
    } else if (theirs.empty() && !is_option && ++places <= 3) {
      ours.push_back(word);  // run, N and the name
    } else {
      if (theirs.empty() && nearest(word, {"--mine"}) == "--mine")
        throw Mistake('"' + word +
                      "\" means nothing here. Do you mean --mine? If it is meant for " +
                      "the program, put -- before it.");
      theirs.push_back(word);
    }
  }
  words = ours;
  return theirs;
}

}  // namespace

std::string help_about(const std::string& verb) {
  if (verb.empty()) return help;
  const auto lines = help_lines(verb);
  if (lines.empty())
    throw Mistake("There is no verb \"" + verb + "\". All that there are: ./course help");
  std::string text;
  for (const std::string& line : lines) text += "  ./course " + line + '\n';
  return text;
}

CommandLine parse_command_line(std::vector<std::string> words) {
  CommandLine line;
  if (!words.empty() && words[0] == "run") line.arguments = take_program_arguments(words);
  CLI::App app;
  app.require_subcommand(0, 1);
  const auto with_chapter = [&](const char* name) {
    CLI::App* verb = app.add_subcommand(name);
    verb->add_option("N", line.chapter)->required();
    return verb;
  };
  CLI::App* run = with_chapter("run");
  run->add_option("name", line.name);
  run->add_flag("--mine", line.mine);
  CLI::App* test = app.add_subcommand("test");
  test->add_option("N", line.chapter);
  test->add_option("--step", line.step);
  test->add_flag("--reference", line.reference);
  test->add_flag("--mine", line.mine);
  with_chapter("start");
  with_chapter("play");
  with_chapter("catch-up")->add_option("--step", line.step)->required();
  CLI::App* attempt = with_chapter("try");
  attempt->add_option("exercise", line.name);
  attempt->add_flag("--mine", line.mine);
  CLI::App* hint = app.add_subcommand("hint");
  hint->add_option("N", line.chapter);
  hint->add_option("exercise", line.name);
  hint->add_option("level", line.level);
  CLI::App* solution = with_chapter("solution");
  solution->add_option("exercise", line.name);
  solution->add_flag("--peek", line.peek);
  with_chapter("reset")->add_option("exercise", line.name);
  app.add_subcommand("docs");
  app.add_subcommand("doctor");
  app.add_subcommand("help")->add_option("verb", line.name);

  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    line.name = chosen.empty() ? "" : chosen[0]->get_name();
    line.verb = "help";
    return line;
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    if (chosen.empty() && !words.empty() && !words[0].starts_with('-')) no_such_verb(app, words[0]);
    const CLI::App& verb = chosen.empty() ? app : *chosen[0];
    throw Mistake(sentence(error, verb, app.remaining(true)) +
                  (chosen.empty() ? " All that there is: ./course help"
                                  : " It goes: " + usage_of(verb.get_name())));
  }
  if (const auto chosen = app.get_subcommands(); !chosen.empty()) line.verb = chosen[0]->get_name();
  return line;
}

}  // namespace course
