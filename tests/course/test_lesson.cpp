// How the runner reads a lesson, and what its edits do.
#include <gtest/gtest.h>

#include "lesson.hpp"
#include "mistake.hpp"

using namespace course;

namespace {

// The state of a.hpp after a first step that makes it of `content`, and a second with one edit.
std::string after_edit(const std::string& content, const std::string& marker,
                       const std::string& fence) {
  const std::string text = "### Step 1: One\n<!-- step 1: a.hpp, new -->\n```cpp\n" + content +
                           "```\n### Step 2: Two\n<!-- step 2: a.hpp, " + marker +
                           " -->\n\n```cpp\n" + fence + "```\n";
  return parse_lesson(text, "README.md").after(2).at("a.hpp");
}

std::string complaint(const std::string& lesson) {
  try {
    const Lesson parsed = parse_lesson(lesson, "chapters/01_x/README.md");
    parsed.after(99);
  } catch (const Mistake& mistake) {
    return mistake.what();
  }
  return "";
}

}  // namespace

TEST(Lesson, has_a_title_a_summary_and_steps) {
  const Lesson lesson = parse_lesson(
      "# Chapter 3: Futures {#ch03}\n\nA value that\ncomes later.\n\nMore.\n\n## 5. Build it\n"
      "### Step 1: Pending {#step1}\n### Step 2: Done\n",
      "README.md");
  EXPECT_EQ(lesson.title, "Futures");
  EXPECT_EQ(lesson.summary, "A value that comes later.");
  ASSERT_EQ(lesson.steps.size(), 2u);
  EXPECT_EQ(lesson.steps[0].title, "Pending");
  EXPECT_EQ(lesson.steps[1].number, 2);
}

TEST(Lesson, edits_append_and_insert_around_a_line) {
  EXPECT_EQ(after_edit("a\nb\n", "append", "c\n"), "a\nb\nc\n");
  EXPECT_EQ(after_edit("  a\nb\n", "after \"a\"", "c\n"), "  a\nc\nb\n");
  EXPECT_EQ(after_edit("a\n  b\n", "before \"b\"", "    c\n"), "a\n    c\n  b\n");
}

TEST(Lesson, edits_replace_one_line_or_several) {
  EXPECT_EQ(after_edit("a\nb\nc\n", "replace \"b\"", "x\ny\n"), "a\nx\ny\nc\n");
  EXPECT_EQ(after_edit("a\nb\nc\nd\nc\n", "replace \"b\" to \"c\"", "x\n"), "a\nx\nd\nc\n");
  EXPECT_EQ(after_edit("a\nb\nc\n", "replace \"b\"", ""), "a\nc\n");
  EXPECT_EQ(after_edit("a\nf(\"x\");\nc\n", "replace \"f(\"x\");\"", "g();\n"), "a\ng();\nc\n");
}

TEST(Lesson, leaves_markers_in_fences_and_code_spans_alone) {
  const Lesson lesson = parse_lesson(
      "### Step 1: One\nThe marker `<!-- step 7: a.hpp, new -->` is text.\n"
      "~~~text\n<!-- step 7: a.hpp, new -->\n```\n~~~\n"
      "<!-- step 1: a.hpp, new -->\n````cpp\n```\n````\n",
      "README.md");
  EXPECT_EQ(lesson.after(1).at("a.hpp"), "```\n");
}

TEST(Lesson, names_the_line_of_what_it_cannot_do) {
  EXPECT_EQ(
      complaint("### Step 1: One\n<!-- step 1: a.hpp, new -->\n```\na\na\n```\n"
                "<!-- step 1: a.hpp, after \"a\" -->\n```\nb\n```\n"),
      "chapters/01_x/README.md:7: the line \"a\" stands more than once in a.hpp at this step.");
  EXPECT_EQ(complaint("### Step 1: One\n<!-- step 1: a.hpp, append -->\n```\n```\n"),
            "chapters/01_x/README.md:2: there is no a.hpp yet at this step.");
  EXPECT_EQ(complaint("### Step 1: One\n<!-- step 1: a.hpp, somewhere -->\n"),
            "chapters/01_x/README.md:2: cannot read this step marker.");
  EXPECT_EQ(complaint("### Step 1: One\n### Step 3: Three\n"),
            "chapters/01_x/README.md:2: step 3 is out of order.");
  EXPECT_EQ(complaint("### Step 1: One\n<!-- step 2: a.hpp, new -->\n"),
            "chapters/01_x/README.md:2: this edit says step 2, but stands under another heading.");
}
