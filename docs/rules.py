#!/usr/bin/env python3
"""The rules of a lesson and of its chapter: what every reader may rely on, in every chapter.

    python3 docs/rules.py        names what breaks a rule, with file and line

A lesson has the same twelve sections, is neither a leaflet nor a tome, says before each block of a
step where it goes, and mentions every bug and every exercise of its chapter. A chapter stays small.
A page shows what a program of its own does. Links lead somewhere. Doxygen understands what is
emphasised, and what is code.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import List, Set
from urllib.parse import unquote

import lesson
from lesson import (
    Chapter,
    Code,
    Document,
    Edit,
    Fence,
    Heading,
    Measured,
    Output,
    Problem,
    Words,
    shown,
)

SECTIONS = [
    "1. What you will build",
    "2. See it run",
    "3. The problem",
    "4. Predict",
    "5. Build it",
    "6. Who holds what",
    "7. The same in Python",
    "8. Wrong on purpose",
    "9. Bug museum",
    "10. Exercises",
    "11. What it costs",
    "12. In the runtime",
]
FEWEST_WORDS, MOST_WORDS = 1500, 3500
MOST_HEADER_LINES = 250
FIRST_PART, MOST_FIRST_PART_LINES = 7, 1200  # chapters 1 to 7, together
MOST_STARTER_LINES, MOST_SOLUTION_LINES = 40, 30
EXERCISES, FEWEST_WRONG = 3, 3
HINTS = ["Hint 1", "Hint 2", "Hint 3"]
PARTS = ["CMakeLists.txt", "demo.cpp", "demo.out", "twin.py", "test.cpp"]


# --- The lesson ----------------------------------------------------------------------------------


def rules_of_lesson(chapter: Chapter, document: Document) -> List[Problem]:
    path = document.path
    problems: List[Problem] = []
    first = document.headings[0] if document.headings else Heading(1, 0, "")
    if first.level != 1 or not re.match(rf"Chapter {chapter.number}: \S", first.title):
        problems.append(
            Problem(path, first.line, f"a lesson begins with '# Chapter {chapter.number}: …'.")
        )
    summary = [text for number, text in document.prose if number > first.line and text.strip()]
    if not summary or summary[0].startswith("#"):
        problems.append(
            Problem(path, first.line, "a sentence that sums up the chapter must follow the title.")
        )
    return problems + _sections(document) + _words(document) + _places(document)


def _sections(document: Document) -> List[Problem]:
    found = [heading for heading in document.headings if heading.level == 2]
    for heading, wanted in zip(found, SECTIONS):
        if heading.title != wanted:
            return [
                Problem(
                    document.path,
                    heading.line,
                    f"this section must be '## {wanted}', but is '## {heading.title}'.",
                )
            ]
    if len(found) > len(SECTIONS):
        extra = found[len(SECTIONS)]
        return [
            Problem(
                document.path,
                extra.line,
                f"'## {extra.title}' is one section too many: there are {len(SECTIONS)}.",
            )
        ]
    if len(found) < len(SECTIONS):
        return [
            Problem(
                document.path,
                len(document.lines),
                f"the section '## {SECTIONS[len(found)]}' is missing.",
            )
        ]
    return []


def _words(document: Document) -> List[Problem]:
    count = sum(
        len(re.findall(r"\w[^\s|]*", re.sub(r"\]\([^)]*\)", "]", text)))
        for _, text in document.prose
    )
    if FEWEST_WORDS <= count <= MOST_WORDS:
        return []
    return [
        Problem(
            document.path,
            1,
            f"the lesson has {count} words besides its code; "
            f"{FEWEST_WORDS} to {MOST_WORDS} are wanted.",
        )
    ]


def _places(document: Document) -> List[Problem]:
    """Where a block goes is said in its marker, which no reader sees, and in a sentence before."""
    problems: List[Problem] = []
    after = 0  # where the fence before it ends
    for fence in document.fences:
        if isinstance(fence.marker, Edit):
            if not any(line.strip() for line in fence.body):
                problems.append(
                    fence.problem(
                        "this block is empty: a reader sees no line to delete. "
                        "Say what goes, and replace it with the line that stays beside it."
                    )
                )
            if not _is_introduced(document, after, fence):
                problems.append(
                    fence.problem(
                        "no sentence before this block says where it goes. "
                        "Write one, such as: Below `sent`:"
                    )
                )
        after = fence.line + len(fence.body) + 1
    return problems


def _is_introduced(document: Document, after: int, fence: Fence) -> bool:
    """Whether prose is what stands last between a line and the marker of a fence."""
    said = [
        text for number, text in document.prose if after < number < fence.line and text.strip()
    ]
    return bool(said) and not re.match(r"#|</?\w+>", said[-1])


def mentions(chapter: Chapter, document: Document) -> List[Problem]:
    """Every bug stands in the museum, every exercise in section 10."""
    bugs = sorted(source.stem for source in (chapter.folder / "bugs").glob("*.cpp"))
    exercises = sorted(place.name for place in _exercises(chapter))
    problems = []
    for names, kind, section in ((bugs, "bug", SECTIONS[8]), (exercises, "exercise", SECTIONS[9])):
        heading = next((each for each in document.headings if each.title == section), None)
        if heading is None:
            continue
        text = "\n".join(
            line
            for number, line in enumerate(document.lines, 1)
            if document.section(number, 2) is heading
        )
        for name in names:
            if not re.search(rf"\b{re.escape(name)}\b", text):
                problems.append(
                    Problem(
                        document.path,
                        heading.line,
                        f"this section does not mention the {kind} {name}.",
                    )
                )
    return problems


# --- The chapter's folder ------------------------------------------------------------------------


def rules_of_chapter(chapter: Chapter) -> List[Problem]:
    folder = chapter.folder
    problems = [
        Problem(folder / part, 1, "the chapter needs this file.")
        for part in PARTS
        if not (folder / part).is_file()
    ]
    lines = sum(lesson.code_lines(_read(header)) for header in chapter.headers())
    if lines > MOST_HEADER_LINES:
        problems.append(
            Problem(
                folder,
                1,
                f"the headers have {lines} lines of code, at most {MOST_HEADER_LINES} are allowed.",
            )
        )
    if not list((folder / "bugs").glob("*.cpp")):
        problems.append(Problem(folder / "bugs", 1, "the museum is empty. Show at least one bug."))
    exercises = _exercises(chapter)
    if len(exercises) != EXERCISES:
        problems.append(
            Problem(
                folder / "exercises",
                1,
                f"there are {len(exercises)} exercises instead of {EXERCISES}.",
            )
        )
    for place in exercises:
        problems += rules_of_exercise(place)
    return problems


def rules_of_exercise(place: Path) -> List[Problem]:
    missing = [
        part
        for part in ("task.hpp", "test.cpp", "hints.md", "solution.hpp")
        if not (place / part).is_file()
    ]
    if missing:
        return [Problem(place / part, 1, "the exercise needs this file.") for part in missing]
    problems = []
    task, solution = _read(place / "task.hpp"), _read(place / "solution.hpp")
    if not task[0].startswith("// Exercise: "):
        problems.append(
            Problem(
                place / "task.hpp", 1, "the first line must read '// Exercise: <one sentence>'."
            )
        )
    if len(task) > MOST_STARTER_LINES:
        problems.append(
            Problem(
                place / "task.hpp",
                MOST_STARTER_LINES + 1,
                f"a starter has at most {MOST_STARTER_LINES} lines, this one has {len(task)}.",
            )
        )
    lines = lesson.code_lines(solution)
    if lines > MOST_SOLUTION_LINES:
        problems.append(
            Problem(
                place / "solution.hpp",
                1,
                f"a solution has at most {MOST_SOLUTION_LINES} lines of code, "
                f"this one has {lines}.",
            )
        )
    hints = [
        (number, line[3:].strip())
        for number, line in enumerate(_read(place / "hints.md"), 1)
        if line.startswith("## ")
    ]
    if [title for _, title in hints] != HINTS:
        line = next((number for (number, title), wanted in zip(hints, HINTS) if title != wanted), 1)
        problems.append(
            Problem(
                place / "hints.md",
                line,
                "the headings must be '## Hint 1', '## Hint 2', '## Hint 3'.",
            )
        )
    wrongs = sorted((place / "wrong").glob("*.hpp"))
    if len(wrongs) < FEWEST_WRONG:
        problems.append(
            Problem(
                place / "wrong",
                1,
                f"there are {len(wrongs)} wrong solutions, at least {FEWEST_WRONG} are wanted.",
            )
        )
    for wrong in wrongs:
        if not re.fullmatch(r"// Wrong: .* \(hint [123]\)", _read(wrong)[0]):
            problems.append(
                Problem(wrong, 1, "the first line must read '// Wrong: what is wrong. (hint N)'.")
            )
    return problems


def _exercises(chapter: Chapter) -> List[Path]:
    return sorted(place for place in (chapter.folder / "exercises").glob("*") if place.is_dir())


def _read(path: Path) -> List[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


# --- The pages -----------------------------------------------------------------------------------


def rules_of_page(root: Path, document: Document) -> List[Problem]:
    """Code and output come from the programs of the pages; only commands are typed."""
    programs = lesson.page_programs(root).resolve()
    problems = []
    for fence in document.fences:
        marker = fence.marker
        if isinstance(marker, Code):
            if programs in (fence.path.parent / marker.file).resolve().parents:
                continue
            problems.append(fence.problem(f"a page shows code that is in {shown(programs)}."))
        elif isinstance(marker, Words) and marker.kind == "command":
            if fence.language in ("sh", "text"):
                continue
            problems.append(fence.problem("a command is in a fence of sh or text."))
        elif not isinstance(marker, (Output, Measured)):
            problems.append(
                fence.problem(
                    "a page shows code, output and commands. Copy this from a program in "
                    f"{shown(programs)}: <!-- code: … --> or <!-- output: … -->."
                )
            )
    return problems


def rules_of_page_programs(root: Path, documents: List[Document]) -> List[Problem]:
    """A program that no page shows is nobody's; and a line that tells its number tells the truth."""
    shown_ones = set()
    for document in documents:
        for fence in document.fences:
            if isinstance(fence.marker, (Code, Output)):
                name = getattr(fence.marker, "file", None) or fence.marker.program + ".cpp"
                shown_ones.add((document.path.parent / name).resolve())
    problems = []
    for source in sorted(lesson.page_programs(root).glob("*/*.cpp")):
        if source.resolve() not in shown_ones:
            problems.append(Problem(source, 1, "no page shows this program. Show it, or delete it."))
        for number, line in enumerate(_read(source), 1):
            told = re.search(r"// line (\d+)$", line)
            if told and int(told.group(1)) != number:
                problems.append(Problem(source, number, f"this is line {number}. Say so."))
    return problems


