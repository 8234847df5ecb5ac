"""The reference's pages as a reader wants them: first what a thing is, then what it has.

Doxygen says what a thing is twice, and puts "More..." behind whatever is said elsewhere, though the
name in front leads there. It sets declarations into tables, whose columns are empty where there is
nothing, and too narrow for a phone; and it writes `Task< T >`, where the code has `Task<T>`.
"""

from __future__ import annotations

import re
from pathlib import Path

PAGES = re.compile(r"(class|struct|concept|group_)[\w-]+\.html$")
SUMMARY = re.compile(  # what the description below begins with, too
    r'<p>(?:(?!</p>|<p).)*<a href="[^"]*#details">More\.\.\.</a></p>\s*'
    r'(<a name="details" id="details"></a>)<h2 class="groupheader">Detailed Description</h2>',
    re.S,
)
MORE = re.compile(r'\s*<a href="[^"]*">More\.\.\.</a>(?=<br />)')
TITLE = re.compile(r'(?<=<div class="title">)huddle::(\w+) Concept Reference(?=<)')
NO_TYPE = re.compile(r'(<td class="mem(?:Templ)?ItemLeft"[^>]*>)&#160;(?=</td>)')
TITLES = {  # of the lists, and of what they list in full
    "publictypes": "Types",
    "publicmethods": "Functions",
    "publicstaticmethods": "Static functions",
    "publicattributes": "Values",
    "publicstaticattributes": "Static values",
    "protectedmethods": "Functions for what derives from it",
    "protectedattributes": "Values for what derives from it",
    "typedefs": "Types",
    "enums": "Enumerations",
    "constructors": "Constructors",
    "functions": "Functions",
    "variables": "Values",
}
INLINE = '<span class="mlabel">inline</span>'  # which is nobody's business
PLACE = re.compile(
    r'Definition at line <a class="el" href="([^"]*)">(\d+)</a> of file <a [^>]*>([^<]*)</a>\.'
)
DECLARED = re.compile(r'<table class="memname"[^>]*>(.*?)</table>', re.S)
LINE = re.compile(r'<tr class="memitem.*<td class="mem\w*ItemRight"|<div class="memname">')
REFERENCE = re.compile(r" (&amp;(?:&amp;)?(?:\.\.\.)?) ?(?=([<\w])?)")
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)


def layout(text: str) -> str:
    """Doxygen's layout, with the description of a thing above what it has, and with our titles."""
    for kind in ("class", "concept", "group"):
        if f"  <{kind}>\n" not in text:
            continue
        begin, inner, end = re.split(
            rf"(?<=  <{kind}>\n)(.*?)(?=  </{kind}>)", text, maxsplit=1, flags=re.S
        )
        details = '    <detaileddescription title=""/>\n'
        first, rest = inner.replace(details, "").split("\n", 1)
        lists, full = rest.split("<memberdef>") if "<memberdef>" in rest else (rest, "")
        for name, title in TITLES.items():
            lists = lists.replace(f'<{name} title=""/>', f'<{name} title="{title}"/>')
            full = full.replace(f'<{name} title=""/>', f'<{name} title="{title}, in full"/>')
        rest = lists + ("<memberdef>" + full if full else "")
        text = begin + first + "\n" + details + rest + end
    return text


def tight(line: str) -> str:
    """Types as the code has them: `Task<T>& task`, and not `Task< T > &task`."""
    line = re.sub(r" (?=&gt;|, )", "", line.replace("&lt; ", "&lt;"))
    if not LINE.search(line):
        return line
    return REFERENCE.sub(lambda found: found.group(1) + (" " if found.group(2) else ""), line)


def declared(table: re.Match) -> str:
    """A declaration as a line of code."""
    cells = [cell.replace("&#160;", " ").strip() for cell in CELL.findall(table.group(1))]
    line = " ".join(cell for cell in cells if cell) + " "
    line = line.replace(" ( ", "(").replace(" ) ", ") ").replace("( )", "()")
    return f'<div class="memname">{line.strip()}</div>'


def mended(text: str) -> str:
    """A page of the reference, mended."""
    text = TITLE.sub(r"\1", SUMMARY.sub(r"\1", text))
    text = NO_TYPE.sub(r"\1", MORE.sub("", text))
    text = PLACE.sub(r'<a href="\1">\3, line \2</a>', text.replace(INLINE, ""))
    text = DECLARED.sub(declared, text)
    lines = text.split("\n")
    return "\n".join(line if '<div class="line">' in line else tight(line) for line in lines)


def mend(site: Path) -> None:
    """Mends the reference's pages, and their names in the list of pages."""
    for path in site.glob("*.html"):
        if PAGES.match(path.name):
            path.write_text(mended(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in site.glob("group__*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"< (.+?) >", r"<\1>", text), encoding="utf-8")
