"""asyncio's rows; with --uvloop as the first word, uvloop's.

    python3 asyncio_bench.py [--uvloop] --list | --version | [--brief] ROW

README.md says what one operation of each row is.
"""

import asyncio
import gc
import os
import platform
import sys
import time

BRIEF = "--brief" in sys.argv
UVLOOP = "--uvloop" in sys.argv
SECONDS = 0.0 if BRIEF else 0.3


def scaled(count):
    return count // 1000 if BRIEF and count > 1000 else count


class Meter:
    """As Meter of meter.hpp; time.process_time() is processor time."""

    def __init__(self):
        self.phase, self.begin, self.end, self.operations = "fresh", 0.0, 0.0, 0

    def more(self, operations):
        now = time.process_time()
        if self.phase == "fresh":
            self.phase, self.begin = "warming", now
        elif self.phase == "warming":
            if now - self.begin >= SECONDS / 6:
                self.phase, self.begin = "measuring", time.process_time()
        else:
            self.operations += operations
            self.end = now
            return now - self.begin < SECONDS
        return True

    def nanoseconds_each(self):
        return (self.end - self.begin) * 1e9 / self.operations


class Draw:
    """As Draw of meter.hpp."""

    def __init__(self):
        self.state = 1

    def below(self, limit):
        self.state = self.state * 48271 % 2147483647
        return self.state % limit

    def far(self):
        return 1000 + self.below(1_000_000) / 1000

    def soon(self, timers):
        return self.below(timers) * 1e-6


async def one():
    return 1


async def await_(meter):
    while meter.more(1000):
        for _ in range(1000):
            await one()


async def yield_among(meter, tasks):
    turns = 1000 // tasks
    running = True

    async def yields():
        while running:
            await asyncio.sleep(0)

    others = [asyncio.ensure_future(yields()) for _ in range(1, tasks)]
    while meter.more(tasks * turns):
        for _ in range(turns):
            await asyncio.sleep(0)
    running = False
    await asyncio.gather(*others)


async def spawn_join(meter):
    loop = asyncio.get_running_loop()
    while meter.more(100):
        for _ in range(100):
            await loop.create_task(one())


async def wake(meter):
    loop = asyncio.get_running_loop()
    ball = loop.create_future()

    async def throw_back():
        nonlocal ball
        while ball is not None:
            other, ball = ball, loop.create_future()
            other.set_result(None)
            await ball

    task = loop.create_task(throw_back())
    await asyncio.sleep(0)
    while meter.more(2 * 100):
        for _ in range(100):
            other, ball = ball, loop.create_future()
            other.set_result(None)
            await ball
    other, ball = ball, None
    other.set_result(None)
    await task


async def lock_among(meter, tasks):
    turns = 1000 // tasks
    lock, last, running = asyncio.Lock(), tasks - 1, True

    async def pass_on(me):
        nonlocal last
        async with lock:
            assert last == (me + tasks - 1) % tasks, "the lock came out of turn"
            last = me

    async def pass_on_until(me):
        while running:
            await pass_on(me)

    await lock.acquire()  # until all stand in line
    others = [asyncio.ensure_future(pass_on_until(i)) for i in range(1, tasks)]
    await asyncio.sleep(0)
    last = 0
    lock.release()
    while meter.more(tasks * turns):
        for _ in range(turns):
            await pass_on(0)
    running = False
    await asyncio.gather(*others)


async def queue_ping_pong(meter):
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def send_back():
        while True:
            await back.put(await there.get())

    other = asyncio.ensure_future(send_back())
    while meter.more(2 * 100):
        for i in range(1, 101):
            await there.put(i)
            assert await back.get() == i, "another ball came back"
    other.cancel()


async def gather_1k(meter):
    while meter.more(1000):
        await asyncio.gather(*[one() for _ in range(1000)])


async def number(value):
    return value


async def as_completed_10k(meter):
    while meter.more(10_000):
        total = 0
        for each in asyncio.as_completed([number(i) for i in range(10_000)]):
            total += await each
        assert total == 49_995_000, "a child was not told, or twice"


async def to_thread(meter):
    while meter.more(100):
        for i in range(100):
            result = await asyncio.to_thread(lambda value: value + 1, i)
            assert result == i + 1, "another result came back"


async def timeout_waits(meter):
    async def step():
        await asyncio.sleep(0)

    await timeout(meter, step)


async def timeout_ready(meter):
    async def nothing():
        pass

    await timeout(meter, nothing)


