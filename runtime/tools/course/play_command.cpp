// ./course play: the reader's own run, for the site's page that plays it beside the chapter's.
#include <cstdio>
#include <iostream>

#include "carried.hpp"
#include "chapter_program.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "foreground.hpp"
#include "mistake.hpp"
#include "own_program.hpp"
#include "places.hpp"
#include "words.hpp"
#include "workshop.hpp"

namespace course {

namespace {

constexpr std::chrono::seconds patience{10};

bool records_itself(const Chapter& chapter) {
  const fs::path demo = chapter.place / "demo.cpp";
  return fs::exists(demo) &&
         read_file(demo).find("#include \"recording.hpp\"") != std::string::npos;
}

// Whether there is anything to play: what the loop and the coroutines do is told by the reader's
// own headers.
const Chapter& with_files(const Catalogue& catalogue, const std::string& name) {
  const Chapter& chapter = catalogue.chapter(name);
  const std::string number = std::to_string(chapter.number);
  if (!records_itself(chapter)) {
    std::vector<std::string> others;
    for (const Chapter& each : catalogue.chapters())
      if (records_itself(each)) others.push_back(std::to_string(each.number));
    throw Mistake("The demo of chapter " + number + " does not record itself." +
                  (others.empty() ? "" : " Chapters whose demo does: " + listed(others) + '.'));
  }
  if (!fs::exists(chapter.mine))
    throw Mistake("You have no files of chapter " + number + " yet. Begin with ./course start " +
                  number + "; the chapter's own run is played in its lesson.");
  return chapter;
}

// What the demo does with the reader's headers, as Chrome's Trace Event JSON.
std::string recording_of(const Catalogue& catalogue, const Chapter& chapter) {
  const std::string number = std::to_string(chapter.number);
  const fs::path program = own_program(catalogue, chapter, find_program(chapter, ""));
  const Workshop shop;
  const fs::path file = shop / "recording.json";
  const Ending ending = run_in_foreground({program.string(), "--record", file.string()}, patience);
  std::string wrong;
  if (ending.kind == Ending::Kind::TimedOut)
    wrong = "never ended: stopped after " + std::to_string(patience.count()) + " seconds.";
  else if (ending.kind == Ending::Kind::Signalled)
    wrong = signal_in_words(ending.number);
  if (!fs::exists(file))
    throw Mistake("With your headers the demo " +
                      (wrong.empty() ? "ended without a recording." : wrong) +
                      " It writes its recording at its end, so there is none to play." +
                      "\nSee how far you are: ./course test " + number + ".",
                  1);
  if (!wrong.empty()) std::cerr << "With your headers the demo " << wrong << '\n';
  std::string text = read_file(file);
  if (text.find("\"name\": \"runs\"") == std::string::npos)
    throw Mistake("Nobody runs in your recording: your files do not tell yet who looks on what " +
                      std::string("they do. That is a step of the lesson, too.") +
                      "\nSee how far you are: ./course test " + number + ".",
                  1);
  return text;
}

// A text as JavaScript writes it.
std::string in_script(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    char code[8];
    if (static_cast<unsigned char>(letter) < 0x20 || letter == '"' || letter == '\\') {
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(letter));
      result += code;
    } else {
      result += letter;
    }
  }
  return result + '"';
}

}  // namespace

int play_own_run(const Catalogue& catalogue, const std::string& chapter_name) {
  const Chapter& chapter = with_files(catalogue, chapter_name);
  say_unfinished_before(catalogue, chapter);
  const std::string recording = recording_of(catalogue, chapter);
  const fs::path page = site_folder() / "your-run.html";
  if (!fs::exists(page)) make_site();
  write_file(site_folder() / "your-run.data.js",
             "globalThis.huddleRun = {\"chapter\": " + in_script(chapter.target()) +
                 ", \"recording\": " + recording + ", \"files\": {\"demo.cpp\": " +
                 in_script(read_file(chapter.place / "demo.cpp")) + "}};\n");
  std::cout << "\nYour run lies beside the chapter's. Open " << page.string() << " in a browser.\n";
  return 0;
}

}  // namespace course
