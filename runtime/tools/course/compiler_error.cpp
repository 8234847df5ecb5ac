#include "compiler_error.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

#include "words.hpp"

namespace course {

namespace {

// `file:12:7: error: text`; the line and column may be missing in `required from` lines.
bool parse(const std::string& line, const char* kind, CompilerError& error) {
  static const std::regex form(R"(([^:]+):(\d+):(?:(\d+):)? (?:fatal )?(error|warning): (.*))");
  std::smatch found;
  if (!std::regex_match(line, found, form) || found[4] != kind) return false;
  error.file = found[1];
  error.line = std::stoi(found[2]);
  error.column = found[3].matched ? std::stoi(found[3]) : 0;
  error.text = found[5];
  // Quotes as everybody can type them; and without the name of the flag.
  static const std::regex flag(R"( \[-W[^\]]*\]$)");
  error.text = std::regex_replace(error.text, flag, "");
  static const std::regex curly("\u2018|\u2019");
  error.text = std::regex_replace(error.text, curly, "'");
  return true;
}

bool is_below(const std::string& file, const std::filesystem::path& folder) {
  return file.starts_with(folder.string() + '/');
}

// `In file included from my/a.hpp:3,`, `my/a.hpp:30:12:   required from …`
bool leads_through(const std::string& line, const std::filesystem::path& my_folder,
                   CompilerError& error) {
  const std::string folder = my_folder.string() + '/';
  const auto start = line.find(folder);
  if (start == std::string::npos) return false;
  static const std::regex place(R"(([^:]+):(\d+)(?::(\d+))?[:,].*)");
  std::smatch found;
  const std::string rest = line.substr(start);
  if (!std::regex_match(rest, found, place)) return false;
  error.file = found[1];
  error.line = std::stoi(found[2]);
  error.column = found[3].matched ? std::stoi(found[3]) : 0;
  return true;
}

}  // namespace

std::optional<CompilerError> first_error(const std::string& said,
                                         const std::filesystem::path& my_folder) {
  const auto lines = lines_of(said);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CompilerError error;
    if (!parse(lines[i], "error", error)) continue;
    if (is_below(error.file, my_folder) || error.file.ends_with(".cpp") ||
        error.file.ends_with(".hpp"))
      return error;
    // In a library: the way there is told before the error, or in the notes after it.
    for (std::size_t j = 0; j < lines.size(); ++j)
      if (leads_through(lines[j], my_folder, error)) break;
    return error;
  }
  static const std::regex undefined("undefined reference to [`'\u2018](.*)['\u2019]");
  std::smatch found;
  for (const std::string& line : lines)
    if (std::regex_search(line, found, undefined)) {
      CompilerError error;
      error.text = found[1].str() + " is declared and used, but defined nowhere";
      return error;
    }
  return std::nullopt;
}

std::optional<CompilerError> first_warning(const std::string& said,
                                           const std::filesystem::path& my_folder) {
  for (const std::string& line : lines_of(said)) {
    CompilerError warning;
    if (parse(line, "warning", warning) && is_below(warning.file, my_folder)) return warning;
  }
  return std::nullopt;
}

bool braces_match(const std::string& text) {
  int open = 0;
  for (std::size_t i = 0; i < text.size() && open >= 0; ++i) {
    const char letter = text[i];
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text.compare(i, 2, "/*") == 0) {
      i = std::min(text.find("*/", i + 2), text.size());
    } else if (letter == '"' || (letter == '\'' && (i == 0 || !std::isalnum(text[i - 1])))) {
      // Quotes between digits (1'000) are none.
      while (++i < text.size() && text[i] != letter && text[i] != '\n')
        if (text[i] == '\\') ++i;
    } else if (letter == '{') {
      ++open;
    } else if (letter == '}') {
      --open;
    }
  }
  return open == 0;
}

}  // namespace course
