#!/usr/bin/env python3
"""The reference: what it demands of the headers, and that the dictionary knows all of asyncio.

    python3 docs/test_reference.py
"""

from __future__ import annotations

import asyncio
import contextvars
import re
import shutil
import sys
import unittest

import declarations
import lesson
import reference
from test_tools import ToolTest

HEADER = """#pragma once

namespace huddle {

/// Counts.
class Counter {
 public:
  Counter(Counter&& other) noexcept;
  /// The next number.
  ///
  ///     counter.next();
  int next();
};

}  // namespace huddle
"""
FLOORS = "# How\n\n| floor | files |\n|---|---|\n| 0, the ground | `counter.hpp` |\n"


class Headers(ToolTest):
    def setUp(self):
        super().setUp()
        self.header = self.course.root / reference.HEADERS / "counter.hpp"
        self.floors = self.course.root / "docs/architecture.md"
        for name, text in (("index", "# Huddle\n"), ("course", "# The course\n")):
            self.course.write(self.course.root / f"docs/{name}.md", text)
        self.course.write(self.header, HEADER)
        self.course.write(self.floors, FLOORS)

    def site_fails(self, path, line: int, text: str) -> None:
        self.assert_fails("build_site.py", path, line, text, "--build", self.course.build)

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_pass_when_they_say_everything(self):
        self.assert_passes("build_site.py", "--build", self.course.build)
        page = (self.course.build / "site/classhuddle_1_1Counter.html").read_text()
        self.assertIn("The next number.", page)
        self.assertNotIn("More...", page)
        self.assertLess(page.index("Counts."), page.index("Functions</h2>"))
        self.assertIn('<div class="memname">int next()</div>', page)
        self.assertIn('<a class="el" href="group__ground.html">The ground</a>', page)
        self.assertIn('<div class="line">counter.next(); </div>', page)

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_fail_when_a_public_item_says_nothing(self):
        self.course.change(self.header, "  int next();", "  int next();\n  int last();")
        self.site_fails(self.header, 13, "Member last() (function) of class huddle::Counter is not")

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_fail_with_any_other_warning_of_doxygen(self):
        self.course.change(self.header, "/// Counts.", "/// Counts. @see @ref Nobody")
        self.site_fails(self.header, 5, "unable to resolve reference to 'Nobody'")

    def test_fail_when_a_header_has_no_floor(self):
        self.course.change(self.floors, "counter.hpp", "gone.hpp")
        self.site_fails(self.floors, 1, "counter.hpp has no floor")

    def test_fail_when_a_page_names_what_is_not_there(self):
        self.course.write(
            self.course.root / "docs/dictionary.md", "# Names\n\nSay `Counter::previous()`.\n"
        )
        run = self.run_tool("build_site.py", "--build", self.course.build)
        self.assertIn("nothing in the reference is called huddle::Counter::previous", run.stderr)

    def test_keep_their_lines(self):
        for path in reference.headers(lesson.ROOT):
            text = path.read_text(encoding="utf-8")
            made = reference.prepared(text, lambda each: "ground")
            self.assertEqual(made.count("\n"), text.count("\n"), path)

    def test_declare_what_the_lists_name(self):
        declared = {
            each.name
            for path in reference.headers(lesson.ROOT)
            for each in reference.entities(path.read_text(encoding="utf-8"))
        }
        named = reference.HIDDEN | reference.BUILDERS_NAMES | reference.HIDDEN_BASES
        self.assertEqual(sorted(named - declared), [])
        self.assertGreater(len(declared), 150)


def public(kind: type) -> set:
    return {name for name in dir(kind) if not name.startswith("_")}


