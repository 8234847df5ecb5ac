#include "code_words.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

#include "words.hpp"

namespace course {

namespace {

// Words that every header has.
bool is_common(const std::string& word) {
  static const std::set<std::string> common{
      "auto",     "bool",     "break",     "case",          "catch",    "char",
      "class",    "const",    "continue",  "default",       "delete",   "do",
      "else",     "enum",     "explicit",  "false",         "for",      "if",
      "inline",   "int",      "namespace", "noexcept",      "nullptr",  "operator",
      "override", "private",  "public",    "return",        "static",   "std",
      "struct",   "switch",   "template",  "this",          "throw",    "true",
      "try",      "typename", "using",     "void",          "while",    "size_t",
      "string",   "move",     "function",  "exception_ptr", "requires", "concept",
      "constexpr"};
  return common.contains(word);
}

// Where a text in quotes that begins at `start` ends: at its other quote, or with the line.
std::size_t end_of_quotes(const std::string& text, std::size_t start) {
  std::size_t i = start + 1;
  for (; i < text.size() && text[i] != text[start] && text[i] != '\n'; ++i)
    if (text[i] == '\\') ++i;
  return std::min(i, text.size());
}

// A quote between digits (1'000) is none.
bool begins_quotes(const std::string& text, std::size_t i) {
  return text[i] == '"' ||
         (text[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))));
}

std::string without_comments(const std::string& text) {
  std::string code;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) {
      i = text.find('\n', i);
      if (i == std::string::npos) break;
      code += '\n';
    } else if (text.compare(i, 2, "/*") == 0) {
      i = std::min(text.find("*/", i + 2), text.size() - 2) + 1;
    } else if (begins_quotes(text, i)) {
      const std::size_t end = end_of_quotes(text, i);
      code += text.substr(i, end - i + 1);
      i = end;
    } else {
      code += text[i];
    }
  }
  return code;
}

std::string without_quotes(const std::string& line) {
  std::string code;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (begins_quotes(line, i))
      i = end_of_quotes(line, i);
    else
      code += line[i];
  return code;
}

}  // namespace

std::string without_blanks(const std::string& line) {
  std::string text = line;
  std::erase_if(text, [](unsigned char letter) { return std::isspace(letter); });
  return text;
}

std::vector<std::string> code_lines(const std::string& text) {
  std::vector<std::string> result;
  for (const std::string& line : lines_of(without_comments(text))) {
    const std::string code = trimmed(line);
    if (!code.empty() && !code.starts_with("#")) result.push_back(code);
  }
  return result;
}

std::set<std::string> names_in(const std::vector<std::string>& code) {
  static const std::regex name("[A-Za-z_]\\w*");
  std::set<std::string> names;
  for (const std::string& line : code) {
    const std::string text = without_quotes(line);
    for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found)
      if (!is_common(found->str())) names.insert(found->str());
  }
  return names;
}

}  // namespace course
