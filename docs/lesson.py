"""Reads the texts of the course: one parser for the weaver, the replay, the rules and the site.

A lesson is Markdown. Each of its fences is preceded by a marker, an HTML comment on a line of its
own that says where the fence comes from:

    <!-- step 3: generator.hpp, new -->                      an edit: the whole file
    <!-- step 3: generator.hpp, append -->                   after the file's last line
    <!-- step 3: generator.hpp, after "LINE" -->             after (or before) this line
    <!-- step 3: generator.hpp, replace "LINE" -->           instead of this line
    <!-- step 3: generator.hpp, replace "FIRST" to "LAST" -->  instead of these lines
    <!-- after step 3: ./course test 1 -->                   what that prints after step 3
    <!-- code: demo.cpp#numbers -->                          between `// [numbers]` lines
    <!-- output: demo, lines 1-8 -->                         what a program prints
    <!-- output: HUDDLE_DEBUG=1 ../tests/pages/blocking/slow_step -->   in this environment
    <!-- shows: bugs/NAME -->                                how a bug says that it goes wrong
    <!-- measured: measure, 2026-11-21 -->                   figures of that day, not compared
    <!-- command: why -->                                    what the reader types
    <!-- illustration: why -->                               anything else

Some comments stand alone, without a fence: <!-- player: demo -->. On the site, the recording of the
chapter's demo is played there. Elsewhere, <!-- player: chapter 7 at 122 --> plays that of chapter 7,
from moment 122 on. In a museum, <!-- player: bugs/NAME --> plays a bug beside bugs/cured/NAME.cpp.
<!-- beside: demo.cpp#numbers -->, before a fence in Python, names the C++ that it is a twin of: the
site shows both, in tabs (docs/excerpts.py).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import List, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent


class Problem(Exception):
    """Something wrong in a file, as a sentence: what, and what to do. Prints as `file:line: …`."""

    def __init__(self, path: Path, line: int, text: str):
        super().__init__(path, line, text)
        self.path, self.line, self.text = path, line, text

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.line}: {self.text}"


def shown(path: Path) -> str:
    """A path as messages print it: from the current folder where it lies below it."""
    relative = os.path.relpath(path)
    return os.path.normpath(path) if relative.startswith("..") else relative


# --- Markers -------------------------------------------------------------------------------------


@dataclass
class Edit:
    """A step's edit of one file. `anchor` is the line it goes to, `last` where its range ends."""

    step: int
    file: str
    place: str  # new, append, after, before or replace
    anchor: Optional[str] = None
    last: Optional[str] = None


@dataclass
class AfterStep:
    step: int
    command: str


@dataclass
class Code:
    file: str
    tag: Optional[str]


@dataclass
class Output:
    environment: str  # as a shell takes it: "HUDDLE_DEBUG=1 ", or nothing
    program: str
    lines: Optional[Tuple[int, int]]


@dataclass
class Shows:
    bug: str


@dataclass
class Measured:
    program: str
    lines: Optional[Tuple[int, int]]
    date: str


@dataclass
class Words:
    """A fence that is not copied from anywhere: a `command`, or an `illustration`."""

    kind: str
    why: str


def _lines(text: Optional[str]) -> Optional[Tuple[int, int]]:
    if text is None:
        return None
    first, _, last = text.partition("-")
    return int(first), int(last or first)


_LINES = r"(?:, lines (\d+-\d+))?"
_GRAMMAR = [
    (r"step (\d+): ([\w.-]+), (new|append)", lambda k, f, p: Edit(int(k), f, p)),
    (
        r'step (\d+): ([\w.-]+), (replace) "(.+?)" to "(.+)"',
        lambda k, f, *rest: Edit(int(k), f, *rest),
    ),
    (
        r'step (\d+): ([\w.-]+), (after|before|replace) "(.+)"',
        lambda k, f, *rest: Edit(int(k), f, *rest),
    ),
    (r"after step (\d+): (\./course .+)", lambda k, command: AfterStep(int(k), command)),
    (r"code: ([^#\s]+)(?:#(.+))?", Code),
    (
        r"output: ((?:[A-Z_]+=\S+ )*)([^\s,]+)" + _LINES,
        lambda environment, program, lines: Output(environment, program, _lines(lines)),
    ),
    (r"shows: (\S+)", Shows),
    (
        r"measured: ([^\s,]+)" + _LINES + r", (\d{4}-\d\d-\d\d)",
        lambda program, lines, date: Measured(program, _lines(lines), date),
    ),
    (r"(command|illustration): (.+)", Words),
]
_STARTS_LIKE_A_MARKER = re.compile(
    r"(after )?step\b|(code|output|shows|measured|command|illustration):"
)


