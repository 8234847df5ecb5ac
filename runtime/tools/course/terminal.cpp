#include "terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace course {

namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

std::string painted(std::string_view text, const char* code) {
  if (text.empty() || !has_colour()) return std::string(text);
  return "\033[" + std::string(code) + 'm' + std::string(text) + "\033[0m";
}

}  // namespace

bool has_colour() {
  static const bool answer = ::isatty(STDOUT_FILENO) && !is_set("NO_COLOR") && !is_dumb();
  return answer;
}

bool has_symbols() {
  if (!::isatty(STDOUT_FILENO)) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale = value;
    return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos;
  }
  return false;
}

std::string bold(std::string_view text) {
  return painted(text, "1");
}
std::string dim(std::string_view text) {
  return painted(text, "2");
}
std::string green(std::string_view text) {
  return painted(text, "32");
}
std::string red(std::string_view text) {
  return painted(text, "31");
}
std::string cyan(std::string_view text) {
  return painted(text, "36");
}

bool Notice::moves() {
  static const bool answer = ::isatty(STDERR_FILENO) && !is_set("NO_COLOR") && !is_dumb();
  return answer;
}

Notice::Notice(std::string_view text) {
  if (!text.empty()) show(text);
}

Notice::~Notice() {
  if (moves()) std::cerr << "\r\033[K" << std::flush;
}

void Notice::show(std::string_view text) {
  if (moves()) std::cerr << "\r\033[K" << text << std::flush;
}

}  // namespace course
