"""Prepares the runtime's public headers for Doxygen: the reference, by floor.

The headers are written for readers of the headers. Doxygen is handed prepared copies, line for line
the same length: what stands in a header belongs to the floor that docs/architecture.md names for
it, unless a list below says that it is for those who build what waits, or that it is nobody's
business but the compiler's. The source pages show the headers as they are.
"""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Tuple
from xml.etree import ElementTree

import declarations
from lesson import Problem

HEADERS = "runtime/include/huddle"

# The floors, as architecture.md calls them: the name of Doxygen's group, its title, its summary.
FLOORS = {
    "the ground": ("ground", "What everything stands on: time, errors, reports and callables."),
    "functions that pause": (
        "coroutines",
        "Generators, coroutines, and the variables that travel with them.",
    ),
    "the loop": ("loop", "Who runs next, and what happens when nobody can."),
    "tasks": ("tasks", "Coroutines that run beside each other, and what they will give."),
    "what waits": ("waits", "Time, groups, choices, locks and queues: what a task awaits."),
    "threads": ("threads", "Calls that block, and loops that are called from other threads."),
    "looking in and testing": ("testing", "Who waits for whom, and tests that take no time."),
}
BUILDERS = "builders"  # the group for those who build what waits
BUILT = "What locks, queues and time-outs are made of."
NAMED = "named:"  # begins an address that is not known before Doxygen is done
UNLINKED = [  # lists that Doxygen makes
    f"{name}.html" for name in "functions* annotated classes concepts hierarchy pages".split()
]
LINKING = {"reference", "dictionary"}  # the pages whose code spans lead to what they name

# What a program does not name, unless it builds what waits: whole headers, and parts of others.
BUILDERS_HEADERS = set(
    "descriptors frame_pool list node ref selector timers waiter".split()
)
BUILDERS_NAMES = set("Stack Frame Begin Completions AwaitResult coroutine_of Inbox".split())

# What is public since templates and waiters have to be: nobody names it.
HIDDEN = set(
    """
    Awaited Awaiting CallJob CallableWith Callee CalleeOf CoroResult FirstInFirstOut Free
    Gathering Grant GrantWaiter LastInFirstOut NoValue Owned Pool PoolJob PoolJobAwait
    PoolJobWaiter Race Readiness ReadinessWaiter ResultOf ResultWaiter Returned Scheduled
    Shielded Sleep SleepWaiter SmallestFirst StoredAs TaskOf Valued Yield YieldWaiter
    allocate_anew awaiting call_in_frame call_in_thread cancel_and_join chosen deliver in_use
    listed owning_closure place_current_task pool report_given_back_before report_never_awaited
    report_unclosed safe_closure settled stop_at_busy_generator throw_awaited_before
    throw_generator_goes_on throw_generator_is_busy with_in_frame
    """.split()
)

# In classes: what coroutines and allocators need, and what makes a handle of the thing behind it.
HIDDEN_MEMBER = re.compile(
    r"  (friend (class|struct) |template <class T>\n  (friend |Task<T> create_task\(Coro<T>& )|"
    r"using Handle = std::coroutine_handle|"
    r"static void\*? operator (new|delete)\(|([\w<>, ]+ operator co_await|"
    r"(bool|void|T|decltype\(auto\)) await_\w+|explicit (AnyTask|Task|Handle|Held|RemoteLoop)|"
    r"AsCompleted)\(|List<Node>& line\(\)|static constexpr std::string_view kind\b)"
)
HIDDEN_CLASS = re.compile(r"  (class|struct) (promise_type|Step|Iterator)\b")
REFUSED = "struct Never"  # what is declared to be refused, with a sentence
EXAMPLE = re.compile(r"(?m)^( *)///\n((?: */// {5}.*\n(?: *///\n(?= */// {5}))*)+)")
HIDDEN_BASES = {"QueueState", "FutureHandle"}  # whose protected parts are for Huddle's own

# What copies and moves, in Doxygen's words.
SPECIAL_MEMBER = re.compile(
    r"Member (?:(\w+)\((?:const \1 &|\1 &&)\w+\)|operator=\(.*\)|operator==\(.*=default) .*"
    r"\(function\) of (?:class|struct) .* is not documented\.$"
)


@dataclass
class Entity:
    """What is declared at the level of a namespace: its lines, from its comment's first on."""

    name: str
    first: int
    last: int
    elsewhere: bool  # declared before, or somewhere else


def floors(root: Path) -> Dict[str, str]:
    """The group of each header, by the table in architecture.md."""
    page = root / "docs" / "architecture.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    known: Dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        row = re.match(r"\| \d, ([^|]+?) \| (.*) \|$", line)
        if not row:
            continue
        floor, files = row.groups()
        if floor not in FLOORS:
            raise Problem(page, number, f"docs/reference.py does not know the floor '{floor}'.")
        for header in re.findall(r"`(\w+)\.hpp`", files):
            known[header] = FLOORS[floor][0]
    there = {path.stem for path in headers(root)} - {"huddle", "attributes"}
    for header in sorted(there ^ set(known)):
        what = "has no floor" if header in there else "is no header"
        raise Problem(page, 1, f"{header}.hpp {what}: the table of floors names each header once.")
    return known


