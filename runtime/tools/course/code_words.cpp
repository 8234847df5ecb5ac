#include "code_words.hpp"

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

}  // namespace

std::vector<std::string> code_lines(const std::string& text) {
  std::vector<std::string> result;
  for (const std::string& line : lines_of(text)) {
    const std::string code = trimmed(line);
    if (!code.empty() && !code.starts_with("//") && !code.starts_with("#")) result.push_back(code);
  }
  return result;
}

std::set<std::string> names_in(const std::vector<std::string>& code) {
  static const std::regex name("[A-Za-z_]\\w*");
  std::set<std::string> names;
  for (const std::string& line : code) {
    const std::string text = line.substr(0, line.find("//"));
    for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found)
      if (!is_common(found->str())) names.insert(found->str());
  }
  return names;
}

}  // namespace course
