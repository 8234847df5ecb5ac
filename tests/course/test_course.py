"""The course runner, tried as a reader would: on a small course of its own (fixture/).

    COURSE_RUNNER=build/dev/runtime/tools/course/course_runner python3 test_course.py [Class]
"""

import fcntl
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

RUNNER = os.environ["COURSE_RUNNER"]
FIXTURE = pathlib.Path(__file__).resolve().parent / "fixture"
ROOT = FIXTURE.parent.parent.parent


class Reader(unittest.TestCase):
    """Has a my/ and a cache of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="course test ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.my = self.folder / "my"
        self.mine = self.my / "01_counting"
        self.environment = {
            **os.environ,
            "COURSE_ROOT": str(FIXTURE),
            "COURSE_MY": str(self.my),
            "COURSE_CACHE": str(self.folder / "cache"),
            "COURSE_SITE": str(self.folder / "site"),
        }

    def course(self, *words, status=0):
        """Runs the runner; returns what it prints on standard output, or on standard error where
        it ends with 2."""
        ended = subprocess.run([RUNNER, *words], env=self.environment, capture_output=True,
                               text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(ended.returncode, status, ended.stdout + ended.stderr)
        self.errors = ended.stderr
        return ended.stdout

    def edit(self, file, old, new):
        path = self.mine / file
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def answer(self, exercise, text):
        self.mine.mkdir(parents=True, exist_ok=True)
        (self.mine / f"{exercise}.hpp").write_text(text)

    def solve(self, exercise):
        self.mine.mkdir(parents=True, exist_ok=True)
        solution = FIXTURE / "chapters/01_counting/exercises" / exercise / "solution.hpp"
        shutil.copy(solution, self.mine / f"{exercise}.hpp")


class Map(Reader):
    def test_shows_every_chapter_and_where_to_begin(self):
        shown = self.course()
        self.assertIn("1  Counting\n     A counter that counts,", shown)
        self.assertIn("2  Adding\n", shown)
        self.assertIn("Next: ./course run 1\n", shown)
        self.assertNotIn("built", shown)
        self.assertFalse(self.my.exists(), "looking makes nothing")

    def test_shows_what_is_built_and_solved_and_what_is_next(self):
        self.course("catch-up", "1", "--step", "2")
        self.assertIn("built   [##..] 2 of 4 steps\n", self.course())
        self.assertIn('Next: ./course test 1\n      once you have typed in step 3', self.course())
        self.course("catch-up", "1", "--step", "4")
        self.assertIn("Next: ./course try 1 halve\n", self.course())
        self.solve("halve")
        self.assertIn("solved  [#.] 1 of 2 exercises: halve\n", self.course())
        self.assertIn("Next: ./course try 1 double_it\n", self.course())
        self.solve("double_it")
        self.assertIn("Next: ./course run 2\n", self.course())
        self.course("catch-up", "2", "--step", "1")
        self.assertIn("You have built and solved everything there is.",
                      self.course().replace("\n      ", " "))

    def test_sends_a_reader_with_a_fault_to_the_test(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "count_ = 0; }", "}")
        shown = self.course()
        self.assertIn("built   [##..] 2 of 4 steps; step 3 fails\n", shown)
        self.assertIn("Next: ./course test 1\n", shown)

    def test_is_plain_and_at_most_80_wide_when_piped(self):
        self.course("catch-up", "1", "--step", "4")
        for words in ([], ["test", "1"], ["start", "1"], ["--help"]):
            shown = self.course(*words)
            self.assertNotIn("\033", shown + self.errors)
            self.assertTrue(shown.isascii())
            self.assertLessEqual(max(map(len, shown.splitlines())), 80)

    def on_terminal(self, *words, stream="stdout", **more):
        ours, theirs = pty.openpty()
        environment = {k: v for k, v in self.environment.items() if k != "NO_COLOR"}
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
        subprocess.run([RUNNER, *words], env={**environment, "TERM": "xterm", **more}, check=True,
                       **streams)
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 4096):
                shown += block
        except OSError:
            pass  # Linux says so when the other side is closed
        os.close(ours)
        return shown.decode()

    def test_has_colour_on_a_terminal_unless_told_otherwise(self):
        self.assertIn("\033[", self.on_terminal())
        self.assertNotIn("\033[", self.on_terminal(NO_COLOR="1"))
        self.assertNotIn("\033[", self.on_terminal(TERM="dumb"))


    def test_notices_are_for_terminals_that_take_them(self):
        self.course("catch-up", "1", "--step", "1")
        def said(**more):
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
            return self.on_terminal("test", "1", stream="stderr", **more)
        self.assertIn("\r\033[KTrying step 1 of chapter 1 ", said())
        self.assertEqual(said(NO_COLOR="1"), "")
        self.assertEqual(said(TERM="dumb"), "")


class Following(Reader):
    def test_start_makes_empty_headers_that_say_what_goes_in(self):
        self.assertIn("counter.hpp and tally.hpp", self.course("start", "1"))
        self.assertEqual(
            (self.mine / "counter.hpp").read_text(),
            "// Counts, one at a time. Steps 1 to 3 of the lesson fill this file.\n")
        self.assertIn("Step 4 of", (self.mine / "tally.hpp").read_text())
        self.course("start", "2")
        self.assertIn("// Adds what two counters have counted. Step 1 of",
                      (self.my / "02_adding/adder.hpp").read_text())

    def test_the_lesson_is_named_where_it_is_read(self):
        def said():
            shutil.rmtree(self.my, ignore_errors=True)
            before = self.course()
            started = self.course("start", "1")
            begun = self.course()
            caught_up = self.course("catch-up", "1", "--step", "2")
            self.assertIn('Next: go on with step 3 of the lesson, "It begins again", then\n', caught_up)
            self.assertNotIn("README", self.course("test", "1"))
            return [" ".join(text.split()) for text in (before, started, begun)]
        readme = "chapters/01_counting/README.md"
        before, started, begun = said()
        self.assertIn(f"then read {readme}.", before)
        self.assertIn(f"Next: read step 1 of the lesson, {readme}, type it in, then", started)
        self.assertIn(f'step 1 of the lesson, "A counter that counts", in {readme}.', begun)
        page = self.folder / "site/chapter1.html"
        page.parent.mkdir()
        page.write_text("the lesson")
        for text in said():
            self.assertNotIn("README", text)
            self.assertIn(str(page), text)

    def test_start_never_overwrites(self):
        self.course("start", "1")
        (self.mine / "counter.hpp").write_text("// mine\n")
        (self.mine / "tally.hpp").unlink()
        shown = self.course("start", "1")
        self.assertIn("with tally.hpp", shown)
        self.assertIn("Left as it was: counter.hpp", shown.replace("\n", " "))
        self.assertEqual((self.mine / "counter.hpp").read_text(), "// mine\n")
        self.assertIn("nothing was changed", self.course("start", "1").replace("\n", " "))

    def test_without_own_files_ours_are_tested(self):
        self.assertEqual(self.course("test", "1"),
                         "All 4 steps pass (ours, in chapters/01_counting).\n"
                         "You have no files of your own here yet. Next: ./course start 1\n")

    def test_step_by_step(self):
        self.course("start", "1")
        shown = self.course("test", "1")
        self.assertIn("No step of 4 passes yet (your files in my/01_counting).\n"
                      'Next is step 1 of the lesson, "A counter that counts".\n', shown)
        expected = ["Step 1 of 4 passes", "Steps 1 and 2 of 4 pass", "Steps 1 to 3 of 4 pass",
                    "All 4 steps pass"]
        for step, sentence in enumerate(expected, 1):
            self.course("catch-up", "1", "--step", str(step))
            shown = self.course("test", "1")
            self.assertTrue(shown.startswith(sentence + " (your files in my/01_counting).\n"), shown)
            self.assertNotIn("fails", shown)
            self.assertIn("./course run 1 --mine" if step == 4 else f"Next is step {step + 1} of the lesson, ",
                          shown)

    def test_a_step_typed_wrong_and_mended(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "count_ = 0; }", "}")
        self.assertEqual(
            self.course("test", "1", status=1),
            "Steps 1 and 2 of 4 pass (your files in my/01_counting).\n\n"
            'Step 3, "It begins again", fails this test:\n'
            "  Reset: begins again\n"
            "    `counter.next()` is 2; it should be 1.\n"
            "    chapters/01_counting/test.cpp:36\n\n"
            'Look at step 3 of the lesson again.\n'
            "Stuck? ./course catch-up 1 --step 3\n")
        self.edit("counter.hpp", "void reset() { }", "void reset() { count_ = 0; }")
        self.assertIn("Steps 1 to 3 of 4 pass", self.course("test", "1"))

    def test_a_fault_in_an_early_step_shows_before_later_ones(self):
        self.course("catch-up", "1", "--step", "4")
        self.edit("counter.hpp", "return ++count_;", "return count_ = 1;")
        shown = self.course("test", "1", status=1)
        self.assertIn("No step of 4 passes yet", shown)
        self.assertIn("    the second number is one more\n"
                      "    `counter.next()` is 1; it should be 2.\n", shown)

    def test_a_typo_is_one_sentence_with_file_and_line(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "return count_;", "retrun count_;")
        shown = self.course("test", "1", status=1)
        self.assertIn("does not compile:\n  my/01_counting/counter.hpp:11: ", shown)
        self.assertIn("\n    int count() const { retrun count_; }\n", shown)

    def test_a_typo_is_told_of_the_step_that_the_reader_is_at(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "};", "}")
        shown = self.course("test", "1", status=1)
        self.assertTrue(shown.startswith(
            "No step can be tried (your files in my/01_counting).\n\n"
            'Step 3, "It begins again", does not compile:\n  my/01_counting/'), shown)
        self.assertNotIn("Look at step", shown)  # what is wrong may be an earlier one's
        self.assertIn("; your files do not compile\n", self.course())

    def test_a_missing_brace_is_found_in_the_file_that_lacks_it(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "}  // namespace ch01", "")
        self.assertIn("  In my/01_counting/counter.hpp a { or a } has no other half.\n",
                      self.course("test", "1", status=1))

    def test_a_step_not_begun_is_no_failure(self):
        # In words of the reader's own, so that the lesson's text is no help.
        self.course("start", "1")
        (self.mine / "counter.hpp").write_text(
            "namespace ch01 { struct Counter { int n = 0; int next() { n += 1; return n; } }; }\n")
        shown = self.course("test", "1")
        self.assertTrue(shown.startswith("Step 1 of 4 passes"), shown)
        self.assertIn("Next is step 2", shown)
        self.assertTrue(shown.endswith(
            "Step 2 is not typed yet: my/01_counting/counter.hpp has no `count`.\n"), shown)

    def test_the_order_of_what_was_typed_and_comments_do_not_matter(self):
        self.course("catch-up", "1", "--step", "3")
        count = "  int count() const { return count_; }\n"
        reset = "  void reset() { count_ = 0; }\n"
        self.edit("counter.hpp", count + "\n" + reset, reset + "  // how far\n" + count)
        self.edit("counter.hpp", "return ++count_;", "return ++count_; /* one more */")
        shown = self.course("test", "1")
        self.assertTrue(shown.startswith("Steps 1 to 3 of 4 pass"), shown)
        self.assertNotIn("Step 4", shown)
        self.assertEqual(len(list((self.folder / "cache").glob("*.trial"))), 1,
                         "the next step is not tried")

    def test_a_step_not_begun_is_no_fault_of_the_code_before(self):
        # The tests of chapter 2's step 11 are refused in the code of step 4.
        self.environment["COURSE_ROOT"] = str(ROOT)
        self.mine = self.my / "02_send_and_yield"
        self.course("catch-up", "2", "--step", "10")
        with (self.mine / "coroutine.hpp").open("a") as header:
            header.write("namespace ch02 { using Herring = int; }\n")
        shown = self.course("test", "2")
        self.assertTrue(shown.startswith("Steps 1 to 10 of 12 pass"), shown)
        self.assertIn("Step 11 is not typed yet: nothing of it stands in my/02_send_and_yield. "
                      "If it is there in words of your own: ./course test 2 --step 11\n",
                      shown.replace("\n", " ").rstrip() + "\n")
        self.assertNotIn("Stuck", shown)
        self.assertNotIn("fails", shown)
        shown = self.course("test", "2", "--step", "11", status=1)
        self.assertIn("does not compile:\n", shown)
        self.assertIn("  Nothing of this step stands in my/02_send_and_yield yet.\n", shown)

    def test_a_step_not_begun_fails_no_test(self):
        self.course("catch-up", "1", "--step", "2")
        self.edit("counter.hpp", "};", "using Herring = int;\n};")
        header = self.folder / "fixture/chapters/01_counting/test.cpp"
        shutil.copytree(FIXTURE, self.folder / "fixture")
        header.write_text(header.read_text().replace("counter.reset();", "counter = {};"))
        self.environment["COURSE_ROOT"] = str(self.folder / "fixture")
        shown = self.course("test", "1")
        self.assertTrue(shown.startswith("Steps 1 and 2 of 4 pass"), shown)
        self.assertIn("Step 3 is not typed yet: nothing of it stands in my/01_counting.",
                      shown.replace("\n", " "))
        self.assertNotIn("fails", shown)
        self.edit("counter.hpp", "return 7;", "return count_ + 0 * 7;")
        self.assertIn("Steps 1 to 3 of 4 pass", self.course("test", "1"))

    def test_a_step_asked_for_must_pass(self):
        self.course("catch-up", "1", "--step", "2")
        self.assertIn("Steps 1 and 2 of 4 pass", self.course("test", "1", "--step", "2"))
        self.assertIn('Step 3, "It begins again", is not typed yet: my/01_counting/counter.hpp has no\n'
                      '`reset`.\n\nLook at step 3 of the lesson again.\n',
                      self.course("test", "1", "--step", "3", status=1))
        self.course("test", "1", "--step", "3", "--reference")

    def test_a_step_asked_for_that_is_still_empty(self):
        self.course("start", "1")
        shown = self.course("test", "1", "--step", "1", status=1)
        self.assertIn('Step 1, "A counter that counts", is not typed yet: '
                      'my/01_counting/counter.hpp is\nstill empty.\n', shown)
        self.course("catch-up", "1", "--step", "3")
        shown = self.course("test", "1", "--step", "4", status=1)
        self.assertIn('Step 4, "A tally", is not typed yet: my/01_counting/tally.hpp is still empty.\n',
                      shown)

    def test_own_words_pass_as_well(self):
        self.course("start", "1")
        (self.mine / "counter.hpp").write_text(
            "#pragma once\nnamespace ch01 { struct Counter { int n = 0;\n"
            "int next() { return n += 1; } int count() const { return n; }\n"
            "void reset() { n = 0; } }; }\n")
        self.assertIn("Steps 1 to 3 of 4 pass", self.course("test", "1"))

    def test_a_missing_header_is_not_taken_from_ours(self):
        self.course("catch-up", "1", "--step", "4")
        (self.mine / "tally.hpp").unlink()
        shown = self.course("test", "1")
        self.assertIn("Steps 1 to 3 of 4 pass", shown)
        self.assertIn("It needs tally.hpp: ./course start 1 makes it.", shown.replace("\n", " "))

    def test_catch_up_writes_the_lessons_states_and_keeps_what_was_there(self):
        self.course("catch-up", "1", "--step", "4")
        for header in ("counter.hpp", "tally.hpp"):
            self.assertEqual((self.mine / header).read_bytes(),
                             (FIXTURE / "chapters/01_counting" / header).read_bytes())
        self.assertFalse((self.my / "01_counting.backup-1").exists(), "nothing was lost")
        (self.mine / "counter.hpp").write_text("// mine\n")
        (self.mine / "double_it.hpp").write_text("// an answer\n")
        self.assertIn("my/01_counting.backup-1", self.course("catch-up", "1", "--step", "2"))
        self.assertIn("return 7;", (self.mine / "counter.hpp").read_text())
        self.assertTrue((self.mine / "tally.hpp").read_text().startswith("// Keeps"))
        self.assertEqual((self.mine / "double_it.hpp").read_text(), "// an answer\n")
        self.assertEqual((self.my / "01_counting.backup-1/counter.hpp").read_text(), "// mine\n")
        self.edit("counter.hpp", "return 7;", "return 8;")
        self.assertIn("my/01_counting.backup-2", self.course("catch-up", "1", "--step", "1"))
        self.assertEqual((self.my / "01_counting.backup-1/counter.hpp").read_text(), "// mine\n")
        self.assertIn("nothing was changed", self.course("catch-up", "1", "--step", "1"))

    def test_mine_uses_the_readers_headers(self):
        self.course("catch-up", "1", "--step", "4")
        self.assertEqual(self.course("run", "1", "--mine"), "12\n")
        self.edit("counter.hpp", "return ++count_;", "return count_ += 4;")
        self.assertEqual(self.course("run", "1", "--mine"), "48\n")
        self.assertEqual(self.course("run", "2", "--mine"), "4\n")
        self.course("catch-up", "2", "--step", "1")
        self.assertIn("(your files in my/02_adding)", self.course("test", "2"))
        self.assertIn("`ch02::sum(one, other)` is 8; it should be 2.",
                      self.course("test", "2", "--mine", status=1))

    def test_mine_takes_an_earlier_chapter_only_when_it_is_finished(self):
        ours = "Your my/01_counting is not finished: ours is used instead.\n"
        self.course("catch-up", "2", "--step", "1")
        for begin in (["start", "1"], ["catch-up", "1", "--step", "1"],
                      ["catch-up", "1", "--step", "3"]):
            with self.subTest(begin):
                self.course(*begin)
                self.assertEqual(self.course("run", "2", "--mine"), "1\n")
                self.assertEqual(self.errors, ours)
                self.assertIn("pass", self.course("test", "2", "--mine"))
                self.assertEqual(self.errors, ours)
        self.assertEqual(self.course("test", "2"), self.course("test", "2", "--mine"))
        (self.mine / "tally.hpp").unlink()
        self.course("run", "2", "--mine")
        self.assertEqual(self.errors, ours)

    def test_mine_takes_an_earlier_chapter_that_passes_or_was_typed_to_its_end(self):
        self.course("catch-up", "1", "--step", "4")
        self.answer("tally", '#pragma once\n#include "counter.hpp"\nnamespace ch01 { struct Tally {\n'
                    "Counter penguins; int add() { return penguins.next(); } }; }\n")
        self.edit("counter.hpp", "return count_;", "return count_ + 0;")

        self.assertEqual(self.course("run", "2", "--mine"), "1\n")
        self.assertEqual(self.errors, "", "its tests pass")
        self.edit("tally.hpp", "penguins.next()", "0")
        self.course("run", "2", "--mine")
        self.assertIn("my/01_counting is not finished", self.errors)
        self.course("catch-up", "1", "--step", "4")
        self.edit("counter.hpp", "return count_;", "retrun count_;")
        self.course("run", "2", "--mine", status=1)
        self.assertIn("my/01_counting/counter.hpp:11: ", self.errors)
        self.assertNotIn("not finished", self.errors, "it was, and a fault in it is told")

    def test_mine_that_does_not_compile_says_so(self):
        self.course("start", "1")
        self.course("run", "1", "--mine", status=1)
        self.assertIn("With your headers chapters/01_counting/demo.cpp does not compile yet: step 1 of "
                      "chapter 1 is not typed yet: my/01_counting/counter.hpp is still empty.\n",
                      self.errors)
        self.assertIn("./course test 1", self.errors)
        self.course("catch-up", "1", "--step", "4")
        self.course("start", "2")
        self.course("run", "2", "--mine", status=1)
        self.assertIn("step 1 of chapter 2 is not typed yet: my/02_adding/adder.hpp is still empty.\n",
                      self.errors)
        self.edit("counter.hpp", "int next()", "int nxt()")
        self.course("run", "1", "--mine", status=1)
        self.assertIn("step 1 of chapter 1 is not typed yet: my/01_counting/counter.hpp has no `next`.\n",
                      self.errors)


class Exercises(Reader):
    def test_the_starter_is_copied_once(self):
        shown = self.course("try", "1", "double_it", status=1)
        self.assertIn("Copied the starter to my/01_counting/double_it.hpp", shown)
        (self.mine / "double_it.hpp").write_text("#pragma once\ninline int double_it(int) { return 2; }\n")
        shown = self.course("try", "1", "double_it", status=1)
        self.assertNotIn("Copied", shown)
        self.assertIn("    numbers below nought have a double, too\n"
                      "    `double_it(-3)` is 2; it should be -6.\n", shown)
        self.assertIn("Hint 2 helps here: ./course hint 1 double_it 2\n", shown)

    def test_unfinished_headers_of_the_reader_do_no_harm(self):
        self.course("start", "1")
        self.assertIn("twice 1 is 2", self.course("try", "1", "double_it", status=1))

    def test_from_try_to_solved_to_the_next(self):
        self.assertIn("halve.hpp", self.course("try", "1", status=1))
        self.solve("halve")
        shown = self.course("try", "1", "halve")
        self.assertIn("Solved: halve.", shown)
        self.assertIn("Next: ./course try 1 double_it\n", shown)
        self.assertIn("double_it.hpp", self.course("try", "1", status=1))
        self.solve("double_it")
        self.assertIn("Next: ./course start 2", self.course("try", "1"))

    def test_a_typo_in_an_answer(self):
        self.mine.mkdir(parents=True)
        (self.mine / "double_it.hpp").write_text("int double_it(int n) { retrun n; }\n")
        shown = self.course("try", "1", "double_it", status=1)
        self.assertIn("double_it does not compile:\n  my/01_counting/double_it.hpp:1: ", shown)
        self.assertTrue(shown.endswith("\n\nThe first hint: ./course hint 1 double_it\n"
                                       "Then again: ./course try 1 double_it\n"), shown)

    def test_an_answer_that_is_right_by_luck_is_not_solved(self):
        self.answer("double_it", "inline int double_it(int number) {\n"
                                 "  int* none = nullptr;\n"
                                 "  int& nobody = *none;\n"
                                 "  return (void)nobody, number + number;\n}\n")
        shown = self.course("try", "1", "double_it", status=1)
        self.assertIn("  DoubleIt: doubles one\n"
                      "    It did what C++ leaves undefined: reference binding to null pointer of type"
                      "\n    'int'.\n", shown)
        self.assertIn("    my/01_counting/double_it.hpp:3\n", shown)
        self.assertNotIn("runtime error", shown)

    def test_an_error_about_coroutines_is_told_in_words_of_ours(self):
        task = ("#include <coroutine>\nstruct Task { struct promise_type {\n"
                "  Task get_return_object() { return {}; }\n  void unhandled_exception() {}\n"
                "  std::suspend_never initial_suspend() { return {}; }\n"
                "  std::suspend_never final_suspend() noexcept { return {}; }\n"
                "  void return_void() {}\n}; };\n")
        for sentence, text in (
                ("it returns has no promise_type", "#include <coroutine>\nstruct Task {};\n"
                                                   "inline Task task() { co_return; }\n"),
                ("What stands after co_await cannot be awaited", task +
                 "struct Fish {};\ninline Task task() { co_await Fish{}; }\n"),
                ("its promise takes none", task + "inline Task task() { co_return 7; }\n"),
                ("lacks #include <span>", "inline std::span<int> nothing;\n"),
                ("lacks #include <coroutine>", "struct Task {};\ninline Task task() { co_return; }\n")):
            with self.subTest(sentence):
                self.answer("double_it", text + "inline int double_it(int n) { return n; }\n")
                shown = self.course("try", "1", "double_it", status=1)
                first, ours, *_ = shown.split("\n")
                self.assertEqual(first, "double_it does not compile:")
                words, _, compilers = shown.partition("\n  my/01_counting/double_it.hpp:")
                self.assertIn(sentence, " ".join(words.split()))
                self.assertTrue(compilers, shown)

    def test_an_empty_answer(self):
        for text in ("", "// later\n"):
            self.answer("double_it", text)
            self.assertEqual(
                self.course("try", "1", "double_it", status=1),
                "double_it is not written yet: my/01_counting/double_it.hpp is still empty.\n"
                "The starter again: ./course reset 1 double_it\n"
                "Then again: ./course try 1 double_it\n")
        self.answer("double_it", "int twice(int n) { return n + n; }\n")
        self.assertIn(
            "double_it is not written yet: my/01_counting/double_it.hpp has no `double_it`.\n",
            self.course("try", "1", "double_it", status=1))

    def test_hints_one_by_one(self):
        self.assertEqual(self.course("hint", "1", "double_it"),
                         "Hint 1 of 3 for double_it\n\nAdd.\n\nMore: ./course hint 1 double_it 2\n")
        self.assertIn("\nAdd the number to itself.\n\n    1 + 1\n\n",
                      self.course("hint", "1", "double_it", "2"))
        self.assertIn("It works for all numbers.", self.course("hint", "1", "double_it", "2"))
        self.assertIn("--peek", self.course("hint", "1", "double_it", "3"))
        self.course("hint", "1", "double_it", "4", status=2)
        self.assertIn("hints 1 to 3", self.errors)

    def test_a_hint_without_a_name_is_for_the_exercise_that_the_reader_is_at(self):
        for words in ([], ["1"]):
            with self.subTest(words):
                shutil.rmtree(self.my, ignore_errors=True)
                self.course("try", "1", "halve", status=1)
                self.assertIn("Hint 1 of 3 for halve\n", self.course("hint", *words))
                self.answer("double_it", "inline int double_it(int) { return 2; }\n")
                os.utime(self.mine / "halve.hpp", (1, 1))
                self.assertIn("Hint 2 of 3 for double_it\n", self.course("hint", *words),
                              "the hint that the failing test names")
                self.solve("double_it")
                self.assertIn("Hint 1 of 3 for halve\n", self.course("hint", *words))
                self.solve("halve")
                self.course("hint", *words, status=2)
        self.assertIn("Say which exercise of chapter 1: halve or double_it.", self.errors)
        self.course("hint", status=2)
        self.assertIn("You are at no exercise: none is begun and unsolved. ./course try N begins one",
                      self.errors)
        self.assertIn("./course hint N exercise [1-3]", self.errors)

    def test_the_solution_once_solved_or_at_a_peek(self):
        ours = (FIXTURE / "chapters/01_counting/exercises/double_it/solution.hpp").read_text()
        self.course("solution", "1", "double_it", status=1)
        self.assertIn("You have not tried double_it yet.", self.errors)
        self.assertEqual(self.course("solution", "1", "double_it", "--peek"), ours)
        self.course("try", "1", "double_it", status=1)
        self.course("solution", "1", "double_it", status=1)
        self.solve("double_it")
        self.assertEqual(self.course("solution", "1", "double_it"), ours)

    def test_reset_keeps_a_backup(self):
        self.assertIn("nothing to reset", self.course("reset", "1", "double_it"))
        for number in (1, 2):
            self.solve("double_it")
            self.assertIn(f"double_it.hpp.backup-{number}", self.course("reset", "1", "double_it"))
        self.assertIn("number + number", (self.mine / "double_it.hpp.backup-1").read_text())
        self.assertIn("return 0", (self.mine / "double_it.hpp").read_text())
        self.assertIn("the starter already", self.course("reset", "1", "double_it"))


class Programs(Reader):
    """What `run` runs: with the reader's headers, for ours would have to be built."""

    def setUp(self):
        super().setUp()
        self.course("catch-up", "1", "--step", "4")

    def test_a_bug_with_own_headers_is_stopped_at_what_is_undefined(self):
        self.course("catch-up", "1", "--step", "4")
        self.assertEqual(self.course("run", "1", "overflow", "--mine", status=1),
                         "about to overflow\n")
        self.assertIn("bugs/overflow.cpp:11:", self.errors)
        self.assertIn(" runtime error: signed integer overflow: ", self.errors)

    def test_a_bug_that_a_sanitizer_stops_has_one_with_own_headers_too(self):
        self.course("catch-up", "1", "--step", "4")
        self.course("run", "1", "freed", "--mine", status=1)
        self.assertIn("AddressSanitizer: heap-use-after-free", self.errors)
        self.assertIn("counter.hpp:", self.errors)

    def test_what_run_does_not_know_is_for_the_program(self):
        def told(*words):
            return self.course("run", "1", "echo", *words).split("\n")[:-1]
        self.assertEqual(told("--mine", "--record", "a file"), ["--record", "a file"])
        self.assertEqual(told("--record", "file", "--mine"), ["--record", "file"])
        self.assertEqual(told("--mine", "100", "-v"), ["100", "-v"])
        self.assertEqual(told("--mine", "--", "--mine", "--help"), ["--mine", "--help"])
        self.assertEqual(self.course("run", "1", "--mine", "--record", "file"), "12\n")

    def test_a_bug_that_does_not_compile_shows_the_compilers_words(self):
        for words in ([], ["--mine"]):
            shown = self.course("run", "1", "refused", *words, status=1)
            self.assertIn("bugs/refused.cpp:5:", shown)
            self.assertIn("private", shown)
            self.assertIn("compiler refuses chapters/01_counting/bugs/refused.cpp: that is the bug",
                          self.errors)

    def test_a_bug_that_does_not_compile_is_looked_at_with_own_headers(self):
        self.edit("counter.hpp", "private:", "public:")
        self.course("run", "1", "refused", "--mine", status=1)
        self.assertIn("With your headers the compiler takes chapters/01_counting/bugs/refused.cpp. "
                      'It should refuse it: does not compile "private".', self.errors)
        self.course("run", "1", "refused", status=1)
        self.assertIn("The compiler refuses", self.errors)

    def test_a_signal_is_told_in_words(self):
        self.course("run", "1", "gives_up", "--mine", status=128 + 6)
        self.assertEqual(self.errors, "The bug gives_up crashed: abort() was called.\n")

    def test_ctrl_c_ends_the_program_and_needs_no_words(self):
        (self.my / "01_counting/counter.hpp").write_text(
            "#include <unistd.h>\nnamespace ch01 { struct Counter { int next() {\n"
            '  if (write(1, "on\\n", 3) == 3) sleep(60);\n return 1; } }; }\n')
        run = subprocess.Popen([RUNNER, "run", "1", "--mine"], env=self.environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True)
        self.assertEqual(run.stdout.readline(), "on\n")
        os.killpg(run.pid, signal.SIGINT)
        self.assertEqual(run.communicate()[1], "")
        self.assertEqual(run.returncode, 130)


