"""Tasks that belong together."""

import asyncio
from asyncio import CancelledError, TaskGroup, create_task, current_task, sleep, timeout

from stage import Boom, Crash, main, name_of, say, scenario


async def _says(word, after):
    await sleep(after)
    say(word)
    return word


async def _fails(error, after):
    await sleep(after)
    raise error


async def _sleeps(name):
    try:
        await sleep(10)
    finally:
        say(name, " ends")


@scenario
async def the_body_waits_for_all_at_its_end():
    async with TaskGroup() as group:
        slow = group.create_task(_says("slow", 2))
        quick = group.create_task(_says("quick", 1))
        say("end of the body")
    say(slow.result(), " and ", quick.result())


@scenario
async def the_first_failure_cancels_the_others():
    try:
        async with TaskGroup() as group:
            group.create_task(_sleeps("one"))
            group.create_task(_fails(Boom("a"), 1))
            group.create_task(_sleeps("other"))
    except BaseExceptionGroup as error:
        say(name_of(error), ", cancelling: ", current_task().cancelling())


@scenario
async def the_first_failure_cancels_the_body():
    try:
        async with TaskGroup() as group:
            group.create_task(_fails(Boom("a"), 1))
            await _sleeps("body")
    except BaseExceptionGroup as error:
        say(name_of(error), ", cancelling: ", current_task().cancelling())


@scenario
async def every_failure_is_collected():
    async def fails_while_it_cleans():
        try:
            await sleep(10)
        except CancelledError:
            raise Crash("while cleaning")

    try:
        async with TaskGroup() as group:
            group.create_task(_fails(Boom("a"), 1))
            group.create_task(_fails(Boom("b"), 1))
            group.create_task(fails_while_it_cleans())
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def who_is_cancelled_has_not_failed():
    async with TaskGroup() as group:
        one = group.create_task(_sleeps("one"))
        group.create_task(_says("other", 2))
        await sleep(1)
        one.cancel()
    say("one cancelled: ", one.cancelled())


@scenario
async def cancelled_from_outside_it_cancels_and_waits():
    async def cleans_for_long():
        try:
            await sleep(10)
        except CancelledError:
            say("cleans up")
        await sleep(2)
        say("clean")

    async def runs_a_group():
        async with TaskGroup() as group:
            group.create_task(cleans_for_long())
            group.create_task(_sleeps("other"))

    task = create_task(runs_a_group())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError as error:
        say(name_of(error), ", cancelled: ", task.cancelled())


@scenario
async def an_error_of_the_body_cancels_its_tasks():
    try:
        async with TaskGroup() as group:
            group.create_task(_sleeps("one"))
            await sleep(1)
            raise Boom("in the body")
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def errors_of_the_body_and_of_a_task_come_together():
    try:
        async with TaskGroup() as group:
            group.create_task(_fails(Crash("task"), 1))
            try:
                await sleep(10)
            except CancelledError:
                raise Boom("body")
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def tasks_make_tasks_while_the_body_waits():
    async def makes_another(group):
        await sleep(1)
        group.create_task(_says("the other", 1))
        say("made another")

    async with TaskGroup() as group:
        group.create_task(makes_another(group))
        say("end of the body")
    say("all are done")


@scenario
async def a_group_that_has_ended_takes_no_tasks():
    async with TaskGroup() as group:
        pass
    coroutine = _says("never said", 0)
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        say(name_of(error))
    coroutine.close()


@scenario
async def a_group_that_shuts_down_takes_no_tasks():
    async def tries_to_make_another(group):
        coroutine = _says("never said", 0)
        try:
            await sleep(10)
        finally:
            try:
                group.create_task(coroutine)
            except RuntimeError as error:
                say(name_of(error))
            coroutine.close()

    try:
        async with TaskGroup() as group:
            group.create_task(tries_to_make_another(group))
            group.create_task(_fails(Boom("a"), 1))
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def a_group_in_a_group():
    try:
        async with TaskGroup() as outer:
            outer.create_task(_sleeps("outer one"))
            async with TaskGroup() as inner:
                inner.create_task(_sleeps("inner one"))
                inner.create_task(_fails(Boom("inner"), 1))
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def a_time_out_around_a_group():
    try:
        async with timeout(1):
            async with TaskGroup() as group:
                group.create_task(_sleeps("one"))
                group.create_task(_says("quick", 0.5))
    except TimeoutError as error:
        say(name_of(error), ", cancelling: ", current_task().cancelling())


@scenario
async def a_time_out_in_a_task_of_a_group_is_a_failure():
    async def too_slow():
        async with timeout(1):
            await sleep(10)

    try:
        async with TaskGroup() as group:
            group.create_task(too_slow())
            group.create_task(_sleeps("other"))
    except BaseExceptionGroup as error:
        say(name_of(error))


@scenario
async def a_task_that_will_not_end_holds_the_group():
    async def stubborn():
        for _ in range(2):
            try:
                await sleep(2)
            except CancelledError:
                say("no")
        say("now I go")

    try:
        async with TaskGroup() as group:
            group.create_task(stubborn())
            group.create_task(_fails(Boom("a"), 1))
    except BaseExceptionGroup as error:
        say(name_of(error))


if __name__ == "__main__":
    main()
