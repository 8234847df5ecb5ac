#!/usr/bin/env python3
"""Runs the benchmarks of Huddle and its peers side by side, and prints one table of medians.

    python3 tests/bench/bench.py --programs FOLDER [--rounds 7] [--only ROW] [--peers asio,go] [--write PAGE]

README.md says what the rows are. Better: `cmake --build --preset release --target bench`, which
builds the programs first. Each program is a process of its own, and measures one row for about a
third of a second. Round after round, every row is measured by all programs, one after the other, so
that whatever disturbs the machine disturbs them alike.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

HERE = Path(__file__).resolve().parent
PEERS = ["huddle", "asio", "tokio", "go", "libuv", "asyncio", "uvloop"]
COROUTINES = ("asio", "tokio", "go")  # the peers that compile
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
ENOUGH = 10  # seconds: a row that has taken a program that long is not repeated
NOISY = 0.1  # of the median, that the middle half of the rounds is spread over


class Row(NamedTuple):
    name: str
    title: str
    unit: str
    target: Optional[float] = None  # of the ratio; without peers to compare with, of the number
    limit: Optional[float] = None  # above this it is not done
    against: Sequence[str] = ()  # the best of these is what the target compares with


ROWS = [
    Row("await", "await a coroutine that is ready", "ns", 0.7, 0.9, ("asio",)),
    Row("yield_1", "yield, one task", "ns", 0.5, 1.0, COROUTINES),
    Row("yield_1k", "yield, 1,000 tasks", "ns", 0.2, 0.5, COROUTINES),
    Row("spawn_join", "spawn a task and join it", "ns", 0.3, 0.6, ("tokio",)),
    Row("wake", "wake a task by a future", "ns"),
    Row("lock", "pass a lock on, among ten tasks", "ns"),
    Row("queue", "queue ping-pong, room for one", "ns", 0.5, 1.0, COROUTINES),
    Row("gather_1k", "gather 1,000, each", "ns"),
    Row("as_completed_10k", "as_completed of 10,000, each", "ns"),
    Row("to_thread", "to a thread and back", "ns"),
    Row("timeout", "time-out around a wait, that does not fire", "ns", 1.0, 2.0, ("tokio",)),
    Row("timeout_ready", "time-out around nothing", "ns"),
    # The targets of timers are about many: a thousand fit into the fastest memory of anybody.
    Row("timer_all_1k", "start 1k timers, cancel all, each", "ns"),
    Row("timer_all_100k", "… 100k timers", "ns", 0.3, 0.6, ("libuv",)),
    Row("timer_all_1m", "… 1M timers", "ns", 0.3, 0.6, ("libuv",)),
    Row("timer_cancel_1k", "start and cancel one, among 1k", "ns"),
    Row("timer_cancel_100k", "… among 100k", "ns", 0.3, 0.6, ("libuv",)),
    Row("timer_cancel_1m", "… among 1M", "ns", 0.3, 0.6, ("libuv",)),
    Row("timer_restart_1k", "restart any of 1k timers", "ns"),
    Row("timer_restart_100k", "… of 100k", "ns"),
    Row("timer_restart_1m", "… of 1M", "ns"),
    Row("timer_fire_1k", "timer start + fire, 1k in 1 ms", "ns"),
    Row("timer_fire_100k", "… 100k in 0.1 s", "ns"),
    Row("timer_fire_1m", "… 1M in 1 s", "ns"),
    Row("sleeps_1m", "1M tasks sleep, all within 1 s", "s", 0.5, 1.0, ("asio",)),
    Row("bytes_coroutine", "memory of a sleeping task", "bytes", 330, 600),
    Row("bytes_callable", "… made of callable and arguments", "bytes", 450, 600),
    Row("allocations_await", "allocations for an await", "", 0, 0),
    Row("allocations_yield", "… a yield", "", 0, 0),
    Row("allocations_wake", "… a future and a wake", "", 0, 0),
    Row("allocations_lock", "… a lock passed on", "", 0, 0),
    Row("allocations_timer", "… a sleep", "", 0, 0),
]

Numbers = Dict[str, Dict[str, List[float]]]  # by row and peer: one for each round


# --- The programs --------------------------------------------------------------------------------


class Program:
    """One peer's program: what it is called, its rows, and its version."""

    def __init__(self, peer: str, command: List[str]):
        self.peer, self.command = peer, command
        self.version = self._say("--version").strip()
        self.rows = self._say("--list").split()

    def _say(self, *words: str) -> str:
        return subprocess.run(
            self.command + list(words), check=True, capture_output=True, text=True
        ).stdout

    def measure(self, row: str) -> float:
        return float(self._say(row))


def programs(folder: Path, peers: Sequence[str]) -> List[Program]:
    """Those of `peers` that are there: built, and able to say their rows."""
    found = []
    for peer in peers:
        if peer in ("asyncio", "uvloop"):
            command = [python(), str(HERE / "asyncio_bench.py")] + ["--uvloop"] * (peer == "uvloop")
        else:
            command = [str(folder / f"{peer}_bench")]
        try:
            found.append(Program(peer, command))
        except (OSError, subprocess.CalledProcessError):
            print(f"{peer} is missing: tests/bench/README.md names its package.", file=sys.stderr)
    return found


def python() -> str:
    """A Python that has uvloop, if there is one: Debian's package belongs to Debian's Python."""
    for command in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([command, "-c", "import uvloop"], capture_output=True).returncode == 0:
                return command
        except OSError:
            pass
    return sys.executable


