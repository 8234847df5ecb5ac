"""Tasks: made, awaited, forgotten, cancelled and gathered."""

import asyncio
import os

A_SECOND = int(os.environ.get("HUDDLE_SECOND_MS", "1000")) / 1000


async def loudmouth_penguin(magic_number):
    print("I am a super special talking penguin. Far cooler than that printer. "
          f"By the way, my lucky number is: {magic_number}.")


async def hello():
    print("Hello! Nobody keeps me.")


async def penguins():
    penguin = asyncio.create_task(loudmouth_penguin(3))
    asyncio.create_task(hello())
    print("Two tasks are made, and nobody has said a word.")
    await penguin


async def dig_the_hole():
    print("Digging.")
    await asyncio.sleep(A_SECOND)
    return 3


# [tree]
async def plant_a_tree():
    digging = asyncio.create_task(dig_the_hole())
    print("While somebody digs, fetch the tree.")
    depth = await digging
    print(f"The hole is {depth} feet deep. In it goes.")
# [tree]


async def coro_a():
    print("I am coro_a(). Hi!")


async def coro_b():
    print("I am coro_b(). I sure hope no one hogs the event loop...")


async def coroutines():
    task_b = asyncio.create_task(coro_b())
    for _ in range(3):
        await coro_a()
    await task_b


async def tasks():
    task_b = asyncio.create_task(coro_b())
    for _ in range(3):
        await asyncio.create_task(coro_a())
    await task_b


async def other_work():
    print("I like work. Work work.")


async def sleeping():
    workers = [asyncio.create_task(other_work()) for _ in range(3)]
    print("Beginning asynchronous sleep.")
    await asyncio.sleep(3 * A_SECOND)
    print("Done asynchronous sleep.")
    for worker in workers:
        await worker


# [cancel]
async def hibernates():
    try:
        await asyncio.sleep(1000 * A_SECOND)
    except asyncio.CancelledError as error:
        print(f"Woken up: {error}")
        raise


async def spring():
    bear = asyncio.create_task(hibernates())
    await asyncio.sleep(A_SECOND)
    bear.cancel("it is spring")
    try:
        await bear
    except asyncio.CancelledError:
        print("The bear is up.")
# [cancel]


# [requests]
async def request(number):
    print(f"Task {number}: request sent")
    await asyncio.sleep(A_SECOND)
    print(f"Task {number}: response arrived")
    return f"page {number}"


async def requests():
    pages = await asyncio.gather(request(1), request(2), request(3))
    for page in pages:
        print(page)
# [requests]


async def main():
    print("penguins")
    await penguins()
    print("\nplant a tree")
    await plant_a_tree()
    print("\nawaiting coroutines")
    await coroutines()
    print("\nawaiting tasks")
    await tasks()
    print("\nasync sleep")
    await sleeping()
    print("\ncancel")
    await spring()
    print("\nthree requests")
    await requests()


asyncio.run(main())
print("\ncoroutine main() is done!")
