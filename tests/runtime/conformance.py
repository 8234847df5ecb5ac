"""Compares the rows of behaviours.txt with the names of the tests, and writes conformance.md.

    python3 tests/runtime/conformance.py            writes it
    python3 tests/runtime/conformance.py --check    fails where it is out of date, or the rows and the
                                                    tests contradict each other
"""

import argparse
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE / "conformance.md"
TEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(B(\d{3})\w*)\s*\)")
ROW = re.compile(r"(?P<number>\d{3})(?P<core>[* ]) (?P<holds>[^|]+?)"
                 r"(?: \| (?P<mark>different|not yet): (?P<why>.+))?")


class Wrong(Exception):
    """The rows and the tests contradict each other."""


def tests_by_row(folder):
    """The tests whose names carry a row, as {"001": ["Suite.B001_name", ...]}."""
    found = {}
    for file in sorted(folder.glob("*_test.cpp")):
        for suite, name, row in TEST.findall(file.read_text()):
            found.setdefault(row, []).append(f"{suite}.{name}")
    return found


def parse(text):
    """Sections and their rows, in order: [(title, [match, ...]), ...]."""
    sections = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            sections.append((line[3:], []))
            continue
        row = ROW.fullmatch(line)
        if not row:
            raise Wrong(f"behaviours.txt:{number}: this is no row: {line}")
        sections[-1][1].append(row)
    return sections


def standing(row, tests):
    """Where a row stands, in a word and a sentence."""
    mark, number = row["mark"], row["number"]
    if mark == "not yet" and tests:
        raise Wrong(f"{number} is marked \"not yet\", and has a test: {tests[0]}")
    if not mark and not tests:
        raise Wrong(f"{number} has no test, and no mark that says why")
    shown = "<br>".join(f"`{test}`" for test in tests)
    if not mark:
        return "covered", shown
    return mark, row["why"] + (f"<br>{shown}" if shown else "")


def table(sections, tests):
    known = {row["number"] for _, rows in sections for row in rows}
    unknown = sorted(set(tests) - known)
    if unknown:
        raise Wrong(f"{tests[unknown[0]][0]} names a row that behaviours.txt does not have")
    counts = {"covered": 0, "different": 0, "not yet": 0}
    parts = []
    for title, rows in sections:
        parts.append(f"\n## {title}\n\n| row | what holds | here | by which test, or why |\n|---|---|---|---|\n")
        for row in rows:
            where, why = standing(row, tests.get(row["number"], []))
            counts[where] += 1
            star = " ★" if row["core"] == "*" else ""
            parts.append(f"| {row['number']}{star} | {row['holds']} | {where} | {why} |\n")
    head = ("# What holds\n\n"
            "What a runtime like asyncio has to hold, and where this one stands. ★ marks the core.\n"
            "Written by conformance.py from behaviours.txt and the names of the tests.\n\n"
            f"{counts['covered']} rows are covered by a test, {counts['different']} hold differently, "
            f"{counts['not yet']} do not hold yet.\n")
    return head + "".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, and say what is wrong")
    arguments = parser.parse_args()
    try:
        text = table(parse((HERE / "behaviours.txt").read_text()), tests_by_row(HERE))
    except Wrong as wrong:
        sys.exit(f"conformance: {wrong}")
    if not arguments.check:
        TABLE.write_text(text)
    elif not TABLE.exists() or TABLE.read_text() != text:
        sys.exit("conformance: conformance.md is out of date: run tests/runtime/conformance.py")


if __name__ == "__main__":
    main()
