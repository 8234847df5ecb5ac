"""A text on its way to Doxygen.

The texts are written for readers of the repository. Doxygen needs them a little different: headings
with an explicit name, links to lessons as references and links to sources as its own source pages,
fences with its names of languages, and no markers.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import List, Optional
from urllib.parse import unquote

import diagrams
import excerpts
import exercises
import lesson
import players
import recordings
import reference
from lesson import Chapter, Document, Problem, shown
from site_map import FIRST_PAGES, Site, anchor, page_of, summary_of


class Page:
    """One text on its way to Doxygen."""

    def __init__(self, site: Site, path: Path):
        self.site, self.path, self.name = site, path, site.pages[path]
        self.document: Document = lesson.read_document(path)
        if self.document.problems:
            raise self.document.problems[0]

    def text(self) -> str:
        fences = {fence.line: fence for fence in self.document.fences}
        prose = dict(self.document.prose)
        lines: List[str] = []
        number = 1
        beside: Optional[re.Match] = None  # the comment that says what the next fence is a twin of
        while number <= len(self.document.lines):
            fence, line = fences.get(number), self.document.lines[number - 1]
            if fence and beside:
                lines += excerpts.twins(self.document, beside, fence, self.site.address)
                beside = None
            elif fence:
                lines += excerpts.fenced(self.document, fence, self.site.address)
            elif number in prose:
                lines += self._prose(number, prose[number])
            elif line.strip() == "<!-- chapters -->":
                lines += list_of_chapters(self.site)
            elif played := recordings.MARKER.match(line):
                place = self._player(number, *played.groups())
                lines += ["", f"@htmlonly[block]{place}@endhtmlonly", ""]
            elif line.strip() == "<!-- floors -->":
                lines += reference.list_of_floors()
            elif named := excerpts.BESIDE.match(line):
                beside = named
                if not any(at in fences for at in (number + 2, number + 3)):
                    raise Problem(self.path, number, "no fence follows to stand beside this.")
            number += len(fence.body) + 2 if fence else 1
        title = next(at for at, line in enumerate(lines) if line.startswith("# "))
        if self.name not in FIRST_PAGES and sum(line.startswith("## ") for line in lines) >= 4:
            lines[title + 1 : title + 1] = ["", "[TOC]", ""]
        if self.chapter:
            lines += exercises.programs(self.chapter, self.site.sources, self.site.source_page)
        return "\n".join(lines) + "\n"

    @property
    def chapter(self) -> Optional[Chapter]:
        return next((each for each in self.site.chapters if each.lesson == self.path), None)

    def _prose(self, number: int, line: str) -> List[str]:
        section = self.document.section(number, 2)
        exercise = exercises.ITEM.match(line)
        if self.chapter and exercise and section and section.title.endswith("Exercises"):
            return exercises.shown_on_site(
                self.chapter, exercise, number, self._line, self.site.source_page
            )
        return [self._line(number, line)]

    def _line(self, number: int, line: str) -> str:
        heading = re.match(r"(#{1,6}) +(.*?)\s*$", line)
        if heading:
            marks, title = heading.groups()
            name = self.name if marks == "#" else anchor(self.name, title)
            if marks == "##" and self.name in FIRST_PAGES:
                return f'\n@htmlonly[block]<h2 id="{name}">{html.escape(title)}</h2>@endhtmlonly\n'
            plain = re.sub(r"[`*]", "", title).replace("<", "\\<").replace(">", "\\>")
            return f"{marks} {plain} {{#{name}}}"
        details = re.match(
            r"\s*(</?details>|<summary>.*</summary>|<details>\s*<summary>.*</summary>)\s*$", line
        )
        if details:
            markup = re.sub(
                r"`([^`]+)`", lambda m: f"<code>{html.escape(m.group(1))}</code>", details.group(1)
            )
            return f"\n@htmlonly[block]{markup}@endhtmlonly\n"
        # Code spans and links are set aside, untouched by what follows, and put back at the end.
        aside: List[str] = []

        def keep(text: str) -> str:
            aside.append(text)
            return f"\0{len(aside) - 1}\0"

        in_table = line.lstrip().startswith("|")
        named = self.name in reference.LINKING
        asyncio = line.find("|", 1) if in_table else -1  # its column of the dictionary
        line = re.sub(
            r"(`+).+?\1(?!`)",
            lambda m: keep(
                reference.linked(m.group(0), self.site.names)
                if named and m.start() > asyncio
                else self._source(m.group(0)) or _code_span(m.group(0), in_table)
            ),
            line,
        )
        line = re.sub(
            r"!\[([^\]]*)\]\(([^)\s]+)\)", lambda m: keep(self._image(number, *m.groups())), line
        )
        line = re.sub(
            r"\[([^\]]*)\]\(([^)\s]+)\)", lambda m: keep(self._link(number, *m.groups())), line
        )
        # What is a command to Doxygen is text here.
        line = re.sub(r"@(?=\w)|\\(?=\w)|#(?=\w)|%(?=\w)", lambda m: "\\" + m.group(0), line)
        while "\0" in line:
            line = re.sub(r"\0(\d+)\0", lambda m: aside[int(m.group(1))], line)
        return line

    def _source(self, span: str) -> Optional[str]:
        """A code span that names a source of the chapter, or of the whole project: a link to it."""
        name = span.strip("`")
        if not re.fullmatch(r"[\w/-]+\.(hpp|cpp|py)", name):
            return None
        for folder in (self.path.parent, self.site.root):
            address = self.site.address((folder / name).resolve())
            if address:
                return keep_plain(address, name)
        return None

    def _link(self, number: int, text: str, target: str) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            return f"[{text}]({target})"
        if recordings.LINK.match(target):
            self.site.links.append((self.path, number, target))
            return f'<a href="{target}">{text}</a>'
        name, _, fragment = target.partition("#")
        path = (self.path.parent / unquote(name)).resolve() if name else self.path
        if not path.exists():
            raise Problem(self.path, number, f"this link is dead: there is no {shown(path)}.")
        if path.is_dir():
            path = path / "README.md"
        if path in self.site.pages:
            page = self.site.pages[path]
            if fragment and page in FIRST_PAGES:
                file = "index" if page == "mainpage" else page
                return f'<a href="{file}.html#{page}-{fragment}">{text}</a>'
            return f"[{text}](@ref {page + '-' + fragment if fragment else page})"
        if path in self.site.sources:
            return f'<a href="{self.site.source_page(path)}">{text}</a>'
        if path.is_file():
            return f'<a href="{self.site.copied(path)}">{text}</a>'
        return text  # a folder without a page of its own

    def _image(self, number: int, text: str, target: str) -> str:
        if re.match(r"[a-z]+:", target):
            return f'<img src="{target}" alt="{html.escape(text)}"/>'
        path = (self.path.parent / unquote(target)).resolve()
        if not path.is_file():
            raise Problem(self.path, number, f"there is no picture {shown(path)}.")
        if path.parent == self.site.root / diagrams.FOLDER:
            return f"@htmlonly[block]{diagrams.inlined(path, text)}@endhtmlonly"
        return f'<img src="{self.site.copied(path)}" alt="{html.escape(text)}"/>'

    def _player(
        self, number: int, elsewhere: Optional[str], at: Optional[str], bug: Optional[str]
    ) -> str:
        """Where a player comes, once Doxygen is done."""
        own = [each for each in self.site.chapters if each.lesson == self.path]
        if elsewhere:
            own = [each for each in self.site.chapters if each.number == int(elsewhere)]
            if not own:
                raise Problem(self.path, number, f"there is no chapter {elsewhere} to play.")
        if not own:
            self.site.own_run = self.name
            return players.place("your run")
        if bug:
            self.site.museum.append((own[0], bug))
            return players.place(bug)
        self.site.players.append((self.path, number, own[0], int(at or 1)))
        return players.place(own[0].target)


def keep_plain(address: str, name: str) -> str:
    """A link to a source, of whose name Doxygen makes no other link."""
    return f'<a href="{address}"><code>%{name}</code></a>'


def _code_span(span: str, in_table: bool) -> str:
    """A code span as Doxygen shows it unharmed: a | in a table would end the cell.

    Nor does it become a link: Doxygen would take a chapter's `run()` for the runtime's.
    """
    if re.fullmatch(r"`[\w.:]+\(\)`", span):
        return f"<code>%{span[1:-1]}</code>"
    if not in_table or "|" not in span:
        return span
    inner = html.escape(span.strip("`").replace("\\|", "|")).replace("|", "\\|")
    return f"<code>{inner}</code>"


def list_of_chapters(site: Site) -> List[str]:
    lines = ["", '@htmlonly[block]<div class="chapters">@endhtmlonly', ""]
    for chapter in site.chapters:
        lines += [
            f"- @subpage {page_of(chapter)}",
            "",
            f"  {Page(site, chapter.lesson)._line(0, summary_of(chapter.lesson))}",
            "",
        ]
    return lines + ["@htmlonly[block]</div>@endhtmlonly", ""]
