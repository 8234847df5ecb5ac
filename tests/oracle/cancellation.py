"""What cancel() does, when, and what becomes of it."""

import asyncio
from asyncio import CancelledError, create_task, current_task, get_running_loop, shield, sleep

from stage import Boom, main, name_of, say, scenario


@scenario
async def before_its_first_step_a_task_never_runs():
    async def works():
        say("never said")

    task = create_task(works())
    say("cancel: ", task.cancel())
    try:
        await task
    except CancelledError as error:
        say(name_of(error))
    say("cancelled: ", task.cancelled())


@scenario
async def the_request_arrives_where_the_task_waits():
    async def sleeps():
        try:
            say("sleeps")
            await sleep(10)
            say("never said")
        finally:
            say("cleans up")

    task = create_task(sleeps())
    await sleep(1)
    task.cancel()
    say("asked")
    try:
        await task
    except CancelledError:
        say("it has ended")


@scenario
async def a_task_may_go_on_and_take_the_request_back():
    async def stays():
        try:
            await sleep(10)
        except CancelledError:
            me = current_task()
            say("cancelling: ", me.cancelling())
            say("uncancel: ", me.uncancel())
        await sleep(1)
        return "done all the same"

    task = create_task(stays())
    await sleep(1)
    task.cancel()
    say(await task, ", cancelled: ", task.cancelled())


@scenario
async def a_request_goes_down_to_the_task_that_is_awaited():
    async def inner():
        try:
            await sleep(10)
        finally:
            say("inner ends")

    inside = create_task(inner())

    async def outer():
        try:
            await inside
        finally:
            say("outer ends")

    outside = create_task(outer())
    await sleep(1)
    outside.cancel()
    try:
        await outside
    except CancelledError:
        say("inner cancelled: ", inside.cancelled(), ", outer cancelled: ", outside.cancelled())


@scenario
async def a_request_goes_through_a_chain_of_coroutines_from_the_inside():
    async def innermost():
        try:
            await sleep(10)
        finally:
            say("innermost")

    async def middle():
        try:
            await innermost()
        finally:
            say("middle")

    async def outermost():
        try:
            await middle()
        finally:
            say("outermost")

    task = create_task(outermost())
    await sleep(0.5)
    task.cancel()
    try:
        await task
    except CancelledError:
        say("main")


@scenario
async def the_message_travels():
    async def sleeps():
        try:
            await sleep(10)
        except CancelledError as error:
            say("inside: ", name_of(error))
            raise

    task = create_task(sleeps())
    await sleep(1)
    task.cancel("closing time")
    try:
        await task
    except CancelledError as error:
        say("outside: ", name_of(error))


@scenario
async def each_further_request_interrupts_again():
    async def insists():
        for number in range(3):
            try:
                await sleep(10)
            except CancelledError:
                say("interrupted, cancelling: ", current_task().cancelling())
        while current_task().uncancel():
            pass
        return "survived"

    task = create_task(insists())
    for _ in range(3):
        await sleep(1)
        task.cancel()
    say(await task)


@scenario
async def two_requests_before_delivery_are_one_error_that_counts_two():
    async def sleeps():
        try:
            await sleep(10)
        except CancelledError:
            say("interrupted, cancelling: ", current_task().cancelling())
        await sleep(1)
        say("and not again")

    task = create_task(sleeps())
    await sleep(1)
    say(task.cancel(), " and ", task.cancel())
    await task


@scenario
async def cleaning_up_may_take_its_time():
    async def works():
        try:
            await sleep(10)
        except CancelledError:
            say("cleans up")
        await sleep(2)
        say("clean")
        raise CancelledError

    task = create_task(works())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError:
        say("cancelled: ", task.cancelled())


@scenario
async def an_error_of_the_cleaning_replaces_the_request():
    async def works():
        try:
            await sleep(10)
        except CancelledError:
            raise Boom("while cleaning")

    task = create_task(works())
    await sleep(1)
    task.cancel()
    try:
        await task
    except Boom as error:
        say(name_of(error), ", cancelled: ", task.cancelled())


@scenario
async def what_has_ended_cannot_be_cancelled():
    async def gives():
        return 5

    task = create_task(gives())
    await task
    say("cancel: ", task.cancel(), ", result: ", task.result())
    future = get_running_loop().create_future()
    say("cancel: ", future.cancel(), ", again: ", future.cancel())


@scenario
async def a_result_that_came_first_stays_in_the_future():
    future = get_running_loop().create_future()

    async def waits():
        try:
            say("got ", await future)
        except CancelledError:
            say("cancelled")
            raise

    task = create_task(waits())
    await sleep(1)
    future.set_result("fish")
    task.cancel()
    try:
        await task
    except CancelledError:
        say("the future still has ", future.result())


@scenario
async def who_throws_a_cancelled_error_is_cancelled():
    async def gives_up():
        raise CancelledError

    task = create_task(gives_up())
    await asyncio.wait([task])
    say("cancelled: ", task.cancelled(), ", cancelling: ", task.cancelling())


@scenario
async def a_request_to_one_that_waits_cannot_be_taken_back():
    async def works():
        await sleep(1)
        say("done")

    task = create_task(works())
    await sleep(0.5)
    task.cancel()
    say("uncancel: ", task.uncancel())
    try:
        await task
    except CancelledError:
        say("cancelled all the same")


@scenario
async def a_request_that_has_not_met_a_wait_can_be_taken_back():
    async def works():
        current_task().cancel()
        say("cancelling: ", current_task().cancelling())
        say("uncancel: ", current_task().uncancel())
        await sleep(1)
        say("done")

    try:
        await create_task(works())
    except CancelledError:
        say("cancelled all the same")


@scenario
async def a_shield_lets_the_work_go_on():
    async def saves():
        await sleep(2)
        say("saved")
        return 7

    saving = create_task(saves())

    async def waits():
        await shield(saving)

    task = create_task(waits())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError:
        say("the one who waited is cancelled")
    say("result ", await saving)


@scenario
async def a_cancelled_future_cancels_who_waits_for_it():
    future = get_running_loop().create_future()

    async def waits():
        await future

    task = create_task(waits())
    await sleep(1)
    future.cancel("no more fish")
    try:
        await task
    except CancelledError as error:
        say(name_of(error), ", cancelled: ", task.cancelled(), ", cancelling: ", task.cancelling())


@scenario
async def of_two_who_wait_for_a_task_one_is_cancelled_and_both_see_it():
    async def works():
        await sleep(10)

    shared = create_task(works())

    async def waits(name):
        try:
            await shared
        except CancelledError:
            say(name, " sees it, cancelling: ", current_task().cancelling())
            raise

    one = create_task(waits("one"))
    other = create_task(waits("other"))
    await sleep(1)
    one.cancel()
    await asyncio.wait([one, other])
    say("one cancelled: ", one.cancelled(), ", other cancelled: ", other.cancelled())


if __name__ == "__main__":
    main()
