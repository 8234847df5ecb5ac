"""Records the chapters' demos, and puts the recordings into the pages for the player to play.

A lesson says where with a line of its own, <!-- player: demo -->, which nobody sees elsewhere. The
demo is run with --record: the printed lines of the recording must be those of the
program. Beneath the player stand the output and a picture of the recording, for those who read
without JavaScript or on paper.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional

import lanes
import script
from lesson import Chapter, Problem, shown

MARKER = re.compile(r"\s*<!-- player: (?:demo|your run|chapter (\d+) at (\d+)|bugs/(\w+)) -->\s*$")
LINK = re.compile(r"#(ch\d+)@(\d+)$")
MODULES = [
    f"{name}.js"
    for name in (
        "recording source words model page code timeline guess player start".split()
    )
]
OWN_RUN = ["page.js", "pair.js", "own.js"]
MUSEUM = ["page.js", "pair.js", "museum.js"]
OWN_DATA = "your-run.data.js"  # of a built site: the reader's own run
NO_RUN = "// ./course play writes here: globalThis.huddleRun = {chapter, recording, files}\n"
KEPT = {"ph", "name", "tid", "ts", "args", "id"}  # of an event; the rest is for other viewers


@dataclass
class Recording:
    """What a program did, and the sources that it did it with."""

    id: str
    title: str
    output: str
    events: List[dict]
    files: Dict[str, str]


def record(chapter: Chapter, build: Path) -> Recording:
    """Runs the chapter's demo on virtual time."""
    title = f"The demo of chapter {chapter.number}, recorded"
    recording = run(chapter, build, "demo", chapter.target, title, chapter.folder / "demo.cpp")
    expected = (chapter.folder / "demo.out").read_text(encoding="utf-8")
    wrong = difference(recording, expected)
    if wrong:
        raise Problem(chapter.lesson, 1, f"the recording of its demo is not right: {wrong}")
    return recording


def record_beside(chapter: Chapter, build: Path, bug: str) -> List[Recording]:
    """Runs a bug of the museum, and its cure."""
    folder = chapter.folder / "bugs"
    return [
        run(chapter, build, f"{kind}_{bug}", f"{bug}-{kind}", f"{bug}, {kind}", source)
        for kind, source in (
            ("broken", folder / f"{bug}.cpp"),
            ("cured", folder / "cured" / f"{bug}.cpp"),
        )
    ]


def run(
    chapter: Chapter, build: Path, program: str, name: str, title: str, source: Path
) -> Recording:
    folder = build / "chapters" / chapter.folder.name
    path, file = folder / f"{chapter.target}_{program}", folder / f"{program}.json"
    if not path.is_file():
        raise Problem(
            chapter.lesson,
            1,
            f"{program} cannot be recorded: there is no {shown(path)}. Build it first: "
            f"cmake --build {shown(build)} --target {path.name}",
        )
    ran = subprocess.run(
        [str(path), "--record", str(file)], capture_output=True, text=True, timeout=60
    )
    if ran.returncode != 0:
        raise Problem(chapter.lesson, 1, f"{program} fails when it is recorded: {ran.stderr}")
    events = json.loads(file.read_text(encoding="utf-8"))["traceEvents"]
    files = {source.name: source.read_text(encoding="utf-8")}
    recording = Recording(name, title, ran.stdout, events, files)
    wrong = difference(recording, ran.stdout)
    if wrong:
        raise Problem(chapter.lesson, 1, f"the recording of {program} is not right: {wrong}")
    return recording


def difference(recording: Recording, printed: str) -> Optional[str]:
    """Where the printed lines of a recording are not those of the program."""
    lines = [event["args"]["text"] for event in recording.events if event["name"] == "prints"]
    wanted = printed.splitlines()
    for number, (one, other) in enumerate(zip(lines, wanted), 1):
        if one != other:
            return f"line {number} is '{one}', but the program prints '{other}'."
    if len(lines) != len(wanted):
        return f"it has {len(lines)} printed lines, but the program prints {len(wanted)}."
    return None


# --- In the page ---------------------------------------------------------------------------------


def block(recording: Recording, at: int = 1) -> str:
    """The player of a recording, as HTML: what is read without JavaScript, and the data.

    It begins at moment `at`.
    """
    data = {**data_of(recording), "at": at}
    return (
        f'<div class="player" id="{recording.id}">{static(recording, "the demo")}'
        f'<script type="application/json" class="player-data">{in_script(data)}</script></div>'
        '<script src="player.js"></script>'
    )