class Building(Reader):
    def test_who_comes_while_somebody_builds_waits_and_says_so(self):
        # The lock of the real build: what waits for it is ended before it builds anything.
        build = next(folder for folder in pathlib.Path(RUNNER).resolve().parents
                     if (folder / "CMakeCache.txt").exists())
        with (build / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            waits = subprocess.Popen([RUNNER, "run", "1"], env=self.environment, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(waits.stderr.readline(), "Another ./course is building; waiting …\n")
            waits.kill()
            waits.communicate()


class Play(Reader):
    """The demos of the course itself, with what its lessons say in the reader's files, and a site
    that has nothing but the page."""

    def setUp(self):
        super().setUp()
        site = self.folder / "site"
        site.mkdir()
        (site / "your-run.html").write_text("the page")
        self.data = site / "your-run.data.js"
        self.environment.update(COURSE_ROOT=str(ROOT), COURSE_SITE=str(site))

    def types(self, *steps):
        for chapter, step in enumerate(steps, 1):
            self.course("catch-up", str(chapter), "--step", str(step))

    def played(self):
        """The run that the page is given."""
        before = "globalThis.huddleRun = "
        text = self.data.read_text()
        self.assertTrue(text.startswith(before) and text.endswith(";\n"), text[:80])
        run = json.loads(text[len(before):-2])
        run["prints"] = [event["args"]["text"] for event in run["recording"]["traceEvents"]
                         if event["name"] == "prints"]
        return run

    def test_the_readers_own_run_lies_beside_the_page(self):
        self.types(9, 12, 12, 7)
        folder = ROOT / "chapters/04_homemade_sleep"
        expected = (folder / "demo.out").read_text()
        said = f"\nYour run lies beside the chapter's. Open {self.data.parent}/your-run.html in a browser.\n"
        self.assertEqual(self.course("play", "4"), expected + said)
        run = self.played()
        self.assertEqual(run["chapter"], "ch04")
        self.assertEqual(run["prints"], expected.splitlines())
        self.assertEqual(run["files"], {"demo.cpp": (folder / "demo.cpp").read_text()})

        # What the reader's own headers do is what is played.
        header = self.my / "04_homemade_sleep/async_sleep.hpp"
        old = "  co_await result_of(woken);\n"
        text = header.read_text()
        self.assertIn(old, text)
        header.write_text("#include <iostream>\n" +
                          text.replace(old, old + '  std::cout << "I slept.\\n";\n'))
        self.course("play", "4")
        self.assertIn("I slept.", self.played()["prints"])

    def test_a_program_that_never_goes_on_is_played_up_to_there(self):
        self.types(9, 12, 12, 7, 12)
        future = self.my / "03_futures/future.hpp"
        lines = future.read_text().splitlines(keepends=True)
        lost = next(number for number, line in enumerate(lines) if "outcome.set_value(" in line) + 1
        self.assertEqual(lines.pop(lost).strip(), "announce();")
        future.write_text("".join(lines))
        self.course("play", "5")
        self.assertIn("nothing can ever become ready", self.errors)
        self.assertIn("With your headers the demo crashed: abort() was called.\n", self.errors)
        self.assertEqual(self.played()["prints"][-1], "The parent is back.")

    def test_what_does_not_compile_is_named_and_what_was_played_before_stays(self):
        self.types(9, 12, 12, 7)
        self.data.write_text("an earlier run")
        clock = self.my / "04_homemade_sleep/scheduler.hpp"
        clock.write_text(clock.read_text().replace("#pragma once", "#pragma once\nint broken = ;"))
        self.course("play", "4", status=1)
        self.assertIn("With your headers chapters/04_homemade_sleep/demo.cpp does not compile yet: "
                      "my/04_homemade_sleep/scheduler.hpp:2: ", self.errors)
        self.assertIn("./course test 4", self.errors)
        self.assertEqual(self.data.read_text(), "an earlier run")

    def test_files_that_do_not_tell_what_they_do_yet(self):
        self.types(9, 12, 12, 6)
        self.course("play", "4", status=1)
        self.assertIn("Nobody runs in your recording: your files do not tell yet", self.errors)
        self.assertFalse(self.data.exists())

    def test_what_cannot_be_played(self):
        for sentence, *words in (
                ("The demo of chapter 1 does not record itself. Chapters whose demo does: 3, 4, 5, 6 and 7.",
                 "1"),
                ("You have no files of chapter 4 yet. Begin with ./course start 4;", "4"),
                ("There is no chapter 9.", "9"),
                ("Say which chapter. It goes: ./course play N",)):
            self.assertEqual(self.course("play", *words, status=2), "")
            self.assertIn(sentence, self.errors)
        self.assertFalse(self.data.exists())

    def test_a_site_that_is_missing_is_built_first(self):
        self.types(9, 12, 12)
        (self.data.parent / "your-run.html").unlink()
        commands = self.folder / "bin"  # a machine that can compile, and no more
        commands.mkdir()
        for name in ("as", "ld"):
            (commands / name).symlink_to(shutil.which(name))
        self.environment["PATH"] = str(commands)
        self.course("play", "3", status=1)
        self.assertIn("The site is made by Doxygen, which is not installed here", self.errors)


class Mistakes(Reader):
    def refused(self, sentence, *words, status=2):
        self.assertEqual(self.course(*words, status=status), "")
        self.assertIn(sentence, self.errors)
        self.assertLessEqual(len(self.errors.splitlines()), 2)

    def test_what_does_not_exist_is_named_with_what_does(self):
        self.refused("There is no chapter 7. There are chapters 1 and 2", "test", "7")
        self.refused("There is no chapter 7.", "run", "7")
        self.refused("There is no chapter x.", "start", "x")
        self.refused("There are halve and double_it.", "try", "1", "penguin")
        self.refused("Do you mean double_it?", "hint", "1", "doubleit")
        self.refused("Chapter 2 has no exercises yet.", "try", "2")
        self.refused("Its steps are 1 to 4.", "catch-up", "1", "--step", "5")
        self.refused("Its steps are 1 to 4.", "test", "1", "--step", "0")
        self.refused('There are demo, echo, endless, freed, gives_up, overflow and refused.', "run", "1", "penguin")
        self.refused("Do you mean test?", "tset", "1")
        self.refused("Do you mean --step?", "test", "1", "--stpe", "2")
        self.refused("Say which chapter.", "run")
        self.refused("Say which step, with --step.", "catch-up", "1")

    def test_what_is_wrong_with_the_line_is_said_in_words_of_ours(self):
        for sentence, *words in (
                ("There is no verb \"hlep\". Do you mean help?", "hlep"),
                ("Say which chapter. It goes: ./course start N", "start"),
                ("Say which step, with --step. It goes: ./course catch-up N --step K", "catch-up", "1"),
                ("After --step comes a number. It goes: ./course test N --step K",
                 "test", "1", "--step"),
                ("After --step comes a number, not \"x\". It goes: ./course test N --step K",
                 "test", "1", "--step", "x"),
                ("--step is there more than once.", "test", "1", "--step", "1", "--step", "2"),
                ("Its steps are 1 to 4. All of them: ./course test 1", "test", "1", "--step", "0"),
                ("Its steps are 1 to 4. All of them: ./course test 1", "test", "1", "--step", "-3"),
                ("Its steps are 1 to 4. The last: ./course catch-up 1 --step 4",
                 "catch-up", "1", "--step", "0"),
                ("Say which exercise of chapter 1: halve or double_it. It goes: ./course hint 1 halve",
                 "hint", "1"),
                ("It goes: ./course solution 1 halve", "solution", "1"),
                ("It goes: ./course reset 1 halve", "reset", "1"),
                ("There are hints 1 to 3: ./course hint 1 halve 3", "hint", "1", "halve", "9"),
                ("There are hints 1 to 3: ./course hint 1 halve 1", "hint", "1", "halve", "0"),
                ("The hint's level is a number, not \"all\". It goes: ./course hint N exercise [1-3]",
                 "hint", "1", "halve", "all"),
                ("\"1\" means nothing here. It goes: ./course docs", "docs", "1"),
                ("\"--mien\" means nothing here. Do you mean --mine? It goes: ./course try N [exercise]",
                 "try", "1", "--mien"),
                ("--mine takes nothing after it. It goes: ./course try N [exercise]",
                 "try", "1", "--mine=maybe"),
                ("\"--fast\" means nothing here. All that there is: ./course help", "--fast"),
                ("Do you mean --mine? If it is meant for the program, put -- before it.",
                 "run", "1", "--mien"),
                ("There is no verb \"penguin\". All that there are: ./course help",
                 "help", "penguin")):
            with self.subTest(words):
                self.refused(sentence, *words)

    def test_help_is_ours(self):
        for words in (["help"], ["--help"], ["-h"]):
            self.assertIn("  catch-up N --step K          put our state after", self.course(*words))
        for words in (["help", "hint"], ["hint", "--help"], ["hint", "-h"]):
            self.assertEqual(self.course(*words),
                             "  ./course hint N exercise [1-3]        from a nudge to nearly the answer\n"
                             "  ./course hint                         for the exercise that you are at\n")

    def test_the_site_without_doxygen(self):
        self.environment["PATH"] = str(self.folder)
        self.refused("The site is made by Doxygen, which is not installed here: ./course doctor says how "
                     "to install it.", "docs", status=1)

    def test_my_folder_that_cannot_be_written(self):
        (self.folder / "file").write_text("")
        self.environment["COURSE_MY"] = str(self.folder / "file" / "my")
        for words in (["start", "1"], ["try", "1"], ["catch-up", "1", "--step", "1"]):
            self.refused("Cannot make the folder my/01_counting", *words, status=1)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_my_folder_that_is_read_only(self):
        self.course("start", "1")
        self.mine.chmod(0o555)
        self.addCleanup(self.mine.chmod, 0o755)
        self.refused("Cannot write my/01_counting/", "catch-up", "1", "--step", "1", status=1)

    def test_a_cache_that_cannot_be_written(self):
        (self.folder / "cache").write_text("")
        self.refused("Cannot make the folder", "test", "1", status=1)

    def test_a_chapter_has_several_names(self):
        for name in ("1", "01", "counting", "01_counting"):
            self.assertIn("All 4 steps pass", self.course("test", name))


class Crashes(Reader):
    """Each is put into count(), which step 2 adds, in line 13."""

    def verdict(self, body):
        self.course("catch-up", "1", "--step", "2")
        self.edit("counter.hpp", "return 7;", body)
        self.edit("counter.hpp", "#pragma once",
                  "#pragma once\n#include <cstdio>\n#include <cstdlib>\n#include <vector>")
        shown = self.course("test", "1", status=1)
        self.assertIn('Step 1 of 4 passes (your files in my/01_counting).\n\n'
                      'Step 2, "Where it is", fails this test:\n  Count: can be asked\n', shown)
        return shown

    def crashes(self, sentence, body):
        """The verdict says this, and names the line."""
        shown = self.verdict(body)
        self.assertIn(f"    {sentence}\n", shown)
        self.assertIn("\n    my/01_counting/counter.hpp:14\n", shown)
        return shown

    def test_a_null_pointer(self):
        self.crashes("It crashed: segmentation fault. It used a null pointer.",
                     "int* p = nullptr; return *p;")

    def test_a_wild_pointer(self):
        self.crashes("It crashed: segmentation fault.",
                     "return *reinterpret_cast<int*>(0x123456789000);")

    def test_recursion_without_end(self):
        self.crashes("It crashed: it ran out of stack. Does a function call itself without end?",
                     "return count() + 1;")

    def test_runaway_memory(self):
        self.crashes("It asked for more than 1 GiB of memory.",
                     "while (true) new char[1 << 20]; return 1;")

    def test_runaway_output(self):
        shown = self.crashes("It printed more than 1 MiB.",
                             'while (true) std::printf("spam\\n"); return 1;')
        self.assertEqual(shown.count("| spam"), 10)

    def test_leaving_in_the_middle(self):
        self.crashes("It left the program in the middle, with exit status 0.", "std::exit(0);")
        self.assertIn("It left the program in the middle, with exit status 3.\n",
                      self.verdict("std::_Exit(3);"))

    def test_abort_and_terminate(self):
        self.crashes("It crashed: abort() was called.", "std::abort();")
        self.crashes("It ended the program by std::terminate: an error that nobody caught.",
                     "return [&]() noexcept -> int { throw 7; }();")

    def test_an_error_that_nobody_caught(self):
        self.crashes("An error came out that nobody caught; it is no std::exception.", "throw 7;")

    def test_an_error_that_nobody_caught_after_one_that_somebody_did(self):
        self.crashes("An error came out that nobody caught; it is no std::exception.",
                     "try { throw 8; } catch (int) {}\n#line 14\nthrow 7;")

    def test_an_error_of_the_library_that_nobody_caught(self):
        shown = self.verdict("return std::vector<int>{}.at(3);")
        self.assertIn("    An error came out that nobody caught: vector::_M_range_check:", shown)
        self.assertIn("\n    my/01_counting/counter.hpp:14\n", shown)

    def test_what_happens_after_a_failed_expectation(self):
        self.course("catch-up", "1", "--step", "3")
        self.edit("counter.hpp", "void reset() { count_ = 0; }",
                  "void reset() { *(volatile int*)nullptr = 0; }")
        self.edit("counter.hpp", "return count_;", "return 0;")
        shown = self.course("test", "1", status=1)
        self.assertIn("\n    chapters/01_counting/test.cpp:34\n", shown)
        self.assertIn("Then it crashed: segmentation fault. It used a null pointer. "
                      "That was at my/01_counting/counter.hpp:13.", " ".join(shown.split()))

    def test_where_no_line_of_the_readers_is_known_the_tests_is_named(self):
        self.answer("double_it", "#pragma once\nstruct Odd { int* n; };\n"
                    "inline Odd double_it(int) { return {}; }\n"
                    '#line 1 "elsewhere.hpp"\n'
                    "inline bool operator==(Odd one, int other) { return *one.n == other; }\n")
        self.assertIn("    chapters/01_counting/exercises/double_it/test.cpp:6\n",
                      self.course("try", "1", "double_it", status=1))

    def test_what_it_printed_is_shown(self):
        shown = self.verdict('std::puts("I am here"); std::abort();')
        self.assertIn("  Until then it printed:\n    | I am here\n", shown)

    def test_what_the_compiler_found_strange_is_shown(self):
        shown = self.verdict("if (count_ > 7) return 1; else std::abort();\n int unused = 3;")
        self.assertIn("  The compiler warns:\n    my/01_counting/counter.hpp:", shown)

    def test_a_hint_is_named(self):
        body = "#include <cstdlib>\ninline int double_it(int number) {{ if (number < 0) {} return number + number; }}\n"
        for broken in ("std::abort();", "throw 7;", "*(volatile int*)nullptr = 0;",
                       "std::exit(0);"):
            self.answer("double_it", body.format(broken))
            shown = self.course("try", "1", "double_it", status=1)
            self.assertIn("  DoubleIt: doubles less than nothing\n", shown)
            self.assertIn("\n    my/01_counting/double_it.hpp:2\n", shown)
            self.assertIn("Hint 2 helps here: ./course hint 1 double_it 2\n", shown)


class Cache(Reader):
    def trials(self):
        return {path.name: path.stat().st_mtime_ns
                for path in (self.folder / "cache").glob("*.trial")}

    def test_the_second_verdict_compiles_nothing(self):
        self.course("catch-up", "1", "--step", "2")
        first = self.course("test", "1")
        known = self.trials()
        self.assertEqual(len(known), 1, "one compilation for one who follows the text")
        self.assertEqual(self.course("test", "1"), first)
        self.course()
        self.assertEqual(self.trials(), known)

    def test_a_changed_file_is_tried_again(self):
        self.course("catch-up", "1", "--step", "2")
        self.course("test", "1")
        known = self.trials()
        self.edit("counter.hpp", "++count_", "count_++")
        self.course("test", "1", status=1)
        self.assertGreater(len(self.trials()), len(known))
        self.edit("counter.hpp", "count_++", "++count_")
        changed = self.trials()
        self.assertIn("Steps 1 and 2", self.course("test", "1"))
        self.assertEqual(self.trials(), changed, "that one is known from before")

    def test_a_file_that_is_not_included_is_no_reason_to_try_again(self):
        self.course("catch-up", "1", "--step", "3")
        self.solve("halve")
        self.course("test", "1")
        self.course("try", "1", "halve")
        known = self.trials()
        self.answer("double_it", "inline int double_it(int) { return 1; }\n")
        self.course("test", "1", "--step", "3")
        self.course("try", "1", "halve")
        self.assertEqual(len(self.trials()), len(known) + 1, "that of double_it only")
        self.answer("counter", "#pragma once\nnamespace ch01 {}\n")
        self.course("test", "1", "--step", "3", status=1)
        self.assertGreater(len(self.trials()), len(known) + 1)

    def test_a_file_that_an_included_one_includes_is_a_reason_to_try_again(self):
        self.course("catch-up", "1", "--step", "1")
        self.edit("counter.hpp", "#pragma once", '#pragma once\n#  include "number.hpp"')
        self.edit("counter.hpp", "++count_", "count_ += number")
        self.answer("number", "inline int number = 1;\n")
        self.course("test", "1", "--step", "1")
        self.answer("number", "inline int number = 2;\n")
        self.assertIn("`counter.next()` is 2; it should be 1.",
                      self.course("test", "1", "--step", "1", status=1))

    def test_deleting_it_loses_nothing(self):
        self.course("catch-up", "1", "--step", "3")
        first = self.course()
        shutil.rmtree(self.folder / "cache")
        self.assertEqual(self.course(), first)

    def test_a_damaged_one_is_not_believed(self):
        self.course("catch-up", "1", "--step", "2")
        first = self.course("test", "1")
        for path in (self.folder / "cache").glob("*.trial"):
            path.write_text("7\nnonsense")
        self.assertEqual(self.course("test", "1"), first)

    def test_no_workshop_is_left_behind(self):
        self.course("test", "1")
        self.assertEqual(list((self.folder / "cache").glob("work-*")), [])


class Hangs(Reader):
    def test_a_bug_that_hangs_is_stopped(self):
        self.course("catch-up", "1", "--step", "4")
        self.assertEqual(self.course("run", "1", "endless", "--mine", status=1), "waiting\n")
        self.assertEqual(self.errors,
                         "The bug endless never ended: stopped after 10 seconds.\n")

    def test_an_endless_loop_is_stopped_and_named(self):
        self.course("catch-up", "1", "--step", "2")
        self.edit("counter.hpp", "return 7;", "volatile bool on = true; while (on); return 7;")
        shown = self.course("test", "1", status=1)
        self.assertEqual(shown.count("stopped after"), 1, "it waits for one of them only")
        self.assertIn("  Count: can be asked\n    It never ended: stopped after 10 seconds.\n"
                      "    my/01_counting/counter.hpp:11\n", shown)
        began = time.monotonic()
        self.assertIn("step 2 fails", self.course())
        self.assertLess(time.monotonic() - began, 10, "the map believes what is known")

    def test_what_it_started_is_stopped_too(self):
        self.mine.mkdir(parents=True)
        pid = self.folder / "pid"
        (self.mine / "double_it.hpp").write_text(
            "#include <unistd.h>\n#include <fstream>\n#include <cstdlib>\n"
            "inline int double_it(int) {\n"
            f'  if (fork() == 0) {{ std::ofstream("{pid}") << getpid() << std::endl; sleep(60); }}\n'
            "  else sleep(60);\n  return 0;\n}\n")
        shown = self.course("try", "1", "double_it", status=1)
        self.assertIn("It never ended: stopped after 10 seconds.\n"
                      "    my/01_counting/double_it.hpp:6\n", shown)
        self.assertIn("Hint 1 helps here: ./course hint 1 double_it 1\n", shown)
        number = int(pid.read_text())
        for _ in range(100):
            state = pathlib.Path(f"/proc/{number}/stat")
            if not state.exists() or re.search(r"\) Z", state.read_text()):
                return
            time.sleep(0.05)
        self.fail("the child of the reader's program still runs")


if __name__ == "__main__":
    unittest.main()
