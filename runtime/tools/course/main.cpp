// ./course, the part in C++: does what the command line says.
#include <iostream>

#include "command_line.hpp"
#include "mistake.hpp"

namespace {

using namespace course;

int course_main(int argc, char** argv) {
  const CommandLine line = parse_command_line({argv + 1, argv + argc});
  const std::string& verb = line.verb;
  if (verb == "help") {
    std::cout << help_about(line.name);
    return 0;
  }
  if (verb == "docs") return build_site();
  if (verb == "test" && line.chapter.empty()) {
    if (line.step != no_step || line.reference || line.mine)
      throw Mistake("Say which chapter: ./course test 1. Without one, everything is tested.");
    return test_everything();
  }
  const Catalogue catalogue;
  const std::string& chapter = line.chapter;
  if (verb == "run") return run_program(catalogue, chapter, line.name, line.mine, line.arguments);
  if (verb == "test")
    return test_chapter(catalogue, {chapter, line.step, line.reference, line.mine});
  if (verb == "start") return start_chapter(catalogue, chapter);
  if (verb == "play") return play_own_run(catalogue, chapter);
  if (verb == "catch-up") return catch_up(catalogue, chapter, line.step);
  if (verb == "try") return try_exercise(catalogue, chapter, line.name, line.mine);
  if (verb == "hint") return show_hint(catalogue, chapter, line.name, line.level);
  if (verb == "solution") return show_solution(catalogue, chapter, line.name, line.peek);
  if (verb == "reset") return reset_exercise(catalogue, chapter, line.name);
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