def _group(header: Path, entity: Entity, where: Dict[str, str]) -> str:
    built = header.stem in BUILDERS_HEADERS or entity.name in BUILDERS_NAMES
    return BUILDERS if built else where[header.stem]


def headers(root: Path) -> List[Path]:
    return sorted((root / HEADERS).glob("*.hpp"))


def entities(text: str) -> List[Entity]:
    """What a header declares in its namespaces. It is formatted by clang-format."""
    lines = text.split("\n")
    found: List[Entity] = []
    number, inside = 0, False
    while number < len(lines):
        line = lines[number]
        if line.startswith("namespace "):
            inside = True
        elif line.startswith("}  // namespace"):
            inside = False
        elif line.startswith("#"):
            while lines[number].endswith("\\"):
                number += 1
        elif inside and line and not re.match(r"//(?!/)", line):
            first = number
            while lines[number].startswith("///"):
                number += 1
            start, number = number, end_of(lines, number)
            code = "\n".join(lines[start : number + 1])
            name = _name(code)
            elsewhere = f"::{name}(" in code or code == f"class {name};"
            found.append(Entity(name, first, number, elsewhere))
        number += 1
    return found


def end_of(lines: List[str], number: int) -> int:
    """The last line of the declaration that begins here."""
    depth = 0
    while True:
        code = re.sub(r'"(\\.|[^"\\])*"|//.*', "", lines[number])
        depth += code.count("{") + code.count("(") - code.count("}") - code.count(")")
        if depth == 0 and re.search(r"[;}]\s*$", code):
            return number
        number += 1


def _name(code: str) -> str:
    named = re.search(
        r"^(?:template <.*>\n)?(?:inline constexpr bool|class|struct|enum class|concept|using)"
        r"(?: HUDDLE_CORO| \[\[nodiscard\]\])? (\w+)",
        code,
        re.MULTILINE,
    )
    if named:
        return named.group(1)
    code = re.sub(r"requires\s*(\((?:[^()]|\([^()]*\))*\)|[\w:]+<[^>]*(?:>[^>]*)?>)", "", code)
    called = re.search(r"(\w+|operator\W+)\(", re.sub(r"decltype\(auto\)", "auto", code))
    variable = re.search(r"(\w+)(?: = .*)?;$", code)
    name = called or variable
    return name.group(1) if name else ""


def prepared(text: str, group: Callable[[Entity], str]) -> str:
    """A header as Doxygen reads it, with as many lines."""
    text = EXAMPLE.sub(_as_code, text)
    macro = r"#define HUDDLE_REQUIRE(.*\\\n)*.*"
    text = re.sub(macro, lambda m: "\n" * m.group().count("\n"), text)
    lines = text.split("\n")
    known = entities(text)
    number = 0
    while number < len(lines):
        documented = lines[number - 1].startswith("  ///")
        member = HIDDEN_MEMBER.match("\n".join(lines[number : number + 2]))
        if (member and not documented) or HIDDEN_CLASS.match(lines[number]):
            last = end_of(lines, number)
            lines[number : last + 1] = [""] * (last + 1 - number)
            number = last
        number += 1
    for entity in known:
        if entity.name in HIDDEN_BASES:
            for number in range(entity.first, entity.last):
                lines[number] = lines[number].replace(" protected:", " private:")
        code = "\n".join(lines[entity.first : entity.last + 1])
        if entity.name in HIDDEN or REFUSED in code:
            lines[entity.first : entity.last + 1] = [""] * (entity.last + 1 - entity.first)
        elif not entity.elsewhere:
            before = re.sub(r"^//.*", "", lines[entity.first - 1])
            lines[entity.first - 1] = before + f" /** @addtogroup {group(entity)} */ /** @{{ */"
            lines[entity.last] = re.sub(r"\s*//(?!/).*", "", lines[entity.last]) + " /** @} */"
    return "\n".join(lines)


def groups() -> str:
    """The floors, said to Doxygen."""
    summaries = {**dict(FLOORS.values()), BUILDERS: BUILT}
    return "\n".join(
        f"/// @defgroup {name} {title}\n/// @brief {summaries[name]}\n" for name, title in titles()
    )


def titles() -> List[Tuple[str, str]]:
    """The floors' groups, and what their pages are called."""
    named = [(name, title[0].upper() + title[1:]) for title, (name, _) in FLOORS.items()]
    return named + [(BUILDERS, "For those who build what waits")]


