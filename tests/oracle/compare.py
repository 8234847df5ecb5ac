#!/usr/bin/env python3
"""Runs one scenario of the oracle in CPython and in Huddle, and compares what they print.

    python3 tests/oracle/compare.py TOPIC SCENARIO PROGRAM

PROGRAM is what the topic's C++ file was built into. Where the two are known to differ,
differences.txt says why, and then they have to: one that is listed and does not differ fails, too.
"""

import contextlib
import difflib
import importlib
import io
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def known_differences() -> dict:
    """From the scenario's name to the reason."""
    reasons = {}
    for line in (HERE / "differences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, reason = line.split(": ", 1)
            reasons[name] = reason
    return reasons


def in_python(topic: str, scenario: str) -> str:
    stage = importlib.import_module("stage")
    importlib.import_module(topic)
    if scenario not in stage.scenarios:
        sys.exit(f"{topic}.py has no scenario {scenario}.")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        stage.run(scenario)
    return printed.getvalue()


def in_huddle(program: str, scenario: str) -> str:
    done = subprocess.run([program, scenario], capture_output=True, text=True, timeout=60)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{scenario} ended with {done.returncode} in Huddle, and said:\n{done.stderr}")
    return done.stdout


def main() -> int:
    topic, scenario, program = sys.argv[1:]
    if sys.version_info < (3, 11):
        print("skipped: the oracle is CPython 3.11 or later")
        return 77
    sys.dont_write_bytecode = True
    python, huddle = in_python(topic, scenario), in_huddle(program, scenario)
    if not python or not huddle:
        sys.exit(f"{scenario} prints nothing in {'Huddle' if python else 'CPython'}.")
    reason = known_differences().get(scenario)
    lines = [text.splitlines(keepends=True) for text in (python, huddle)]
    difference = "".join(difflib.unified_diff(*lines, "CPython", "Huddle", n=99))
    if difference:
        print(f"known to differ: {reason}" if reason else "they differ:", difference, sep="\n")
        return 0 if reason else 1
    print(huddle, end="")
    if reason:
        print(f"differences.txt says that they differ, and they do not: {reason}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
