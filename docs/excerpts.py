"""Code in a page of the site: where it comes from, its lines' numbers, and its twin in Python.

A fence of a page says in its marker which file it is copied from; on the site that file is a link
above the code. A step's link says that it leads to the finished file. Lines have numbers where the
text speaks of them. A lesson that shows Python can name what it is the twin of, in a comment of its
own before the fence, which only the site reads:

    <!-- beside: demo.cpp#numbers -->
    <!-- beside: driver.hpp "class Driver {" to "};" -->
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Callable, List, Optional

import lesson
from lesson import Code, Document, Edit, Fence, Output, Problem, Shows, Words

BESIDE = re.compile(r'\s*<!-- beside: ([\w./]+)(?:#(.+)| "(.+)" to "(.+)") -->\s*$')
LANGUAGES = {"cpp": ".cpp", "c++": ".cpp", "python": ".py", "py": ".py", "cmake": ".unparsed"}
NAMES = {".cpp": "C++", ".hpp": "C++", ".py": "Python"}
WIDTH = 100  # letters that a line of code has room for
WIDE = {"command": "command", "illustration": "drawing"}  # classes of what is wider
SPOKEN = re.compile(r"\blines? (\d+)|[\w/]+\.[ch]pp:(\d+)")

Address = Callable[[Path], Optional[str]]  # of a source's page, if it has one


def markup(text: str) -> str:
    return f"@htmlonly[block]{text}@endhtmlonly"


def source(fence: Fence) -> Optional[Path]:
    """The file that a fence is from, or the program that prints it."""
    marker, folder = fence.marker, fence.path.parent
    if isinstance(marker, (Code, Edit)):
        return folder / marker.file
    if isinstance(marker, (Output, Shows)):
        name = marker.program if isinstance(marker, Output) else marker.bug
        places = [name, f"{name}.cpp", str(Path(name).parent / "demos" / f"{Path(name).name}.cpp")]
        return next((folder / place for place in places if (folder / place).is_file()), None)
    return None


def fenced(document: Document, fence: Fence, address: Address) -> List[str]:
    """A fence as Doxygen reads it, with what belongs above it."""
    language = LANGUAGES.get(fence.language, ".unparsed")
    block = ["~~~~{" + language + "}"] + fence.body + ["~~~~"]
    path = source(fence)
    above = []
    if path and isinstance(fence.marker, Edit):
        above = ["", markup(caption_of_step(path, address)), ""]
    elif path:
        above = ["", markup(caption(path, address, _said(fence))), ""]
    first = first_line(document, fence)
    if first is not None:
        opening = f'<div class="numbered" style="counter-reset: line {first - 1}">'
    elif isinstance(fence.marker, Words) and max(map(len, fence.body), default=0) > WIDTH:
        opening = f'<div class="{WIDE[fence.marker.kind]}">'
    else:
        return above + block
    return above + ["", markup(opening), ""] + block + ["", markup("</div>"), ""]


def _said(fence: Fence) -> str:
    """What the caption of a fence says, with {} for the file's name."""
    if isinstance(fence.marker, Shows):
        return "how {} goes wrong"
    if not isinstance(fence.marker, Output):
        return "{}"
    return "from what {} prints" if fence.marker.lines else "what {} prints"


def caption(path: Path, address: Address, words: str) -> str:
    """The line above a piece of code."""
    name = f"<code>{html.escape(path.name)}</code>"
    to = address(path.resolve())
    link = f'<a href="{to}">{name}</a>' if to else name
    return f'<div class="from">{words.format(link)}</div>'


def caption_of_step(path: Path, address: Address) -> str:
    """The line above what a step writes: the file, and a link that says it gives all away."""
    to = address(path.resolve())
    link = f'<a href="{to}">the finished file</a>' if to else ""
    return f'<div class="from step"><code>{html.escape(path.name)}</code>{link}</div>'


# --- Numbers -------------------------------------------------------------------------------------


def first_line(document: Document, fence: Fence) -> Optional[int]:
    """The number of an excerpt's first line, if it or its program speaks of one of its lines."""
    if not isinstance(fence.marker, Code):
        return None
    path = source(fence)
    if not path or not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").split("\n")
    body = [line.strip() for line in fence.body]
    whole = [line.strip() for line in lines]
    found = [at for at in range(len(whole)) if whole[at : at + len(body)] == body]
    if len(found) != 1:
        return None
    first, last = found[0] + 1, found[0] + len(body)
    printed = [each.body for each in document.fences if _prints(each, path)]
    spoken = SPOKEN.findall("\n".join(line for lines in [fence.body] + printed for line in lines))
    told = (int(one or other) for one, other in spoken)
    return first if any(first <= number <= last for number in told) else None


def _prints(fence: Fence, path: Path) -> bool:
    """Whether a fence is what a program prints."""
    return isinstance(fence.marker, (Output, Shows)) and source(fence) == path


# --- Side by side --------------------------------------------------------------------------------


def excerpt(path: Path, line: int, place: re.Match) -> List[str]:
    """The lines of a source that a <!-- beside: … --> names."""
    name, tag, first, last = place.groups()
    file = path.parent / name
    if not file.is_file():
        raise Problem(path, line, f"there is no {name}. Correct the name in the comment.")
    if tag:
        try:
            return lesson.tagged(file, tag)
        except ValueError as error:
            raise Problem(path, line, f"{error}.")
    lines = file.read_text(encoding="utf-8").split("\n")
    begins = [at for at, text in enumerate(lines) if text.strip() == first]
    if len(begins) != 1:
        raise Problem(path, line, f'{name} has {len(begins)} lines "{first}" instead of one.')
    ends = [at for at in range(begins[0], len(lines)) if lines[at].rstrip() == last]
    if not ends:
        raise Problem(path, line, f'{name} has no line "{last}" below "{first}".')
    end = ends[0] + 1  # and on, until what is open is closed
    while end < len(lines) and _open("\n".join(lines[begins[0] : end])) > 0:
        end += 1
    return lines[begins[0] : end]


def _open(text: str) -> int:
    return text.count("{") - text.count("}")


def twins(document: Document, place: re.Match, fence: Fence, address: Address) -> List[str]:
    """One box with two tabs. Without JavaScript, one stands below the other."""
    path = document.path
    sides = [
        (path.parent / place.group(1), ".cpp", excerpt(path, fence.marker_line - 1, place)),
        (source(fence) or path, ".py", fence.body),
    ]
    box = f"twins-{fence.line}"
    tabs, panels = [], []
    for at, (file, language, body) in enumerate(sides):
        name, side = NAMES[file.suffix], language.lstrip(".")
        selected = "true" if at == 0 else "false"
        tabs.append(
            f'<button type="button" role="tab" id="{box}-{side}-tab" data-side="{side}" '
            f'aria-selected="{selected}" aria-controls="{box}-{side}" '
            f'tabindex="{0 if at == 0 else -1}">{name}</button>'
        )
        opening = (
            f'<div class="side" role="tabpanel" id="{box}-{side}" data-side="{side}" '
            f'aria-labelledby="{box}-{side}-tab">'
        )
        panels += ["", markup(opening + caption(file, address, "{}")), ""]
        panels += ["~~~~{" + language + "}"] + body + ["~~~~", "", markup("</div>"), ""]
    tablist = f'<div class="tabs" role="tablist" aria-label="Language">{"".join(tabs)}</div>'
    opening = f'<div class="twins" id="{box}">{tablist}'
    return ["", markup(opening)] + panels + [markup("</div>"), ""]
