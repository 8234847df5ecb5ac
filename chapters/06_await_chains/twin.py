"""Coroutines that await coroutines: who runs when, how errors come up, and one that waits."""

import asyncio
import os

A_SECOND = int(os.environ.get("HUDDLE_SECOND_MS", "1000")) / 1000


# [await]
class Suspension:
    def __init__(self, arrange):
        self.arrange = arrange

    def __await__(self):
        yield self.arrange
# [await]


# [start]
def start(loop, coroutine):
    def resume():
        try:
            arrange = coroutine.send(None)
        except StopIteration:
            return
        arrange(resume)

    loop.call_soon(resume)
# [start]


def yield_to_event_loop(loop):
    return Suspension(loop.call_soon)


async def returnit(value):
    print(f"returning {value}")
    return value


async def waitforit():
    print("running waitforit..")
    print("awaiting nested1..")
    await returnit("nested1")
    print("awaiting nested2..")
    await returnit("nested2")


async def runit(loop, a1, a2):
    print("running..")
    print("awaiting a1..")
    await a1
    print("awaiting a2..")
    await a2
    print("awaiting waitforit..")
    await waitforit()
    print("done")
    loop.stop()


async def coro_a():
    print("I am coro_a(). Hi!")


async def coro_b():
    print("I am coro_b(). I sure hope no one hogs the event loop...")


async def hogs(loop):
    start(loop, coro_b())
    for _ in range(3):
        await coro_a()
    await yield_to_event_loop(loop)
    loop.stop()


async def dives(level):
    try:
        if level == 5:
            raise RuntimeError("no fish down here")
        await dives(level + 1)
        print("this is never printed")
    finally:
        print(f"leaving level {level}")


async def asks_for_fish(loop):
    try:
        await dives(1)
    except RuntimeError as error:
        print(f"caught: {error}")
    loop.stop()


# [sleep]
def sleep(loop, seconds):
    return Suspension(lambda wake: loop.call_later(seconds, wake))
# [sleep]


async def fetch(loop, what):
    print(f"fetching {what}")
    await sleep(loop, A_SECOND)
    return what


async def dinner(loop):
    fish = await fetch(loop, "a herring")
    snow = await fetch(loop, "some snow")
    print(f"dinner is {fish} and {snow}")
    loop.stop()


async def waddles(loop):
    for step in range(1, 4):
        print(f"waddling, step {step}")
        await yield_to_event_loop(loop)


def main():
    loop = asyncio.SelectorEventLoop()

    print("returnit")
    a1 = returnit("a1-val")
    a2 = returnit("a2-val")
    print("starting")
    start(loop, runit(loop, a1, a2))
    loop.run_forever()
    print("stopping")

    print("\ncoro_a and coro_b")
    start(loop, hogs(loop))
    loop.run_forever()

    print("\nan error from five levels down")
    start(loop, asks_for_fish(loop))
    loop.run_forever()

    print("\na chain that waits")
    start(loop, dinner(loop))
    start(loop, waddles(loop))
    loop.run_forever()
    loop.close()


main()
