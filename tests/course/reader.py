#!/usr/bin/env python3
"""Plays a reader who typed chapters 1 to 7 by their lessons, and runs chapter 7's server on that.

    COURSE_RUNNER=build/dev/runtime/tools/course/course_runner python3 reader.py

The headers come from the lessons' steps alone. The server is built with them (`--mine`), tried by
echo_client.py, and ended by Ctrl-C. Then one line of chapter 1 is broken, to see that it was the
reader's files that were used.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import lesson  # noqa: E402
import replay  # noqa: E402

RUNNER = os.environ["COURSE_RUNNER"]
LAST = 7
PATIENCE = 300  # seconds that a build may take on a busy machine


def type_along(my):
    """Writes what the lessons of chapters 1 to LAST say into `my`."""
    typed = lesson.chapters(ROOT, list(range(1, LAST + 1)))
    if len(typed) != LAST:
        sys.exit(f"There are {len(typed)} chapters instead of {LAST}.")
    for chapter in typed:
        states = replay.states(lesson.read_document(chapter.lesson))
        replay.write_state(states[-1], my / chapter.folder.name)


def run_mine(environment):
    """Runs the server on the reader's headers up to Ctrl-C. Returns its first line and status."""
    server = subprocess.Popen(
        [RUNNER, "run", str(LAST), "server", "--mine"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )
    first = server.stdout.readline()
    if first:  # a terminal's Ctrl-C goes to all of its foreground programs
        os.killpg(server.pid, signal.SIGINT)
    _, errors = server.communicate(timeout=PATIENCE)
    return first, server.returncode, errors


def main():
    with tempfile.TemporaryDirectory(prefix="reader ") as place:
        folder = pathlib.Path(place)
        my = folder / "my"
        environment = {**os.environ, "COURSE_ROOT": str(ROOT), "COURSE_MY": str(my),
                       "COURSE_CACHE": str(folder / "cache")}
        type_along(my)

        first, status, errors = run_mine(environment)
        if not first.startswith("listening on port ") or status != 130:
            sys.exit(f"The server of the reader's files printed {first!r} and ended with {status} "
                     f"on Ctrl-C:\n{errors}")
        clients = [sys.executable, str(HERE / "echo_client.py"),
                   RUNNER, "run", str(LAST), "server", "--mine"]
        if subprocess.run(clients, env=environment, check=False).returncode != 0:
            sys.exit("The server of the reader's files fails its clients.")

        header = my / lesson.chapters(ROOT, [1])[0].folder.name / "frame.hpp"
        header.write_text("#error typed by the reader\n" + header.read_text(encoding="utf-8"),
                          encoding="utf-8")
        first, status, errors = run_mine(environment)
        if status == 130 or "typed by the reader" not in errors:
            sys.exit("The server does not depend on what the reader typed in chapter 1: it printed "
                     f"{first!r} and ended with {status}:\n{errors}")
    print("The reader's own files carry, from chapter 1 to the server of chapter 7.")


if __name__ == "__main__":
    main()