async def timeout(meter, work):
    if sys.version_info < (3, 11):
        while meter.more(100):
            for _ in range(100):
                await asyncio.wait_for(work(), 3600)
        return
    while meter.more(100):
        for _ in range(100):
            async with asyncio.timeout(3600):
                await work()


def nothing():
    pass


def standing_timers(count, draw):
    loop = asyncio.get_running_loop()
    return [loop.call_later(draw.far(), nothing) for _ in range(scaled(count))]


async def timer_all(meter, count):
    draw = Draw()
    while meter.more(scaled(count)):
        for timer in standing_timers(count, draw):
            timer.cancel()
        await asyncio.sleep(0)


async def timer_cancel(meter, count):
    loop = asyncio.get_running_loop()
    draw = Draw()
    others = standing_timers(count, draw)
    while meter.more(100):
        for _ in range(100):
            loop.call_later(draw.far(), nothing).cancel()
        await asyncio.sleep(0)
    del others


async def timer_restart(meter, count):
    loop = asyncio.get_running_loop()
    draw = Draw()
    timers = standing_timers(count, draw)
    while meter.more(100):
        for _ in range(100):
            place = draw.below(len(timers))
            timers[place].cancel()
            timers[place] = loop.call_later(draw.far(), nothing)
        await asyncio.sleep(0)


async def timer_fire(meter, count):
    loop = asyncio.get_running_loop()
    draw = Draw()
    count = scaled(count)
    while meter.more(count):
        done, left = loop.create_future(), count

        def fired():
            nonlocal left
            left -= 1
            if left == 0:
                done.set_result(None)

        for _ in range(count):
            loop.call_later(draw.soon(count), fired)
        await done


async def sleeps_1m(_):
    draw, count = Draw(), scaled(1_000_000)
    before = time.process_time()
    tasks = [asyncio.ensure_future(asyncio.sleep(draw.soon(count))) for _ in range(count)]
    for task in tasks:
        await task
    return time.process_time() - before


async def bytes_coroutine(_):
    """The growth of the process: Python does not say what it requests."""

    def held():
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    gc.disable()
    count = scaled(1_000_000)
    before = held()
    tasks = [asyncio.ensure_future(asyncio.sleep(3600)) for _ in range(count)]
    await asyncio.sleep(0)
    each = (held() - before) / len(tasks)
    print(each, flush=True)
    os._exit(0)  # ending a million tasks takes long


ROWS = {
    "await": await_,
    "yield_1": lambda meter: yield_among(meter, 1),
    "yield_1k": lambda meter: yield_among(meter, 1000),
    "spawn_join": spawn_join,
    "wake": wake,
    "lock": lambda meter: lock_among(meter, 10),
    "queue": queue_ping_pong,
    "gather_1k": gather_1k,
    "as_completed_10k": as_completed_10k,
    "to_thread": to_thread,
    "timeout": timeout_waits,
    "timeout_ready": timeout_ready,
    "timer_all_1k": lambda meter: timer_all(meter, 1_000),
    "timer_all_100k": lambda meter: timer_all(meter, 100_000),
    "timer_all_1m": lambda meter: timer_all(meter, 1_000_000),
    "timer_cancel_1k": lambda meter: timer_cancel(meter, 1_000),
    "timer_cancel_100k": lambda meter: timer_cancel(meter, 100_000),
    "timer_cancel_1m": lambda meter: timer_cancel(meter, 1_000_000),
    "timer_restart_1k": lambda meter: timer_restart(meter, 1_000),
    "timer_restart_100k": lambda meter: timer_restart(meter, 100_000),
    "timer_restart_1m": lambda meter: timer_restart(meter, 1_000_000),
    "timer_fire_1k": lambda meter: timer_fire(meter, 1_000),
    "timer_fire_100k": lambda meter: timer_fire(meter, 100_000),
    "timer_fire_1m": lambda meter: timer_fire(meter, 1_000_000),
    "sleeps_1m": sleeps_1m,
    "bytes_coroutine": bytes_coroutine,
}


def main():
    word = sys.argv[-1]
    version = f"Python {platform.python_version()}"
    if UVLOOP:
        import uvloop

        uvloop.install()
        version = f"uvloop {uvloop.__version__}"
    if word == "--version":
        print(version)
    elif word == "--list":
        print("\n".join(ROWS))
    elif word in ROWS:
        meter = Meter()
        number = asyncio.run(ROWS[word](meter))
        print(meter.nanoseconds_each() if number is None else number, flush=True)
        os._exit(0)  # taking millions of objects down takes long
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