def parse_marker(text: str):
    """The marker that a comment's text is, or None."""
    for pattern, build in _GRAMMAR:
        match = re.fullmatch(pattern, text)
        if match:
            return build(*match.groups())
    return None


# --- Documents -----------------------------------------------------------------------------------


@dataclass
class Fence:
    path: Path
    marker: object
    marker_line: int  # lines count from 1, as editors do
    line: int  # of the opening ``` ; the body starts on the next
    language: str
    body: List[str]

    def problem(self, text: str) -> Problem:
        return Problem(self.path, self.marker_line, text)


@dataclass
class Heading:
    line: int
    level: int
    title: str


@dataclass
class Document:
    """A Markdown file, taken apart. What cannot be read is in `problems`, the rest is usable."""

    path: Path
    lines: List[str]
    fences: List[Fence] = field(default_factory=list)
    headings: List[Heading] = field(default_factory=list)
    prose: List[Tuple[int, str]] = field(default_factory=list)  # without fences and comments
    problems: List[Problem] = field(default_factory=list)

    def section(self, line: int, level: int) -> Optional[Heading]:
        """The heading of this level that a line stands under."""
        found = None
        for heading in self.headings:
            if heading.line > line:
                break
            if heading.level <= level:
                found = heading if heading.level == level else None
        return found


_FENCE = re.compile(r"(```+|~~~+)\s*(\S*)\s*$")
_MISPLACED_FENCE = re.compile(r"[\s>]+(```|~~~)|(```|~~~)")
_COMMENT = re.compile(r"\s*<!--\s*(.*?)\s*-->\s*$")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*$")


def read_document(path: Path) -> Document:
    """Takes a text apart, line by line: fences with their markers, headings, and prose."""
    document = Document(path, path.read_text(encoding="utf-8").split("\n"))
    lines = document.lines
    marker, marker_line = None, 0  # waits for its fence
    unreadable = 0  # the line of a comment that is no marker, until something follows it

    def report(line: int, text: str) -> None:
        document.problems.append(Problem(path, line, text))

    at = 0
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        fence, comment = _FENCE.match(line), _COMMENT.match(line)
        if marker and line.strip() and not fence:
            report(marker_line, _NO_FENCE)
            marker = None
        if fence:
            end = _end_of_fence(lines, at, fence.group(1))
            if end is None:
                report(number, f"this fence never ends. Close it with {fence.group(1)}.")
                break
            if marker:
                language, body = fence.group(2), lines[at:end]
                document.fences.append(Fence(path, marker, marker_line, number, language, body))
            elif unreadable:
                report(unreadable, _NOT_READABLE)
            else:
                report(number, _NO_MARKER)
            marker, unreadable = None, 0
            at = end + 1
        elif comment:
            marker, marker_line = parse_marker(comment.group(1)), number
            unreadable = 0 if marker else number
            following = next((text for text in lines[at:] if text.strip()), "")
            looks_like_one = _STARTS_LIKE_A_MARKER.match(comment.group(1))
            if not marker and looks_like_one and not _FENCE.match(following):
                report(number, _NOT_READABLE)
        elif _MISPLACED_FENCE.match(line):
            report(number, _MISPLACED)
        elif "<!--" in line and "-->" not in line:
            while at < len(lines) and "-->" not in lines[at]:
                at += 1
            at += 1
        else:
            heading = _HEADING.match(line)
            if heading:
                document.headings.append(Heading(number, len(heading.group(1)), heading.group(2)))
            if line.strip():
                unreadable = 0
            document.prose.append((number, line))
    if marker:
        report(marker_line, _NO_FENCE)
    return document


