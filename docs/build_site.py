#!/usr/bin/env python3
"""Builds the site: prepares the pages for Doxygen, runs it, and fails on any warning of its.

    cmake --build build/dev --target site     ends with the page build/dev/site/index.html

The texts are written for readers of the repository. Doxygen needs them a little different: headings
with an explicit name, links to lessons as references and links to sources as its own source pages,
fences with its names of languages, and no markers. The changed copies lie in BUILD/site-src.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional, Set, Tuple
from urllib.parse import unquote

import access
import declarations
import diagrams
import excerpts
import exercises
import lesson
import recordings
import reference
import rules
import search
import tree
import way
from lesson import Chapter, Document, Problem, shown

# Of the pages; others follow. The chapters come behind the course.
ORDER = """
    index course your-run glossary choosing cancellation blocking debugging reference dictionary
    benchmarks architecture contributing
""".split()
# Their parts are no entries in the list of pages.
FIRST_PAGES = {"mainpage", "course", "reference"}
SOURCES = {".hpp", ".cpp", ".py"}
THEME = [
    "doxygen-awesome.css",
    "doxygen-awesome-sidebar-only.css",
    "doxygen-awesome-sidebar-only-darkmode-toggle.css",
]
STYLES = ["huddle", "book", "reference", "search", "access", "print"]
HEADER_END = "</div>\n<!--END TITLEAREA-->\n"
HEADER = """\
<div class="find" role="search">
 <button type="button" id="pages-button" aria-expanded="false"
  aria-controls="side-nav">Pages</button>
 <div id="MSearchBox"><input type="search" id="find" data-root="$relpath^" placeholder="Search"
  role="combobox" aria-label="Search" aria-autocomplete="list" aria-expanded="false"
  aria-controls="found" autocomplete="off" spellcheck="false"/></div>
</div>
<div id="found" role="listbox" aria-label="What the search finds" hidden></div>
"""
SCRIPTS = {  # of the theme, and how a page starts them
    "doxygen-awesome-darkmode-toggle.js": "DoxygenAwesomeDarkModeToggle.init()",
    "doxygen-awesome-fragment-copy-button.js": "DoxygenAwesomeFragmentCopyButton.init()",
    "doxygen-awesome-paragraph-link.js": "DoxygenAwesomeParagraphLink.init()",
    "doxygen-awesome-interactive-toc.js": "DoxygenAwesomeInteractiveToc.init()",
}


# --- Where links lead ----------------------------------------------------------------------------


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


def player_place(name: str) -> str:
    return f'<div class="player" data-player="{name}"></div>'


def page_of(chapter: Chapter) -> str:
    return f"chapter{chapter.number}"


def anchor(page: str, title: str) -> str:
    """The name of a heading within the whole site."""
    return f"{page}-{rules.slug(title)}"


# --- From a text to a page of Doxygen's ----------------------------------------------------------


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
            return player_place("your run")
        if bug:
            self.site.museum.append((own[0], bug))
            return player_place(bug)
        self.site.players.append((self.path, number, own[0], int(at or 1)))
        return player_place(own[0].target)


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


def title_of(path: Path) -> str:
    return lesson.read_document(path).headings[0].title.replace("`", "")


def summary_of(path: Path) -> str:
    """The sentence below a lesson's title."""
    prose = lesson.read_document(path).prose
    return next(text for _, text in prose if text.strip() and not text.startswith("#"))


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


# --- Doxygen -------------------------------------------------------------------------------------


def header(doxygen: str, pages: Path, scripts: List[str]) -> Path:
    """Doxygen's own header of a page, with the theme's scripts."""
    path = pages / "header.html"
    discarded = [str(pages / "footer.html"), str(pages / "style.css")]
    subprocess.run(
        [doxygen, "-w", "html", str(path)] + discarded,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=pages,
    )
    text = path.read_text(encoding="utf-8")
    names = [access.TABS] + scripts
    lines = [f'<script type="text/javascript" src="$relpath^{name}"></script>' for name in names]
    lines += [f'<script type="text/javascript">{SCRIPTS[name]}</script>' for name in scripts]
    text = text.replace("</head>", "\n".join(lines) + "\n</head>")
    if HEADER_END not in text:
        raise SystemExit(f"Doxygen's header is not as 1.9 writes it: it has no {HEADER_END}.")
    path.write_text(text.replace(HEADER_END, HEADER_END + HEADER), encoding="utf-8")
    return path


