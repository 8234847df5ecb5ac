#!/usr/bin/env python3
"""The replay: builds each chapter from an empty folder by the steps of its lesson alone.

    python3 docs/replay.py                   every chapter
    python3 docs/replay.py 1 3               these chapters
    python3 docs/replay.py 1 --write         brings the fences `after step K: ./course …` up to date
    python3 docs/replay.py --state 1 4 DIR   writes chapter 1, as it is after step 4, into DIR

After every step the chapter compiles, and its tests and those of earlier steps pass; before the
step, its own tests did not. After the last step the files equal the chapter's headers, byte for
byte. So whoever follows the text exactly cannot get stuck, and text and code cannot drift apart.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterable, List

import lesson
import weave
from lesson import AfterStep, Chapter, Document, Edit, Fence, Problem, shown

FEWEST_STEPS, MOST_STEPS, MOST_LINES = 5, 12, 25
LIMIT = 60  # seconds that a step's tests may take

State = Dict[str, List[str]]  # the lines of each file


# --- The steps -----------------------------------------------------------------------------------


def apply(state: State, fence: Fence) -> None:
    """Does one edit of the lesson as a reader does it. Raises Problem where the text misleads."""
    edit = fence.marker
    lines = state.get(edit.file)
    if edit.place == "new":
        if lines is not None:
            raise fence.problem(
                f"{edit.file} is there already: an earlier step made it. "
                "Use append, after, before or replace."
            )
        state[edit.file] = list(fence.body)
        return
    if lines is None:
        known = ", ".join(sorted(state)) or "none"
        raise fence.problem(
            f"there is no {edit.file} yet (there are: {known}). "
            f"Make it with: step {edit.step}: {edit.file}, new"
        )
    if edit.place == "append":
        lines += fence.body
        return
    first = _find(lines, edit.anchor, fence)
    if edit.place == "before":
        lines[first:first] = fence.body
    elif edit.place == "after":
        lines[first + 1 : first + 1] = fence.body
    else:
        last = first if edit.last is None else _find_after(lines, first, edit.last, fence)
        lines[first : last + 1] = fence.body


def _find(lines: List[str], wanted: str, fence: Fence) -> int:
    at = [number for number, line in enumerate(lines) if line.strip() == wanted.strip()]
    if not at:
        raise fence.problem(
            f'{fence.marker.file} has no line "{wanted}" at this step. '
            "Quote a whole line that is there."
        )
    if len(at) > 1:
        places = ", ".join(str(number + 1) for number in at)
        raise fence.problem(
            f'{fence.marker.file} has the line "{wanted}" {len(at)} times (lines {places}). '
            "Quote one that is there once."
        )
    return at[0]


def _find_after(lines: List[str], first: int, wanted: str, fence: Fence) -> int:
    for number in range(first + 1, len(lines)):
        if lines[number].strip() == wanted.strip():
            return number
    raise fence.problem(
        f'{fence.marker.file} has no line "{wanted}" behind "{fence.marker.anchor}". '
        "Quote the last line to replace."
    )


def edits(document: Document) -> List[Fence]:
    return [fence for fence in document.fences if isinstance(fence.marker, Edit)]


def states(document: Document) -> List[State]:
    """The files after each step; the first entry is the empty folder of the beginning."""
    result: List[State] = [{}]
    for fence in edits(document):
        while len(result) <= fence.marker.step:
            result.append({name: list(lines) for name, lines in result[-1].items()})
        apply(result[fence.marker.step], fence)
    return result


def text_of(lines: List[str]) -> str:
    return "".join(line + "\n" for line in lines)


def write_state(state: State, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in state.items():
        (folder / name).write_text(text_of(lines), encoding="utf-8")


def rules_of_steps(document: Document) -> List[Problem]:
    """Steps are numbered without gaps, few, short, and stand under their heading."""
    problems: List[Problem] = []
    size: Dict[int, int] = {}
    before = 0
    for fence in edits(document):
        step = fence.marker.step
        if step not in (before, before + 1):
            problems.append(
                fence.problem(
                    f"step {step} follows step {before}. Number the steps 1, 2, 3, … in order."
                )
            )
        heading = document.section(fence.line, 3)
        if not heading or not heading.title.startswith(f"Step {step}:"):
            problems.append(
                fence.problem(f"this edit must stand under the heading '### Step {step}: …'.")
            )
        was = size.get(step, 0)
        size[step] = was + lesson.code_lines(fence.body)
        if was <= MOST_LINES < size[step]:
            problems.append(
                fence.problem(
                    f"step {step} has {size[step]} lines of code, at most {MOST_LINES} are allowed. "
                    "Split the step."
                )
            )
        before = step
    if not FEWEST_STEPS <= len(size) <= MOST_STEPS:
        problems.append(
            Problem(
                document.path,
                1,
                f"the lesson has {len(size)} steps, it should have {FEWEST_STEPS} to {MOST_STEPS}.",
            )
        )
    for fence in document.fences:
        if isinstance(fence.marker, AfterStep) and fence.marker.step not in size:
            problems.append(fence.problem(f"there is no step {fence.marker.step}."))
    return problems


def final_difference(chapter: Chapter, state: State, document: Document) -> List[Problem]:
    """Where the files after the last step are not the chapter's headers."""
    problems: List[Problem] = []
    last_edit = {fence.marker.file: fence for fence in edits(document)}
    headers = {header.name: header for header in chapter.headers()}
    for name in sorted(set(state) - set(headers)):
        problems.append(
            last_edit[name].problem(f"the chapter has no header {name}, but the lesson builds one.")
        )
    for name, header in headers.items():
        text = header.read_text(encoding="utf-8")
        if name not in state:
            problems.append(
                Problem(header, 1, f"no step of {shown(document.path)} builds this header.")
            )
        elif text_of(state[name]) != text:
            wanted = text.rstrip("\n").split("\n")
            at = _first_difference(state[name], wanted)
            problems.append(
                Problem(
                    header,
                    at + 1,
                    f"after the last step, the lesson's {name} differs from here on:\n"
                    + lesson.diff(state[name], wanted, "by the lesson", "in the chapter")
                    + f"\n    The lesson edits it last at {shown(document.path)}:{last_edit[name].marker_line}.",
                )
            )
    return problems


