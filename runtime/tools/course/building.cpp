// Building targets of the project; ./course docs.
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "build_lock.hpp"
#include "build_progress.hpp"
#include "build_settings.hpp"
#include "child.hpp"
#include "commands.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "terminal.hpp"

namespace course {

namespace {

struct Progress {
  Notice notice;
  PlainProgress plain;
  std::string failed;  // all that is no progress
};

// What is no progress is wanted only when something fails.
void show_progress(void* context, const std::string& line) {
  auto& progress = *static_cast<Progress*>(context);
  const auto step = build_step(line);
  if (!step)
    progress.failed += line + '\n';
  else if (Notice::moves())
    progress.notice.show("Building " + std::to_string(step->done) + " of " +
                         std::to_string(step->all) + " …");
  else
    std::cerr << progress.plain.line(*step) << std::flush;
}

// Whether the shell would find it.
bool is_command(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((fs::path(folder) / name).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace

void build_target(const std::string& target) {
  const BuildLock lock(fs::path(built_in) / ".lock");
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

void make_site() {
  // Said before a build fails for it in the words of CMake and Ninja.
  if (!is_command("doxygen"))
    throw Mistake(
        "The site is made by Doxygen, which is not installed here: ./course doctor says how to "
        "install it.",
        1);
  build_target("site");
}

int build_site() {
  make_site();
  const fs::path page = site_folder() / "index.html";
  if (!fs::exists(page))
    throw Mistake("The site was built, but " + shown(page) + " is not there.", 1);
  std::cout << "The site is built. Open " << page.string() << " in a browser.\n";
  return 0;
}

}  // namespace course