def doxyfile(site: Site, pages: Path, doxygen: str, theme: Optional[Path]) -> Path:
    here = Path(__file__).resolve().parent
    scripts = [name for name in SCRIPTS if theme]
    styles = [theme / name for name in THEME] if theme else []
    values = {
        "output": site.out,
        "root": site.root,
        "pages": pages,
        "input": _quoted([pages] + site.sources),
        "runtime": site.root / reference.HEADERS,
        "layout": reference.layout(doxygen, pages),
        "warnings": pages / "warnings.txt",
        "header": _quoted([header(doxygen, pages, scripts)]),
        "stylesheets": _quoted(
            styles
            + [here / "theme" / f"{name}.css" for name in STYLES]
            + [here / "player" / "player.css"]
        ),
        "scripts": _quoted(
            [theme / name for name in scripts if theme]
            + [here / "theme" / name for name in access.SCRIPTS + [access.TABS]]
        ),
    }
    text = (here / "Doxyfile.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    version = subprocess.run(
        [doxygen, "--version"], capture_output=True, text=True, check=True
    ).stdout
    if [int(part) for part in re.findall(r"\d+", version)[:3]] >= [1, 9, 5]:
        text += "HTML_COLORSTYLE = LIGHT\n"  # the theme brings its own dark mode
    path = pages / "Doxyfile"
    path.write_text(text, encoding="utf-8")
    return path


def _quoted(paths: List[Path]) -> str:
    return " ".join(f'"{path}"' for path in paths)


def build(
    root: Path,
    build_folder: Path,
    doxygen: str,
    theme: Optional[Path],
    place: Optional[Path] = None,
) -> None:
    """Builds the site into `place`, or else into the build folder."""
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
    settings = doxyfile(site, pages, doxygen, theme)
    ended = subprocess.run([doxygen, str(settings)], cwd=pages).returncode
    complaints = reference.complaints(pages / "warnings.txt")
    if ended != 0 or complaints:
        print("\n".join(complaints), file=sys.stderr)
        raise SystemExit(
            "Doxygen does not like the site: see its lines above. "
            f"The pages that it read are in {shown(pages)}."
        )
    reference.put_links(out, pages)
    tree.mend(out)
    declarations.mend(out)
    access.mend(out, site.own_code())
    put_players(site, build_folder)
    put_way(site)


def put_way(site: Site) -> None:
    """Puts into each page where it belongs, and into those that are read what comes next."""
    chapters = {each.lesson: each for each in site.chapters}
    start, course = ("index.html", "Huddle"), ("course.html", "The course")
    order: List[way.Link] = []
    above: Dict[str, List[way.Link]] = {}
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
        above.update(way.floors(site.out, [start, order[at]]))
    way.put(site.out, order, above)
    search.write(site.out, order, site.out.parent / "site-src" / "tags.xml")


def put_players(site: Site, build_folder: Path) -> None:
    """Records the demos, and puts each recording into the page where its player stands."""
    folder = Path(__file__).resolve().parent / "player"
    recordings.write_scripts(folder, site.out)
    played: Dict[str, recordings.Recording] = {}
    for path, line, chapter, at in site.players:
        name = chapter.target
        if name not in played:
            played[name] = recordings.record(chapter, build_folder)
        require_moment(played[name], path, line, at)
        put(site, path, name, recordings.block(played[name], at))
    for chapter, bug in site.museum:
        pair = recordings.record_beside(chapter, build_folder, bug)
        put(site, chapter.lesson, bug, recordings.beside(*pair))
    if site.own_run:
        path = next(path for path, name in site.pages.items() if name == site.own_run)
        put(site, path, "your run", recordings.own_run(list(played.values())))
    for path, line, link in site.links:
        name, moment = recordings.LINK.match(link).groups()
        if not any(text == path and each.target == name for text, _, each, _ in site.players):
            raise Problem(path, line, f"this link is dead: no {name} is played on this page.")
        require_moment(played[name], path, line, int(moment))


def require_moment(recording: recordings.Recording, path: Path, line: int, moment: int) -> None:
    count = recordings.moments_of(recording.events)
    if not 1 <= moment <= count:
        raise Problem(path, line, f"this link is dead: {recording.id} has {count} moments.")


def put(site: Site, path: Path, name: str, block: str) -> None:
    """Puts a player into the page of a text."""
    name_of_page = "index" if site.pages[path] == "mainpage" else site.pages[path]
    page = site.out / f"{name_of_page}.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(player_place(name), block), encoding="utf-8")


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
