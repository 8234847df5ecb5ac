"""What becomes of tasks when main has ended, and of errors that nobody reads."""

import asyncio
import gc
from asyncio import CancelledError, create_task, current_task, get_running_loop, sleep

from stage import Boom, main, name_of, say, scenario

_kept = []  # as the loop of Huddle keeps its tasks


def _start(coroutine):
    _kept.append(create_task(coroutine))


@scenario
async def what_is_left_is_cancelled_and_cleans_up():
    async def works():
        try:
            await sleep(10)
        finally:
            say("cleans up")

    _start(works())
    await sleep(1)
    say("main ends")


@scenario
async def what_is_left_may_take_its_time():
    async def works():
        try:
            await sleep(10)
        except CancelledError:
            say("cleans up")
        await sleep(3)
        say("clean")

    _start(works())
    await sleep(1)
    say("main ends")


@scenario
async def what_has_not_begun_never_runs():
    async def works():
        say("never said")

    _start(works())
    say("main ends")


@scenario
async def an_error_of_what_is_left_is_reported():
    async def works():
        try:
            await sleep(10)
        except CancelledError:
            raise Boom("while cleaning")

    _start(works())
    await sleep(1)
    say("main ends")


@scenario
async def main_fails_and_what_is_left_cleans_up():
    async def works():
        try:
            await sleep(10)
        finally:
            say("cleans up")

    _start(works())
    await sleep(1)
    raise Boom("main")


@scenario
async def main_is_cancelled_by_a_task():
    async def ends_it_all(victim):
        await sleep(1)
        victim.cancel("enough")

    _start(ends_it_all(current_task()))
    try:
        await sleep(10)
    finally:
        say("main cleans up")


@scenario
async def what_is_left_waits_for_what_is_left():
    async def inner():
        try:
            await sleep(10)
        finally:
            say("inner ends")

    task = create_task(inner())

    async def outer():
        try:
            await task
        finally:
            say("outer ends")

    _start(outer())
    await sleep(1)
    say("main ends")


@scenario
async def an_error_that_nobody_reads_is_reported_when_the_task_dies():
    async def fails():
        raise Boom("unread")

    task = create_task(fails())
    await sleep(1)
    say("the task is dropped")
    del task
    gc.collect()
    await sleep(1)
    say("main ends")


@scenario
async def an_error_that_is_read_is_not_reported():
    async def fails():
        raise Boom("read")

    task = create_task(fails())
    await sleep(1)
    say(name_of(task.exception()))
    del task
    gc.collect()
    say("main ends")


@scenario
async def an_error_in_a_future_that_nobody_reads_is_reported():
    future = get_running_loop().create_future()
    future.set_exception(Boom("unread"))
    say("the future is dropped")
    del future
    gc.collect()
    say("main ends")


if __name__ == "__main__":
    main()
