#include "lesson.hpp"

#include <regex>

#include "mistake.hpp"
#include "words.hpp"

namespace course {

namespace {

[[noreturn]] void fail(const std::string& file, int line, const std::string& what) {
  throw Mistake(file + ':' + std::to_string(line) + ": " + what, 1);
}

// `# Chapter 1: Generators {#ch01}` without its number and its anchor.
std::string heading_text(const std::string& line) {
  static const std::regex anchor(R"(\s*\{#[^}]*\}\s*$)");
  return trimmed(std::regex_replace(line, anchor, ""));
}

// The letters that a fence is made of (three or more of them), or nothing.
std::string fence_of(const std::string& line) {
  const auto start = line.find_first_not_of(' ');
  if (start == std::string::npos || start > 3) return "";
  const char letter = line[start];
  if (letter != '`' && letter != '~') return "";
  const auto end = line.find_first_not_of(letter, start);
  const std::string fence = line.substr(start, end == std::string::npos ? end : end - start);
  return fence.size() >= 3 ? fence : "";
}

bool closes(const std::string& line, const std::string& fence) {
  const std::string found = fence_of(line);
  return !found.empty() && found[0] == fence[0] && found.size() >= fence.size() &&
         trimmed(line) == found;
}

// `step 3: generator.hpp, after "LINE"` -> the step's number and the edit without its content.
bool parse_marker(const std::string& marker, int& step, Edit& edit) {
  static const std::regex form(
      R"re(step (\d+): ([\w./-]+), (new|append|after|before|replace)(?: "(.*)")?)re");
  std::smatch found;
  if (!std::regex_match(marker, found, form)) return false;
  step = std::stoi(found[1]);
  edit.file = found[2];
  const std::string kind = found[3];
  const bool names_line = found[4].matched;
  edit.first = found[4];
  if (kind == "new") edit.kind = Edit::Kind::New;
  if (kind == "append") edit.kind = Edit::Kind::Append;
  if (kind == "after") edit.kind = Edit::Kind::After;
  if (kind == "before") edit.kind = Edit::Kind::Before;
  if (kind == "replace") {
    edit.kind = Edit::Kind::Replace;
    const auto between = edit.first.find("\" to \"");
    if (between != std::string::npos) {
      edit.last = trimmed(edit.first.substr(between + 6));
      edit.first.resize(between);
    }
  }
  edit.first = trimmed(edit.first);
  return names_line == (kind != "new" && kind != "append");
}

// The one line of `lines` that reads like `wanted`, apart from the blanks around it.
std::size_t only_line(const std::vector<std::string>& lines, const Edit& edit,
                      const std::string& lesson_file) {
  std::size_t place = 0;
  int found = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (trimmed(lines[i]) == edit.first) {
      place = i;
      ++found;
    }
  if (found != 1)
    fail(lesson_file, edit.line,
         "the line \"" + edit.first + "\" stands " + (found == 0 ? "nowhere" : "more than once") +
             " in " + edit.file + " at this step.");
  return place;
}

}  // namespace

void apply(const Edit& edit, Files& files, const std::string& lesson_file) {
  if (edit.kind == Edit::Kind::New) {
    files[edit.file] = edit.content;
    return;
  }
  const auto found = files.find(edit.file);
  if (found == files.end())
    fail(lesson_file, edit.line, "there is no " + edit.file + " yet at this step.");
  std::string& text = found->second;
  if (edit.kind == Edit::Kind::Append) {
    text += edit.content;
    return;
  }

  const std::vector<std::string> lines = lines_of(text);
  const std::size_t place = only_line(lines, edit, lesson_file);
  std::size_t from = place, to = place;  // the lines that give way to the content
  if (edit.kind == Edit::Kind::After) from = to = place + 1;
  if (edit.kind == Edit::Kind::Replace) {
    to = place + 1;
    if (!edit.last.empty()) {
      while (to < lines.size() && trimmed(lines[to]) != edit.last) ++to;
      if (to == lines.size())
        fail(lesson_file, edit.line,
             "no line \"" + edit.last + "\" follows \"" + edit.first + "\" in " + edit.file + '.');
      ++to;
    }
  }
  std::string result;
  for (std::size_t i = 0; i < from; ++i) result += lines[i] + '\n';
  result += edit.content;
  for (std::size_t i = to; i < lines.size(); ++i) result += lines[i] + '\n';
  text = result;
}

Files Lesson::after(int count) const {
  Files files;
  for (const Step& step : steps)
    if (step.number <= count)
      for (const Edit& edit : step.edits) apply(edit, files, file);
  return files;
}

Lesson parse_lesson(const std::string& text, const std::string& shown_as) {
  static const std::regex step_heading(R"(### Step (\d+): (.*))");
  static const std::regex title_heading(R"(# (?:Chapter \d+: )?(.*))");
  static const std::regex comment(R"(\s*<!--\s*(.*?)\s*-->\s*)");
  Lesson lesson;
  lesson.file = shown_as;
  Edit pending;
  int pending_step = 0;
  std::string fence;
  bool wanted = false;    // the open fence is the content of `pending`
  bool in_intro = false;  // between the title and the first section

  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (!fence.empty()) {
      if (!closes(line, fence)) {
        if (wanted) pending.content += line + '\n';
        continue;
      }
      fence.clear();
      if (!wanted) continue;
      wanted = false;
      lesson.steps.back().edits.push_back(pending);
      pending = {};
      pending_step = 0;
      continue;
    }
    fence = fence_of(line);
    if (!fence.empty()) {
      wanted = pending_step > 0;
      continue;
    }

    std::smatch found;
    if (std::regex_match(line, found, comment)) {
      const std::string marker = found[1];
      if (!marker.starts_with("step ")) continue;
      Edit edit;
      int step = 0;
      if (!parse_marker(marker, step, edit))
        fail(shown_as, number, "cannot read this step marker.");
      if (lesson.steps.empty() || lesson.steps.back().number != step)
        fail(shown_as, number,
             "this edit says step " + std::to_string(step) + ", but stands under another heading.");
      edit.line = number;
      pending = edit;
      pending_step = step;
    } else if (std::regex_match(line, found, step_heading)) {
      const int step = std::stoi(found[1]);
      if (step != static_cast<int>(lesson.steps.size()) + 1)
        fail(shown_as, number, "step " + std::to_string(step) + " is out of order.");
      lesson.steps.push_back({step, heading_text(found[2]), {}});
    } else if (lesson.title.empty() && std::regex_match(line, found, title_heading)) {
      lesson.title = heading_text(found[1]);
      in_intro = true;
    } else if (line.starts_with("#")) {
      in_intro = false;
    } else if (in_intro) {
      // The first paragraph after the title.
      if (!trimmed(line).empty())
        lesson.summary += (lesson.summary.empty() ? "" : " ") + trimmed(line);
      else if (!lesson.summary.empty())
        in_intro = false;
    }
  }
  return lesson;
}

}  // namespace course
