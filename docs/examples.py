#!/usr/bin/env python3
"""Compiles every example of the runtime's headers, each within a frame that gives it what it needs.

    python3 docs/examples.py --build build/dev

An example is an indented block of a comment. It stands in a coroutine of a namespace of its own;
functions that it defines stand before that. NEEDS declares what else it speaks of.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List

import lesson
import reference
from lesson import Problem

# Declarations for an example, found by its first line.
NEEDS: Dict[str, str] = {
    "AsyncGenerator<std::string> lines(Stream& stream) {": (
        "struct Stream { Coro<std::optional<std::string>> read_line(); }; extern Stream& stream;"
    ),
    "auto greet = [name = std::string(\"Ada\")]() -> Coro<void> { co_await say(name); };": (
        "Coro<void> say(std::string words);"
    ),
    "Condition changed;": "extern int fish;",
    "try {": (
        "struct ConnectionLost {}; Coro<void> body(TaskGroup& group);"
    ),
    "Function<void()> later = [file = std::move(file)] { close(file); };": (
        "struct File { File(File&&); }; extern File file; void close(const File& file);"
    ),
    "for (const Settled<Page>& page : co_await gather_settled(std::move(downloads)))": (
        "struct Page {}; extern std::vector<Coro<Page>> downloads; void show(const Page& page);"
    ),
    "std::vector<Coro<Page>> downloads;": (
        "struct Page {}; struct Url {}; extern std::vector<Url> urls; Coro<Page> download(Url url);"
    ),
    "auto [page, picture] = co_await gather(fetch_page(), fetch_picture());": (
        "Coro<int> fetch_page(); Coro<std::string> fetch_picture();"
    ),
    "Lock lock;": "Coro<void> change_the_file();",
    "Queue<Job> jobs(10);": "struct Job {}; extern Job job;",
    "Runner runner(RunOptions().debug());": "Coro<int> set_up(); Coro<void> serve(int port);",
    "int main() {": "Coro<int> async_main();",
    "auto first = co_await select(messages.get(), closing.wait());": (
        "extern Queue<std::string> messages; extern Event closing; void show(std::string message);"
    ),
    "Task<void> saving = create_task(save(document));": (
        "struct Document {}; extern Document document; Coro<void> save(Document& document);"
    ),
    "Task<int> counting = create_task(count_the_fish());": "Coro<int> count_the_fish();",
    "create_task(serve, std::move(connection));": (
        "struct Connection {}; extern Connection connection; Coro<void> serve(Connection guest);"
        "struct Guest { std::string name; }; extern Guest guest; Coro<void> greet(std::string name);"
    ),
    "co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {": (
        "struct Url {}; extern std::vector<Url> urls; Coro<void> download(Url url);"
    ),
    "TEST(Fetch, gives_up_after_a_minute) {": (
        "struct Server {}; Server a_server_that_sleeps(); Coro<int> fetch(Server server);"
    ),
    "Image image = co_await run_in_executor(pool, WhenCancelled::abandon, decode, path);": (
        "struct Image {}; extern ThreadPool pool; extern std::string path;"
        "Image decode(const std::string& path);"
    ),
    'std::string text = co_await to_thread(read_file, "notes.txt");': (
        "std::string read_file(const char* name);"
    ),
    'std::future<int> answer = run_coroutine_threadsafe(remote, ask, "how many?");': (
        "extern RemoteLoop remote; Coro<int> ask(const char* question);"
    ),
    "co_await with(timeout(5s), [&](Timeout& limit) -> Coro<void> {": (
        "Coro<void> handshake(); Coro<void> download();"
    ),
    "Job job = co_await wait_for(jobs.get(), 5s);": (
        "struct Job {}; extern Queue<Job> jobs; extern Task<void> saving;"
    ),
    "auto found = co_await wait(std::move(tasks), WaitOptions().timeout(5s));": (
        "struct Page {}; extern std::vector<Task<Page>> tasks;"
    ),
    "auto finished = as_completed(std::move(tasks));": (
        "struct Page {}; extern std::vector<Task<Page>> tasks; void show(const Page& page);"
    ),
    "co_await with(timeout(5s), [&](Timeout&) -> Coro<void> { co_await fetch(page); });": (
        "struct Page {}; extern Page page; Coro<void> fetch(Page& page);"
    ),
}
# These show what is printed.
OUTPUTS = {
    "fetch pending, waits for a timer, cancelling 1, made at fetch.cpp:12",
    "Task-1 waits for Task-2",
}
DEFINITION = re.compile(r"((Coro|Generator|AsyncGenerator)<.*> \w+\(.*\) \{|int main\(|TEST\()")
BEGIN = """\
#include <huddle/huddle.hpp>
#include <huddle/testing.hpp>
#include <iostream>
#include <thread>
#define TEST(suite, name) void suite##_##name()
#define EXPECT_THROW(statement, error) try { statement; } catch (const error&) {}
using namespace huddle;
using namespace std::chrono_literals;
"""


@dataclass
class Example:
    header: Path
    line: int  # of its first line, from 1
    code: List[str]


def examples(header: Path) -> List[Example]:
    text = header.read_text(encoding="utf-8")
    found = []
    for match in reference.EXAMPLE.finditer(text):
        code = re.sub(r"(?m)^ */// {0,5}", "", match.group(2)).rstrip("\n").split("\n")
        found.append(Example(header, text.count("\n", 0, match.start(2)) + 1, code))
    return found


def frame(number: int, example: Example) -> str:
    """The example as a namespace that compiles, with the lines' own numbers."""
    before: List[str] = []
    inside: List[str] = []
    defines = False
    for at, line in enumerate(example.code):
        defines = defines or bool(DEFINITION.match(line))
        place = f'#line {example.line + at} "{example.header}"\n'
        (before if defines else inside).append(place + ("" if line == "..." else line))
        defines = defines and not (line == "}" or line.endswith("; }"))
    body = "\n".join(inside)
    ends = "co_return;" if "co_await" in body else ""
    kind = "Coro<void>" if ends else "void"
    return (
        f"namespace example_{number} {{\n{NEEDS.get(example.code[0], '')}\n"
        + "\n".join(before)
        + f"\n{kind} example() {{\n{body}\n{ends}\n}}\n}}\n"
    )


