"""Joins the player's modules into one script, and takes out what only its readers need.

A page that is opened from file:// cannot load modules, so the script is a plain one. Comments and
spaces are left out, and functions have short names: no line does anything else than in its source.
The modules end every statement with a semicolon, so the ends of lines are spaces like others.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<text> '(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*" )
  | (?P<template> ` )
  | (?P<pattern> (?<=[(,=:\[!&|?]) \s* /(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w* )
  | (?P<space> \s+ )
  | (?P<word> [\w$]+ )
  | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)


_SHORTER = {"const": "let", "undefined": "void 0", "true": "!0", "false": "!1"}


def joined(modules: List[Path]) -> str:
    """One script, which begins with what the first module says."""
    texts = [_without_modules(path.read_text(encoding="utf-8")) for path in modules]
    text = "(() => {\n" + "\n".join(shortened(text).strip() for text in texts) + "\n})();\n"
    return _with_short_names(text)


def _with_short_names(text: str) -> str:
    """Functions that are called, and not used or named otherwise, are called f0, f1, …"""
    for number, name in enumerate(re.findall(r"\bfunction (\w+)\(", text)):
        word = rf"(?<!\w)(?<![^.]\.){name}"  # of `a.name()` it is a method; of `...name()` it is not
        if not re.search(rf"{word}(?![\w(])", text):
            text = re.sub(rf"{word}(?=\()", f"f{number}", text)
    return text


def _without_modules(text: str) -> str:
    text = re.sub(r"^import .*?;\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def shortened(text: str) -> str:
    """The same program without comments, and without the spaces that divide nothing."""
    out: List[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found
        at = found.end()
        kind, piece = found.lastgroup, found.group()
        if kind == "comment":
            continue
        if kind == "template":
            end = _end_of_template(text, at)
            out.append("`" + text[at:end])
            at = end
        elif kind == "space":
            if out[-1:] != [" "]:  # a comment may have stood between two
                out.append(" ")
        else:
            out.append(piece.strip() if kind == "pattern" else piece)
    return _without_spaces(out)


def _end_of_template(text: str, at: int) -> int:
    """Behind the ` that ends a template, which may hold templates within its ${…}."""
    depth = 0
    while True:
        letter = text[at]
        if letter == "\\":
            at += 2
            continue
        if letter == "`" and depth == 0:
            return at + 1
        if letter == "`":
            at = _end_of_template(text, at + 1)
            continue
        depth += (letter == "{" and (depth > 0 or text[at - 1] == "$")) - (
            letter == "}" and depth > 0
        )
        at += 1


def _without_spaces(pieces: List[str]) -> str:
    out: List[str] = []
    declares = [False]  # whether the statement is a declaration, within each open bracket
    for number, piece in enumerate(pieces):
        before = out[-1][-1] if out else " "
        after = pieces[number + 1][0] if number + 1 < len(pieces) else " "
        if piece == " ":
            if _divides(before) and _divides(after) or before + after in ("--", "++"):
                out.append(" ")
            continue
        if piece in ("}", ")", "]") and out and out[-1] == ("," if piece != "}" else before):
            if before in ",;":  # the last comma of a list, the last semicolon of a block
                out.pop()
        if piece == ">" and out[-4:-3] == ["("] and out[-2:] == [")", "="]:
            if out[-3].isidentifier() and out[-5:-4] != ["async"]:  # (name) => is name =>
                out[-4:-1] = [out[-3]]
        if piece == ")" and out[-4:-2] == ["new", " "] and out[-1] == "(" and after in ";,)]}":
            out.pop()  # new Map() is new Map
            declares.pop()
            continue
        if re.match("'[a-z]", piece) and out[-2:] == ["=", "="] and out[-3] in ("=", "!"):
            out.pop()  # a word is equal to nothing but itself, whichever way they are compared
        if piece == "undefined" and out[-2:] == ["return", " "] and after == ";":
            out.pop()
            continue
        declaration = piece in ("const", "let")
        if declaration and declares[-1] and before == ";":
            out[-1] = ","  # one declaration follows another: they are one
            continue
        if declaration or before == ";":
            declares[-1] = declaration
        if piece in "([{":
            declares.append(False)
        elif piece in ")]}":
            declares.pop()
        out.append(_SHORTER.get(piece, piece))
    return "".join(out)


def _divides(letter: str) -> bool:
    """Whether a space beside this letter divides words."""
    return letter.isalnum() or letter in "_$#"
