#!/usr/bin/env python3
"""The weaver: holds every fence of the lessons against the file or program that it comes from.

    python3 docs/weave.py             names what is stale, with file, line and difference
    python3 docs/weave.py --write     brings code, outputs and reports up to date
    python3 docs/weave.py --measure   measures again, and dates the figures
    python3 docs/weave.py docs/blocking.md   only this text

Steps are left to the replay (docs/replay.py), which proves more about them. The programs must be
built; where they are is said with --build. The grammar of the markers is in docs/lesson.py.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import lesson
from lesson import Code, Fence, Measured, Output, Problem, Shows, shown

LIMIT = 60  # seconds that a program may take, on a busy machine, too
BUG_LIMIT = 5  # and one that may hang on purpose
DEBUG_RUNS = 6  # of a program in debug mode that prints something else: see Weaver._output()


class Weaver:
    """Knows what every fence has to show."""

    def __init__(self, root: Path, build: Path):
        self.root, self.build = root, build
        self.printed: Dict[Tuple[Path, str], List[str]] = {}  # each program runs once

    def expected(self, fence: Fence) -> Optional[List[str]]:
        """The lines that the fence should hold; None where another tool knows."""
        marker = fence.marker
        if isinstance(marker, Code):
            return self._code(fence)
        if isinstance(marker, Output):
            return self._output(fence)
        if isinstance(marker, Shows):
            return self._shows(fence)
        if isinstance(marker, Measured):
            self._source(fence, marker.program)
        return None

    def measured(self, fence: Fence) -> List[str]:
        return self._printed(fence, fence.marker.program, "", quick=False)

    def _code(self, fence: Fence) -> List[str]:
        path = fence.path.parent / fence.marker.file
        if not path.is_file():
            raise fence.problem(f"there is no file {shown(path)}. Correct the path in the marker.")
        try:
            return lesson.tagged(path, fence.marker.tag)
        except ValueError as error:
            raise fence.problem(
                f"{error}. Put one before the code and one after it, or name another tag."
            )

    def _output(self, fence: Fence) -> List[str]:
        program, environment = fence.marker.program, fence.marker.environment
        runs = [self._printed(fence, program, environment, quick=True)]
        # On a busy machine any step may be held up for so long that debug mode reports it, too.
        most = DEBUG_RUNS if "HUDDLE_DEBUG=" in environment else 1
        while len(runs) < most and comparable(runs[-1]) != comparable(fence.body):
            del self.printed[self._source(fence, program), environment]
            runs.append(self._printed(fence, program, environment, quick=True))
        return min(reversed(runs), key=len)

    def _shows(self, fence: Fence) -> List[str]:
        source = self._source(fence, fence.marker.bug)
        quoted = re.findall(r'^// Goes wrong: .*?"(.*)"$', source.read_text(encoding="utf-8"), re.M)
        if not quoted:
            raise fence.problem(
                f"{shown(source)} has no line '// Goes wrong: … \"what it says\"'. Write one."
            )
        return quoted

    def _printed(self, fence: Fence, program: str, environment: str, quick: bool) -> List[str]:
        source = self._source(fence, program)
        if (source, environment) not in self.printed:
            self.printed[source, environment] = self._run(fence, source, environment, quick)
        printed = self.printed[source, environment]
        if fence.marker.lines is None:
            return printed
        first, last = fence.marker.lines
        if not 1 <= first <= last <= len(printed):
            raise fence.problem(
                f"{program} prints {len(printed)} lines, so there are no lines {first}-{last}."
            )
        return printed[first - 1 : last]

    def _source(self, fence: Fence, program: str) -> Path:
        """The source of a program: `demo`, `server` (a further demo), `bugs/NAME` or `twin.py`.

        A text outside a chapter puts the chapter's folder in front: chapters/01_generators/demo.
        A program of a page is named by its path: ../tests/pages/blocking/slow_step.
        """
        place = fence.path.parent / program
        if program.endswith(".py"):
            source = place
        elif self._is_of_a_page(place):
            source = place.with_name(place.name + ".cpp")
        elif place.name == "demo" or place.parent.name == "bugs":
            source = place.with_name(place.name + ".cpp")
        else:
            source = place.parent / "demos" / (place.name + ".cpp")
        if not source.is_file():
            raise fence.problem(
                f"there is no program {shown(source)}. Correct the name in the marker."
            )
        return source

    def _is_of_a_page(self, path: Path) -> bool:
        return lesson.page_programs(self.root).resolve() in path.resolve().parents

    def _command(self, fence: Fence, source: Path) -> List[str]:
        if source.suffix == ".py":
            return [sys.executable, str(source)]
        relative = source.resolve().relative_to(self.root.resolve())
        if self._is_of_a_page(source):
            target = f"page_{source.parent.name}_{source.stem}"
            program = self.build / relative.with_suffix("")
        else:
            folder = relative.parts[1]
            bug = "bug_" if source.parent.name == "bugs" else ""
            target = f"ch{folder.partition('_')[0]}_{bug}{source.stem}"
            program = self.build / "chapters" / folder / target
        if not program.is_file():
            raise fence.problem(
                f"{shown(program)} is not built. "
                f"Build it: cmake --build {shown(self.build)} --target {target}"
            )
        return [str(program)]

    def _run(self, fence: Fence, source: Path, settings: str, quick: bool) -> List[str]:
        command = self._command(fence, source)
        environment = dict(os.environ)
        errors_too = self._is_of_a_page(source)  # in the order in which a terminal shows them
        if errors_too:
            environment = {k: v for k, v in environment.items() if not k.startswith("HUDDLE_")}
        if quick:
            environment["HUDDLE_SECOND_MS"] = "10"
        environment.update(setting.split("=", 1) for setting in settings.split())
        is_bug = source.parent.name == "bugs"
        try:
            run = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if errors_too else subprocess.PIPE,
                timeout=(BUG_LIMIT if is_bug else LIMIT) if quick else None,
            )
            printed, status = run.stdout, run.returncode
            errors = run.stdout if errors_too else run.stderr
        except subprocess.TimeoutExpired as error:
            printed, errors, status = error.stdout or b"", b"", None
        if not is_bug and status is None:
            raise fence.problem(
                f"{shown(source)} still runs after {LIMIT} seconds. Show a program that ends."
            )
        if not is_bug and status != 0:
            raise fence.problem(
                f"{shown(source)} ended with {status} instead of 0. Mend the program.\n"
                + errors.decode("utf-8", "replace")
            )
        text = printed.decode("utf-8", "replace")
        return text[:-1].split("\n") if text.endswith("\n") else text.split("\n")


def replace_bodies(path: Path, changes: List[Tuple[Fence, List[str]]]) -> None:
    """Writes new bodies into fences of one file, and nothing else."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for fence, body in sorted(changes, key=lambda change: -change[0].line):
        for text in body:
            if text.startswith(("```", "~~~")):
                raise fence.problem(
                    "what belongs into this fence holds a fence itself. Use ~~~~ or ````."
                )
        lines[fence.line : fence.line + len(fence.body)] = body
    path.write_text("\n".join(lines), encoding="utf-8")


