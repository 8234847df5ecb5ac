"""Finds closures that capture by value inside of a co_await expression: g++ 12 destroys them twice.

    closure_lint.py FOLDER...      lists them; fails where there are any
    closure_lint.py --test         tries the lint itself

A closure there is fine when it captures nothing, references, or `this`. A number captured by value
would be, too, but the lint does not know types: give such a closure a name.
"""

import re
import sys
from pathlib import Path

SKIPPED = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])'", re.DOTALL)
OPEN, CLOSE = "([{", ")]}"


def blank(text):
    """The text with comments and literals as spaces, so that places stay what they are."""
    return SKIPPED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def end_of(text, opening):
    """The place of the bracket that closes the one at `opening`."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] in OPEN) - (text[place] in CLOSE)
        if depth == 0:
            return place
    return len(text)


def is_closure(text, place):
    """Whether the [ at `place` begins a closure, and not an index or an attribute."""
    before = text[:place].rstrip()
    if text[place:place + 2] == "[[" or before.endswith("["):
        return False
    return not before or not (before[-1].isalnum() or before[-1] in "_)]") or \
        re.search(r"\b(return|co_return|co_await|co_yield)$", before) is not None


def captures_a_value(captures):
    for capture in re.split(r",(?![^(\[{<]*[)\]}>])", captures):
        capture = capture.strip()
        if capture and not capture.startswith("&") and capture != "this":
            return True
    return False


def findings(text):
    """The lines of closures that capture a value in a co_await expression."""
    text = blank(text)
    found = set()
    for await_ in re.finditer(r"(?<!operator )\bco_await\b", text):
        place, depth = await_.end(), 0
        while place < len(text):
            letter = text[place]
            if letter == "[" and is_closure(text, place):
                end = end_of(text, place)
                if captures_a_value(text[place + 1:end]):
                    found.add(text.count("\n", 0, place) + 1)
                body = text.find("{", end)
                place = end_of(text, body) if body >= 0 else end
            elif letter in OPEN:
                depth += 1
            elif letter in CLOSE:
                depth -= 1
            elif letter == ";" and depth <= 0:
                break
            if depth < 0 and letter == "}":
                break
            place += 1
    return sorted(found)


TRIALS = [
    ("co_await f([&] { return 1; });", []),
    ("co_await f([this] { g(); });", []),
    ("co_await f([] { return 1; });", []),
    ("auto body = [k] { return 1; };\nco_await f(body);", []),
    ("co_await f(values[k]);", []),
    ("co_await f([&] { auto inner = [k] { return k; }; });", []),
    ("// co_await f([k] {});", []),
    ("co_await f([k] { return k; });", [1]),
    ("co_await\n  with(lock, [=](auto&) -> Coro<void> { co_return; });", [2]),
    ("x = co_await [k]() -> Coro<int> { co_return k; }();", [1]),
    ("co_await f([&, k = std::move(k)] {});", [1]),
    ("co_await f(1); call_soon([k] {});", []),
    ("if (co_await g([*this] {})) {}", [1]),
    ("auto operator co_await() { return A([k] {}); }", []),
]


def main():
    if sys.argv[1:] == ["--test"]:
        for text, lines in TRIALS:
            if findings(text) != lines:
                sys.exit(f"{text!r}: found {findings(text)}, and not {lines}")
        return
    count = 0
    for folder in map(Path, sys.argv[1:]):
        for file in sorted([*folder.rglob("*.cpp"), *folder.rglob("*.hpp")]):
            if "refused" in file.parts or "bugs" in file.parts:
                continue  # these show the mistake
            for line in findings(file.read_text()):
                print(f"{file}:{line}: a closure in a co_await expression captures by value: "
                      "give it a name, and pass owned(name)")
                count += 1
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
