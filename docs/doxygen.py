"""Doxygen: its settings, the header that each of its pages has, and the theme.

Doxyfile.in holds what is always the same. The header brings our search box, and the scripts of
doxygen-awesome-css where that is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import List, Optional

import access
import reference
from lesson import shown
from site_map import Site

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


def header(program: str, pages: Path, scripts: List[str]) -> Path:
    """Doxygen's own header of a page, with the theme's scripts."""
    path = pages / "header.html"
    discarded = [str(pages / "footer.html"), str(pages / "style.css")]
    subprocess.run(
        [program, "-w", "html", str(path)] + discarded,
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


def settings(site: Site, pages: Path, program: str, theme: Optional[Path]) -> Path:
    here = Path(__file__).resolve().parent
    scripts = [name for name in SCRIPTS if theme]
    styles = [theme / name for name in THEME] if theme else []
    values = {
        "output": site.out,
        "root": site.root,
        "pages": pages,
        "input": _quoted([pages] + site.sources),
        "runtime": site.root / reference.HEADERS,
        "layout": reference.layout(program, pages),
        "warnings": pages / "warnings.txt",
        "header": _quoted([header(program, pages, scripts)]),
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
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    if [int(part) for part in re.findall(r"\d+", version)[:3]] >= [1, 9, 5]:
        text += "HTML_COLORSTYLE = LIGHT\n"  # the theme brings its own dark mode
    path = pages / "Doxyfile"
    path.write_text(text, encoding="utf-8")
    return path


def _quoted(paths: List[Path]) -> str:
    return " ".join(f'"{path}"' for path in paths)


def run(site: Site, pages: Path, program: str, theme: Optional[Path]) -> None:
    """Makes the site of `pages` and of the sources. Every warning of Doxygen's ends the build."""
    file = settings(site, pages, program, theme)
    ended = subprocess.run([program, str(file)], cwd=pages).returncode
    complaints = reference.complaints(pages / "warnings.txt")
    if ended != 0 or complaints:
        print("\n".join(complaints), file=sys.stderr)
        raise SystemExit(
            "Doxygen does not like the site: see its lines above. "
            f"The pages that it read are in {shown(pages)}."
        )