# --- Links ---------------------------------------------------------------------------------------

_MOMENT = re.compile(r"ch\d+@\d+")
PLAYER = "<!-- player: demo -->"
_LINK = re.compile(
    r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s*(\S+)|(?:href|src)=\"([^\"]+)\""
)


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def anchors(path: Path) -> Set[str]:
    return {slug(heading.title) for heading in lesson.read_document(path).headings}


def links(document: Document) -> List[Problem]:
    """Relative links whose file or heading does not exist."""
    problems = []
    for number, text in document.prose:
        for match in _LINK.finditer(re.sub(r"`[^`]*`", "", text)):
            target = next(filter(None, match.groups()))
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _, anchor = target.partition("#")
            path = document.path.parent / unquote(name) if name else document.path
            if not path.exists():
                problems.append(
                    Problem(document.path, number, f"this link is dead: there is no {shown(path)}.")
                )
            elif not name and _MOMENT.fullmatch(anchor) and PLAYER in document.lines:
                continue  # to a moment of the recording: the site's build counts them
            elif anchor and path.suffix == ".md" and anchor not in anchors(path):
                problems.append(
                    Problem(
                        document.path,
                        number,
                        f"this link is dead: {shown(path)} has no heading #{anchor}.",
                    )
                )
    return problems


# --- What Doxygen reads otherwise ----------------------------------------------------------------

