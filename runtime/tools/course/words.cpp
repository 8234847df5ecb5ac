#include "words.hpp"

#include <algorithm>
#include <sstream>

namespace course {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  const auto last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string counted(std::size_t count, const std::string& thing) {
  return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& things, const std::string& last) {
  std::string list;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (i > 0) list += i + 1 == things.size() ? ' ' + last + ' ' : ", ";
    list += things[i];
  }
  return list;
}

std::string spelled(std::string_view name) {
  std::string sentence(name);
  std::replace(sentence.begin(), sentence.end(), '_', ' ');
  return sentence;
}

std::string steps_pass(int passed, int total) {
  if (passed == total) return "All " + counted(total, "step") + (total == 1 ? " passes" : " pass");
  const std::string of = " of " + std::to_string(total);
  if (passed == 0) return "No step" + of + " passes yet";
  if (passed == 1) return "Step 1" + of + " passes";
  if (passed == 2) return "Steps 1 and 2" + of + " pass";
  return "Steps 1 to " + std::to_string(passed) + of + " pass";
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char letter) { return (letter & 0xC0) != 0x80; }));
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  const std::string margin(indent, ' ');
  std::string result;
  std::string line;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (!line.empty() && indent + columns(line) + 1 + columns(word) > width) {
      result += margin + line + '\n';
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) result += margin + line + '\n';
  return result;
}

namespace {

// How many letters must be changed, left out or put in to make one word from the other.
std::size_t distance(const std::string& one, const std::string& other) {
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (one[i - 1] != other[j - 1])});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(const std::string& wrong, const std::vector<std::string>& names) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
  for (const std::string& name : names) {
    const std::size_t away = distance(wrong, name);
    if (away < best_distance) {
      best_distance = away;
      best = name;
    }
  }
  return best;
}

}  // namespace course
