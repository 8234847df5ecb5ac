"""Mends Doxygen's pages for readers who do not see them, or who use no mouse.

A page gets its language, its landmarks, a heading of the first rank with the others below it, and
names for what has none. What scrolls, and what scripts make later, is mended by theme/access.js.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Set

SCRIPTS = ["access.js", "search.js"]  # which run when a page is there
TABS = "tabs.js"  # which runs before a page is shown

LISTED = "Here is a list of all documented files with brief descriptions:"

# Once in each page: what Doxygen writes, and what stands there instead.
REPLACED = [
    (r"<html [^>]*>", '<html lang="en">'),
    (r'<div id="top">', '<div id="top" role="banner">'),
    (r'<div id="side-nav" ', '<div id="side-nav" role="navigation" aria-label="All pages" '),
    (r'<div id="doc-content">', '<div id="doc-content" role="main" tabindex="-1">'),
    (
        r'<div id="nav-path" class="navpath">',
        '<div id="nav-path" class="navpath" role="contentinfo">',
    ),
    (r'<div id="nav-tree">', '<div id="nav-tree" tabindex="0" role="group" aria-label="Pages">'),
]


def mended(text: str) -> str:
    """The page, mended."""
    for pattern, instead in REPLACED:
        text = re.sub(pattern, instead, text, count=1)
    text = _ranks(text)
    text = re.sub(r'<table cellspacing="0" cellpadding="0">', '<table role="presentation">', text)
    text = re.sub(r'<table class="(memberdecls|memname|mlabels)">', _presented, text)
    text = re.sub(
        r'<div class="toc"><h\d>(.*?)</h\d>',
        # The theme's script asks for an h3.
        r'<div class="toc"><h3 aria-level="2"><span>\1</span></h3>',
        text,
    )
    text = re.sub(r'<th (class="markdownTableHead\w+")></th>', r"<td \1></td>", text)
    text = re.sub(
        r'(<a href="[^"]*")(><span class="icondoc"></span></a>(?:<b>|<a [^>]*>)([^<]*))',
        r'\1 aria-label="Source of \3"\2',
        text,
    )
    # In the list of sources a name leads to its page, and not only the picture in front of it.
    text = re.sub(
        r'<a (href="[^"]*")[^>]*>(<span class="icondoc"></span>)</a><b>([^<]*)</b>',
        r'\2<a class="el" \1>\3</a>',
        text,
    )
    text = re.sub(r'<div class="levels">.*?</div>', "", text)  # which only a mouse can use
    text = text.replace(LISTED, "The programs of the chapters, and the headers of the runtime.")
    # Doxygen puts a space into an empty line, which whoever copies the code would get. Its end
    # stands there instead: a selection would leave out a line that has nothing in it.
    number = r'(<a id="\w+" name="\w+"></a>'
    number += r'<span class="lineno">(?:<a [^>]*>)?[ \d]+(?:</a>)?</span>)'
    empty = rf'<div class="line">{number}?(?:<span class="\w+"></span>)? </div>'
    text = re.sub(empty, r'<div class="line">\1<br/></div>', text)
    # A sign that stands for a link says what it leads to.
    text = re.sub(
        r'<span class="permalink"><a href="([^"]*)">',
        r'<span class="permalink"><a href="\1" aria-label="Link to this">',
        text,
    )
    if 'id="doc-content"' not in text:
        return text  # a list of results, which has a frame of its own
    tag = '<script type="text/javascript" src="{}"></script>\n'
    scripts = "".join(tag.format(name) for name in SCRIPTS)
    return text.replace("</body>", scripts + "</body>", 1)


def _presented(table: re.Match) -> str:
    return f'<table class="{table.group(1)}" role="presentation">'


def _ranks(text: str) -> str:
    """The title is the heading of the first rank, and what the text calls the first is below it."""
    title = re.search(r'<div class="headertitle">(?:\s*)<div class="title">', text)
    if not title:
        return text
    begin, rest = text[: title.end()], text[title.end() :]
    begin = begin[: -len(">")] + ' role="heading" aria-level="1">'
    if "<h1" in rest:
        rest = re.sub(r"<(/?)h([1-5])\b", lambda m: f"<{m.group(1)}h{int(m.group(2)) + 1}", rest)
    return begin + rest


def unlinked(text: str) -> str:
    """Code of a chapter, whose names Doxygen takes for those of the runtime."""
    link = r'<a class="code[^"]*" href="(?:group_|class|struct)[^"]*"[^>]*>(.*?)</a>'
    return re.sub(link, r"\1", text)


def mend(site: Path, own_code: Set[str]) -> None:
    """Mends all pages of a site. The pages of `own_code` show code that is not the runtime's."""
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        made = mended(unlinked(text) if page.name in own_code else text)
        if made != text:
            page.write_text(made, encoding="utf-8")
