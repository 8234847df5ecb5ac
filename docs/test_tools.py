#!/usr/bin/env python3
"""The tools' own tests: each mistake in a lesson is found, and named with its file and line.

    python3 docs/test_tools.py

Each test takes the small course of fixture.py, breaks one thing, and runs a tool on it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import lesson
import links
import recordings
import script
from fixture import Course
from page import Page
from site_map import Site

HERE = Path(__file__).resolve().parent
COMPILER = "c++"


class ToolTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.course = Course(Path(place.name).resolve(), COMPILER)

    def run_tool(self, tool: str, *words) -> subprocess.CompletedProcess:
        command = [sys.executable, str(HERE / tool), "--root", str(self.course.root)] + [
            str(word) for word in words
        ]
        return subprocess.run(command, cwd=self.course.root, capture_output=True, text=True)

    def assert_passes(self, tool: str, *words) -> None:
        run = self.run_tool(tool, *words)
        self.assertEqual(run.returncode, 0, run.stderr)

    def assert_fails(self, tool: str, path: Path, line: int, text: str, *words) -> None:
        """The tool fails, names this place, and says this."""
        run = self.run_tool(tool, *words)
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn(f"{path.relative_to(self.course.root)}:{line}: ", run.stderr)
        self.assertIn(text, run.stderr)
        self.assertNotIn("Traceback", run.stderr)

    def assert_lesson_fails(self, tool: str, at: str, text: str, *words) -> None:
        self.assert_fails(tool, self.course.lesson, self.course.line_of(at), text, *words)

    def change(self, before: str, after: str) -> None:
        self.course.change(self.course.lesson, before, after)


class Weaver(ToolTest):
    def test_passes_a_true_lesson(self):
        self.assert_passes("weave.py")

    def test_finds_a_stale_fence(self):
        self.course.change(self.course.folder / "demo.cpp", "i < 3", "i < 4")
        self.assert_lesson_fails(
            "weave.py", "<!-- code: demo.cpp#loop", "+for (int i = 0; i < 4; ++i) {"
        )

    def test_finds_a_stale_output(self):
        self.change("1\n2\n3\n```", "1\n2\n4\n```")
        self.assert_lesson_fails(
            "weave.py", "<!-- output: demo -->", "python3 docs/weave.py --write"
        )

    def test_finds_a_stale_part_of_an_output(self):
        self.change("```text\n2\n3\n", "```text\n2\n2\n")
        self.assert_lesson_fails("weave.py", "<!-- output: demo, lines", "this fence is stale")

    def test_finds_a_stale_report(self):
        self.course.change(
            self.course.folder / "bugs/overflow.cpp", "signed integer", "unsigned integer"
        )
        self.assert_lesson_fails(
            "weave.py", "<!-- shows: bugs/overflow", "+unsigned integer overflow"
        )

    def test_finds_a_stale_output_of_a_bug(self):
        self.change("about to overflow", "going to overflow")
        self.assert_lesson_fails("weave.py", "<!-- output: bugs/overflow", "this fence is stale")

    def test_finds_an_unmarked_fence(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n```text\nwhat?\n```\n")
        self.assert_fails(
            "weave.py", self.course.lesson, self.course.line_of("what?") - 1, "no marker"
        )

    def test_finds_an_unmarked_fence_of_tildes(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n~~~\nwhat?\n~~~\n")
        self.assert_fails(
            "weave.py", self.course.lesson, self.course.line_of("what?") - 1, "no marker"
        )

    def test_finds_an_indented_fence(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n- so:\n  ```text\n  what?\n  ```\n")
        self.assert_fails(
            "weave.py", self.course.lesson, self.course.line_of("  what?") - 1, "left margin"
        )

    def test_finds_a_marker_it_cannot_read(self):
        self.change("<!-- output: demo, lines 2-3 -->", "<!-- output: demo, line 2 -->")
        self.assert_lesson_fails("weave.py", "<!-- output: demo, line 2", "cannot be read")

    def test_finds_a_marker_without_a_fence(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n<!-- output: demo -->\nNothing.\n")
        self.assert_fails(
            "weave.py", self.course.lesson, self.course.line_of("Nothing.") - 1, "no fence follows"
        )

    def test_finds_a_fence_that_never_ends(self):
        self.change("## 12.", "<!-- illustration: open -->\n```text\n## 12.")
        self.assert_fails(
            "weave.py",
            self.course.lesson,
            self.course.line_of("<!-- illustration: open") + 1,
            "never ends",
        )

    def test_finds_a_missing_tag(self):
        self.change("demo.cpp#loop", "demo.cpp#lop")
        self.assert_lesson_fails("weave.py", "demo.cpp#lop", "0 lines '// [lop]' instead of two")

    def test_finds_a_missing_file(self):
        self.change("demo.cpp#loop", "demos.cpp#loop")
        self.assert_lesson_fails("weave.py", "demos.cpp#loop", "there is no file")

    def test_finds_a_missing_program(self):
        self.change("<!-- output: demo -->", "<!-- output: dome -->")
        self.assert_lesson_fails("weave.py", "output: dome", "there is no program")

    def test_says_how_to_build_a_program(self):
        (self.course.build / "chapters/01_counting/ch01_demo").unlink()
        self.assert_lesson_fails("weave.py", "<!-- output: demo -->", "--target ch01_demo")

    def test_finds_a_program_that_fails(self):
        self.course.write(
            self.course.build / "chapters/01_counting/ch01_demo", "#!/bin/sh\nexit 3\n"
        )
        self.assert_lesson_fails("weave.py", "<!-- output: demo -->", "ended with 3 instead of 0")

    def test_checks_the_front_page_too(self):
        front = self.course.root / "README.md"
        self.course.write(
            front, "# Front\n\n<!-- output: chapters/01_counting/demo -->\n```text\n1\n```\n"
        )
        self.assert_fails("weave.py", front, 3, "this fence is stale")

    def test_write_mends_only_the_bodies(self):
        true = self.course.lesson.read_text(encoding="utf-8")
        self.change("1\n2\n3\n```", "```")
        self.change("signed integer overflow", "nothing\nat all")
        self.change("for (int i", "while (int i")
        self.assert_passes("weave.py", "--write")
        self.assertEqual(self.course.lesson.read_text(encoding="utf-8"), true)

    def test_measure_writes_figures_and_their_date(self):
        self.assert_passes("weave.py", "--measure")
        text = self.course.lesson.read_text(encoding="utf-8")
        self.assertIn("```text\n9 ns\n```", text)
        self.assertNotIn("2026-01-02", text)


PAGE = """\
# Penguins

