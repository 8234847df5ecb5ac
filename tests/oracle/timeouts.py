"""Not longer than this."""

import asyncio
from asyncio import CancelledError, create_task, current_task, get_running_loop, shield, sleep
from asyncio import timeout, timeout_at, wait_for

from stage import Boom, main, name_of, say, scenario


@scenario
async def what_is_in_time_is_left_alone():
    async with timeout(2) as limit:
        await sleep(1)
        say("in time")
    say("expired: ", limit.expired())


@scenario
async def what_is_late_is_cancelled_and_the_error_is_a_time_out():
    try:
        async with timeout(1) as limit:
            try:
                await sleep(10)
            except CancelledError:
                say("inside: CancelledError, expired: ", limit.expired())
                raise
    except TimeoutError as error:
        say("outside: ", name_of(error), ", cancelling: ", current_task().cancelling())


@scenario
async def the_inner_one_of_two_ends_first():
    async with timeout(3) as outer:
        try:
            async with timeout(1):
                await sleep(10)
        except TimeoutError:
            say("the inner one")
        await sleep(1)
    say("outer expired: ", outer.expired())


@scenario
async def the_outer_one_of_two_ends_first():
    try:
        async with timeout(1) as outer:
            try:
                async with timeout(3) as inner:
                    await sleep(10)
            except TimeoutError:
                say("never said")
            finally:
                say("inner expired: ", inner.expired())
    except TimeoutError:
        say("the outer one, expired: ", outer.expired())


@scenario
async def a_limit_can_be_moved():
    async with timeout(1) as limit:
        limit.reschedule(get_running_loop().time() + 3)
        await sleep(2)
        say("later")
        limit.reschedule(None)
        await sleep(10)
        say("never")
    try:
        async with timeout(10) as limit:
            await sleep(1)
            limit.reschedule(get_running_loop().time() + 0.5)
            await sleep(5)
    except TimeoutError:
        say("earlier")


@scenario
async def a_body_that_swallows_the_request_leaves_well():
    async with timeout(1) as limit:
        try:
            await sleep(10)
        except CancelledError:
            say("swallowed")
    say("expired: ", limit.expired(), ", cancelling: ", current_task().cancelling())


@scenario
async def who_is_cancelled_from_outside_is_not_too_late():
    async def works():
        async with timeout(5):
            await sleep(10)

    task = create_task(works())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError as error:
        say(name_of(error), ", cancelled: ", task.cancelled())


@scenario
async def another_error_on_the_way_out_is_kept():
    try:
        async with timeout(1) as limit:
            try:
                await sleep(10)
            except CancelledError:
                raise Boom("on the way out")
    except Boom as error:
        say(name_of(error), ", expired: ", limit.expired())
        say("cancelling: ", current_task().cancelling())


@scenario
async def a_limit_of_zero_ends_the_first_wait_and_nothing_else():
    async with timeout(0):
        say("no wait, no time-out")
    try:
        async with timeout(0):
            say("begins")
            await sleep(1)
            say("never said")
    except TimeoutError:
        say("one wait, one time-out")


@scenario
async def a_limit_in_the_past():
    await sleep(5)
    try:
        async with timeout_at(get_running_loop().time() - 2):
            await sleep(0)
            await sleep(1)
            say("never said")
    except TimeoutError:
        say("too late")


@scenario
async def wait_for_waits_until_the_cleaning_is_done():
    async def works():
        try:
            await sleep(10)
        finally:
            say("cleans up")
            await sleep(2)
            say("clean")

    try:
        await wait_for(works(), 1)
    except TimeoutError:
        say("too late")


@scenario
async def wait_for_gives_the_result_in_time():
    async def works():
        await sleep(1)
        return "fish"

    say(await wait_for(works(), 2))
    say(await wait_for(create_task(works()), 2))


@scenario
async def wait_for_without_any_time():
    future = get_running_loop().create_future()
    future.set_result("there already")
    say(await wait_for(future, 0))

    async def works():
        say("never said")

    try:
        await wait_for(works(), 0)
    except TimeoutError:
        say("did not even begin")


@scenario
async def wait_for_cancels_the_task_that_is_late():
    async def works():
        await sleep(10)

    task = create_task(works())
    try:
        await wait_for(task, 1)
    except TimeoutError:
        say("cancelled: ", task.cancelled())


@scenario
async def a_shield_keeps_a_time_out_from_the_work():
    async def works():
        await sleep(3)
        return "fish"

    task = create_task(works())
    try:
        await wait_for(shield(task), 1)
    except TimeoutError:
        say("too late, done: ", task.done())
    say(await task)


@scenario
async def a_loop_of_time_outs_leaves_nothing_behind():
    for number in range(3):
        try:
            async with timeout(0.5):
                await sleep(number * 0.4)
            say(number, " in time")
        except TimeoutError:
            say(number, " too late")
    say("cancelling: ", current_task().cancelling())


@scenario
async def a_limit_is_for_one_use():
    limit = timeout(1)
    try:
        limit.reschedule(5)
    except RuntimeError as error:
        say("before: ", name_of(error))
    async with limit:
        pass
    try:
        async with limit:
            say("never said")
    except RuntimeError as error:
        say("again: ", name_of(error))


if __name__ == "__main__":
    main()
