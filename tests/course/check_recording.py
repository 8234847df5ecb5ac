#!/usr/bin/env python3
"""Checks what `demo --record FILE` writes: Chrome Trace Event JSON that tells what the demo did.

    check_recording.py DEMO EXPECTED

DEMO is the program, EXPECTED the file with what it prints.
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def problems(text, printed):
    """What is wrong with the recording `text` of a program that prints the lines `printed`."""
    try:
        events = json.loads(text)["traceEvents"]
    except (ValueError, KeyError, TypeError) as error:
        return [f"it is not Chrome Trace Event JSON: {error!r}"]
    if not events:
        return ["it has no events"]

    wrong = []
    last, calling = -1, False
    open_runs, named, used, shot = {}, set(), set(), set()
    for number, event in enumerate(events):
        here = f"event {number}, {json.dumps(event)}"
        missing = {"ph", "name", "pid", "tid", "ts"} - event.keys()
        if missing:
            wrong.append(f"{here}: it has no {', '.join(sorted(missing))}")
            continue
        kind, lane = event["ph"], event["tid"]
        if event["ts"] <= last:
            wrong.append(f"{here}: its time is not after that of the event before, {last}")
        last = event["ts"]
        if kind == "M":
            named.add(lane)
            if not event["args"]["name"]:
                wrong.append(f"{here}: the name is empty")
        else:
            used.add(lane)
        if kind == "B":
            open_runs.setdefault(lane, []).append(event["name"])
        elif kind == "E":
            if not open_runs.get(lane) or open_runs[lane].pop() != event["name"]:
                wrong.append(f"{here}: it ends what has not begun")
        elif kind in "be":  # a call of the loop's: they do not nest
            if lane != 0 or calling == (kind == "b"):
                wrong.append(f"{here}: a call begins within another, or ends where none has begun")
            calling = kind == "b"
        elif kind == "s":
            shot.add(event["id"])
        elif kind == "f":
            if event["id"] not in shot:
                wrong.append(f"{here}: its arrow begins nowhere, or has arrived already")
            shot.discard(event["id"])
        elif kind not in "Mi":
            wrong.append(f"{here}: '{kind}' is no kind of event that a recording has")
    for lane, runs in open_runs.items():
        wrong += [f"lane {lane}: '{run}' has no end" for run in runs]
    wrong += [f"lane {lane} has no name" for lane in sorted(used - named)]
    if not any(event["name"] == "runs" for event in events):
        wrong.append("nobody runs in it")

    recorded = [event["args"]["text"] for event in events if event["name"] == "prints"]
    if recorded != printed:
        wrong.append(f"it holds the lines {recorded}\nbut the program prints {printed}")
    return wrong


def record(demo, file):
    """Runs `demo --record file`. Returns what it printed, and what it wrote."""
    ran = subprocess.run([demo, "--record", file], capture_output=True, text=True, timeout=60)
    if ran.returncode != 0:
        sys.exit(f"{demo} --record ended with {ran.returncode}:\n{ran.stderr}")
    return ran.stdout, file.read_text(encoding="utf-8")


def main(demo, expected):
    printed = pathlib.Path(expected).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        said, first = record(demo, pathlib.Path(folder, "first.json"))
        _, second = record(demo, pathlib.Path(folder, "second.json"))
    wrong = problems(first, printed.splitlines())
    if said != printed:
        wrong.append(f"while it is recorded, the demo prints other lines than {expected} holds")
    if first != second:
        wrong.append("two recordings differ: the demo must run on virtual time while it is recorded")
    if wrong:
        sys.exit(f"The recording of {demo} is not right:\n" + "\n".join(wrong[:20]))


if __name__ == "__main__":
    main(*sys.argv[1:])
