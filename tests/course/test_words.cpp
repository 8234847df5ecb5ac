// What tools say, in the reader's words.
#include <gtest/gtest.h>

#include "build_progress.hpp"
#include "compiler_error.hpp"
#include "expectation.hpp"
#include "junit.hpp"
#include "report.hpp"
#include "words.hpp"

using namespace course;

TEST(Words, count_steps_as_one_would_say_it) {
  EXPECT_EQ(steps_pass(0, 8), "No step of 8 passes yet");
  EXPECT_EQ(steps_pass(1, 8), "Step 1 of 8 passes");
  EXPECT_EQ(steps_pass(2, 8), "Steps 1 and 2 of 8 pass");
  EXPECT_EQ(steps_pass(5, 8), "Steps 1 to 5 of 8 pass");
  EXPECT_EQ(steps_pass(8, 8), "All 8 steps pass");
}

TEST(Words, guess_what_was_meant) {
  EXPECT_EQ(nearest("tset", {"run", "test", "start"}), "test");
  EXPECT_EQ(nearest("penguin", {"run", "test", "start"}), "");
}

TEST(Words, wrap_without_losing_any) {
  EXPECT_EQ(wrapped("one two three", 2, 9), "  one two\n  three\n");
}

TEST(Expectation, tells_an_equality) {
  const auto words = in_words(
      "Expected equality of these values:\n  *machine.next()\n    Which is: 3\n  1\n"
      "a greeting came twice");
  EXPECT_EQ(words.values, "`*machine.next()` is 3; it should be 1.");
  EXPECT_EQ(words.reason, "a greeting came twice");
  EXPECT_EQ(words.hint, 0);
}

TEST(Expectation, tells_the_hint_apart_from_the_sentence) {
  const auto words = in_words(
      "Expected equality of these values:\n  asked\n    Which is: 4\n  3\n"
      "take(3) asked for a fourth value (hint 2)");
  EXPECT_EQ(words.reason, "take(3) asked for a fourth value");
  EXPECT_EQ(words.hint, 2);
}

TEST(Expectation, says_null_and_hides_addresses) {
  EXPECT_EQ(in_words("Expected equality of these values:\n  numbers.next()\n"
                     "    Which is: 0x7ffc01\n  nullptr\n    Which is: (nullptr)\n")
                .values,
            "`numbers.next()` is an address; it should be null.");
  EXPECT_EQ(in_words("Expected: (numbers.next()) != (nullptr), actual: NULL vs (nullptr)").values,
            "`numbers.next()` is null; it should not be null.");
}

TEST(Expectation, tells_truth_comparison_and_exceptions) {
  EXPECT_EQ(in_words("Value of: log.empty()\n  Actual: false\nExpected: true\n").values,
            "`log.empty()` is false; it should be true.");
  EXPECT_EQ(in_words("Expected: (cost.bytes) <= (256u), actual: 300 vs 256").values,
            "`cost.bytes` is 300; it should be at most 256 (`256u`).");
  EXPECT_EQ(in_words("Expected: numbers.next() throws an exception of type int.\n"
                     "  Actual: it throws nothing.")
                .values,
            "`numbers.next()` should throw int, but it throws nothing.");
  EXPECT_EQ(in_words("C++ exception with description \"no fish\" thrown in the test body.").values,
            "An error came out that nobody caught: no fish");
}

TEST(Expectation, keeps_what_it_does_not_know) {
  EXPECT_EQ(in_words("Failed\nnext() hid the error").reason, "next() hid the error");
  EXPECT_EQ(in_words("Something new").reason, "Something new");
}

TEST(CompilerErrors, name_the_first_place) {
  const auto error = first_error(
      "/my/01_x/a.hpp: In function 'f':\n/my/01_x/a.hpp:12:7: error: expected ';'\n", "/my");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->file, "/my/01_x/a.hpp");
  EXPECT_EQ(error->line, 12);
  EXPECT_EQ(error->text, "expected ';'");
}

TEST(CompilerErrors, lead_back_from_a_library_to_the_readers_file) {
  const auto error = first_error(
      "/usr/include/c++/12/x: In instantiation of 'y':\n"
      "/my/01_x/a.hpp:30:12:   required from 'z'\n/usr/include/c++/12/x:5:1: error: no match\n",
      "/my");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->file, "/my/01_x/a.hpp");
  EXPECT_EQ(error->line, 30);
}

