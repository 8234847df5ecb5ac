"""The way through the site: which page comes before and after, and where a page belongs.

Doxygen knows a tree of pages and no order to read them in. The links are put into its finished
pages: a trail above the title, and at the end the page before and the page after.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Dict, List, Tuple

Link = Tuple[str, str]  # the address, and what it is called

END = re.compile(r"(?:\s*</div>)+<!-- contents -->")
TITLE = re.compile(r'(?<=<div class="headertitle">)')
NAME = r"^(chapters/\w+/|huddle::)?(.*?)( [A-Z]\w+ File| \w+( Template)? Reference)?$"
FLOOR = re.compile(r'<div class="ingroups"><a class="el" href="([^"]*)">([^<]*)</a></div>')


def trail(above: List[Link], here: str) -> str:
    """Where a page belongs, from the first page down to itself."""
    links = "".join(f'<li><a href="{to}">{html.escape(name)}</a></li>' for to, name in above)
    own = f'<li aria-current="page">{html.escape(here)}</li>'
    return f'<nav class="trail" aria-label="You are here"><ol>{links}{own}</ol></nav>'


def neighbours(before: Link | None, after: Link | None) -> str:
    """The links at the end of a page."""

    def link(to: Link | None, rel: str, word: str) -> str:
        if to is None:
            return "<span></span>"
        name = f"<small>{word}</small>{html.escape(to[1])}"
        return f'<a rel="{rel}" href="{to[0]}">{name}</a>'

    links = link(before, "prev", "Previous") + link(after, "next", "Next")
    return f'<nav class="neighbours" aria-label="Before and after">{links}</nav>'


def put(site: Path, order: List[Link], above: Dict[str, List[Link]]) -> None:
    """Puts the links into the pages of `order`, and a trail into all that have something above."""
    names = dict(order)
    for at, (page, _) in enumerate(order):
        before = order[at - 1] if at > 0 else None
        after = order[at + 1] if at + 1 < len(order) else None
        insert(site / page, END, neighbours(before, after))
    for page, links in above.items():
        path = site / page
        title = re.search(r"<title>Huddle: (.*?)</title>", path.read_text(encoding="utf-8"))
        here = names.get(page) or re.sub(NAME, r"\2", html.unescape(title.group(1)))
        insert(path, TITLE, trail(links, here))


def floors(site: Path, top: List[Link]) -> Dict[str, List[Link]]:
    """What is above the reference's classes: their floors, which Doxygen names in small print."""
    above: Dict[str, List[Link]] = {}
    for path in sorted(site.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = FLOOR.search(text)
        if found:
            path.write_text(text[: found.start()] + text[found.end() :], encoding="utf-8")
            above[path.name] = top + [(found.group(1), html.unescape(found.group(2)))]
    return above


def insert(path: Path, place: re.Pattern, block: str) -> None:
    """Puts a block in front of a place that a page has once."""
    text = path.read_text(encoding="utf-8")
    found = place.search(text)
    if not found:
        raise SystemExit(f"{path} is not as Doxygen 1.9 writes it: it has no {place.pattern}.")
    at = found.start()
    path.write_text(text[:at] + block + text[at:], encoding="utf-8")
