"""What the site consists of: its pages in the order of the list, and the address of each source.

Doxygen names its source pages by rules of its own, and its list of pages is in the order of the
files' names; the texts know neither. So whoever links to something asks here.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Dict, List, Optional, Set, Tuple

import lesson
import reference
import rules
from lesson import Chapter

# Of the pages; others follow. The chapters come behind the course.
ORDER = """
    index course your-run glossary choosing cancellation blocking debugging reference dictionary
    benchmarks architecture contributing
""".split()
# Their parts are no entries in the list of pages.
FIRST_PAGES = {"mainpage", "course", "reference"}
SOURCES = {".hpp", ".cpp", ".py"}


class Site:
    """What the site consists of, and the address of each file in it."""

    def __init__(self, root: Path, out: Path):
        self.root, self.out = root.resolve(), out
        self.chapters = [each for each in lesson.chapters(self.root) if each.lesson.is_file()]
        # Whose demo a page plays: the text, its line, and at which moment it begins.
        self.players: List[Tuple[Path, int, Chapter, int]] = []
        self.museum: List[Tuple[Chapter, str]] = []  # bugs that are played beside their cures
        self.own_run = ""  # the page that plays a reader's own run
        self.links: List[Tuple[Path, int, str]] = []  # to a moment: the text, its line, where to
        self.names = reference.names(self.root)
        self.pages: Dict[Path, str] = {}  # the name of each text's page, in the order of the tree
        pages = (self.root / "docs").glob("*.md")
        for page in sorted(pages, key=lambda page: ((ORDER + [page.stem]).index(page.stem), page)):
            self.pages[page] = "mainpage" if page.stem == "index" else page.stem
        chapters = {each.lesson: page_of(each) for each in self.chapters}
        behind = next((at for at, name in enumerate(self.pages.values()) if name == "course"), -1)
        items = list(self.pages.items())
        self.pages = dict(items[: behind + 1]) | chapters | dict(items[behind + 1 :])
        # Without the exercises' starters: Doxygen 1.9 cannot tell them from chapter 7's task.hpp.
        self.sources = sorted(
            path
            for path in (self.root / "chapters").rglob("*")
            if path.suffix in SOURCES
            and "__pycache__" not in path.parts
            and not path.match("exercises/*/task.hpp")
        ) + sorted((self.root / "tests" / "pages").rglob("*.cpp"))
        spoken_of = self.root / "tests" / "course" / "echo_client.py"  # in chapter 5
        self.sources += [path for path in [spoken_of] if path.is_file()]
        self.sources += reference.headers(self.root)

    def source_page(self, path: Path) -> str:
        """Doxygen's name for a source page: the file's, and as much of its path as it takes."""
        same = [each for each in self.sources if each.name == path.name]
        name = path.name
        if len(same) > 1:
            common = os.path.commonpath([each.parent for each in same])
            name = str(path.relative_to(common))
        escaped = "".join({"_": "__", "/": "_2", ".": "_8"}.get(letter, letter) for letter in name)
        return escaped + "_source.html"

    def address(self, path: Path) -> Optional[str]:
        """Where a source is shown, if it is."""
        return self.source_page(path) if path in self.sources else None

    def own_code(self) -> Set[str]:
        """The pages whose code is the chapters' own: lessons and sources."""
        lessons = {f"{page_of(each)}.html" for each in self.chapters}
        chapters = self.root / "chapters"
        return lessons | {
            self.source_page(path) for path in self.sources if chapters in path.parents
        }

    def copied(self, path: Path) -> str:
        """The address of a file that is taken along as it is, such as a picture."""
        relative = Path("files") / path.relative_to(self.root)
        target = self.out / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        return relative.as_posix()


def page_of(chapter: Chapter) -> str:
    return f"chapter{chapter.number}"


def anchor(page: str, title: str) -> str:
    """The name of a heading within the whole site."""
    return f"{page}-{rules.slug(title)}"


def title_of(path: Path) -> str:
    return lesson.read_document(path).headings[0].title.replace("`", "")


def summary_of(path: Path) -> str:
    """The sentence below a lesson's title."""
    prose = lesson.read_document(path).prose
    return next(text for _, text in prose if text.strip() and not text.startswith("#"))