def check(root: Path, build: Path) -> int:
    """Compiles all, and gives how many there are."""
    found = [each for header in reference.headers(root) for each in examples(header)]
    first = {example.code[0] for example in found}
    for line in sorted((set(NEEDS) | OUTPUTS) - first):
        raise Problem(Path(__file__), 1, f"no example begins with '{line}' any more.")
    for header in reference.headers(root):
        text = header.read_text(encoding="utf-8")
        missed = re.search(r"(?m)^ */// ?\S.*\n */// {5}(?=\S)", text)
        if missed:
            line = text.count("\n", 0, missed.end()) + 1
            raise Problem(header, line, "an example stands below an empty line of its comment.")
    compiled = [example for example in found if example.code[0] not in OUTPUTS]
    tools = json.loads((build / "docs" / "toolchain.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "examples.cpp"
        parts = [frame(number, example) for number, example in enumerate(compiled)]
        source.write_text(BEGIN + "".join(parts), encoding="utf-8")
        command = [tools["compiler"], "-std=c++20", "-fsyntax-only", "-w"]
        command += [f"-I{root / 'runtime' / 'include'}", str(source)]
        ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        print(ran.stderr, file=sys.stderr)
        raise SystemExit("An example of a header does not compile: see the lines above.")
    print(f"{len(compiled)} examples compile; {len(found) - len(compiled)} show what is printed.")
    return len(compiled)


def main() -> int:
    parser = argparse.ArgumentParser(description="Compiles the examples of the runtime's headers.")
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--root", type=Path, default=lesson.ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        check(options.root.resolve(), options.build.resolve())
    except Problem as problem:
        raise SystemExit(str(problem))
    return 0


if __name__ == "__main__":
    sys.exit(main())