def _as_code(example: re.Match) -> str:
    """An example of a comment, as Doxygen colours it."""
    margin, code = example.group(1), example.group(2).rstrip("\n")
    language = "cpp" if re.search("[;{]", code) else "unparsed"
    code = re.sub(r"(?m)^ */// {5}", f"{margin}/// ", code)
    return f"{margin}/// @code{{.{language}}}\n{code} @endcode\n"


def layout(doxygen: str, pages: Path) -> Path:
    """Doxygen's own layout; its tree holds the book, the reference by floors, and the sources."""
    path = pages / "layout.xml"
    subprocess.run([doxygen, "-l", str(path)], check=True, stdout=subprocess.DEVNULL)
    text = path.read_text(encoding="utf-8")
    hidden = "namespace|concept|interface|class|struct|exception|hierarchy|globals"
    text = re.sub(rf'(<tab type="(?:{hidden})\w*" visible=)"[^"]*"', r'\1"no"', text)
    for tab, title in (("modules", "Reference"), ("filelist", "Sources")):
        text = text.replace(f'"{tab}" visible="yes" title=""', f'"{tab}" visible="yes" title="{title}"')
    path.write_text(declarations.layout(text), encoding="utf-8")
    return path


def prepare(root: Path, pages: Path) -> None:
    """Writes the prepared headers into `pages`, for the filter there, and the floors."""
    if not headers(root):
        return
    folder = pages / "headers"
    folder.mkdir()
    where = floors(root)
    for path in headers(root):
        text = prepared(
            path.read_text(encoding="utf-8"), lambda each, path=path: _group(path, each, where)
        )
        (folder / path.name).write_text(text, encoding="utf-8")
    (pages / "groups.dox").write_text(groups(), encoding="utf-8")
    (pages / "prepared.sh").write_text('exec cat "${0%/*}/headers/${1##*/}"\n', encoding="utf-8")


def names(root: Path) -> Dict[str, str]:
    """What the reference explains: how a text calls it, and the group and name it has there."""
    known: Dict[str, str] = {}
    where = floors(root) if headers(root) else {}
    for path in headers(root):
        space = "testing::" if path.stem == "testing" else ""
        for each in entities(path.read_text(encoding="utf-8")):
            if each.name and each.name not in HIDDEN and not each.elsewhere:
                group = _group(path, each, where)
                known[space + each.name] = f"{group}:huddle::{space}{each.name}"
    return known


def linked(span: str, known: Dict[str, str]) -> str:
    """A code span, with a link to what it names: a class, a function, or a member of a class."""
    text = span.strip("`")
    plain = re.sub(r"<.*>|\(.*\)$", "", text)
    name, _, member = plain.rpartition("::") if plain not in known else (plain, "", "")
    if name not in known:
        name, member = plain, ""
    if name not in known or not re.fullmatch(r"[\w:]+", plain):
        return span
    target = known[name] + (f"::{member}" if member else "")
    return f'<a href="{NAMED}{target}"><code>{html.escape(text)}</code></a>'


def put_links(site: Path, pages: Path) -> None:
    """Lets the links of linked() lead to where Doxygen has put what they name.

    What nothing leads to goes: the lists of all classes and their members, of all pages.
    """
    for name in UNLINKED:
        for page in site.glob(name):
            page.unlink()
    places: Dict[str, str] = {}
    for compound in ElementTree.parse(pages / "tags.xml").getroot():
        name = compound.findtext("name", "")
        if compound.get("kind") in ("class", "struct", "concept"):
            places[name] = compound.findtext("filename", "")
        for member in compound.findall("member"):
            place = f"{member.findtext('anchorfile')}#{member.findtext('anchor')}"
            places.setdefault(f"{name}::{member.findtext('name')}", place)
            for value in member.findall("enumvalue"):
                place = f"{member.findtext('anchorfile')}#{value.get('anchor')}"
                places[f"huddle::{member.findtext('name')}::{value.text}"] = place
    for page in (site / f"{name}.html" for name in sorted(LINKING)):
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        for group, name in sorted(set(re.findall(rf'"{NAMED}(\w+):([\w:]+)"', text))):
            place = places.get(name) or places.get(f"{group}::{name.rpartition('::')[2]}")
            if not place:
                raise Problem(page, 1, f"nothing in the reference is called {name}.")
            text = text.replace(f'"{NAMED}{group}:{name}"', f'"{place}"')
        if text:
            page.write_text(text, encoding="utf-8")


def list_of_floors() -> List[str]:
    """The floors, for the page that begins the reference."""
    rows = [(name, summary) for name, summary in FLOORS.values()]
    rows.append((BUILDERS, BUILT))
    return [f"- @ref {name} – {summary}" for name, summary in rows]


def complaints(log: Path) -> List[str]:
    """Doxygen's warnings, but for what copies, moves or compares: that says so itself."""
    found: List[str] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if ": warning: " not in line:
            if found:
                found.append(line)
        elif not SPECIAL_MEMBER.search(line):
            found.append(line)
    return found