def comparable(lines: List[str]) -> List[str]:
    """Without what no two runs have in common: how long a step took."""
    return [re.sub(r"\btook \d+\.\d{3} s\b", "took … s", line) for line in lines]


def stale(fence: Fence, expected: List[str], command: str) -> Problem:
    difference = lesson.diff(fence.body, expected, "the text", "the truth")
    return fence.problem(f"this fence is stale:\n{difference}\n    Bring it up to date: {command}")


def redate(path: Path, fences: List[Fence]) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for fence in fences:
        at = fence.marker_line - 1
        lines[at] = lines[at].replace(fence.marker.date, datetime.date.today().isoformat())
    path.write_text("\n".join(lines), encoding="utf-8")


def weave(path: Path, weaver: Weaver, write: bool, measure: bool) -> Tuple[List[Problem], int]:
    """Checks or refreshes one text. Returns what is wrong, and how many fences were changed."""
    document = lesson.read_document(path)
    problems, changes, dated = list(document.problems), [], []
    for fence in document.fences:
        try:
            if measure and isinstance(fence.marker, Measured):
                changes.append((fence, weaver.measured(fence)))
                dated.append(fence)
                continue
            expected = weaver.expected(fence)
            if expected is None or measure or comparable(expected) == comparable(fence.body):
                continue
            if write:
                changes.append((fence, expected))
            else:
                problems.append(stale(fence, expected, "python3 docs/weave.py --write"))
        except Problem as problem:
            problems.append(problem)
    redate(path, dated)  # first: the numbers of the lines still hold
    try:
        replace_bodies(path, changes)
    except Problem as problem:
        return problems + [problem], 0
    return problems, len(changes)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Holds the lessons' fences against files and programs."
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="name what is stale (default)")
    action.add_argument(
        "--write", action="store_true", help="bring code, outputs and reports up to date"
    )
    action.add_argument(
        "--measure", action="store_true", help="measure again, and date the figures"
    )
    parser.add_argument("--build", type=Path, help="where the programs are built (build/dev)")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    parser.add_argument("texts", nargs="*", type=Path, help="only these (all of them)")
    options = parser.parse_args()

    weaver = Weaver(options.root, options.build or options.root / "build" / "dev")
    problems, changed = [], 0
    paths = options.texts or lesson.texts(options.root)
    for path in paths:
        found, count = weave(path, weaver, options.write, options.measure)
        problems += found
        changed += count
    for problem in problems:
        print(problem, file=sys.stderr)
    if options.write or options.measure:
        print(f"{changed} fences brought up to date.")
    elif not problems:
        print(f"{len(paths)} texts say what the code says.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
