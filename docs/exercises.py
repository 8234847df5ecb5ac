"""The exercises of a chapter as the site shows them, and the list of all of its programs.

A lesson names its exercises in section 10, a line each. On the site each is a part of its own: the
file that the reader begins with, the hints one inside the other, and our answer, all closed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, List

from lesson import Chapter, Problem, shown

ITEM = re.compile(r"\d\. \*\*(\w+)\*\* \((\w+)\)\. (.+)$")
HINT = re.compile(r"## (Hint \d)$")

# What a chapter's folder holds, in the order of its list.
KINDS = [
    ("What you build", "*.hpp"),
    ("The demo and its twin", "demo.cpp"),
    ("The demo and its twin", "twin.py"),
    ("Further programs", "demos/*"),
    ("The tests", "test.cpp"),
    ("The tests", "cost.cpp"),
    ("The museum", "bugs/*.cpp"),
    ("The museum, cured", "bugs/cured/*.cpp"),
    ("The tests of the exercises", "exercises/*/test.cpp"),
    ("Our answers", "exercises/*/solution.hpp"),
    ("Wrong answers that the tests refuse", "exercises/*/wrong/*.hpp"),
]


def markup(text: str) -> str:
    return f"@htmlonly[block]{text}@endhtmlonly"


def closed(summary: str, lines: List[str], kind: str) -> List[str]:
    """Something that opens on demand."""
    opening = f'<details class="{kind}"><summary>{summary}</summary>'
    return ["", markup(opening), ""] + lines + ["", markup("</details>"), ""]


def code(path: Path) -> List[str]:
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return ["~~~~{.cpp}"] + lines + ["~~~~"]


def shown_on_site(
    chapter: Chapter,
    item: re.Match,
    number: int,
    prose: Callable[[int, str], str],
    link: Callable[[Path], str],
) -> List[str]:
    """One exercise. `prose` makes a line Doxygen's, `link` gives the address of a source."""
    name, kind, task = item.groups()
    folder = chapter.folder / "exercises" / name
    if not folder.is_dir():
        raise Problem(chapter.lesson, number, f"there is no exercise {shown(folder)}.")
    lines = ["", prose(number, f"### {name} ({kind})"), "", prose(number, task), ""]
    lines += closed(f"Where you begin: <code>{name}.hpp</code>", code(folder / "task.hpp"), "begin")
    hints = [lines + [""] for lines in read_hints(folder / "hints.md", prose)]
    inner: List[str] = []
    for count in range(len(hints), 0, -1):
        inner = closed(f"Hint {count}", hints[count - 1] + inner, "hint")
    answer = closed("Our answer", code(folder / "solution.hpp"), "answer")
    tests = f'<p>What it must do: <a href="{link(folder / "test.cpp")}">its tests</a>.</p>'
    return lines + inner + answer + [markup(tests), ""]


def read_hints(path: Path, prose: Callable[[int, str], str]) -> List[List[str]]:
    """The hints of an exercise, as Doxygen reads them: what is indented by four is code."""
    hints: List[List[str]] = []
    in_code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        if HINT.match(line):
            hints.append([])
            continue
        if not hints:
            raise Problem(path, number, "a file of hints begins with '## Hint 1'.")
        is_code = line.startswith("    ") or (in_code and not line.strip())
        if is_code != in_code:
            hints[-1] += ["~~~~" if in_code else "~~~~{.cpp}"]
            in_code = is_code
        hints[-1].append(line[4:] if is_code else prose(number, line))
    if in_code:
        hints[-1].append("~~~~")
    return hints


def programs(chapter: Chapter, sources: List[Path], link: Callable[[Path], str]) -> List[str]:
    """All sources of a chapter, by kind, each with its page."""
    rows: List[str] = []
    listed: set = set()
    for kind in dict.fromkeys(kind for kind, _ in KINDS):
        patterns = [pattern for name, pattern in KINDS if name == kind]
        found = [
            path
            for pattern in patterns
            for path in sorted(chapter.folder.glob(pattern))
            if path in sources and path not in listed
        ]
        listed.update(found)
        if found:
            links = ", ".join(_named(chapter, each, link) for each in found)
            rows.append(f"<dt>{kind}</dt><dd>{links}</dd>")
    left = [path for path in sources if chapter.folder in path.parents and path not in listed]
    if left:
        raise Problem(left[0], 1, "docs/exercises.py has no kind for this file: add one to KINDS.")
    if not rows:
        return []
    return closed("All programs of this chapter", [markup(f"<dl>{''.join(rows)}</dl>")], "programs")


def _named(chapter: Chapter, path: Path, link: Callable[[Path], str]) -> str:
    parts = path.relative_to(chapter.folder).parts
    name = "/".join(parts[1:]) if len(parts) > 1 else parts[0]
    return f'<a href="{link(path)}"><code>{name}</code></a>'