def _first_difference(one: List[str], other: List[str]) -> int:
    for at, (left, right) in enumerate(zip(one, other)):
        if left != right:
            return at
    return min(len(one), len(other), max(len(other) - 1, 0))


def at_once(work: Callable, items: Iterable) -> List:
    """What `work` returns of each, in their order; as many at once as the machine has processors."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return list(pool.map(work, items))


# --- Compiling and testing -----------------------------------------------------------------------


@dataclass
class Verdict:
    """What came of a state and the tests up to some step."""

    compile_error: str = ""
    passed: List[str] = ()
    failed: List[str] = ()
    report: str = ""


class Bench:
    """Compiles a chapter's test.cpp against a state, with CMake's compiler and flags."""

    def __init__(self, chapter: Chapter, root: Path, build: Path, place: Path):
        self.chapter, self.place = chapter, place
        described = build / "docs" / "toolchain.json"
        if not described.is_file():
            raise SystemExit(f"{shown(described)} is missing. Configure first: cmake --preset dev")
        tools = json.loads(described.read_text(encoding="utf-8"))
        # Nobody debugs these programs: -g0 saves a seventh of the time.
        self.compiler = [tools["compiler"]] + [flag for flag in tools["flags"] if flag] + ["-g0"]
        self.libraries = [library for library in tools["libraries"] if library]
        earlier = [folder for folder in lesson.chapters(root) if folder.number < chapter.number]
        self.folders = [other.folder for other in reversed(earlier)] + [root / "chapters"]
        self._prepare()

    def _prepare(self) -> None:
        # The tests stand in a folder without headers: quotes find the replayed files only.
        self.place.mkdir(parents=True, exist_ok=True)
        source = self.chapter.folder / "test.cpp"
        self.source = self.place / "test.cpp"
        self.source.write_text(
            f'#line 1 "{shown(source)}"\n' + source.read_text(encoding="utf-8"), encoding="utf-8"
        )
        # GoogleTest's header, read once: compilers find the precompiled one beside it.
        self.first = self.place / "first.hpp"
        self.first.write_text("#include <gtest/gtest.h>\n", encoding="utf-8")
        precompile = ["-x", "c++-header", str(self.first), "-o", str(self.first) + ".gch"]
        subprocess.run(self.compiler + precompile, check=True)

    def test(self, state: State, upto: int, name: str) -> Verdict:
        """The verdict of the tests up to a step on a state."""
        folder = self.place / name
        program = folder / "tests"
        compiling = self._compile(state, upto, folder, ["-o", str(program)] + self.libraries)
        if compiling.returncode != 0:
            return Verdict(compile_error=_first_error(compiling.stderr, folder))
        try:
            running = subprocess.run(
                [str(program), "--gtest_color=no"],
                capture_output=True,
                text=True,
                timeout=LIMIT,
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            return Verdict(failed=["the tests"], report=f"still running after {LIMIT} seconds")
        started = re.findall(r"^\[ RUN      \] (\S+)", running.stdout, re.M)
        passed = re.findall(r"^(?:.*)\[       OK \] (\S+)", running.stdout, re.M)
        failed = [test for test in started if test not in passed]
        if running.returncode != 0 and not failed:
            failed = ["the tests"]
        return Verdict(
            passed=passed, failed=failed, report=_first_failure(running.stdout + running.stderr)
        )

    def compiles(self, state: State, upto: int, name: str) -> bool:
        return self._compile(state, upto, self.place / name, ["-fsyntax-only"]).returncode == 0

    def _compile(
        self, state: State, upto: int, folder: Path, more: List[str]
    ) -> subprocess.CompletedProcess:
        files = folder / self.chapter.folder.name
        write_state(state, files)
        command = self.compiler + ["-include", str(self.first), f"-DSTEP={upto}"]
        command += [f"-I{path}" for path in [files] + self.folders] + [str(self.source)] + more
        return subprocess.run(command, capture_output=True, text=True)


def _first_error(text: str, folder: Path) -> str:
    lines = text.replace(str(folder) + "/", "").strip().split("\n")
    first = next(
        (at for at, line in enumerate(lines) if "error" in line or "undefined reference" in line), 0
    )
    return "\n".join("    " + line for line in lines[first : first + 6])


def _first_failure(text: str) -> str:
    match = re.search(
        r"^(?:.*: Failure|.*(?:Sanitizer|runtime error):.*)(?:\n(?!\[).*){0,8}", text, re.M
    )
    found = match.group(0) if match else "\n".join(text.strip().split("\n")[-4:])
    return "\n".join("    " + line for line in found.split("\n"))


def _of_step(tests: List[str], step: int) -> List[str]:
    return [test for test in tests if re.match(rf"Step{step}_", test)]


def compile_and_test(document: Document, every: List[State], bench: Bench) -> List[Problem]:
    """Runs each step's tests after the step, and before it to see that it was needed."""

    def needed(step: int) -> bool:
        before, name = every[step - 1], f"before-step{step}"
        if not bench.compiles(before, step, name):
            return True
        verdict = bench.test(before, step, name)
        return bool(verdict.compile_error or verdict.failed)

    def judge(step: int):
        return bench.test(every[step], step, f"after-step{step}"), needed(step)

    for step, (after, was_needed) in enumerate(at_once(judge, range(1, len(every))), 1):
        place = next(fence for fence in edits(document) if fence.marker.step == step)
        problem = ""
        if after.compile_error:
            problem = f"after step {step} the chapter does not compile:\n{after.compile_error}"
        elif after.failed:
            problem = f"after step {step} this fails: {', '.join(after.failed)}\n{after.report}"
        elif not _of_step(after.passed, step):
            problem = f"step {step} has no test: the chapter's test.cpp has no suite Step{step}_…."
        elif not was_needed:
            problem = (
                f"nothing shows that step {step} is needed: its tests Step{step}_… pass without it."
            )
        if problem:  # what is wrong here goes on being wrong in the later steps
            return [place.problem(problem)]
    return []


