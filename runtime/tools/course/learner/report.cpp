#include "report.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace learner {

namespace {

int report = -1;

}  // namespace

bool open_report(const char* file) {
  report = ::open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
  return report >= 0;
}

void say(const char* text, std::size_t size) {
  if (::write(report, text, size) < 0) return;  // nobody is left to tell
}

void say(const std::string& line) {
  say(line.data(), line.size());
}

std::string escaped(const std::string& text) {
  std::string line;
  for (char letter : text) {
    if (letter == '\\')
      line += "\\\\";
    else if (letter == '\n')
      line += "\\n";
    else if (letter == '\t')
      line += "\\t";
    else
      line += letter;
  }
  return line;
}

}  // namespace learner
