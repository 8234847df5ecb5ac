"""From those who make to those who use."""

import asyncio
from asyncio import CancelledError, LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from asyncio import create_task, sleep, timeout

from stage import main, name_of, say, scenario


@scenario
async def a_full_queue_holds_the_maker_back():
    queue = Queue(2)

    async def makes():
        for number in range(5):
            await queue.put(number)
            say("put ", number, ", size ", queue.qsize())

    making = create_task(makes())
    for _ in range(5):
        await sleep(1)
        say("got ", await queue.get())
    await making


@scenario
async def who_waits_to_put_goes_on_in_order():
    queue = Queue(1)

    async def puts(name):
        await queue.put(name)
        say(name, " is in")

    tasks = [create_task(puts(name)) for name in ("one", "two", "three")]
    await sleep(1)
    for _ in range(3):
        say("got ", await queue.get())
        await sleep(1)
    await asyncio.wait(tasks)


@scenario
async def who_waits_to_get_is_served_in_order():
    queue = Queue()

    async def gets(name):
        say(name, " gets ", await queue.get())

    tasks = [create_task(gets(name)) for name in ("one", "two", "three")]
    await sleep(1)
    for fish in ("herring", "squid", "krill"):
        queue.put_nowait(fish)
    await asyncio.wait(tasks)


@scenario
async def join_waits_until_all_is_done():
    queue = Queue()

    async def works(name):
        while True:
            job = await queue.get()
            await sleep(job)
            say(name, " has done ", job)
            queue.task_done()

    workers = [create_task(works(name)) for name in ("a", "b")]
    for job in (3, 1, 2, 1):
        queue.put_nowait(job)
    await queue.join()
    say("all is done")
    for worker in workers:
        worker.cancel()
    await asyncio.wait(workers)


@scenario
async def one_task_done_too_many():
    queue = Queue()
    queue.put_nowait(1)
    await queue.get()
    queue.task_done()
    try:
        queue.task_done()
    except ValueError as error:
        say(name_of(error))


@scenario
async def at_once_or_not_at_all():
    queue = Queue(1)
    try:
        queue.get_nowait()
    except QueueEmpty as error:
        say(name_of(error))
    queue.put_nowait("fish")
    say("full: ", queue.full(), ", empty: ", queue.empty())
    try:
        queue.put_nowait("more")
    except QueueFull as error:
        say(name_of(error))
    say("got ", queue.get_nowait())


@scenario
async def an_item_for_one_who_is_cancelled_goes_to_the_next():
    queue = Queue()

    async def gets(name):
        try:
            say(name, " gets ", await queue.get())
        except CancelledError:
            say(name, " leaves")

    tasks = [create_task(gets(name)) for name in ("one", "two")]
    await sleep(1)
    queue.put_nowait("fish")
    tasks[0].cancel()
    await asyncio.wait(tasks)
    say("size ", queue.qsize())


@scenario
async def room_for_one_who_is_cancelled_goes_to_the_next():
    queue = Queue(1)
    queue.put_nowait("first")

    async def puts(name):
        try:
            await queue.put(name)
            say(name, " is in")
        except CancelledError:
            say(name, " leaves")

    tasks = [create_task(puts(name)) for name in ("one", "two")]
    await sleep(1)
    say("got ", queue.get_nowait())
    tasks[0].cancel()
    await asyncio.wait(tasks)
    say("got ", queue.get_nowait(), ", empty: ", queue.empty())


@scenario
async def what_comes_too_late_stays_in_the_queue():
    queue = Queue()
    try:
        async with timeout(1):
            await queue.get()
    except TimeoutError as error:
        say(name_of(error))
    queue.put_nowait("fish")
    say("got ", await queue.get())


@scenario
async def the_smallest_first():
    queue = PriorityQueue()
    for number in (3, 1, 2):
        queue.put_nowait(number)
    while not queue.empty():
        say("got ", await queue.get())


@scenario
async def the_last_first():
    queue = LifoQueue()
    for number in (3, 1, 2):
        queue.put_nowait(number)
    while not queue.empty():
        say("got ", await queue.get())


@scenario
async def two_makers_and_two_users():
    queue = Queue(1)

    async def makes(name, pace):
        for number in range(3):
            await sleep(pace)
            await queue.put(f"{name}{number}")

    async def uses(name):
        while True:
            item = await queue.get()
            say(name, " has ", item)
            await sleep(0.7)
            queue.task_done()

    users = [create_task(uses(name)) for name in ("x", "y")]
    await asyncio.gather(makes("a", 0.4), makes("b", 0.5))
    await queue.join()
    say("all is done")
    for user in users:
        user.cancel()


@scenario
async def taken_before_the_one_who_was_woken_has_its_turn():
    queue = Queue()

    async def gets():
        say("the waiting one gets ", await queue.get())

    task = create_task(gets())
    await sleep(1)
    queue.put_nowait("x")
    try:
        say("snatched ", queue.get_nowait())
    except QueueEmpty as error:
        say("cannot be snatched: ", name_of(error))
    await sleep(1)
    queue.put_nowait("y")
    await task
    say("size ", queue.qsize())


if __name__ == "__main__":
    main()
