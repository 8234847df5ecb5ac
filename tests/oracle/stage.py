"""What the oracle's Python programs stand on: a loop whose time jumps, and say().

    python3 ordering.py            lists the scenarios of a topic
    python3 ordering.py NAME       runs one

A scenario is an `async def` that says what happens. Its C++ twin has the same name in the file
beside it, and stands on stage.hpp.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
from typing import Awaitable, Callable, Dict, Optional

Scenario = Callable[[], Awaitable[None]]
scenarios: Dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    scenarios[function.__name__] = function
    return function


class JumpingSelector(selectors.DefaultSelector):
    """Looks for descriptors that are ready, and instead of resting lets time pass."""

    now = 0.0

    def select(self, timeout: Optional[float] = None) -> list:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing can wake anybody")
        self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop, on time that passes only when there is nothing else to do."""

    def __init__(self) -> None:
        self._selector_that_jumps = JumpingSelector()
        super().__init__(self._selector_that_jumps)

    def time(self) -> float:
        return self._selector_that_jumps.now


class InOrder(dict):
    """A set that keeps the order in which things were added."""

    def add(self, thing: object) -> None:
        self[thing] = None

    def discard(self, thing: object) -> None:
        self.pop(thing, None)


# A TaskGroup keeps its tasks in a set, and so cancels them in the order of their addresses: by
# chance. Here it is the order in which they were made.
_make_group = asyncio.TaskGroup.__init__


def _make_group_in_order(group: asyncio.TaskGroup) -> None:
    _make_group(group)
    assert group._tasks == set()
    group._tasks = InOrder()


asyncio.TaskGroup.__init__ = _make_group_in_order


class Boom(Exception):
    pass


class Crash(Exception):
    pass


def name_of(error: BaseException) -> str:
    """What both sides call an error. Wrong use of the library has many names; here it has one."""
    if isinstance(error, BaseExceptionGroup):
        return "ExceptionGroup(" + ", ".join(map(name_of, error.exceptions)) + ")"
    if isinstance(error, (RuntimeError, ValueError, asyncio.InvalidStateError)) and not isinstance(
        error, asyncio.BrokenBarrierError
    ):
        return "misuse"
    text = ", ".join(map(str, error.args)) if isinstance(error, (Boom, Crash)) else ""
    if isinstance(error, asyncio.CancelledError):
        text = ", ".join(map(str, error.args))
    return type(error).__name__ + (f"({text})" if text else "")


def shown(part: object) -> str:
    return {True: "true", False: "false"}[part] if isinstance(part, bool) else str(part)


_loop: VirtualLoop


def say(*parts: object) -> None:
    print(f"{_loop.time():7.3f}  " + "".join(map(shown, parts)))


def run(name: str) -> None:
    """Runs a scenario on a loop of its own."""

    def loop_factory() -> VirtualLoop:
        global _loop
        _loop = VirtualLoop()
        return _loop

    def report(_: asyncio.AbstractEventLoop, context: dict) -> None:
        error = context.get("exception")
        say("reported: ", name_of(error) if error else "no error")

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.get_loop().set_exception_handler(report)
        try:
            runner.run(scenarios[name]())
        except (Exception, asyncio.CancelledError) as error:
            say("main ended with ", name_of(error))


def main() -> None:
    if len(sys.argv) == 1:
        print("\n".join(scenarios))
    else:
        run(sys.argv[1])
