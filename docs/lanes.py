"""A recording as a picture: a lane for each task, which runs, is ready, sleeps or waits.

Whoever reads without JavaScript, or on paper, sees this in place of the player. As in its timeline,
a step is as wide as any other, however long it took.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Dict, List, Tuple

ROW, BAR, STEP, NAMES = 24, 12, 12, 150


@dataclass
class Part:
    """A part of the program: what stands in its output between two blank lines."""

    title: str
    first: int
    last: int = 0
    lanes: Dict[int, List[Tuple[str, int, int]]] = field(default_factory=dict)
    names: Dict[int, str] = field(default_factory=dict)


def parts(events: List[dict]) -> List[Part]:
    """The parts of a program, each with what its lanes do, by the events of a recording."""
    names = names_of(events)
    targets = {each["id"]: each["tid"] for each in events if each["ph"] == "f"}
    sleeps: Dict[int, int] = {}  # the lane that set each timer
    now: Dict[int, Tuple[str, int]] = {}  # each lane's state, and since when
    found: List[Part] = []
    step, blank = 0, True

    def change(lane: int, state: str) -> None:
        old, since = now.pop(lane, ("done", step))
        if old != "done" and since < step and found:
            found[-1].lanes.setdefault(lane, []).append((old, since, step))
        if state != "done":
            now[lane] = (state, step)

    def title(text: str) -> None:
        nonlocal step
        if len(found) == 1 and not found[0].title:  # what comes before the first line belongs to it
            found[0].title = text
            return
        step += 1
        for lane, (state, _) in list(now.items()):
            change(lane, state)
        if found:
            found[-1].last = step
        found.append(Part(text, step, names=names))

    for event in events:
        kind, name, lane, args = event["ph"], event["name"], event["tid"], event.get("args", {})
        if name == "prints":
            if blank and args["text"]:
                title(args["text"])
            blank = not args["text"]
        elif kind == "B":
            step += 1
            change(lane, "running")
        elif name == "made":
            step += 1
            change(lane, "ready")
        elif name == "sets timer":
            sleeps[args["number"]] = lane
        elif name == "timer gone":
            sleeps.pop(args["number"], None)
        elif kind == "s" and now.get(targets.get(event["id"], 0), ("", 0))[0] in (
            "waiting",
            "sleeping",
        ):
            step += 1
            change(targets[event["id"]], "ready")
        elif name in ("waits", "ended"):
            step += 1
            asleep = lane in sleeps.values()
            change(
                lane,
                "done"
                if name == "ended"
                else "ready" if not targets else "sleeping" if asleep else "waiting",
            )
        if not found and name != "thread_name":
            found.append(Part("", 0, names=names))
    step += 1
    for lane in list(now):
        change(lane, "done")
    found[-1].last = step
    return [part for part in found if part.lanes]


def names_of(events: List[dict]) -> Dict[int, str]:
    """The lanes' names, each its own, as in docs/player/recording.js."""
    plain = {
        each["tid"]: re.sub(r"<.*>$", "", each["args"]["name"])
        for each in events
        if each["name"] == "thread_name"
    }
    names, same = {}, list(plain.values())
    for number, (lane, name) in enumerate(plain.items()):
        names[lane] = name if same.count(name) == 1 else f"{name} {same[: number + 1].count(name)}"
    return names


def picture(part: Part) -> str:
    """One part as an SVG, with a lane for each task."""
    lanes = sorted(part.lanes)
    width = NAMES + (part.last - part.first) * STEP + 8
    height = len(lanes) * ROW
    shapes = []
    for row, lane in enumerate(lanes):
        middle = row * ROW + ROW // 2
        shapes.append(
            f'<text x="{NAMES - 10}" y="{middle + 4}" text-anchor="end">'
            f"{html.escape(part.names.get(lane, ''))}</text>"
        )
        for state, first, last in part.lanes[lane]:
            x, wide = NAMES + (first - part.first) * STEP, (last - first) * STEP
            if state in ("running", "ready"):
                shapes.append(
                    f'<rect class="{state}" x="{x + 0.5}" y="{middle - BAR // 2}" '
                    f'width="{wide - 1}" height="{BAR}" rx="3"/>'
                )
            else:
                shapes.append(f'<path class="{state}" d="M{x + 2} {middle}H{x + wide - 2}"/>')
    title = html.escape(part.title)
    return (
        f'<figure><svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{title}: when each task runs (a full bar), is ready (a hollow one), sleeps '
        f'(dots) or waits (a line)">{"".join(shapes)}</svg>'
        f"<figcaption>{title}</figcaption></figure>"
    )
