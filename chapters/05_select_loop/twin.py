"""The loop by itself, then coroutines that tell it how to wake them."""

import asyncio
import os
import socket

A_SECOND = int(os.environ.get("HUDDLE_SECOND_MS", "1000")) / 1000


# [hello]
def hello_world(loop):
    print("Hello World")
    loop.stop()
# [hello]


# [sleep]
async def sleep(loop, seconds):
    woken = loop.create_future()
    loop.call_later(seconds, woken.set_result, None)
    await woken
# [sleep]


# [readable]
async def readable(loop, descriptor):
    woken = loop.create_future()
    loop.add_reader(descriptor, woken.set_result, None)
    await woken
    loop.remove_reader(descriptor)
# [readable]


async def parent(loop, fish):
    print("The parent dives.")
    await sleep(loop, A_SECOND)
    print("The parent is back.")
    fish.set_result("a herring")


async def chick(loop, fish):
    print("The chick waits.")
    dinner = await fish
    print(f"The chick eats {dinner}.")
    loop.stop()


async def listens(loop, ear):
    print("The chick listens.")
    await readable(loop, ear.fileno())
    print(f"The chick hears: {ear.recv(100).decode()}")
    loop.stop()


async def calls(loop, mouth):
    await sleep(loop, A_SECOND)
    mouth.send(b"Where are you?")


async def other_work():
    print("I like work. Work work.")


async def sleeping(loop):
    workers = [loop.create_task(other_work()) for _ in range(3)]
    print("Beginning asynchronous sleep.")
    await sleep(loop, 3 * A_SECOND)
    print("Done asynchronous sleep.")
    assert all(worker.done() for worker in workers)
    loop.stop()


def main():
    loop = asyncio.SelectorEventLoop()

    print("hello world")
    # [hello main]
    loop.call_soon(hello_world, loop)
    loop.run_forever()
    # [hello main]

    print("\ntimers")
    now = loop.time()
    loop.call_at(now + 3 * A_SECOND, loop.stop)
    loop.call_at(now + 2 * A_SECOND, print, "two seconds have passed")
    loop.call_at(now + 1 * A_SECOND, print, "one second has passed")
    never = loop.call_later(1 * A_SECOND, print, "this is never printed")
    loop.call_soon(print, "no time has passed")
    never.cancel()
    loop.run_forever()

    print("\na future")
    fish = loop.create_future()
    tasks = [loop.create_task(chick(loop, fish)), loop.create_task(parent(loop, fish))]
    loop.run_forever()

    print("\na descriptor")
    ear, mouth = socket.socketpair()
    tasks += [loop.create_task(listens(loop, ear)), loop.create_task(calls(loop, mouth))]
    loop.run_forever()
    ear.close()
    mouth.close()

    print("\nsleep")
    tasks += [loop.create_task(sleeping(loop))]
    loop.run_forever()
    loop.close()


main()
