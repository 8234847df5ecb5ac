"""Several at once: gather, wait and as_completed."""

import asyncio
from asyncio import CancelledError, as_completed, create_task, gather, get_running_loop, sleep, wait
from asyncio import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION

from stage import Boom, Crash, main, name_of, say, scenario


async def _gives(value, after):
    await sleep(after)
    say(value, " is ready")
    return value


async def _fails(error, after):
    await sleep(after)
    say("fails")
    raise error


def _a_slow_and_a_quick_one():
    return [
        create_task(_gives("slow", 3), name="slow"),
        create_task(_gives("quick", 1), name="quick"),
    ]


def _names(tasks, all_tasks):
    return " ".join(task.get_name() for task in all_tasks if task in tasks) or "none"


@scenario
async def gather_gives_results_in_the_order_of_its_arguments():
    results = await gather(_gives("slow", 3), _gives("quick", 1), _gives("middle", 2))
    say(" ".join(results))


@scenario
async def gather_fails_at_once_and_the_others_run_on():
    try:
        await gather(_gives("one", 3), _fails(Boom("a"), 1), _gives("other", 2))
    except Boom as error:
        say("gathered: ", name_of(error))
    await sleep(5)
    say("later")


@scenario
async def gather_says_nothing_about_a_second_failure():
    try:
        await gather(_fails(Boom("a"), 1), _fails(Crash("b"), 2))
    except Boom as error:
        say("gathered: ", name_of(error))
    await sleep(5)
    say("nothing was reported")


@scenario
async def gather_that_keeps_errors_waits_for_all():
    async def is_cancelled():
        raise CancelledError

    results = await gather(
        _gives("one", 2), _fails(Boom("a"), 1), is_cancelled(), return_exceptions=True
    )
    for result in results:
        say(name_of(result) if isinstance(result, BaseException) else result)


@scenario
async def gather_that_is_cancelled_cancels_all():
    async def sleeps(name):
        try:
            await sleep(10)
        finally:
            say(name, " ends")

    async def gathers():
        await gather(sleeps("one"), sleeps("other"))

    task = create_task(gathers())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError as error:
        say(name_of(error))


@scenario
async def a_cancelled_child_is_a_failure_to_gather():
    async def is_cancelled():
        await sleep(1)
        raise CancelledError("child")

    try:
        await gather(is_cancelled(), _gives("other", 2))
    except CancelledError:
        say("gathered a CancelledError")
    await sleep(3)


@scenario
async def gather_of_tasks_and_futures():
    future = get_running_loop().create_future()
    get_running_loop().call_later(2, future.set_result, "future")
    results = await gather(create_task(_gives("task", 1)), future)
    say(" and ".join(results))


@scenario
async def wait_for_the_first():
    tasks = _a_slow_and_a_quick_one()
    done, pending = await wait(tasks, return_when=FIRST_COMPLETED)
    say("done: ", _names(done, tasks), ", pending: ", _names(pending, tasks))
    await wait(pending)
    say("all")


@scenario
async def wait_for_the_first_failure():
    tasks = [
        create_task(_gives("quick", 1), name="quick"),
        create_task(_fails(Boom("a"), 2), name="failing"),
        create_task(_gives("slow", 3), name="slow"),
    ]
    done, pending = await wait(tasks, return_when=FIRST_EXCEPTION)
    say("done: ", _names(done, tasks), ", pending: ", _names(pending, tasks))
    say(name_of(tasks[1].exception()))
    await wait(pending)


@scenario
async def a_cancelled_task_is_no_failure_to_wait():
    async def sleeps():
        await sleep(10)

    tasks = [create_task(sleeps(), name="cancelled"), create_task(_gives("slow", 3), name="slow")]
    get_running_loop().call_later(1, tasks[0].cancel)
    done, pending = await wait(tasks, return_when=FIRST_EXCEPTION)
    say("done: ", _names(done, tasks), ", pending: ", _names(pending, tasks))


@scenario
async def wait_no_longer_than_this():
    tasks = _a_slow_and_a_quick_one()
    done, pending = await wait(tasks, timeout=2)
    say("done: ", _names(done, tasks), ", pending: ", _names(pending, tasks))
    await wait(pending, return_when=ALL_COMPLETED)
    say("nobody was cancelled")


@scenario
async def wait_that_is_cancelled_leaves_them_running():
    task = create_task(_gives("work", 2))

    async def waits():
        await wait([task])

    waiting = create_task(waits())
    await sleep(1)
    waiting.cancel()
    await wait([waiting])
    say("cancelled: ", waiting.cancelled(), ", the work: ", task.cancelled())
    await task


@scenario
async def in_the_order_in_which_they_end():
    for next_one in as_completed([_gives("slow", 3), _gives("quick", 1), _gives("middle", 2)]):
        say("got ", await next_one)


@scenario
async def an_error_comes_in_its_place():
    for next_one in as_completed([_gives("slow", 3), _fails(Boom("a"), 1), _gives("middle", 2)]):
        try:
            say("got ", await next_one)
        except Boom as error:
            say("got ", name_of(error))


@scenario
async def too_late_for_the_slow_one():
    slow = create_task(_gives("slow", 5))
    try:
        for next_one in as_completed([slow, create_task(_gives("quick", 1))], timeout=2):
            say("got ", await next_one)
    except TimeoutError as error:
        say(name_of(error), ", slow cancelled: ", slow.cancelled())
    await slow


@scenario
async def what_has_ended_already_comes_first():
    early = create_task(_gives("early", 1))
    await sleep(2)
    for next_one in as_completed([create_task(_gives("later", 1)), early]):
        say("got ", await next_one)


if __name__ == "__main__":
    main()
