"""Taking turns, waiting for a future, and two ways to sleep while others work."""

import asyncio
import os
import time

A_SECOND = int(os.environ.get("HUDDLE_SECOND_MS", "1000")) / 1000


# [yield]
class YieldToEventLoop:
    def __await__(self):
        yield
# [yield]


# [turns]
async def counting(name):
    for number in range(1, 4):
        print(f"{name} says {number}")
        await YieldToEventLoop()
# [turns]


async def chick(fish):
    print("The chick waits.")
    dinner = await fish
    print(f"The chick eats {dinner}.")


async def parent(fish):
    print("The parent dives.")
    await YieldToEventLoop()
    print("The parent is back.")
    fish.set_result("a herring")


# [sleep]
async def sleep_watcher(future, wake_up):
    while time.monotonic() < wake_up:
        await YieldToEventLoop()
    future.set_result(None)


async def async_sleep(seconds):
    woken = asyncio.get_running_loop().create_future()
    watcher = asyncio.create_task(sleep_watcher(woken, time.monotonic() + seconds))
    await woken
    await watcher


async def simpler_async_sleep(seconds):
    wake_up = time.monotonic() + seconds
    while time.monotonic() < wake_up:
        await YieldToEventLoop()
# [sleep]


async def other_work():
    print("I like work. Work work.")


async def sleeping(sleep):
    workers = [asyncio.create_task(other_work()) for _ in range(3)]
    print("Beginning asynchronous sleep.")
    await sleep(3 * A_SECOND)
    print("Done asynchronous sleep.")
    for worker in workers:
        await worker


async def together(*coroutines):
    for task in [asyncio.create_task(coroutine) for coroutine in coroutines]:
        await task


async def main():
    print("turns")
    await together(counting("Ping"), counting("Pong"))

    print("\na future")
    fish = asyncio.get_running_loop().create_future()
    await together(chick(fish), parent(fish))

    print("\nasync_sleep")
    await sleeping(async_sleep)

    print("\nsimpler_async_sleep")
    await sleeping(simpler_async_sleep)


asyncio.run(main())
