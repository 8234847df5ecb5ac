#!/usr/bin/env python3
"""Follows every link of the built site: dead links, missing anchors, missing pictures.

    python3 docs/links.py build/dev/site

Only relative links are followed. The site is read as files, the way a browser reads it from
file://, so a link that begins with / is dead, too.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Dict, List, Set, Tuple
from urllib.parse import unquote

from lesson import Problem, shown


@dataclass
class Page:
    anchors: Set[str] = field(default_factory=set)
    links: List[Tuple[int, str, str]] = field(default_factory=list)  # line, what kind, where to


class Reader(HTMLParser):
    """Collects what can be linked to in a page, and what it links to."""

    def __init__(self, page: Page):
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attributes: List[Tuple[str, str]]) -> None:
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.page.anchors.add(value or "")
            elif name in ("href", "src"):
                kind = "picture" if tag == "img" else "link" if tag == "a" else tag
                self.page.links.append((self.getpos()[0], kind, value or ""))


def read(path: Path) -> Page:
    page = Page()
    Reader(page).feed(path.read_text(encoding="utf-8", errors="replace"))
    return page


def check(site: Path) -> Tuple[List[Problem], int]:
    """What is dead, and how many links there are."""
    pages: Dict[Path, Page] = {path.resolve(): read(path) for path in sorted(site.rglob("*.html"))}
    problems, followed = [], 0
    for path, page in pages.items():
        for line, kind, address in page.links:
            if re.match(r"(?:https?|mailto|data|javascript):", address):
                continue
            followed += 1
            name, _, fragment = unquote(address).partition("#")
            target = (path.parent / name.partition("?")[0]).resolve() if name else path
            fragment = re.sub(r"^(ch\d+)@\d+$", r"\1", fragment)  # a moment of a player
            if not address or not target.is_file() or name.startswith("/"):
                problems.append(
                    Problem(path, line, f"this {kind} is dead: {address or 'it has no address'}")
                )
            elif fragment and target in pages and fragment not in pages[target].anchors:
                problems.append(
                    Problem(
                        path,
                        line,
                        f"this {kind} is dead: {shown(target)} has no anchor #{fragment}",
                    )
                )
    return problems, followed


def main() -> int:
    parser = argparse.ArgumentParser(description="Follows every link of the built site.")
    parser.add_argument("site", type=Path, help="the folder of the site")
    site = parser.parse_args().site
    if not (site / "index.html").is_file():
        raise SystemExit(
            f"There is no site in {shown(site)}. Build it: cmake --build build/dev --target site"
        )
    problems, followed = check(site)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{followed} links lead somewhere.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