# --- What the runner prints ----------------------------------------------------------------------


class RunnerFailed(Exception):
    """The runner did not do what it was asked for: what it printed is no truth to put in a lesson."""


# What the runner says of a machine that was too slow; it may end with 0 all the same.
OUT_OF_TIME = re.compile(r"needed\s+more\s+than\s+\d+\s+seconds|stopped\s+after\s+\d+\s+seconds")


class Runner:
    """The program behind ./course, on a folder my/ of its own, and a cache: several may run at once."""

    def __init__(self, chapter: Chapter, build: Path):
        self.chapter = chapter
        self.build = build
        self.program = build / "runtime" / "tools" / "course" / "course_runner"

    def run(self, place: Path, *words: str) -> str:
        """What it prints, in a folder of the reader's. Raises RunnerFailed where it does not end well."""
        if not self.program.is_file():
            raise SystemExit(
                f"{shown(self.program)} is not built. "
                f"Build it: cmake --build {shown(self.build)} --target course_runner"
            )
        environment = dict(
            os.environ, COURSE_MY=str(place / "my"), COURSE_CACHE=str(place / "cache"), NO_COLOR="1"
        )
        run = subprocess.run(
            [str(self.program), *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        _must_have_worked(run)
        return run.stdout

    def prints(self, command: str, state: State) -> List[str]:
        """What a command prints to a reader who has begun the chapter and is at this state."""
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            self.run(place, "start", str(self.chapter.number))
            write_state(state, place / "my" / self.chapter.folder.name)
            printed = self.run(place, *shlex.split(command)[1:])
        if not printed.strip():
            raise RunnerFailed("printed nothing")
        return printed.rstrip("\n").split("\n")

    def catches_up(self, step: int, state: State) -> bool:
        """Whether `catch-up` writes the same state: the runner reads lessons with its own eyes."""
        with tempfile.TemporaryDirectory() as name:
            self.run(Path(name), "catch-up", str(self.chapter.number), "--step", str(step))
            folder = Path(name) / "my" / self.chapter.folder.name
            written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.hpp")}
        # A file whose step is still to come may stand there with a comment that says so.
        for name in set(written) - set(state):
            if not lesson.code_lines(written[name].split("\n")):
                del written[name]
        return written == {name: text_of(lines) for name, lines in state.items()}


def _must_have_worked(run: subprocess.CompletedProcess) -> None:
    if run.returncode < 0:
        why = f"ended by signal {-run.returncode}"
    elif run.returncode > 0:
        why = f"ended with status {run.returncode}"
    elif OUT_OF_TIME.search(run.stdout):
        why = "ran out of time"
    else:
        return
    said = (run.stdout + run.stderr).strip()
    raise RunnerFailed(why + "".join("\n    " + line for line in said.split("\n") if said))


def check_runs(
    document: Document, every: List[State], runner: Runner, write: bool
) -> List[Problem]:
    """Holds the fences `after step K: ./course …` against what the runner prints."""
    changes, problems = [], []

    def printed(fence: Fence) -> List[str] | RunnerFailed:
        try:
            return runner.prints(fence.marker.command, every[fence.marker.step])
        except RunnerFailed as failure:
            return failure

    fences = [fence for fence in document.fences if isinstance(fence.marker, AfterStep)]
    for fence, expected in zip(fences, at_once(printed, fences)):
        if isinstance(expected, RunnerFailed):
            words = f"after this step {fence.marker.command} must end well, and it {expected}"
            problems.append(fence.problem(f"{words}\n    The fence is left as it was."))
        elif expected != fence.body:
            changes.append((fence, expected))
    if write:
        weave.replace_bodies(document.path, changes)
        return problems
    command = f"python3 docs/replay.py {runner.chapter.number} --write"
    return problems + [weave.stale(fence, expected, command) for fence, expected in changes]


def check_catch_up(document: Document, every: List[State], runner: Runner) -> List[Problem]:
    def wrong(step: int) -> str:
        try:
            return "" if runner.catches_up(step, every[step]) else "writes other files than this step does."
        except RunnerFailed as failure:
            return str(failure)

    steps = range(1, len(every))
    for step, problem in zip(steps, at_once(wrong, steps)):
        if problem:
            place = next(fence for fence in edits(document) if fence.marker.step == step)
            command = f"./course catch-up {runner.chapter.number} --step {step}"
            return [place.problem(f"{command} {problem}")]
    return []


# --- The whole -----------------------------------------------------------------------------------


def replay(chapter: Chapter, root: Path, build: Path, write: bool) -> List[Problem]:
    if not chapter.lesson.is_file():
        return [Problem(chapter.lesson, 1, "the chapter has no lesson. Write it.")]
    document = lesson.read_document(chapter.lesson)
    problems = document.problems + rules_of_steps(document)
    if problems:
        return problems
    try:
        every = states(document)
    except Problem as problem:
        return [problem]
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(chapter, root, build, Path(place))
        problems = compile_and_test(document, every, bench)
    problems += final_difference(chapter, every[-1], document)
    if problems:
        return problems
    runner = Runner(chapter, build)
    return check_catch_up(document, every, runner) + check_runs(document, every, runner, write)


def write_state_of(root: Path, number: str, step: str, folder: str) -> int:
    chapter = lesson.chapters(root, [int(number)])[0]
    every = states(lesson.read_document(chapter.lesson))
    if not 0 <= int(step) < len(every):
        raise SystemExit(
            f"Chapter {number} has steps 1 to {len(every) - 1}; there is no step {step}."
        )
    write_state(every[int(step)], Path(folder))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Builds each chapter by the steps of its lesson alone."
    )
    parser.add_argument("chapters", nargs="*", type=int, help="numbers of chapters (all)")
    parser.add_argument(
        "--write", action="store_true", help="bring fences of the runner's output up to date"
    )
    parser.add_argument(
        "--state",
        nargs=3,
        metavar=("CHAPTER", "STEP", "DIR"),
        help="write the files after a step into DIR",
    )
    parser.add_argument("--build", type=Path, help="the configured build folder (build/dev)")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.state:
        try:
            return write_state_of(options.root, *options.state)
        except Problem as problem:
            raise SystemExit(str(problem))

    build = (options.build or options.root / "build" / "dev").resolve()
    problems: List[Problem] = []
    for chapter in lesson.chapters(options.root, options.chapters):
        found = replay(chapter, options.root, build, options.write)
        problems += found
        if not found:
            print(f"{chapter.folder.name}: every step of the lesson compiles and passes its tests.")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
