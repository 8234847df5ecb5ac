// What shows that a step of a lesson has been typed.
#include <gtest/gtest.h>

#include "code_words.hpp"
#include "signs.hpp"

using namespace course;

namespace {

const Lesson& counting() {
  static const Lesson lesson = parse_lesson(
      "### Step 1: Count\n<!-- step 1: counter.hpp, new -->\n```cpp\nstruct Counter {\n"
      "  int next() { return ++count_; }\n  int count_ = 0;\n};\n```\n"
      "### Step 2: Ask\n<!-- step 2: counter.hpp, before \"int count_ = 0;\" -->\n```cpp\n"
      "  int count() const { return count_; }\n```\n"
      "### Step 3: Later\n<!-- step 3: counter.hpp, replace \"int next() { return ++count_; }\" "
      "-->\n"
      "```cpp\n  int next() {\n    if (count_ == limit_) return count_;\n    return ++count_;\n  "
      "}\n"
      "```\n<!-- step 3: tally.hpp, new -->\n```cpp\nstruct Tally {};\n```\n",
      "README.md");
  return lesson;
}

Files after(int step, const std::string& more = "") {
  Files files = counting().after(step);
  files["counter.hpp"] += more;
  return files;
}

const std::set<std::string> tested{"Counter", "next", "count", "Tally"};

}  // namespace

TEST(CodeWords, leave_comments_out_wherever_they_stand) {
  EXPECT_EQ(
      code_lines("int a; // one\n/* two\nlines */ int b;\n// three\n#include <x>\n\nf(\"//\");"),
      (std::vector<std::string>{"int a;", "int b;", "f(\"//\");"}));
  EXPECT_EQ(code_lines("int million = 1'000'000;  // much\n'\"'; // a quote\n"),
            (std::vector<std::string>{"int million = 1'000'000;", "'\"';"}));
}

TEST(CodeWords, find_no_names_in_quotes) {
  EXPECT_EQ(names_in({"say(\"a penguin\", 'p');"}), std::set<std::string>{"say"});
}

TEST(Signs, know_a_state_whatever_its_order_and_comments) {
  for (int step = 1; step <= 3; ++step) EXPECT_EQ(exact_step(counting(), after(step)), step);
  EXPECT_EQ(exact_step(counting(), after(2, "// of mine\n")), 2);
  Files swapped = counting().after(2);
  swapped["counter.hpp"] =
      "struct Counter {\n  int count() const { return  count_; }\n"
      "  int next() { return ++count_; }  // first\n  int count_ = 0;\n};\n";
  EXPECT_EQ(exact_step(counting(), swapped), 2);
  EXPECT_EQ(exact_step(counting(), after(2, "using Penguin = int;\n")), -1);
  EXPECT_EQ(exact_step(counting(), {}), 0);
}

TEST(Signs, of_a_step_are_its_lines_and_the_names_of_its_tests) {
  EXPECT_EQ(last_begun(counting(), after(1, "using Penguin = int;  // count\n"), tested), 1);
  EXPECT_EQ(last_begun(counting(), after(1, "int count();\n"), tested), 2);
  EXPECT_EQ(last_begun(counting(), after(2, "int limit_ = 3; return true;\n"), tested), 2)
      << "no test uses limit_";
  EXPECT_EQ(last_begun(counting(), after(2, "if( count_==limit_ ) return count_;\n"), tested), 3);
}

TEST(Signs, of_a_step_are_whatever_stands_in_a_file_of_its_own) {
  Files files = after(2);
  files["tally.hpp"] = "// later\n";
  EXPECT_TRUE(is_untouched(counting(), 3, files, tested));
  files["tally.hpp"] = "struct Tlly {};\n";
  EXPECT_FALSE(is_untouched(counting(), 3, files, tested));
  EXPECT_EQ(last_begun(counting(), files, tested), 3);
}

TEST(Signs, of_a_step_stand_whole_or_not) {
  EXPECT_TRUE(stands_whole(counting(), 3, after(3)));
  EXPECT_TRUE(stands_whole(counting(), 3, after(3, "using Penguin = int;\n")));
  EXPECT_FALSE(stands_whole(counting(), 3, after(2)));
  Files half = after(2);
  half["tally.hpp"] = "struct Tally {};\n";
  EXPECT_FALSE(stands_whole(counting(), 3, half));
}
