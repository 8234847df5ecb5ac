"""The list of pages, as Doxygen's scripts show it: one way to each part of the site.

Doxygen lists the floors under a page of its own, and the sources under another one. Here the floors
stand under the page that begins the reference, and the sources under their list. Names are those
that a program says, without Huddle's namespace.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

REFERENCE, FLOORS, FILES = "reference.html", "modules.html", "files.html"
FIRST = re.compile(r'(?m)^    \[ "[^"]*", "([^"]*)", .*$')  # an entry of the first rank
SOURCES = re.compile(
    r'\[ "[^"]*", "files\.html", \[\n +\[ ("[^"]*", "files\.html", "\w+") \]\n +\] \]'
)
PLACE = re.compile(r'(?m)(?<=":)\[([\d,]+)\]')  # of a page in the list: its number in each rank


def mend(site: Path) -> None:
    """Mends the list of a site that has a reference."""
    path = site / "navtreedata.js"
    text = path.read_text(encoding="utf-8")
    first = [entry.group(1) for entry in FIRST.finditer(text)]
    if REFERENCE not in first or FLOORS not in first:
        return
    here, floors = first.index(REFERENCE), first.index(FLOORS)
    files = first.index(FILES) if FILES in first else -1
    entry, gone = (f'(?m)^    \\[ ("[^"]*", "{re.escape(name)}"), ' for name in (REFERENCE, FLOORS))
    below = re.search(gone + r'("\w+") \],\n', text)
    text = text.replace(below.group(), "")
    text = re.sub(entry + r"null \]", rf"    [ \1, {below.group(2)} ]", text)
    path.write_text(SOURCES.sub(r"[ \1 ]", text), encoding="utf-8")

    def moved(place: re.Match) -> str:
        numbers: List[int] = [int(number) for number in place.group(1).split(",")]
        if numbers[0] == files:
            del numbers[1:2]
        if numbers[0] == floors:
            numbers[0] = here
        elif numbers[0] > floors:
            numbers[0] -= 1
        return str(numbers).replace(" ", "")

    for path in site.glob("navtreeindex*.js"):
        path.write_text(PLACE.sub(moved, path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in site.glob("group__*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'(?m)^( +\[ ")huddle::', r"\1", text), encoding="utf-8")
    (site / FLOORS).unlink()  # nothing leads there
