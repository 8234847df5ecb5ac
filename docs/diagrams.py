#!/usr/bin/env python3
"""The diagrams: docs/diagrams/NAME.svg, drawn by dot from NAME.dot beside it.

    python3 docs/diagrams.py           fails when one is not drawn from its source as it is now
    python3 docs/diagrams.py --write   draws them anew, with Graphviz

What dot draws in black on white gets its colours from classes. As a picture of its own it brings
them along, for light and dark; a page of the site has them in its style sheet.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import List

import lesson
from lesson import Problem, shown

FOLDER = "docs/diagrams"
STYLE = """<style>
svg { color: #24313f; --surface: #f5f7fa; --line: #8796a5; --task: #1368b3; --wait: #a05a00;
 --end: #3d7a46; }
@media (prefers-color-scheme: dark) { svg { color: #d8e1ea; --surface: #232c37; --line: #7b8a99;
 --task: #7db8f0; --wait: #e6ac5c; --end: #85c78f; } }
text { fill: currentColor; font-family: Helvetica, Arial, sans-serif; }
path { fill: none; stroke: var(--line); } .edge polygon { fill: var(--line); }
.node path { fill: var(--surface); stroke-width: 1.4; }
.task path, .frame path { stroke: var(--task); } .waiter path { stroke: var(--wait); }
.end path { stroke: var(--end); } .question path { stroke-dasharray: 2 3; }
</style>"""


def sources(root: Path) -> List[Path]:
    return sorted((root / FOLDER).glob("*.dot"))


def mark(source: Path) -> str:
    """What a drawing carries, to be known as its source's."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def drawn(source: Path) -> str:
    """The drawing, by dot, without its colours and tooltips, and without names."""
    made = subprocess.run(
        ["dot", "-Tsvg", str(source)], capture_output=True, text=True, check=True
    ).stdout
    width, height = re.search(r'<svg width="(\d+)pt" height="(\d+)pt"', made).groups()
    body = made[made.index("<g ") : made.rindex("</svg>")]
    body = re.sub(r"<!--.*?-->\n?|<title>.*?</title>\n?|<polygon fill=\"white\".*?/>\n?", "", body)
    body = re.sub(r' (?:id|fill|stroke|font-family)="[^"]*"', "", body)
    body = re.sub(r'font-size="(\d+)\.00"', r'font-size="\1"', body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" data-source="{mark(source)}">\n'
        f"{STYLE}\n{body.strip()}\n</svg>\n"
    )


def inlined(drawing: Path, text: str) -> str:
    """A drawing as a part of a page, which says `text` to those who do not see it."""
    svg = drawing.read_text(encoding="utf-8").replace(STYLE + "\n", "")
    svg = svg.replace('role="img"', f'role="img" aria-label="{html.escape(text)}"', 1)
    return f'<figure class="diagram">{svg.strip()}</figure>'.replace("\n", " ")


def check(root: Path) -> None:
    for source in sources(root):
        drawing = source.with_suffix(".svg")
        known = drawing.read_text(encoding="utf-8") if drawing.is_file() else ""
        if f'data-source="{mark(source)}"' not in known or STYLE not in known:
            raise Problem(
                drawing, 1, f"it is not drawn from {source.name} as that is now: "
                "python3 docs/diagrams.py --write"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks or draws the diagrams.")
    parser.add_argument("--write", action="store_true", help="draws them anew")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        if options.write:
            for source in sources(options.root):
                source.with_suffix(".svg").write_text(drawn(source), encoding="utf-8")
        check(options.root)
    except Problem as problem:
        raise SystemExit(str(problem))
    print(f"{len(sources(options.root))} diagrams are drawn from their sources.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
