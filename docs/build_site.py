#!/usr/bin/env python3
"""Builds the site: prepares the pages for Doxygen, runs it, and fails on any warning of its.

    cmake --build build/dev --target site     ends with the page build/dev/site/index.html

site_map.py knows what there is, page.py prepares a text, doxygen.py runs Doxygen. What it made is
mended, and then the players and the links from page to page are put in. The changed copies of the
texts lie in BUILD/site-src.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Optional

import access
import declarations
import doxygen
import lesson
import players
import recordings
import reference
import search
import tree
import way
from lesson import Problem
from page import Page
from site_map import Site


def build(
    root: Path,
    build_folder: Path,
    program: str,
    theme: Optional[Path],
    place: Optional[Path] = None,
) -> None:
    """Builds the site into `place`, or else into the build folder, with the `program` doxygen."""
    place = place or build_folder
    pages, out = place / "site-src", place / "site"
    own_run = recordings.readers_run(out)
    for folder in (pages, out):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    (out / recordings.OWN_DATA).write_text(own_run, encoding="utf-8")
    site = Site(root, out)
    for number, (path, name) in enumerate(site.pages.items()):
        # Doxygen's tree of pages is in the order of the files' names.
        (pages / f"{number:02}-{name}.md").write_text(Page(site, path).text(), encoding="utf-8")
    reference.prepare(root, pages)
    doxygen.run(site, pages, program, theme)
    reference.put_links(out, pages)
    tree.mend(out)
    declarations.mend(out)
    access.mend(out, site.own_code())
    players.put(site, build_folder)
    order = way.put(site)
    search.write(out, order, pages / "tags.xml")


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds the site into BUILD/site.")
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--doxygen", default="doxygen", help="the program")
    parser.add_argument("--theme", type=Path, help="the folder of doxygen-awesome-css")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        build(options.root, options.build.resolve(), options.doxygen, options.theme)
    except Problem as problem:
        raise SystemExit(str(problem))
    print(f"The site is built: {options.build.resolve() / 'site' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