_SPAN = re.compile(r"`[^`]*`")


def misread(document: Document) -> List[Problem]:
    """Emphasis and code that GitHub shows as they are meant, and the site does not."""
    problems = []
    for number, text in document.prose:
        for span in _SPAN.findall(text):
            if re.search(r"'(?!\w)", span):  # `as in TeX'
                problem = f"on the site, {span} ends at its apostrophe. Do without the backticks."
                problems.append(Problem(document.path, number, problem))
        if re.search(r"(?<![\w*])\*{1,2}``", _SPAN.sub("``", text)):
            problem = "on the site, emphasis cannot begin with code. Begin with a word."
            problems.append(Problem(document.path, number, problem))
    return problems


# --- The glossary --------------------------------------------------------------------------------


def glossary(path: Path) -> List[Problem]:
    """Each word of the glossary stands in the part of a lesson that its row links to."""
    problems = []
    for number, text in lesson.read_document(path).prose:
        row = re.match(r"\| ([^|]+) \| .* \| \[.+\]\(([^)#]+)#([^)]+)\) \|$", text)
        if row:
            word, name, anchor = row.groups()
            place = path.parent / name
            if word not in _part(lesson.read_document(place), anchor).lower():
                problem = f"{shown(place)} does not have the word {word} in #{anchor}."
                problems.append(Problem(path, number, problem))
    return problems


