#include "expectation.hpp"

#include <regex>
#include <vector>

#include "words.hpp"

namespace course {

namespace {

// Addresses differ from run to run and tell nothing.
std::string readable(const std::string& value) {
  static const std::regex address("0x[0-9a-fA-F]+");
  static const std::regex bytes("[0-9]+-byte object <[^>]*>");
  std::string text = std::regex_replace(value, bytes, "an object");
  if (trimmed(text) == "(nullptr)" || trimmed(text) == "NULL") return "null";
  return std::regex_replace(text, address, "an address");
}

std::string quoted(const std::string& code) {
  return '`' + code + '`';
}

bool is_null(const std::string& code) {
  return code == "nullptr" || code == "NULL";
}

// "Expected equality of these values:" and, indented, two expressions with their values.
std::string equality(const std::vector<std::string>& lines, std::size_t& next) {
  struct Side {
    std::string code, value;
  };
  std::vector<Side> sides;
  const std::string which = "    Which is: ";
  while (next < lines.size() && lines[next].starts_with("  ")) {
    const std::string& line = lines[next++];
    if (line.starts_with(which)) {
      if (!sides.empty()) sides.back().value = readable(line.substr(which.size()));
    } else if (sides.size() < 2) {
      sides.push_back({trimmed(line), ""});
    }
  }
  // A comparison of long strings goes on with a difference, line by line.
  if (next < lines.size() && lines[next] == "With diff:")
    while (++next < lines.size() && !lines[next].empty() &&
           std::string("@-+ ").find(lines[next][0]) != std::string::npos) {
    }
  if (sides.size() < 2) return "";
  const auto& [got, wanted] = std::pair(sides[0], sides[1]);
  std::string sentence = quoted(got.code);
  if (!got.value.empty() && got.value == wanted.value)
    return sentence + " should be " + quoted(wanted.code) + ", and is another one.";
  if (!got.value.empty()) sentence += " is " + got.value + "; it";
  sentence += " should be ";
  if (wanted.value.empty() || wanted.value == wanted.code || is_null(wanted.code))
    return sentence + (is_null(wanted.code) ? "null" : wanted.code) + '.';
  if (wanted.value == "null" || wanted.value == "an address" || wanted.value == "an object")
    return sentence + quoted(wanted.code) + '.';
  // A long expression says less than its value.
  return sentence + wanted.value +
         (wanted.code.size() < 24 ? " (" + quoted(wanted.code) + ")" : "") + '.';
}

// "Expected: (a) < (b), actual: 5 vs 3"
bool comparison(const std::string& line, std::string& sentence) {
  static const std::regex form(
      R"(Expected: \((.*)\) (<|<=|>|>=|!=) \((.*)\), actual: (.*) vs (.*))");
  std::smatch found;
  if (!std::regex_match(line, found, form)) return false;
  const std::string got = readable(found[4]), other = readable(found[5]), sign = found[2];
  const std::string other_code = found[3];
  sentence = quoted(found[1]) + " is " + got + "; it should ";
  const std::string beside = other_code == other || is_null(other_code) || other == "an address"
                                 ? (is_null(other_code) ? "null" : other_code)
                                 : other + " (" + quoted(other_code) + ")";
  if (sign == "!=") sentence += "not be " + beside;
  if (sign == "<") sentence += "be less than " + beside;
  if (sign == "<=") sentence += "be at most " + beside;
  if (sign == ">") sentence += "be more than " + beside;
  if (sign == ">=") sentence += "be at least " + beside;
  sentence += '.';
  return true;
}

// "Expected: STATEMENT throws an exception of type T.", then "  Actual: it throws nothing."
bool exception(const std::string& line, const std::string& actual, std::string& sentence) {
  static const std::regex of_type(R"(Expected: ([\s\S]*) throws an exception of type (.*)\.)");
  static const std::regex some(R"(Expected: ([\s\S]*) throws an exception\.)");
  static const std::regex none(R"(Expected: ([\s\S]*) doesn't throw an exception\.)");
  static const std::regex it_throws(R"(\s*Actual: (it[\s\S]*)\.)");
  std::smatch found, what;
  if (!std::regex_match(actual, what, it_throws)) return false;
  const std::string but = ", but " + what[1].str() + '.';
  const auto code = [](const std::string& text) {
    const std::string short_text = trimmed(text);
    return short_text.size() > 60 || short_text.starts_with("{") ? std::string("The statement")
                                                                 : quoted(short_text);
  };
  if (std::regex_match(line, found, of_type))
    sentence = code(found[1]) + " should throw " + found[2].str() + but;
  else if (std::regex_match(line, found, none))
    sentence = code(found[1]) + " should throw nothing" + but;
  else if (std::regex_match(line, found, some))
    sentence = code(found[1]) + " should throw" + but;
  else
    return false;
  return true;
}

std::string uncaught(const std::string& line) {
  static const std::regex described(
      "C\\+\\+ exception with description \"([\\s\\S]*)\" thrown in (.*)\\.");
  std::smatch found;
  if (std::regex_match(line, found, described)) {
    if (found[1] == "std::bad_alloc") return "It asked for more than 1 GiB of memory.";
    return "An error came out that nobody caught: " + found[1].str();
  }
  if (line.starts_with("Unknown C++ exception thrown in"))
    return "An error came out that nobody caught; it is no std::exception.";
  return "";
}

}  // namespace

Expectation in_words(const std::string& message) {
  Expectation result;
  const std::vector<std::string> lines = lines_of(message);
  std::size_t next = 0;
  if (!lines.empty()) {
    const std::string& first = lines[0];
    const std::string second = lines.size() > 1 ? lines[1] : "";
    if (first == "Expected equality of these values:") {
      next = 1;
      result.values = equality(lines, next);
    } else if (first.starts_with("Value of: ") && second.starts_with("  Actual: ")) {
      const std::string actual = trimmed(second.substr(10));
      const bool was = actual.starts_with("true");
      result.values = quoted(first.substr(10)) + " is " + (was ? "true" : "false") +
                      "; it should be " + (was ? "false" : "true") + '.';
      next = 3;
    } else if (first == "Failed" || comparison(first, result.values)) {
      next = 1;
    } else if (exception(first, second, result.values)) {
      next = 2;
    } else if (!(result.values = uncaught(first)).empty()) {
      next = lines.size();
    }
  }
  std::string rest;
  for (; next < lines.size(); ++next) rest += (rest.empty() ? "" : "\n") + lines[next];

  static const std::regex hint(R"(\s*\(hint ([1-9])\))");
  std::smatch found;
  if (std::regex_search(rest, found, hint)) {
    result.hint = std::stoi(found[1]);
    rest = std::regex_replace(rest, hint, "");
  }
  result.reason = readable(trimmed(rest));
  return result;
}

}  // namespace course