def beside(broken: Recording, cured: Recording) -> str:
    """A bug and its cure, side by side, below the lesson's own player, whose script they use."""
    data = [data_of(broken), data_of(cured)]
    return (
        f'<div class="player-museum player">{static(broken, "the bug")}{static(cured, "the cure")}'
        f'<script type="application/json">{in_script(data)}</script></div>'
        '<script src="museum.js"></script>'
    )


def static(recording: Recording, what: str) -> str:
    """What is read without JavaScript, and on paper."""
    pictures = "".join(lanes.picture(part) for part in lanes.parts(recording.events))
    return (
        '<div class="player-static">'
        f"<p>What {what} prints, and what its tasks do meanwhile:</p>"
        f"<pre>{html.escape(recording.output)}</pre>{pictures}</div>"
    )


def data_of(recording: Recording) -> dict:
    """What the player is given."""
    return {
        "id": recording.id,
        "title": recording.title,
        "recording": [
            {name: value for name, value in event.items() if name in KEPT}
            for event in recording.events
        ],
        "files": recording.files,
    }


def in_script(data: object) -> str:
    """As JSON that can stand in a script element."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def own_run(recordings: List[Recording]) -> str:
    """The place where a reader's own run is played beside one of these.

    ./course play writes its run into your-run.data.js; until then that is empty.
    """
    data = {recording.id: data_of(recording) for recording in recordings}
    return (
        '<div class="player-own"><noscript><p>This needs JavaScript.</p></noscript>'
        f'<script type="application/json">{in_script(data)}</script></div>'
        '<script src="player.js"></script><script src="your-run.data.js"></script>'
        '<script src="your-run.js"></script>'
    )


def moments_of(events: List[dict]) -> int:
    """How many moments the player makes of a recording, as docs/player/model.js does."""
    targets = {each["id"]: each["tid"] for each in events if each["ph"] == "f"}
    state: Dict[int, str] = {}
    timers: Dict[int, int] = {}  # when each is due
    count, kind, calling = 0, "", False  # the kind of the moment that is not closed yet

    for event in events:
        phase, name, lane, args = event["ph"], event["name"], event["tid"], event.get("args", {})
        if phase == "s":
            target = targets.get(event["id"], 0)
            before = state.get(target, "")
            if not target and not lane and not calling and kind not in ("made", "fires"):
                count, kind = count + 1, "queues"
            elif target and before == "running":
                state[target], kind = "again", ""
            elif target and before not in ("again", "ended"):
                follows = kind in ("ended", "fires", "calls", "made")
                if before == "waits" and not follows:
                    count, kind = count + 1, "wakes"
                elif not follows:
                    kind = ""
                state[target] = "made"
            continue
        if phase in "MfE" or name == "enqueues":
            continue
        kind = name
        if phase == "B":
            state[lane] = "running"
        elif name in ("made", "ended"):
            state[lane] = name
        elif name == "waits":
            state[lane] = "made" if not targets or state.get(lane) == "again" else name
        elif name == "prints":
            kind = name if args["text"] else ""
        elif name == "sets timer":
            timers[args["number"]] = args["due_ns"]
            kind = "" if lane else name
        elif name == "timer gone":
            due = timers.pop(args["number"], None)
            kind = "" if due is None else "dropped" if due > round(event["ts"] * 1000) else "fires"
        elif name in ("calls", "called"):
            calling = name == "calls"
            kind = name if calling and not targets.get(args["id"]) else ""
        elif name not in ("awaits", "returns"):
            kind = ""
        count += kind != ""
    return count


# --- The script ----------------------------------------------------------------------------------


def write_scripts(source: Path, site: Path) -> None:
    """The scripts that the pages load."""
    scripts = {"player.js": MODULES, "your-run.js": OWN_RUN, "museum.js": MUSEUM}
    for name, modules in scripts.items():
        text = script.joined([source / module for module in modules])
        (site / name).write_text(text, encoding="utf-8")


def readers_run(site: Path) -> str:
    """What a site has of ./course play: the run of a reader, which a new site keeps, or none."""
    data = site / OWN_DATA
    text = data.read_text(encoding="utf-8") if data.is_file() else NO_RUN
    return text if text.startswith("globalThis.huddleRun") else NO_RUN