class Declarations(unittest.TestCase):
    """As the reference's pages show them."""

    def test_are_lines_of_code(self):
        cells = ["Task&lt; T &gt; create_task ", "(", "Coro&lt; T &gt;&#160;", "<em>coroutine</em>, ", "",
                 "", "Where &amp;&amp;&#160;", "<em>where</em> = <code>{}</code>&#160;", "", ")", "", " const"]
        table = '<table class="memname">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</table>"
        self.assertEqual(
            declarations.mended(table),
            '<div class="memname">Task&lt;T&gt; create_task(Coro&lt;T&gt; <em>coroutine</em>, '
            "Where&amp;&amp; <em>where</em> = <code>{}</code>) const</div>",
        )

    def test_have_types_as_the_code_has_them(self):
        row = '<tr class="memitem:a"><td class="memItemLeft">T &amp;&#160;</td><td class="memItemRight">'
        self.assertEqual(
            declarations.tight(row + "take (Held&lt; Lock &gt; &amp;held, std::vector&lt; A, B &gt; &amp;&amp;)"),
            row.replace("T &amp;", "T&amp;") + "take (Held&lt;Lock&gt;&amp; held, std::vector&lt;A, B&gt;&amp;&amp;)",
        )
        self.assertEqual(declarations.tight("this &amp; that"), "this &amp; that")

    def test_are_left_alone_in_code(self):
        line = '<div class="line">if (a &lt; b &amp;&amp; c &gt; d) {</div>'
        self.assertEqual(declarations.mended(line), line)

    def test_have_the_title_of_what_they_declare(self):
        title = '<div class="title">{}</div>'
        page = title.format("huddle::AsyncContext Concept Reference")
        self.assertEqual(declarations.mended(page), title.format("AsyncContext"))

    def test_need_no_link_to_what_follows(self):
        summary = '<p>A lock. \n <a href="a.html#details">More...</a></p>\n'
        details = '<a name="details" id="details"></a><h2 class="groupheader">Detailed Description</h2>'
        self.assertEqual(declarations.mended(summary + details), '<a name="details" id="details"></a>')


class Dictionary(unittest.TestCase):
    """Every public name of asyncio and contextvars stands on the page, as code."""

    def setUp(self):
        page = (lesson.ROOT / "docs/dictionary.md").read_text(encoding="utf-8")
        spans = re.findall(r"`([^`]+)`", page)
        self.names = {re.sub(r"\(.*\)$", "", span) for span in spans}

    def assert_all(self, names: set) -> None:
        if sys.version_info >= (3, 14):
            self.skipTest("skipped: the dictionary knows Python up to 3.13")
        self.assertEqual(sorted(names - self.names), [])

    def test_has_the_names_of_the_package(self):
        self.assert_all(set(asyncio.__all__))

    def test_has_the_members_of_the_classes(self):
        kinds = [asyncio.Runner, asyncio.Task, asyncio.Future, asyncio.Lock, asyncio.Event]
        kinds += [asyncio.Condition, asyncio.Semaphore, asyncio.Barrier, asyncio.Queue]
        kinds += [asyncio.Timeout, asyncio.TaskGroup, asyncio.Handle, asyncio.TimerHandle]
        kinds += [contextvars.ContextVar, contextvars.Context, contextvars.Token]
        wanted = {f"{kind.__name__}.{name}" for kind in kinds for name in public(kind)}
        # A task has these of a future, and refuses them; a timer has these of a handle.
        wanted -= {"Task.set_result", "Task.set_exception"}
        wanted -= {"TimerHandle.cancel", "TimerHandle.cancelled"}
        self.assert_all(wanted)

    def test_has_the_members_of_the_loop(self):
        self.assert_all({f"loop.{name}" for name in public(asyncio.AbstractEventLoop)})

    def test_has_the_members_of_streams_and_servers(self):
        hidden = {"feed_data", "feed_eof", "set_exception", "set_transport", "transport"}
        kinds = (asyncio.StreamReader, asyncio.StreamWriter, asyncio.AbstractServer)
        wanted = {name for kind in kinds for name in public(kind)} - hidden - {"get_loop"}
        self.assert_all(wanted)


if __name__ == "__main__":
    unittest.main()
