"""The way through the site: which page comes before and after, and where a page belongs.

Doxygen knows a tree of pages and no order to read them in. The links are put into its finished
pages: a trail above the title, and at the end the page before and the page after.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Dict, List, Tuple

import reference
from site_map import Site, page_of, title_of

Link = Tuple[str, str]  # the address, and what it is called

END = re.compile(r"(?:\s*</div>)+<!-- contents -->")
TITLE = re.compile(r'(?<=<div class="headertitle">)')
NAME = r"^(chapters/\w+/|huddle::)?(.*?)( [A-Z]\w+ File| \w+( Template)? Reference)?$"
FLOOR = re.compile(r'<div class="ingroups"><a class="el" href="([^"]*)">([^<]*)</a></div>')


def put(site: Site) -> List[Link]:
    """Puts into each page where it belongs, and into those that are read what comes next.

    Returns those, in the order in which they are read.
    """
    chapters = {each.lesson: each for each in site.chapters}
    start, course = ("index.html", "Huddle"), ("course.html", "The course")
    order: List[Link] = []
    above: Dict[str, List[Link]] = {}
    for path, name in site.pages.items():
        link = (start[0] if name == "mainpage" else f"{name}.html", title_of(path))
        if path in chapters:
            above[link[0]] = [start, course]
        elif link != start:
            above[link[0]] = [start]
        order.append(link)
    for path in site.sources:
        chapter = next((each for each in site.chapters if each.folder in path.parents), None)
        if chapter:
            lesson_page = (f"{page_of(chapter)}.html", title_of(chapter.lesson))
            above[site.source_page(path)] = [start, course, lesson_page]
    floors = [(f"group__{group}.html", title) for group, title in reference.titles()]
    at = next((at for at, (page, _) in enumerate(order) if page == "reference.html"), None)
    if at is not None:
        order[at + 1 : at + 1] = floors
        above.update({page: [start, order[at]] for page, _ in floors})
        above.update(_floors(site.out, [start, order[at]]))
    _put(site.out, order, above)
    return order


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


def _put(site: Path, order: List[Link], above: Dict[str, List[Link]]) -> None:
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


def _floors(site: Path, top: List[Link]) -> Dict[str, List[Link]]:
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
