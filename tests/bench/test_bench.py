#!/usr/bin/env python3
"""The tests of bench.py, on recorded numbers, and of the programs' rows.

    python3 test_bench.py            the table, from numbers
    python3 test_bench.py PROGRAM    the rows of huddle_bench, each for a moment
"""

import io
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stderr
from pathlib import Path

import bench

PEERS = ["huddle", "asio", "tokio", "libuv"]


class Peer:
    """A program that is there."""

    def __init__(self, peer, rows):
        self.peer, self.rows, self.version = peer, rows, f"{peer} 1"


def row(name):
    return next(row for row in bench.ROWS if row.name == name)


def line(name, numbers, found=("huddle", "asio", "tokio"), without=()):
    """The cells of a row's line, for recorded numbers."""
    programs = [Peer(peer, [] if peer in without else [name]) for peer in found]
    lines = bench.table([row(name)], {name: numbers}, programs, PEERS).splitlines()
    return [cell.strip() for cell in lines[2].strip("|").split("|")]


class Table(unittest.TestCase):
    def test_a_cell_is_the_median_of_the_rounds(self):
        cells = line("await", {"huddle": [5, 90, 7], "asio": [10, 20]}, ("huddle", "asio"))
        self.assertEqual(cells[2:4], ["~7", "15"])

    def test_the_ratio_is_to_the_peer_that_the_target_names(self):
        cells = line("await", {"huddle": [6], "asio": [10], "tokio": [1]})
        self.assertEqual(cells[6:], ["0.60 × asio", "0.7 × asio", "0.9 × asio", "ok"])

    def test_the_ratio_is_to_the_best_where_it_names_several(self):
        cells = line("yield_1", {"huddle": [6], "asio": [40], "tokio": [20]})
        self.assertEqual(cells[6:], ["0.30 × tokio", "0.5 × best", "1 × best", "ok"])

    def test_between_target_and_limit_is_above_target(self):
        self.assertEqual(line("await", {"huddle": [8], "asio": [10]})[-1], "above target")

    def test_above_the_limit_is_marked(self):
        self.assertEqual(line("await", {"huddle": [9.1], "asio": [10]})[-1], "**NOT DONE**")
        self.assertEqual(line("await", {"huddle": [9], "asio": [10]})[-1], "above target")

    def test_memory_is_measured_by_itself(self):
        name = "bytes_coroutine"
        self.assertEqual(line(name, {"huddle": [330]})[-4:], ["", "330", "600", "ok"])
        self.assertEqual(line(name, {"huddle": [331]})[-1], "above target")
        self.assertEqual(line(name, {"huddle": [601]})[-1], "**NOT DONE**")

    def test_one_allocation_is_too_many(self):
        self.assertEqual(line("allocations_await", {"huddle": [0.0]})[-1], "ok")
        self.assertEqual(line("allocations_await", {"huddle": [0.01]})[-1], "**NOT DONE**")

    def test_a_row_without_a_target_has_a_ratio_and_no_verdict(self):
        cells = line("wake", {"huddle": [20], "asio": [80], "tokio": [40]})
        self.assertEqual(cells[6:], ["0.50 × tokio", "", "", ""])

    def test_a_missing_peer_is_shown_and_a_row_that_it_does_not_have_too(self):
        cells = line("await", {"huddle": [6], "asio": [10]}, without=("tokio",))
        self.assertEqual(cells[2:6], ["6", "10", "–", "missing"])

    def test_without_the_peer_there_is_no_verdict(self):
        cells = line("await", {"huddle": [6]}, found=("huddle",))
        self.assertEqual((cells[6], cells[-1]), ("", "no peer"))

    def test_a_failure_is_shown(self):
        cells = line("await", {"asio": [10]})
        self.assertEqual((cells[2], cells[-1]), ("failed", "failed"))

    def test_noise_is_marked(self):
        self.assertEqual(line("wake", {"huddle": [10, 10, 10, 10, 30]})[2], "10")
        self.assertEqual(line("wake", {"huddle": [10, 10, 14, 20, 30]})[2], "~14")


class Running(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "log"

    def has(self, peer, number):
        program = self.folder / f"{peer}_bench"
        program.write_text(
            f"#!/bin/sh\ncase $1 in --list) echo await;; --version) echo {peer} 1;;\n"
            f'*) echo {peer} >>"{self.log}"; {number};; esac\n'
        )
        program.chmod(0o755)

    def measured(self, rounds):
        self.errors = io.StringIO()
        with redirect_stderr(self.errors):
            self.found = bench.programs(self.folder, PEERS)
            return bench.measure(self.found, [row("await")], rounds)

    def test_the_programs_take_turns(self):
        self.has("huddle", "echo 5")
        self.has("asio", "echo 10")
        numbers = self.measured(2)
        self.assertEqual(numbers, {"await": {"huddle": [5, 5], "asio": [10, 10]}})
        self.assertEqual(self.log.read_text().split(), ["huddle", "asio"] * 2)
        self.assertIn("tokio is missing", self.errors.getvalue())

    def test_a_program_that_fails_is_no_number(self):
        self.has("huddle", "echo 5")
        self.has("asio", "echo it broke >&2; exit 3")
        self.assertEqual(self.measured(1), {"await": {"huddle": [5]}})
        self.assertIn("it broke", self.errors.getvalue())

    def test_the_table_goes_between_the_markers(self):
        page = self.folder / "page.md"
        page.write_text(f"before\n{bench.BEGIN}\nold\n{bench.END}\nafter\n")
        bench.write(page, "new")
        self.assertEqual(page.read_text(), f"before\n{bench.BEGIN}\nnew\n{bench.END}\nafter\n")


class Rows(unittest.TestCase):
    program = ""

    def say(self, *words):
        command = [self.program, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def test_huddle_has_every_row_of_the_table(self):
        self.assertEqual(self.say("--list").split(), [row.name for row in bench.ROWS])

    def test_every_row_runs(self):
        for name in self.say("--list").split():
            with self.subTest(name):
                self.assertGreaterEqual(float(self.say("--brief", name)), 0)


if __name__ == "__main__":
    suite = unittest.TestSuite()
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    if len(sys.argv) > 1:
        Rows.program = sys.argv[1]
        suite.addTests(load(Rows))
    else:
        suite.addTests([load(Table), load(Running)])
    sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
