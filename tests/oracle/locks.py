"""Locks, events, conditions, semaphores and barriers."""

import asyncio
from asyncio import Barrier, BoundedSemaphore, BrokenBarrierError, CancelledError, Condition, Event
from asyncio import Lock, Semaphore, create_task, gather, sleep, timeout

from stage import main, name_of, say, scenario


@scenario
async def a_lock_lets_one_in_at_a_time_in_order():
    lock = Lock()

    async def works(name):
        async with lock:
            say(name, " is in")
            await sleep(1)
        say(name, " is out")

    await gather(works("one"), works("two"), works("three"))


@scenario
async def who_gives_a_lock_back_and_asks_again_stands_at_the_end():
    lock = Lock()

    async def works(name):
        for turn in range(2):
            await lock.acquire()
            say(name, " ", turn)
            await sleep(1)
            lock.release()

    await gather(works("a"), works("b"))


@scenario
async def who_is_cancelled_in_the_line_for_a_lock_is_left_out():
    lock = Lock()

    async def works(name):
        try:
            async with lock:
                say(name, " is in")
                await sleep(2)
        except CancelledError:
            say(name, " leaves the line")

    tasks = [create_task(works(name)) for name in ("one", "two", "three")]
    await sleep(1)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    say("locked: ", lock.locked())


@scenario
async def who_is_cancelled_with_the_lock_in_reach_passes_it_on():
    lock = Lock()
    await lock.acquire()

    async def works(name):
        try:
            async with lock:
                say(name, " is in")
        except CancelledError:
            say(name, " leaves the line")

    tasks = [create_task(works(name)) for name in ("one", "two")]
    await sleep(1)
    lock.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    say("locked: ", lock.locked())


@scenario
async def a_lock_that_is_free_is_not_given_back():
    try:
        Lock().release()
    except RuntimeError as error:
        say(name_of(error))


@scenario
async def an_event_wakes_all_who_wait_even_if_it_is_cleared_at_once():
    event = Event()

    async def waits(name):
        await event.wait()
        say(name, " goes on, set: ", event.is_set())

    tasks = [create_task(waits(name)) for name in ("one", "two")]
    await sleep(1)
    event.set()
    event.clear()
    late = create_task(waits("late"))
    await sleep(1)
    say("late has ended: ", late.done())
    event.set()
    await asyncio.wait([*tasks, late])


@scenario
async def a_condition_wakes_as_many_as_are_told():
    changed = Condition()

    async def waits(name):
        async with changed:
            await changed.wait()
            say(name, " is told")

    tasks = [create_task(waits(name)) for name in ("one", "two", "three")]
    await sleep(1)
    async with changed:
        changed.notify(2)
        say("two are told")
    await sleep(1)
    async with changed:
        changed.notify_all()
        say("all are told")
    await asyncio.wait(tasks)


@scenario
async def a_condition_waits_for_something_to_be_true():
    changed = Condition()
    fish = 0

    async def eats():
        nonlocal fish
        async with changed:
            await changed.wait_for(lambda: fish >= 2)
            fish -= 2
            say("eats two")

    task = create_task(eats())
    for _ in range(3):
        await sleep(1)
        async with changed:
            fish += 1
            say(fish, " fish")
            changed.notify()
    await task
    say(fish, " left")


@scenario
async def who_is_cancelled_at_a_condition_has_the_lock_again():
    changed = Condition()

    async def waits():
        async with changed:
            try:
                await changed.wait()
            finally:
                say("cancelled, locked: ", changed.locked())

    task = create_task(waits())
    await sleep(1)
    async with changed:
        task.cancel()
        await sleep(1)
        say("the lock is given back")
    await asyncio.wait([task])
    say("cancelled: ", task.cancelled(), ", locked: ", changed.locked())


@scenario
async def a_time_out_at_a_condition():
    changed = Condition()
    async with changed:
        try:
            async with timeout(1):
                await changed.wait()
        except TimeoutError as error:
            say(name_of(error), ", locked: ", changed.locked())
    say("locked: ", changed.locked())