_FORMS = "the forms are listed at the top of docs/lesson.py."
_NO_FENCE = "no fence follows this marker. Put it directly before its ``` line."
_NOT_READABLE = f"this marker cannot be read; {_FORMS}"
_NO_MARKER = (
    "this fence has no marker. Say in a comment before it where it comes from, "
    f"such as <!-- code: demo.cpp#main -->; {_FORMS}"
)
_MISPLACED = (
    "this fence cannot be read: it must start at the left margin, "
    "with at most one word behind the ```."
)


def _end_of_fence(lines: List[str], start: int, opening: str) -> Optional[int]:
    for at in range(start, len(lines)):
        text = lines[at].rstrip()
        if len(text) >= len(opening) and text == opening[0] * len(text):
            return at
    return None


# --- Chapters ------------------------------------------------------------------------------------


@dataclass
class Chapter:
    folder: Path

    @property
    def number(self) -> int:
        return int(self.folder.name.partition("_")[0])

    @property
    def target(self) -> str:
        """Its name in CMake, which is its namespace, too: ch01."""
        return "ch" + self.folder.name.partition("_")[0]

    @property
    def lesson(self) -> Path:
        return self.folder / "README.md"

    def headers(self) -> List[Path]:
        return sorted(self.folder.glob("*.hpp"))


def chapters(root: Path, only: List[int] = ()) -> List[Chapter]:
    """The chapters in order; of those, only some where numbers are given."""
    found = [
        Chapter(folder)
        for folder in sorted((root / "chapters").glob("[0-9]*_*"))
        if folder.is_dir()
    ]
    missing = set(only) - {chapter.number for chapter in found}
    if missing:
        raise SystemExit(f"There is no chapter {min(missing)} in {shown(root / 'chapters')}.")
    return [chapter for chapter in found if not only or chapter.number in only]


def texts(root: Path) -> List[Path]:
    """Everything that the weaver keeps true."""
    lessons = [chapter.lesson for chapter in chapters(root) if chapter.lesson.exists()]
    front = [root / "README.md"] if (root / "README.md").exists() else []
    return lessons + front + sorted((root / "docs").glob("*.md"))


def page_programs(root: Path) -> Path:
    """Where the programs of the pages are: docs/blocking.md shows those in blocking/."""
    return root / "tests" / "pages"


# --- Code ----------------------------------------------------------------------------------------

_TAG = re.compile(r"\s*(?://|#) \[([^\]]+)\]\s*$")


def tagged(path: Path, tag: Optional[str]) -> List[str]:
    """The lines of a file between the two lines that name the tag, or all; indented from 0.

    Lines that name other tags are left out. Raises ValueError where the tag is not there twice.
    """
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if tag is not None:
        at = [number for number, line in enumerate(lines) if _tag_of(line) == tag]
        if len(at) != 2:
            raise ValueError(f"{shown(path)} has {len(at)} lines '// [{tag}]' instead of two")
        lines = lines[at[0] + 1 : at[1]]
    lines = [line for line in lines if not _tag_of(line)]
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    indentation = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[indentation:] for line in lines]


def _tag_of(line: str) -> Optional[str]:
    match = _TAG.match(line)
    return match.group(1) if match else None


def code_lines(lines: List[str]) -> int:
    """How many lines are code: not blank, not only a comment, no #include and no #pragma."""
    count, in_comment = 0, False
    for line in lines:
        text = line.strip()
        if in_comment:
            in_comment = "*/" not in text
        elif text.startswith("/*"):
            in_comment = "*/" not in text
        elif text and not text.startswith("//") and not re.match(r"#\s*(include|pragma)\b", text):
            count += 1
    return count


def diff(before: List[str], after: List[str], before_name: str, after_name: str) -> str:
    """The first differences, short enough for a message."""
    import difflib

    lines = list(difflib.unified_diff(before, after, before_name, after_name, lineterm="", n=1))
    if len(lines) > 16:
        lines = lines[:16] + ["…"]
    return "\n".join("    " + line for line in lines)