<!-- code: ../tests/pages/penguins/walk.cpp#walk -->
```cpp
walk();
```

<!-- output: FLOE=3 ../tests/pages/penguins/walk -->
```text
a step took 0.200 s
floe 3
quiet
```

<!-- command: sets out -->
```sh
./walk
```
"""


class PagesOfPrograms(ToolTest):
    """A page shows programs of its own: what they are, and what they print."""

    def setUp(self):
        super().setUp()
        self.page = self.course.root / "docs/penguins.md"
        self.course.write(self.page, PAGE)
        self.source = self.course.root / "tests/pages/penguins/walk.cpp"
        self.course.write(self.source, "// [walk]\nwalk();\n// [walk]\n")
        self.program = self.course.build / "tests/pages/penguins/walk"
        self.says("echo a step took 0.317 s; echo floe $FLOE >&2; echo ${HUDDLE_DEBUG:-quiet}")

    def says(self, script: str) -> None:
        self.course.write(self.program, f"#!/bin/sh\n{script}\n")
        self.program.chmod(0o755)

    def assert_page_fails(self, tool: str, at: str, text: str) -> None:
        self.assert_fails(tool, self.page, self.course.line_of(at, self.page), text)

    def test_are_true(self):
        self.assert_passes("rules.py")
        with unittest.mock.patch.dict(os.environ, HUDDLE_DEBUG="1"):  # which is not the page's
            self.assert_passes("weave.py")

    def test_are_woven_alone(self):
        self.change("1\n2\n3\n```", "1\n2\n4\n```")
        self.assert_passes("weave.py", self.page)

    def test_are_found_stale(self):
        self.course.change(self.page, "floe 3", "floe 4")
        self.assert_page_fails("weave.py", "<!-- output: FLOE", "+floe 3")

    def test_are_found_stale_when_their_code_is(self):
        self.course.change(self.source, "walk();", "swim();")
        self.assert_page_fails("weave.py", "<!-- code", "+swim();")

    def test_say_how_to_build_a_program(self):
        self.program.unlink()
        self.assert_page_fails("weave.py", "<!-- output", "--target page_penguins_walk")

    def test_fail_with_their_program(self):
        self.says("echo gone through the ice >&2; exit 3")
        self.assert_page_fails("weave.py", "<!-- output", "gone through the ice")

    def test_are_not_stale_because_the_machine_was_busy(self):
        self.course.change(self.page, "FLOE=3", "HUDDLE_DEBUG=1")
        self.course.change(self.page, "floe 3\nquiet\n", "")
        count = self.course.build / "count"
        late = f"echo >>{count}; [ $(wc -l <{count}) -ge {{}} ] || echo a callback took 0.2 s"
        self.says("echo a step took 0.200 s; " + late.format(3))
        self.assert_passes("weave.py")
        self.says("echo a step took 0.200 s; " + late.format(99))
        self.assert_page_fails("weave.py", "<!-- output", "+a callback took 0.2 s")

    def refuses(self, marker: str, language: str, text: str) -> None:
        self.course.write(self.page, PAGE + f"\n<!-- {marker} -->\n```{language}\nwalk();\n```\n")
        self.assert_page_fails("rules.py", marker, text)

    def test_refuse_what_is_typed(self):
        self.refuses("illustration: how it might look", "cpp", "Copy this from a program")
        self.refuses("command: in a file of yours", "cpp", "a fence of sh or text")
        self.refuses("step 1: walk.cpp, new", "cpp", "Copy this from a program")

    def test_refuse_code_that_nobody_compiles(self):
        self.refuses("code: ../chapters/01_counting/twin.py#all", "python", "tests/pages")

    def test_refuse_a_line_that_tells_a_wrong_number(self):
        self.course.change(self.source, "walk();", "walk();  // line 2")
        self.assert_passes("rules.py")
        self.course.change(self.source, "line 2", "line 3")
        self.assert_fails("rules.py", self.source, 2, "this is line 2")

    def test_refuse_a_program_that_no_page_shows(self):
        hidden = self.source.with_name("swim.cpp")
        self.course.write(hidden, "swim();\n")
        self.assert_fails("rules.py", hidden, 1, "no page shows this program")


class Replay(ToolTest):
    def assert_replay_fails(self, at: str, text: str) -> None:
        self.assert_lesson_fails("replay.py", at, text)

    def test_builds_the_chapter_by_its_lesson_alone(self):
        self.assert_passes("replay.py")

    def test_finds_a_step_that_does_not_compile(self):
        self.change("{ return value_; }", "{ return value; }")
        self.assert_replay_fails(
            "<!-- step 2: counter.hpp, replace", "after step 2 the chapter does not compile"
        )

    def test_finds_a_step_whose_tests_fail(self):
        self.change("{ return value_; }", "{ return 7; }")
        self.assert_replay_fails(
            "<!-- step 2: counter.hpp, replace", "fails: Step1_Counter.starts_at_zero"
        )

    def test_finds_a_final_difference(self):
        self.course.change(
            self.course.folder / "counter.hpp", "value_(start) {}", "value_{start} {}"
        )
        self.assert_fails(
            "replay.py",
            self.course.folder / "counter.hpp",
            6,
            "-  explicit Counter(int start) : value_(start) {}",
        )

    def test_finds_a_header_that_no_step_builds(self):
        self.course.write(self.course.folder / "more.hpp", "#pragma once\n")
        self.assert_fails("replay.py", self.course.folder / "more.hpp", 1, "no step of")

    def test_finds_a_step_without_a_test(self):
        self.course.change(self.course.folder / "test.cpp", "Step4_Counter", "Step3_Back")
        self.assert_replay_fails("<!-- step 4", "step 4 has no test")

    def test_finds_a_step_that_no_test_needs(self):
        self.course.change(
            self.course.folder / "test.cpp", "EXPECT_EQ(count_once(counter), 1);", "counter.next();"
        )
        self.assert_replay_fails("<!-- step 5", "pass without it")

    def test_finds_an_anchor_that_is_not_there(self):
        self.change('before "};"', 'before "}"')
        self.assert_replay_fails('before "}"', 'has no line "}"')

    def test_finds_an_anchor_that_is_there_twice(self):
        self.change("  void unused() {\n  }\n", "  void unused() {\n  }\n  void unused() {\n  }\n")
        self.assert_replay_fails("<!-- step 5: counter.hpp, replace", "2 times (lines 10, 12)")

    def test_finds_an_edit_of_a_file_that_is_not_there(self):
        self.change("step 3: counter.hpp", "step 3: counters.hpp")
        self.assert_replay_fails("step 3: counters.hpp", "there is no counters.hpp yet")

    def test_finds_a_file_made_twice(self):
        self.change("step 5: counter.hpp, append", "step 5: counter.hpp, new")
        self.assert_replay_fails("step 5: counter.hpp, new", "is there already")

    def test_finds_an_over_long_step(self):
        self.change("  void unused() {\n", "  void unused() {\n" + "    value_ = 1;\n" * 23)
        self.assert_replay_fails("<!-- step 4", "step 4 has 26 lines of code, at most 25")

    def test_finds_a_gap_between_steps(self):
        self.change("<!-- step 5: counter.hpp, replace", "<!-- step 6: counter.hpp, replace")
        self.assert_replay_fails("<!-- step 6", "step 6 follows step 4")

    def test_finds_a_step_under_the_wrong_heading(self):
        self.change("### Step 3:", "### Step 4:")
        self.assert_replay_fails("<!-- step 3", "'### Step 3: …'")

    def test_finds_too_few_steps(self):
        text = self.course.lesson.read_text(encoding="utf-8")
        start, end = text.index("### Step 5"), text.index("## 6.")
        self.course.write(self.course.lesson, text[:start] + text[end:])
        self.assert_fails("replay.py", self.course.lesson, 1, "has 4 steps")

    def test_finds_what_the_runner_does_not_print(self):
        self.change("```text\nclass Counter {", "```text\nclass Teller {")
        self.assert_replay_fails("<!-- after step 1", "replay.py 1 --write")

    def test_finds_a_runner_that_reads_the_lesson_otherwise(self):
        runner = self.course.build / "runtime/tools/course/course_runner"
        self.course.change(runner, "--state 1 $4", "--state 1 3")
        self.assert_replay_fails("<!-- step 1", "./course catch-up 1 --step 1 writes other files")

    def test_write_mends_what_the_runner_prints(self):
        true = self.course.lesson.read_text(encoding="utf-8")
        self.change("```text\nclass Counter {", "```text\n")
        self.assert_passes("replay.py", "1", "--write")
        self.assertEqual(self.course.lesson.read_text(encoding="utf-8"), true)

    def runner_says(self, script: str) -> None:
        runner = self.course.build / "runtime/tools/course/course_runner"
        self.course.change(runner, 'test) head -3 "$counter" | tail -1', f"test) {script}")

    def test_write_refuses_what_a_runner_prints_that_fails(self):
        true = self.course.lesson.read_text(encoding="utf-8")
        late = "The compiler needed more than 60 seconds and was stopped."
        for script, words in (
            ("echo penguins; exit 1", "ended with status 1"),
            ("echo penguins; echo no chapter >&2; exit 2", "no chapter"),
            ("kill -SEGV $$", "ended by signal 11"),
            (f"echo '{late}'; exit 0", "ran out of time"),
            ("echo It never ended: stopped after 10 seconds.; exit 0", "ran out of time"),
            ("exit 0", "printed nothing"),
        ):
            with self.subTest(script):
                self.setUp()
                self.runner_says(script)
                run = self.run_tool("replay.py", "1", "--write")
                self.assertEqual(run.returncode, 1, run.stdout)
                line = self.course.line_of("<!-- after step 1")
                self.assertIn(f"README.md:{line}: after this step ./course test 1 must", run.stderr)
                self.assertIn(words, run.stderr)
                self.assertIn("The fence is left as it was.", run.stderr)
                self.assertNotIn("Traceback", run.stderr)
                self.assertNotIn("compiles and passes", run.stdout)
                self.assertEqual(self.course.lesson.read_text(encoding="utf-8"), true)

    def test_writes_a_state(self):
        mine = self.course.root / "mine"
        self.assert_passes("replay.py", "--state", "1", "5", mine)
        built = (mine / "counter.hpp").read_text(encoding="utf-8")
        self.assertEqual(built, (self.course.folder / "counter.hpp").read_text(encoding="utf-8"))


class Rules(ToolTest):
    def test_pass_a_good_chapter(self):
        self.assert_passes("rules.py")

    def test_find_a_missing_section(self):
        self.change("## 8. Wrong on purpose\n", "")
        self.assert_lesson_fails("rules.py", "## 9.", "must be '## 8. Wrong on purpose'")

    def test_find_a_missing_last_section(self):
        self.change("## 12. In the runtime\n", "")
        self.assert_fails(
            "rules.py",
            self.course.lesson,
            len(self.course.lesson.read_text().split("\n")),
            "12. In the runtime' is missing",
        )

    def test_find_a_short_lesson(self):
        text = self.course.lesson.read_text(encoding="utf-8")
        self.course.write(self.course.lesson, re.sub("after|other|makes|text", "", text))
        self.assert_fails("rules.py", self.course.lesson, 1, "words besides its code")

    def test_find_a_block_without_a_sentence_that_says_where_it_goes(self):
        for sentence in ("At the end of the class:\n", "Below `public:`\n"):
            with self.subTest(sentence):  # behind another block, and behind a heading
                true = self.course.lesson.read_text(encoding="utf-8")
                marker = true.partition(sentence)[2].strip().partition("\n")[0]
                self.change(sentence, "<!-- a comment is not seen -->\n")
                self.assert_lesson_fails("rules.py", marker, "no sentence before this block")
                self.course.write(self.course.lesson, true)

    def test_find_an_empty_block(self):
        end = "```\n\nAt the end of the file"
        self.change(f"```cpp\n\n private:\n{end}", f"```cpp\n{end}")
        self.assert_lesson_fails("rules.py", "<!-- step 5", "this block is empty")

    def test_find_a_bug_that_is_not_mentioned(self):
        self.course.write(self.course.folder / "bugs" / "underflow.cpp", "// Bug: none.\n")
        self.assert_lesson_fails("rules.py", "## 9.", "does not mention the bug underflow")

    def test_find_an_exercise_that_is_not_mentioned(self):
        self.change("`twice` and", "")
        self.assert_lesson_fails("rules.py", "## 10.", "does not mention the exercise twice")

    def test_find_a_long_starter(self):
        task = self.course.folder / "exercises/twice/task.hpp"
        self.course.write(task, "// Exercise: much.\n" + "int more();\n" * 40)
        self.assert_fails("rules.py", task, 41, "at most 40 lines")

    def test_find_a_long_solution(self):
        solution = self.course.folder / "exercises/twice/solution.hpp"
        self.course.write(solution, "int more();\n" * 31)
        self.assert_fails("rules.py", solution, 1, "this one has 31")

    def test_find_a_missing_hint(self):
        hints = self.course.folder / "exercises/twice/hints.md"
        self.course.change(hints, "## Hint 3", "## Hint 4")
        self.assert_fails("rules.py", hints, 9, "## Hint 3")

    def test_find_a_word_of_the_glossary_that_its_lesson_does_not_have(self):
        glossary = self.course.root / "docs/glossary.md"
        lesson = "../" + self.course.lesson.relative_to(self.course.root).as_posix()
        row = f"| {{}} | what it means | [1]({lesson}#step-1-a-class) |\n"
        self.course.write(glossary, "# Glossary\n\n" + row.format("counter"))
        self.assert_passes("rules.py")
        self.course.write(glossary, "# Glossary\n\n" + row.format("penguin"))
        self.assert_fails("rules.py", glossary, 3, "the word penguin")

    def test_find_a_missing_wrong_solution(self):
        (self.course.folder / "exercises/twice/wrong/late.hpp").unlink()
        self.assert_fails(
            "rules.py", self.course.folder / "exercises/twice/wrong", 1, "2 wrong solutions"
        )

    def test_find_a_chapter_that_grew_too_big(self):
        self.course.write(self.course.folder / "counter.hpp", "int more();\n" * 251)
        self.assert_fails("rules.py", self.course.folder, 1, "251 lines of code")

    def test_find_a_first_part_that_is_too_long(self):
        for number in range(2, 9):
            folder = self.course.root / f"chapters/{number:02}_copy"
            self.course.write(folder / "long.hpp", "int line;\n" * (240 if number < 8 else 1))
        self.assert_fails(
            "rules.py", self.course.root / "chapters/07_copy", 1, "1 to 7 have 1451 lines"
        )

    def test_find_a_dead_link(self):
        self.change("(counter.hpp)", "(counters.hpp)")
        self.assert_lesson_fails("rules.py", "(counters.hpp)", "this link is dead")

    def test_find_a_dead_link_to_a_heading(self):
        self.change("(counter.hpp)", "(#10-exercise)")
        self.assert_lesson_fails("rules.py", "(#10-exercise)", "has no heading #10-exercise")


    def test_find_code_that_the_site_ends_at_an_apostrophe(self):
        self.change("Then `twice`", "Say `it's`, `don't`, not 'no'. Then `twice`")
        self.assert_passes("rules.py")
        for span in ("`coroutine 'f' ends`", "`the penguins'`"):
            with self.subTest(span):
                self.change("Then `twice`", f"{span} Then `twice`")
                self.assert_lesson_fails("rules.py", span, f"{span} ends at its apostrophe")
                self.change(f"{span} ", "")

    def test_find_emphasis_that_begins_with_code(self):
        self.change("Then `twice`", "**Say `select`**, *or `poll`*, 2*`n`. Then `twice`")
        self.assert_passes("rules.py")
        for words in ("**`select` grows.**", "*`select`*"):
            with self.subTest(words):
                self.change("Then `twice`", f"- {words} Then `twice`")
                self.assert_lesson_fails("rules.py", words, "emphasis cannot begin with code")
                self.change(f"- {words} ", "")


class Picture(ToolTest):
    def test_is_found_stale(self):
        picture = self.course.root / "docs/images/chapter-1.svg"
        self.assert_passes("picture.py", "--write")
        self.assert_passes("picture.py")
        self.course.change(picture, ">2<", ">5<")
        self.assert_fails(
            "picture.py", picture, self.course.line_of(">5<", picture), "picture.py --write"
        )

    def test_is_missed(self):
        self.assert_fails(
            "picture.py", self.course.root / "docs/images/chapter-1.svg", 1, "there is no picture"
        )


class Links(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.site = Path(place.name)
        (self.site / "other.html").write_text('<h1 id="top">Other</h1>', encoding="utf-8")

    def check(self, body: str) -> subprocess.CompletedProcess:
        (self.site / "index.html").write_text(f"<html>\n{body}\n</html>", encoding="utf-8")
        command = [sys.executable, str(HERE / "links.py"), "."]
        return subprocess.run(command, cwd=self.site, capture_output=True, text=True)

    def assert_dead(self, body: str, text: str) -> None:
        run = self.check(body)
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn(f"index.html:2: {text}", run.stderr)

    def test_that_lead_somewhere_pass(self):
        run = self.check(
            '<a href="other.html#top">there</a> <a href="https://example.org/x">out</a>'
        )
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_that_are_dead_are_found(self):
        self.assert_dead('<a href="another.html">nowhere</a>', "this link is dead: another.html")

    def test_to_a_missing_anchor_are_found(self):
        self.assert_dead(
            '<a href="other.html#bottom">nowhere</a>',
            "this link is dead: other.html has no anchor #bottom",
        )

    def test_to_a_missing_picture_are_found(self):
        self.assert_dead('<img src="penguin.png">', "this picture is dead: penguin.png")

    def test_from_the_root_are_found(self):
        self.assert_dead(
            '<a href="/other.html">not from file://</a>', "this link is dead: /other.html"
        )


class Pages(ToolTest):
    """The texts as they go to Doxygen."""

    def page(self, text: str) -> str:
        self.course.change(self.course.lesson, "## 4. Predict\n", f"## 4. Predict\n\n{text}\n")
        site = Site(self.course.root, self.course.root / "site")
        return Page(site, self.course.lesson).text()

    def test_have_named_headings_and_no_markers(self):
        page = self.page("")
        self.assertIn("# Chapter 1: Counting {#chapter1}\n", page)
        self.assertIn("### Step 2: It counts {#chapter1-step-2-it-counts}", page)
        self.assertNotIn("<!-- step", page)

    def test_link_to_pages_by_reference_and_to_sources_by_address(self):
        page = self.page("[a](#10-exercises) [b](test.cpp) [c](bugs/overflow.cpp) [d](demo.out)")
        self.assertIn("[a](@ref chapter1-10-exercises)", page)
        self.assertIn('<a href="test_8cpp_source.html">b</a>', page)
        self.assertIn('<a href="overflow_8cpp_source.html">c</a>', page)
        self.assertIn('<a href="files/chapters/01_counting/demo.out">d</a>', page)

    def test_hold_no_commands_of_doxygen_by_accident(self):
        self.assertIn(r"write to \@penguin \#now", self.page("write to @penguin #now"))

    def test_leave_code_spans_alone(self):
        page = self.page("`@brief`")
        self.assertIn("`@brief`", page)
        self.assertIn("`<!-- code: nothing -->`", page)

    def test_keep_a_bar_within_code_within_a_table(self):
        page = self.page("| a | b |\n|---|---|\n| `x \\| y` | z |")
        self.assertIn("| <code>x \\| y</code> | z |", page)

    def test_open_and_close_details(self):
        page = self.page(
            "<details>\n<summary>What does `next()` do?</summary>\n\nIt counts.\n\n</details>"
        )
        summary = "<summary>What does <code>next()</code> do?</summary>"
        self.assertIn(f"@htmlonly[block]{summary}@endhtmlonly", page)
        self.assertIn("@htmlonly[block]</details>@endhtmlonly", page)

    def test_name_a_dead_link(self):
        with self.assertRaises(lesson.Problem) as raised:
            self.page("[gone](gone.cpp)")
        self.assertEqual(raised.exception.line, self.course.line_of("(gone.cpp)"))

    def beside(self, place: str) -> str:
        """The page, with something beside its Python."""
        twin = "<!-- code: twin.py -->"
        self.course.change(self.course.lesson, twin, f"<!-- beside: {place} -->\n{twin}")
        return self.page("")

    def assert_nothing_beside(self, place: str, text: str) -> None:
        with self.assertRaises(lesson.Problem) as raised:
            self.beside(place)
        self.assertEqual(raised.exception.line, self.course.line_of("<!-- beside:"))
        self.assertIn(text, raised.exception.text)

    def test_show_python_beside_its_twin(self):
        page = self.beside("demo.cpp#body")
        box = page.partition('<div class="twins"')[2]
        self.assertEqual(box.count('role="tabpanel"'), 2)
        self.assertIn("~~~~{.cpp}\nstd::cout << counter.next() << '\\n';\n~~~~", box)
        self.assertIn("~~~~{.py}\nfor number in (1, 2, 3):\n    print(number)\n~~~~", box)

    def test_show_whole_functions_beside_python(self):
        page = self.beside('counter.hpp "class Counter {" to " private:"')
        self.assertIn("~~~~{.cpp}\nclass Counter {\n public:", page)
        self.assertIn(" private:\n  int value_ = 0;\n};\n~~~~", page)

    def test_miss_what_should_stand_beside_python(self):
        self.assert_nothing_beside("demos.cpp#body", "there is no demos.cpp")

    def test_miss_a_tag_of_what_should_stand_beside_python(self):
        self.assert_nothing_beside("demo.cpp#soul", "[soul]")

    def test_miss_a_line_of_what_should_stand_beside_python(self):
        self.assert_nothing_beside('counter.hpp "class Count {" to "};"', "0 lines")

    def test_miss_python_for_what_should_stand_beside_it(self):
        with self.assertRaises(lesson.Problem) as raised:
            self.page("<!-- beside: demo.cpp#body -->\n\nNo code.")
        self.assertEqual(raised.exception.line, self.course.line_of("<!-- beside:"))

    def test_show_exercises_with_starter_hints_and_answer(self):
        item = "1. **by_two** (complete). Count by two."
        self.course.change(self.course.lesson, "Then `twice`", f"{item}\n\nThen `twice`")
        page = self.page("")
        exercise = page.partition("### by_two (complete) {#chapter1-by_two-complete}")[2]
        order = ["Count by two.", "// Exercise:", "Hint 1<", "Think.", "Hint 2<", "Look.", "Hint 3<"]
        places = [exercise.index(text) for text in order + ["Do.", "Our answer", "int solved"]]
        self.assertEqual(places, sorted(places))
        self.assertEqual(exercise.count("</details>"), exercise.count("<details"))

    def test_miss_an_exercise(self):
        item = "1. **by_ten** (complete). Count by ten."
        self.course.change(self.course.lesson, "Then `twice`", f"{item}\n\nThen `twice`")
        with self.assertRaises(lesson.Problem) as raised:
            self.page("")
        self.assertEqual(raised.exception.line, self.course.line_of("by_ten"))

    def test_list_all_programs_of_a_chapter(self):
        programs = self.page("").partition("All programs of this chapter")[2]
        for name in ("counter.hpp", "measure.cpp", "overflow.cpp", "by_two/wrong/early.hpp"):
            self.assertIn(f"{name}</code></a>", programs)

    def test_do_not_list_what_they_do_not_know(self):
        self.course.write(self.course.folder / "notes" / "why.cpp", "int main() {}\n")
        with self.assertRaises(lesson.Problem) as raised:
            self.page("")
        self.assertEqual(raised.exception.path.name, "why.cpp")

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_make_a_site_without_dead_links(self):
        self.course.write(self.course.root / "docs/index.md", "# Huddle\n\n[On](course.md)\n")
        self.course.write(
            self.course.root / "docs/course.md", "# The course\n\n<!-- chapters -->\n"
        )
        same_names = (
            "[a](test.cpp) [b](exercises/twice/test.cpp) [c](exercises/by_two/wrong/late.hpp)"
        )
        self.change("## 4. Predict\n", f"## 4. Predict\n\n{same_names}\n")
        self.assert_passes("build_site.py", "--build", self.course.build)
        problems, followed = links.check(self.course.build / "site")
        self.assertEqual([], [str(problem) for problem in problems])
        self.assertGreater(followed, 50)


# What the demo of the fixture records: a task begins, prints and ends.
RECORDING = """{"traceEvents": [
{"ph": "M", "name": "thread_name", "pid": 1, "tid": 1, "ts": 1, "args": {"name": "counts <3>"}},
{"ph": "i", "name": "made", "pid": 1, "tid": 1, "ts": 2},
{"ph": "B", "name": "runs", "pid": 1, "tid": 1, "ts": 3},
{"ph": "i", "name": "prints", "pid": 1, "tid": 1, "ts": 4, "args": {"text": "1"}},
{"ph": "i", "name": "prints", "pid": 1, "tid": 1, "ts": 5, "args": {"text": "2"}},
{"ph": "i", "name": "prints", "pid": 1, "tid": 1, "ts": 6, "args": {"text": "3"}},
{"ph": "i", "name": "ended", "pid": 1, "tid": 1, "ts": 7},
{"ph": "E", "name": "runs", "pid": 1, "tid": 1, "ts": 8}
]}"""


@unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
class Player(ToolTest):
    """The demo is recorded while the site is built, and played in its lesson."""

    def setUp(self):
        super().setUp()
        self.course.write(self.course.root / "docs/index.md", "# Huddle\n\n[On](course.md)\n")
        self.course.write(
            self.course.root / "docs/course.md", "# The course\n\n<!-- chapters -->\n"
        )
        self.change("## 3. The problem\n", "<!-- player: demo -->\n\n## 3. The problem\n")
        self.demo(RECORDING)

    def demo(self, recording: str, printed: str = "1\\n2\\n3\\n"):
        program = self.course.build / "chapters/01_counting/ch01_demo"
        self.course.write(
            program, f"#!/bin/sh\ncat >\"$2\" <<'END'\n{recording}\nEND\nprintf '{printed}'\n"
        )
        program.chmod(0o755)

    def site(self, *words) -> subprocess.CompletedProcess:
        return self.run_tool("build_site.py", "--build", self.course.build)

    def test_stands_in_the_page_with_its_output_and_a_picture(self):
        run = self.site()
        self.assertEqual(run.returncode, 0, run.stderr)
        page = (self.course.build / "site/chapter1.html").read_text(encoding="utf-8")
        self.assertIn('<div class="player" id="ch01">', page)
        self.assertIn("<pre>1\n2\n3\n</pre>", page)
        self.assertIn('<rect class="running"', page)
        data = page.partition('class="player-data">')[2].partition("</script>")[0]
        self.assertNotIn("<", data)
        self.assertEqual(json.loads(data)["id"], "ch01")
        self.assertEqual(len(json.loads(data)["recording"]), 8)
        self.assertTrue((self.course.build / "site/player.js").is_file())

    def test_fails_when_the_recording_has_other_lines_than_the_program(self):
        self.demo(RECORDING.replace('"text": "2"', '"text": "two"'))
        run = self.site()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("line 2 is 'two', but the program prints '2'", run.stderr)

    def test_fails_when_the_recorded_program_prints_something_else(self):
        self.demo(RECORDING, "1\\n2\\n")
        run = self.site()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("it has 3 printed lines, but the program prints 2", run.stderr)

    def test_fails_when_the_demo_is_not_built(self):
        (self.course.build / "chapters/01_counting/ch01_demo").unlink()
        run = self.site()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("Build it first", run.stderr)

    def test_keeps_the_readers_own_run_until_that_is_gone(self):
        data = self.course.build / "site" / recordings.OWN_DATA
        self.site()
        self.assertEqual(data.read_text(encoding="utf-8"), recordings.NO_RUN)
        run = 'globalThis.huddleRun = {"chapter": "ch01"};\n'
        data.write_text(run, encoding="utf-8")
        self.site()
        self.assertEqual(data.read_text(encoding="utf-8"), run)
        self.demo(RECORDING, "1\\n2\\n")
        self.assertEqual(self.site().returncode, 1)  # that there is no new site is not its fault
        self.assertEqual(data.read_text(encoding="utf-8"), run)
        self.demo(RECORDING)
        data.unlink()
        self.site()
        self.assertEqual(data.read_text(encoding="utf-8"), recordings.NO_RUN)

    def test_may_be_linked_to_up_to_its_last_moment(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n[The end](#ch01@6)\n")
        run = self.site()
        self.assertEqual(run.returncode, 0, run.stderr)
        problems, _ = links.check(self.course.build / "site")
        self.assertEqual([], [str(problem) for problem in problems])
        self.assert_passes("rules.py")

    def test_may_not_be_linked_to_beyond_its_last_moment(self):
        self.change("## 4. Predict\n", "## 4. Predict\n\n[Nowhere](#ch01@7)\n")
        run = self.site()
        self.assertEqual(run.returncode, 1, run.stdout)
        line = self.course.line_of("[Nowhere]")
        self.assertIn(f"README.md:{line}: this link is dead: ch01 has 6 moments.", run.stderr)

    def test_may_not_be_linked_to_where_it_is_not(self):
        self.change("<!-- player: demo -->\n\n", "")
        self.change("## 4. Predict\n", "## 4. Predict\n\n[Nowhere](#ch01@1)\n")
        run = self.site()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("no ch01 is played on this page", run.stderr)
        self.assert_lesson_fails("rules.py", "[Nowhere]", "has no heading #ch01@1")


class Script(unittest.TestCase):
    """The player's modules as one script."""

    def assert_short(self, text: str, wanted: str):
        self.assertEqual(script.shortened(text), wanted)

    def test_loses_comments_and_spaces(self):
        self.assert_short("// why\nlet a = 1; /* b */\nlet c = a + 2;\n", "let a=1,c=a+2;")

    def test_has_short_names_for_functions(self):
        with tempfile.TemporaryDirectory() as folder:
            one, other = Path(folder, "one.js"), Path(folder, "other.js")
            one.write_text("export function area(a) {\n  return [...sides(a), box.area()];\n}\n"
                           "function sides() {}\nfunction kept() {}\nuse(kept);\n")
            other.write_text("import { area } from './one.js';\nsay(`${area(1)}`, 'kept');\n")
            self.assertEqual(script.joined([one, other]).split("\n")[1:3], [
                "function f0(a){return[...f1(a),box.area()]}function f1(){}function kept(){}use(kept);",
                "say(`${f0(1)}`,'kept');"])

    def test_keeps_what_is_text(self):
        self.assert_short("say('a  // b', \"c ; }\")", "say('a  // b',\"c ; }\")")
        self.assert_short("say(`a  ${ f(`b  }`) }  c`)", "say(`a  ${ f(`b  }`) }  c`)")
        self.assert_short("s.replace(/ [/'] \\/ /g, '')", "s.replace(/ [/'] \\/ /g,'')")

    def test_keeps_the_ends_of_statements(self):
        self.assert_short("a();\nb();\n", "a();b();")
        self.assert_short("if (a) {\n  b();\n} else\n  c();\n", "if(a){b()}else c();")

    def test_joins_declarations_that_follow_each_other(self):
        text = "const a = () => {\n  let b;\n  let c;\n};\nconst {d} = a();\n"
        self.assert_short(text, "let a=()=>{let b,c},{d}=a();")
        self.assert_short("let a = 1;\na();\nlet b;\n", "let a=1;a();let b;")
        self.assert_short("let a = 1;\n[a] = b;\nlet c;\n", "let a=1;[a]=b;let c;")
        self.assert_short("for (const a of b) c;\nlet d;\n", "for(let a of b)c;let d;")

    def test_has_shorter_words_for_some(self):
        self.assert_short("return undefined;", "return;")
        self.assert_short("return a === undefined ? true : false;", "return a===void 0?!0:!1;")
        self.assert_short("if (a === 'b' && c !== 'd') e();", "if(a=='b'&&c!='d')e();")
        self.assert_short("if (a === '' || a === '1') e();", "if(a===''||a==='1')e();")
        self.assert_short("a = new B(new C(), new D().e);", "a=new B(new C,new D().e);")

    def test_keeps_words_apart(self):
        self.assert_short("return typeof a - -b", "return typeof a- -b")
        self.assert_short("async (a) => await a", "async(a)=>await a")
        self.assert_short("list.map((a) => a)", "list.map(a=>a)")


class CodeLines(unittest.TestCase):
    def test_leave_out_what_is_not_code(self):
        text = "#pragma once\n#include <map>\n\n/// What it is.\nint a;  // why\n"
        text += "/* more\n   words */\nint b;\n#define C\n"
        self.assertEqual(lesson.code_lines(text.split("\n")), 3)


if __name__ == "__main__":
    if "--compiler" in sys.argv:
        at = sys.argv.index("--compiler")
        COMPILER = sys.argv[at + 1]
        del sys.argv[at : at + 2]
    unittest.main()
