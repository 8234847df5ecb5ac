"""Who runs when."""

import asyncio
from asyncio import create_task, get_running_loop, sleep

from stage import main, say, scenario


@scenario
async def callbacks_run_in_the_order_of_their_registration():
    for name in ("first", "second", "third"):
        get_running_loop().call_soon(say, name)
    say("nothing has run yet")
    await sleep(0)
    say("now they have")


@scenario
async def a_callback_that_is_made_by_a_callback_waits_for_the_next_turn():
    loop = get_running_loop()

    def makes_another():
        say("makes another")
        loop.call_soon(say, "the other")

    loop.call_soon(makes_another)
    loop.call_soon(say, "was in line before")
    await sleep(0)
    say("one turn")
    await sleep(0)
    say("two turns")


@scenario
async def what_is_ready_runs_before_a_timer_that_is_due():
    loop = get_running_loop()
    loop.call_later(0, say, "timer")
    loop.call_soon(say, "ready")
    await sleep(0.001)


@scenario
async def timers_fire_in_the_order_of_their_deadlines():
    loop = get_running_loop()
    for delay in (0.3, 0.1, 0.2):
        loop.call_later(delay, say, "after ", delay)
    loop.call_at(loop.time() + 0.15, say, "between")
    await sleep(0.25)
    say("main")
    await sleep(0.25)


@scenario
async def a_callback_takes_back_one_of_the_same_batch():
    loop = get_running_loop()

    def takes_back():
        say("takes it back")
        victim.cancel()
        victim.cancel()

    loop.call_soon(takes_back)
    victim = loop.call_soon(say, "never said")
    loop.call_soon(say, "said")
    await sleep(0)


@scenario
async def a_timer_that_is_taken_back_does_not_fire():
    loop = get_running_loop()
    victim = loop.call_later(1, say, "never said")
    loop.call_later(0.5, victim.cancel)
    await sleep(2)
    say("two seconds later")


@scenario
async def tasks_begin_in_the_order_of_their_making_and_take_turns():
    async def counts(name):
        for number in range(3):
            say(name, number)
            await sleep(0)

    tasks = [create_task(counts(name)) for name in "abc"]
    say("made")
    for task in tasks:
        await task


@scenario
async def awaiting_a_coroutine_that_does_not_wait_takes_no_turn():
    async def adds(one, other):
        return one + other

    get_running_loop().call_soon(say, "callback")
    total = 0
    for number in range(10):
        total = await adds(total, number)
    say("total ", total)
    await sleep(0)


@scenario
async def awaiting_what_is_done_takes_no_turn():
    async def gives():
        return 7

    future = get_running_loop().create_future()
    future.set_result(5)
    task = create_task(gives())
    await task
    get_running_loop().call_soon(say, "callback")
    say(await future, " and ", await task)
    await sleep(0)


@scenario
async def a_future_wakes_all_who_wait_in_order_and_later():
    future = get_running_loop().create_future()

    async def waits(name):
        say(name, " gets ", await future)

    tasks = [create_task(waits(name)) for name in ("one", "two", "three")]
    await sleep(1)
    future.set_result("fish")
    say("it is set")
    for task in tasks:
        await task


@scenario
async def done_callbacks_run_in_order_and_never_inside_of_set_result():
    future = get_running_loop().create_future()
    future.add_done_callback(lambda _: say("first"))
    future.add_done_callback(lambda _: say("second"))
    future.set_result(1)
    future.add_done_callback(lambda _: say("too late, and called all the same"))
    say("it is set")
    await sleep(0)


@scenario
async def who_waits_for_a_task_goes_on_one_turn_after_its_end():
    async def works():
        say("works")
        get_running_loop().call_soon(say, "callback of the worker")

    task = create_task(works())
    await task
    say("has the result")


@scenario
async def a_chain_of_three_returns_in_order():
    async def innermost():
        say("innermost waits")
        await sleep(0.1)
        say("innermost returns")
        return 1

    async def middle():
        value = await innermost()
        say("middle has ", value)
        return value + 1

    say("main has ", await middle())


@scenario
async def a_sleep_that_is_over_at_once_is_one_turn():
    get_running_loop().call_soon(say, "callback")
    await sleep(0)
    say("after zero")
    get_running_loop().call_soon(say, "callback")
    await sleep(-1)
    say("after less than zero")


@scenario
async def an_error_of_a_callback_is_reported_and_the_next_one_runs():
    from stage import Boom

    def fails():
        raise Boom("in a callback")

    get_running_loop().call_soon(fails)
    get_running_loop().call_soon(say, "the next one")
    await sleep(0)
    say("main goes on")


if __name__ == "__main__":
    main()