def _part(document: Document, anchor: str) -> str:
    """A heading, and what stands below it up to the next one."""
    for heading, following in zip(document.headings, document.headings[1:]):
        if slug(heading.title) == anchor:
            return "\n".join(document.lines[heading.line - 1 : following.line - 1])
    return ""


# --- The whole -----------------------------------------------------------------------------------


def rules_of_first_part(chapters: List[Chapter]) -> List[Problem]:
    """Whoever types along shall know what they are in for."""
    first = [chapter for chapter in chapters if chapter.number <= FIRST_PART]
    counts = [sum(lesson.code_lines(_read(header)) for header in each.headers()) for each in first]
    if sum(counts) <= MOST_FIRST_PART_LINES:
        return []
    return [
        Problem(
            first[-1].folder,
            1,
            f"the headers of chapters 1 to {FIRST_PART} have {sum(counts)} lines of code "
            f"({' + '.join(map(str, counts))}), at most {MOST_FIRST_PART_LINES} are allowed.",
        )
    ]


def check(root: Path) -> List[Problem]:
    problems: List[Problem] = []
    for chapter in lesson.chapters(root):
        problems += rules_of_chapter(chapter)
        if not chapter.lesson.is_file():
            problems.append(Problem(chapter.lesson, 1, "the chapter has no lesson. Write it."))
            continue
        document = lesson.read_document(chapter.lesson)
        problems += rules_of_lesson(chapter, document) + mentions(chapter, document)
    problems += rules_of_first_part(lesson.chapters(root))
    pages = [lesson.read_document(path) for path in sorted((root / "docs").glob("*.md"))]
    for page in pages:
        problems += rules_of_page(root, page)
    problems += rules_of_page_programs(root, pages)
    for path in lesson.texts(root):
        text = lesson.read_document(path)
        problems += links(text) + misread(text)
    if (root / "docs" / "glossary.md").is_file():
        problems += glossary(root / "docs" / "glossary.md")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description="The rules of a lesson and of its chapter.")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    root = parser.parse_args().root
    problems = check(root)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(lesson.chapters(root))} chapters keep the rules.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
