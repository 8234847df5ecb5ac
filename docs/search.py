"""What the site's search finds: the parts of its pages, the words of the glossary, the reference.

Doxygen's own search knows titles and names only. This index is made of the finished pages, and is
one script, which theme/search.js asks for when a reader goes to the search box.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Dict, List, Tuple
from xml.etree import ElementTree

INDEX = "search-index.js"
# What it is called, where it stands, its address, its text, and the names in its code.
Entry = Tuple[str, str, str, str, str]

BODY = re.compile(r'<div class="contents">(.*)<!-- contents -->', re.S)
ASIDE = [  # of a page, what is not prose
    r'<div class="toc">.*?</ul>\s*</div>',
    r"<(script|svg|nav|figure|pre|noscript)\b.*?</\1>",
    r'<div class="(?:from|tabs)".*?</div>',
    r'<details class="(?:hint|answer|begin|programs)">.*?</details>',
]
CODE = re.compile(r'<div class="fragment">.*?</div><!-- fragment -->', re.S)
NAMES = re.compile("\0(.*?)\0")
PART = re.compile(
    r'<h[23](?: id="([^"]*)")?>(?:<a class="anchor" id="([^"]*)"></a>)?(.*?)</h[23]>', re.S
)
ROW = re.compile(r"<tr class=\"markdownTableRow\w+\">(.*?)</tr>", re.S)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
ADDRESS = re.compile(r'href="([^"]*)"')


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", markup))).strip()


def names_in(code: re.Match) -> str:
    """Between two zeros, the names in a block of code."""
    return "\0" + " ".join(re.findall(r"[A-Za-z_]\w{2,}", plain(code[0]))) + "\0"


def entry(title: str, where: str, address: str, markup: str) -> Entry:
    names = sorted(set(" ".join(NAMES.findall(markup)).split()))
    return title, where, address, plain(NAMES.sub(" ", markup)), " ".join(names)


def parts(page: Path, title: str) -> List[Entry]:
    """The parts of a page, each with its text."""
    body = BODY.search(page.read_text(encoding="utf-8"))
    text = CODE.sub(names_in, body.group(1)) if body else ""
    for pattern in ASIDE:
        text = re.sub(pattern, " ", text, flags=re.S)
    pieces = PART.split(text)
    found = [entry(title, "", page.name, pieces[0])]
    for own, anchor, heading, prose in zip(*[iter(pieces[1:])] * 4):
        found.append(entry(plain(heading), title, f"{page.name}#{own or anchor}", prose))
    return found


def words(page: Path) -> List[Entry]:
    """The glossary's words: each leads to where its lesson explains it."""
    found = []
    for row in ROW.findall(page.read_text(encoding="utf-8")):
        word, meaning, place = CELL.findall(row)[:3]
        found.append((plain(word), plain(place), ADDRESS.search(place).group(1), plain(meaning), ""))
    return found


def names(tags: Path) -> List[Entry]:
    """What the reference explains, by Doxygen's own list."""
    found: Dict[str, Entry] = {}
    for compound in ElementTree.parse(tags).getroot():
        kind, name = compound.get("kind", ""), compound.findtext("name", "")
        if kind not in ("class", "struct", "concept", "group", "namespace"):
            continue
        short = name.replace("huddle::", "")
        if kind in ("class", "struct", "concept"):
            address = compound.findtext("filename", "")
            address += "" if address.endswith(".html") else ".html"
            found[address] = (re.sub(r" ?< .*", "", short), "reference", address, "", "")
        for member in compound.findall("member"):
            own = member.findtext("name", "")
            address = f"{member.findtext('anchorfile')}#{member.findtext('anchor')}"
            where = "reference" if kind in ("group", "namespace") else f"of {short}, reference"
            if re.match(r"[A-Za-z_]\w*$", own) and own != short:
                found.setdefault(address, (own.replace("huddle::", ""), where, address, "", ""))
    return [found[address] for address in sorted(found)]


def write(site: Path, pages: List[Tuple[str, str]], tags: Path) -> None:
    entries: List[Entry] = []
    for name, title in pages:
        entries += parts(site / name, title)
    if (site / "glossary.html").is_file():
        entries += words(site / "glossary.html")
    entries += names(tags)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in entries)
    (site / INDEX).write_text(f"globalThis.huddleIndex = [\n{lines}\n];\n", encoding="utf-8")
