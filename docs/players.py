"""The players in the finished pages: each demo is recorded once, and put where its place is kept.

Doxygen would harm what a player is made of. So a page has an empty box while Doxygen reads it, and
the recording comes afterwards. Links to a moment are checked against the recording.
"""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import recordings
from lesson import Problem
from site_map import Site


def place(name: str) -> str:
    """Where a player comes, once Doxygen is done."""
    return f'<div class="player" data-player="{name}"></div>'


def put(site: Site, build_folder: Path) -> None:
    """Records the demos, and puts each recording into the page where its player stands."""
    folder = Path(__file__).resolve().parent / "player"
    recordings.write_scripts(folder, site.out)
    played: Dict[str, recordings.Recording] = {}
    for path, line, chapter, at in site.players:
        name = chapter.target
        if name not in played:
            played[name] = recordings.record(chapter, build_folder)
        _require_moment(played[name], path, line, at)
        _into(site, path, name, recordings.block(played[name], at))
    for chapter, bug in site.museum:
        pair = recordings.record_beside(chapter, build_folder, bug)
        _into(site, chapter.lesson, bug, recordings.beside(*pair))
    if site.own_run:
        path = next(path for path, name in site.pages.items() if name == site.own_run)
        _into(site, path, "your run", recordings.own_run(list(played.values())))
    for path, line, link in site.links:
        name, moment = recordings.LINK.match(link).groups()
        if not any(text == path and each.target == name for text, _, each, _ in site.players):
            raise Problem(path, line, f"this link is dead: no {name} is played on this page.")
        _require_moment(played[name], path, line, int(moment))


def _require_moment(recording: recordings.Recording, path: Path, line: int, moment: int) -> None:
    count = recordings.moments_of(recording.events)
    if not 1 <= moment <= count:
        raise Problem(path, line, f"this link is dead: {recording.id} has {count} moments.")


def _into(site: Site, path: Path, name: str, block: str) -> None:
    """Puts a player into the page of a text."""
    name_of_page = "index" if site.pages[path] == "mainpage" else site.pages[path]
    page = site.out / f"{name_of_page}.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(place(name), block), encoding="utf-8")