TEST(CompilerErrors, in_a_program_of_the_course_are_there_whatever_notes_follow) {
  const auto error = first_error(
      "/course/demo.cpp:9:5: error: no member named 'next' in 'A'; did you mean 'nxt'?\n"
      "/my/01_x/a.hpp:10:7: note: 'nxt' declared here\n",
      "/my");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->file, "/course/demo.cpp");
}

TEST(CompilerErrors, know_the_linker) {
  const auto error =
      first_error("/usr/bin/ld: in function `main': undefined reference to `ch01::f()'\n", "/my");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->text, "ch01::f() is declared and used, but defined nowhere");
}

TEST(CompilerErrors, see_a_brace_without_its_other_half) {
  EXPECT_TRUE(
      braces_match("struct A { char brace = '{'; };  // {\nconst char* b = \"{\\\"{\"; /* { */"));
  EXPECT_TRUE(braces_match("int million = 1'000'000; int f() { return 2; }"));
  EXPECT_FALSE(braces_match("struct A {"));
  EXPECT_FALSE(braces_match("struct A { }; } {"));
}

TEST(Reports, tell_where_a_program_stopped) {
  const auto report = parse_report(
      "start\tStep1_A\tis_fine\t0\npassed\t3\nstart\tStep2_B\tis_not\t3\n"
      "fail\tt.cpp\t7\tone\\ntwo\\t\\\\\n");
  ASSERT_EQ(report.tests.size(), 2u);
  EXPECT_FALSE(report.ended);
  EXPECT_EQ(report.tests[0].state, TestRun::State::Passed);
  EXPECT_EQ(report.tests[1].state, TestRun::State::Running);
  EXPECT_EQ(report.tests[1].failures[0].message, "one\ntwo\t\\");
  EXPECT_EQ(report.tests[1].sentence(), "B: is not");
  EXPECT_EQ(report.tests[1].step(), 2);
}

TEST(JUnit, tells_passed_failed_and_skipped_apart) {
  const auto tests = parse_junit(
      "<testsuite><testcase name=\"a\" status=\"run\"><system-out/></testcase>\n"
      "<testcase name=\"b\" status=\"fail\"><failure message=\"\"/><system-out>1 &lt; 2 &amp;lt;"
      "</system-out></testcase>\n"
      "<testcase name=\"c\" status=\"notrun\"><skipped "
      "message=\"SKIP_REGULAR_EXPRESSION_MATCHED\"/>"
      "</testcase><testcase name=\"d\" status=\"notrun\"><skipped message=\"Unable to find"
      " executable\"/></testcase></testsuite>");
  ASSERT_EQ(tests.size(), 4u);
  EXPECT_EQ(tests[0].status, TestCase::Status::Passed);
  EXPECT_EQ(tests[1].status, TestCase::Status::Failed);
  EXPECT_EQ(tests[1].output, "1 < 2 &lt;");
  EXPECT_EQ(tests[2].status, TestCase::Status::Skipped);
  EXPECT_EQ(tests[3].status, TestCase::Status::Failed);
}

TEST(BuildProgress, reads_what_ninja_says) {
  EXPECT_EQ(build_step("[3/17] Building CXX object a.o").value().done, 3);
  EXPECT_EQ(build_step("[3/17] Building CXX object a.o").value().all, 17);
  EXPECT_FALSE(build_step("[0/2] Re-checking globbed directories..."));
  EXPECT_FALSE(build_step("FAILED: a.o"));
  EXPECT_FALSE(build_step("a[1/2].cpp:3: error: no"));
}

TEST(BuildProgress, tells_each_quarter_of_a_long_build_in_a_plain_line) {
  PlainProgress progress;
  std::string told;
  for (int done = 1; done <= 20; ++done) told += progress.line({done, 20});
  EXPECT_EQ(told,
            "Building: 1 of 20\nBuilding: 5 of 20\nBuilding: 10 of 20\nBuilding: 15 of 20\n"
            "Building: 20 of 20\n");
}

TEST(BuildProgress, tells_the_beginning_of_a_short_one_only) {
  PlainProgress progress;
  std::string told;
  for (int done = 0; done <= 3; ++done) told += progress.line({done, 3});
  EXPECT_EQ(told, "Building: 1 of 3\n");
}
