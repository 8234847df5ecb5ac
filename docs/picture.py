#!/usr/bin/env python3
"""The picture of a chapter's run: docs/images/chapter-1.svg, a terminal with the demo's real lines.

    python3 docs/picture.py           fails when the picture is stale
    python3 docs/picture.py --write   draws it anew

It is text in an SVG, so it is sharp at any size, and it brings its own dark window, so it reads on
light and dark pages alike.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import List
from xml.sax.saxutils import escape

import lesson
from lesson import Problem, shown

COMMAND = "./course run 1"
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
WIDTH, LINE, SIZE = 660, 20, 14  # pixels: of the window, from line to line, of the letters
BAR, MARGIN = 36, 20  # pixels: the title bar, and around the text
BACK, EDGE, TITLE, TEXT, PROMPT, VALUE = (
    "#151a23",
    "#2f3947",
    "#8b98a9",
    "#dbe3ee",
    "#7fd1ae",
    "#8ab8f5",
)


def draw(output: List[str]) -> str:
    """The SVG of a terminal in which the command has printed these lines."""
    rows = [_row(0, f'<tspan fill="{PROMPT}">$</tspan> {escape(COMMAND)}')]
    for number, line in enumerate(output, 1):
        # What a body prints stands at the margin, the values it hands out are indented.
        text = escape(line)
        rows.append(
            _row(number, f'<tspan fill="{VALUE}">{text}</tspan>' if line.startswith("  ") else text)
        )
    rows.append(
        _row(len(output) + 1, f'<tspan fill="{PROMPT}">$</tspan> <tspan fill="{TITLE}">█</tspan>')
    )
    height = BAR + 2 * MARGIN + LINE * len(rows) - 6
    lights = "".join(
        f'<circle cx="{22 + 20 * at}" cy="{BAR / 2:g}" r="6" fill="{color}"/>'
        for at, color in enumerate(("#f2766b", "#f0be5e", "#69c37a"))
    )
    lines = "\n".join(rows)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"
 viewBox="0 0 {WIDTH} {height}" role="img">
<title>A terminal: {escape(COMMAND)} prints what three generators do</title>
<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="10"
 fill="{BACK}" stroke="{EDGE}"/>
<path d="M0.5 {BAR}.5H{WIDTH - 0.5}" stroke="{EDGE}"/>
{lights}
<text x="{WIDTH / 2:g}" y="{BAR / 2 + 4:g}" fill="{TITLE}" font-family="{escape(FONT)}"
 font-size="12" text-anchor="middle">huddle</text>
<g font-family="{escape(FONT)}" font-size="{SIZE}" fill="{TEXT}" xml:space="preserve">
{lines}
</g>
</svg>
"""


def _row(number: int, text: str) -> str:
    y = BAR + MARGIN + SIZE + LINE * number - 4
    return f'<text x="{MARGIN}" y="{y}" xml:space="preserve">{text}</text>'


def main() -> int:
    parser = argparse.ArgumentParser(description="Draws the run of chapter 1.")
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--check", action="store_true", help="fail when the picture is stale (default)"
    )
    action.add_argument("--write", action="store_true", help="draw it anew")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()

    output = lesson.chapters(options.root, [1])[0].folder / "demo.out"
    picture = options.root / "docs" / "images" / "chapter-1.svg"
    wanted = draw(output.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    if options.write:
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(wanted, encoding="utf-8")
        print(f"{shown(picture)} is drawn.")
        return 0
    if not picture.is_file():
        print(
            Problem(picture, 1, "there is no picture. Draw it: python3 docs/picture.py --write"),
            file=sys.stderr,
        )
        return 1
    drawn = picture.read_text(encoding="utf-8")
    if drawn != wanted:
        pairs = zip(drawn.split("\n"), wanted.split("\n"))
        line = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 1)
        print(
            Problem(
                picture,
                line,
                f"the picture does not show what {shown(output)} holds. "
                "Draw it anew: python3 docs/picture.py --write",
            ),
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
