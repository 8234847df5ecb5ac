#!/usr/bin/env python3
"""Two builds of the site are the same, byte for byte, wherever they lie.

    python3 docs/test_site.py --build build/dev --doxygen doxygen [--theme FOLDER]

The site of the build folder is there already; this makes a second one, in a place with another
name, and compares. Where ./course play has put a run into the first one, it lies in the second one's
place, too, before that is built.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

import build_site
import lesson
import recordings
from lesson import shown


def files(site: Path) -> Dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def differences(one: Path, other: Path) -> List[str]:
    """What is not the same in both, a sentence each."""
    here, there = files(one), files(other)
    found = [f"only one of them has {name}." for name in sorted(set(here) ^ set(there))]
    for name in sorted(set(here) & set(there)):
        if here[name] != there[name]:
            at = next(
                (at for at, pair in enumerate(zip(here[name], there[name])) if pair[0] != pair[1]),
                min(len(here[name]), len(there[name])),
            )
            line = here[name].count(b"\n", 0, at) + 1
            found.append(f"{name} differs from line {line} on.")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds the site again, and compares.")
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--doxygen", default="doxygen", help="the program")
    parser.add_argument("--theme", type=Path, help="the folder of doxygen-awesome-css")
    options = parser.parse_args()
    first = options.build.resolve() / "site"
    if not (first / "index.html").is_file():
        raise SystemExit(f"There is no site in {shown(first)}: build it first.")
    with tempfile.TemporaryDirectory(prefix="a-place-with-another-name-") as place:
        (Path(place) / "site").mkdir()
        shutil.copy(first / recordings.OWN_DATA, Path(place) / "site")
        build_site.build(
            lesson.ROOT, options.build.resolve(), options.doxygen, options.theme, Path(place)
        )
        found = differences(first, Path(place) / "site")
        count = len(files(first))
    for sentence in found:
        print(sentence, file=sys.stderr)
    if not found:
        print(f"Both builds have the same {count} files.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
