"""The trace that HUDDLE_TRACE asks for is one that viewers of Chrome's format understand, and it is
right about who wakes whom.

    trace.py PROGRAM

PROGRAM is traced_wakes, whose tasks this knows.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
LOOP = "the loop"
MAIN = "async_main"
GUEST = 'guest "2" \\ '  # without the end of a line that its name has
# The tasks in the order of their making, and how many steps each makes.
STEPS = {MAIN: 4, "taker": 2, "give": 2, "guest 1": 2, GUEST: 2, "never begins": 0, "porter": 2}
# Who brings about whose turn, in order.
ARROWS = [
    (LOOP, MAIN),
    *((MAIN, task) for task in STEPS if task not in (MAIN, "porter")),
    ("give", "give"),  # yields
    ("give", "taker"),
    ("taker", MAIN),
    (MAIN, "porter"),
    (LOOP, "porter"),  # its sleep is over
    ("porter", "guest 1"),
    ("porter", GUEST),
    ("guest 1", MAIN),
    (LOOP, MAIN),  # a callback
]


class Wrong(Exception):
    """The trace is not as it should be."""


def require(holds, sentence):
    if not holds:
        raise Wrong(sentence)


def lanes_of(events):
    """The name of each lane by its number: the last one, where it was renamed."""
    lanes = {}
    for event in events:
        if event["ph"] == "M" and event["name"] == "thread_name":
            lanes[event["tid"]] = event["args"]["name"]
    for event in events:
        require(event["tid"] in lanes, f"this stands in a lane without a name: {event}")
        require(event["pid"] == 1, f"this is another process's: {event}")
    return lanes


def check_times(events):
    """Each is later than the one before, so that nobody has to guess their order."""
    for before, event in zip(events, events[1:]):
        require(event["ts"] > before["ts"], f"this is not later than the one before: {event}")


def check_slices(events, lanes):
    """Steps begin and end in turns: there is one thread, and none stands inside another. Arrows
    begin in a step or at the loop, and end at the beginning of a step. Gives how many steps there
    are in each lane, by its name."""
    count = {name: 0 for name in lanes.values()}
    begins = {event["tid"] for event in events if event["ph"] == "B"}
    running = before = None
    for event in events:
        inside = running is not None and running["tid"] == event["tid"]
        if event["ph"] == "B":
            require(running is None, f"this begins inside of {running}: {event}")
            running = event
            count[lanes[event["tid"]]] += 1
        elif event["ph"] == "E":
            require(inside and event["name"] == running["name"], f"{event} ends {running}")
            running = None
        elif event["ph"] == "s":
            at_loop = running is None and lanes[event["tid"]] == LOOP
            require(inside or at_loop, f"this arrow begins in no step: {event}")
        elif event["ph"] == "f" and event["tid"] in begins:
            require(before is running, f"this arrow does not end where a step begins: {event}")
        before = event
    require(running is None, f"this has no end: {running}")
    return count


def arrows_of(events, lanes):
    """Pairs of names, in the order in which the arrows begin."""
    begun, arrows = {}, []
    for event in events:
        if event["ph"] == "s":
            require(event["id"] not in begun, f"this arrow begins twice: {event}")
            begun[event["id"]] = [lanes[event["tid"]]]
            arrows.append(begun[event["id"]])
        elif event["ph"] == "f":
            require(event["id"] in begun, f"this arrow has no beginning: {event}")
            begun[event["id"]].append(lanes[event["tid"]])
    for arrow in arrows:
        require(len(arrow) == 2, f"this arrow has one beginning, and not one end: {arrow}")
    return [tuple(arrow) for arrow in arrows]


def check(events):
    lanes = lanes_of(events)
    require(list(lanes.values()) == [LOOP, *STEPS], f"the lanes are {lanes}")
    check_times(events)
    count = check_slices(events, lanes)
    require(count == {LOOP: 0, **STEPS}, f"there are so many steps: {count}")
    arrows = arrows_of(events, lanes)
    require(arrows == ARROWS, f"the arrows are {arrows}")
    for what in ("made", "ended"):
        tasks = sorted(lanes[event["tid"]] for event in events if event["name"] == what)
        require(tasks == sorted(STEPS), f"these were {what}: {tasks}")


def main():
    if os.environ.get("HUDDLE_SHUFFLE"):
        print("turns are shuffled: nobody knows who wakes whom")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trace.json"
        subprocess.run([sys.argv[1]], check=True, env={**os.environ, "HUDDLE_TRACE": str(file)})
        check(json.loads(file.read_text()))


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        sys.exit(f"the trace is wrong: {wrong}")