@scenario
async def a_condition_without_its_lock_is_refused():
    changed = Condition()
    for use in (changed.wait, changed.notify):
        try:
            waiting = use()
            if waiting is not None:
                await waiting
        except RuntimeError as error:
            say(name_of(error))


@scenario
async def a_semaphore_lets_so_many_in():
    room = Semaphore(2)

    async def works(name):
        async with room:
            say(name, " is in")
            await sleep(1)

    await gather(*(works(name) for name in "abcde"))


@scenario
async def nobody_overtakes_at_a_semaphore():
    room = Semaphore(0)

    async def works(name):
        await room.acquire()
        say(name, " is in")

    first = create_task(works("first"))
    await sleep(1)
    room.release()
    second = create_task(works("second"))
    await sleep(1)
    say("second has ended: ", second.done())
    room.release()
    await asyncio.wait([first, second])


@scenario
async def who_is_cancelled_in_the_line_for_a_permit_is_left_out():
    room = Semaphore(0)

    async def works(name):
        await room.acquire()
        say(name, " is in")

    tasks = [create_task(works(name)) for name in ("one", "two", "three", "four")]
    await sleep(1)
    tasks[0].cancel()
    tasks[1].cancel()
    room.release()
    await sleep(1)
    say("three has ended: ", tasks[2].done(), ", four: ", tasks[3].done())
    room.release()
    await asyncio.wait(tasks)


@scenario
async def a_permit_of_one_who_is_cancelled_passes_on():
    room = Semaphore(0)

    async def works(name):
        await room.acquire()
        say(name, " is in")

    tasks = [create_task(works(name)) for name in ("one", "two")]
    await sleep(1)
    room.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    say("locked: ", room.locked())


@scenario
async def a_bounded_semaphore_refuses_a_permit_too_many():
    room = BoundedSemaphore(1)
    await room.acquire()
    room.release()
    try:
        room.release()
    except ValueError as error:
        say(name_of(error))


@scenario
async def a_barrier_holds_back_until_all_are_there():
    barrier = Barrier(3)

    async def comes(name, after):
        await sleep(after)
        say(name, " comes")
        await barrier.wait()
        say(name, " goes on")

    await gather(comes("one", 1), comes("two", 2), comes("three", 3))
    say("waiting: ", barrier.n_waiting)


@scenario
async def a_barrier_begins_anew():
    barrier = Barrier(2)

    async def walks(name, pace):
        for lap in range(2):
            await sleep(pace)
            await barrier.wait()
            say(name, " lap ", lap)

    await gather(walks("quick", 1), walks("slow", 2))


@scenario
async def who_is_cancelled_at_a_barrier_has_not_come():
    barrier = Barrier(2)

    async def comes(name):
        await barrier.wait()
        say(name, " goes on")

    one = create_task(comes("one"))
    await sleep(1)
    one.cancel()
    await asyncio.wait([one])
    say("waiting: ", barrier.n_waiting, ", broken: ", barrier.broken)
    await gather(comes("two"), comes("three"))


@scenario
async def a_barrier_that_is_aborted_lets_nobody_pass():
    barrier = Barrier(3)

    async def comes(name):
        try:
            await barrier.wait()
        except BrokenBarrierError as error:
            say(name, ": ", name_of(error))

    tasks = [create_task(comes(name)) for name in ("one", "two")]
    await sleep(1)
    await barrier.abort()
    await asyncio.wait(tasks)
    await comes("late")
    say("broken: ", barrier.broken)


@scenario
async def a_barrier_that_is_reset_sends_away_who_waits():
    barrier = Barrier(2)

    async def comes(name):
        try:
            await barrier.wait()
            say(name, " goes on")
        except BrokenBarrierError as error:
            say(name, ": ", name_of(error))

    task = create_task(comes("one"))
    await sleep(1)
    await barrier.reset()
    await task
    await gather(comes("two"), comes("three"))


if __name__ == "__main__":
    main()