def measure(found: Sequence[Program], rows: Sequence[Row], rounds: int) -> Numbers:
    """Runs everything, round after round. A failure is said, and is no number."""
    numbers: Numbers = {row.name: {} for row in rows}
    spent: Dict[Tuple[str, str], float] = {}
    plan = [
        (number, row.name, program)
        for number in range(1, rounds + 1)
        for row in rows
        for program in found
        if row.name in program.rows
    ]
    begin = time.monotonic()
    for done, (number, row, program) in enumerate(plan):
        taken = time.monotonic() - begin
        left = f", {taken / done * (len(plan) - done) / 60:.0f} min left" if done > 20 else ""
        progress(f"round {number} of {rounds}, {done + 1}/{len(plan)}{left}: {row}, {program.peer}")
        if spent.get((row, program.peer), 0) > ENOUGH:
            continue
        started = time.monotonic()
        try:
            value = program.measure(row)
            numbers[row].setdefault(program.peer, []).append(value)
        except (subprocess.CalledProcessError, ValueError) as error:
            print(f"\n{program.peer} failed at {row}: {error}", file=sys.stderr)
            print(getattr(error, "stderr", "") or "", file=sys.stderr)
        so_far = spent.get((row, program.peer), 0)
        spent[row, program.peer] = so_far + time.monotonic() - started
    progress("")
    return numbers


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


# --- The table -----------------------------------------------------------------------------------


def verdict(row: Row, numbers: Dict[str, List[float]]) -> Tuple[str, str]:
    """Huddle's ratio to the best of those the row compares with, and what follows from it."""
    if not numbers.get("huddle"):
        return "", "failed"
    ours = statistics.median(numbers["huddle"])
    value, ratio = ours, ""
    if row.against or row.target is None:
        peers = row.against or [peer for peer in PEERS if peer != "huddle"]
        medians = {peer: statistics.median(numbers[peer]) for peer in peers if numbers.get(peer)}
        if not medians:
            return "", "" if row.target is None else "no peer"
        best = min(medians, key=lambda peer: medians[peer])
        value = ours / medians[best]
        ratio = f"{value:.2f} × {best}"
    if row.target is None or row.limit is None:
        return ratio, ""
    if value > row.limit:
        return ratio, "**NOT DONE**"
    return ratio, "above target" if value > row.target else "ok"


def goal(row: Row, bound: Optional[float]) -> str:
    if bound is None:
        return ""
    of = " × best" if len(row.against) > 1 else f" × {row.against[0]}" if row.against else ""
    return f"{bound:g}{of}"


def cell(row: Row, numbers: Dict[str, List[float]], program: Optional[Program]) -> str:
    if program is None:
        return "missing"
    if row.name not in program.rows:
        return "–"
    if not numbers.get(program.peer):
        return "failed"
    values = numbers[program.peer]
    middle = statistics.median(values)
    noisy = "~" if spread(values) > NOISY else ""
    return noisy + (f"{middle:,.0f}" if middle >= 100 else f"{middle:.3g}")


def spread(values: List[float]) -> float:
    """Over which part of the median the middle half of the rounds is spread."""
    if len(values) < 3 or statistics.median(values) == 0:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / statistics.median(values)


def table(rows: Sequence[Row], numbers: Numbers, found: Sequence[Program],
          peers: Sequence[str]) -> str:
    by_name = {program.peer: program for program in found}
    head = ["", "unit"] + list(peers) + ["ratio", "target", "not done above", "verdict"]
    lines = [head, ["---"] * 2 + ["--:"] * len(peers) + ["---"] * 4]
    for row in rows:
        cells = [cell(row, numbers[row.name], by_name.get(peer)) for peer in peers]
        ratio, word = verdict(row, numbers[row.name])
        bounds = [goal(row, row.target), goal(row, row.limit)]
        lines.append([row.title, row.unit] + cells + [ratio] + bounds + [word])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine(found: Sequence[Program], rounds: int, load: Sequence[float]) -> str:
    processor = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    versions = "; ".join(program.version for program in found)
    before_after = " to ".join(f"{each:.1f}" for each in load)
    return (
        f"{datetime.date.today()}, {processor} with {os.cpu_count()} processors, Linux "
        f"{platform.release().split('-')[0]}, load average {before_after}, medians of {rounds} "
        f"rounds. {versions}."
    )


def write(page: Path, text: str) -> None:
    """Puts `text` between the two markers of `page`."""
    old = page.read_text(encoding="utf-8")
    if BEGIN not in old or END not in old:
        sys.exit(f"{page}: the markers {BEGIN} and {END} are gone: put them back.")
    before, after = old.split(BEGIN, 1)[0], old.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def names(text: str, known: Sequence[str]) -> List[str]:
    wanted = text.split(",")
    for name in wanted:
        if name not in known:
            sys.exit(f"There is no {name}: choose among {', '.join(known)}.")
    return [name for name in known if name in wanted]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--programs", type=Path, required=True, help="where huddle_bench is")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", metavar="ROW", help="these rows, with commas between them")
    parser.add_argument("--peers", help="these peers; huddle is always there")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="puts the table into this page")
    options = parser.parse_args()
    wanted = names(options.only, [row.name for row in ROWS]) if options.only else None
    rows = [row for row in ROWS if wanted is None or row.name in wanted]
    peers = names("huddle," + options.peers, PEERS) if options.peers else PEERS
    found = programs(options.programs, peers)
    before = os.getloadavg()[0]
    numbers = measure(found, rows, options.rounds)
    text = table(rows, numbers, found, peers)
    text += "\n\n" + machine(found, options.rounds, (before, os.getloadavg()[0]))
    print(text)
    if options.write:
        write(options.write, text)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
