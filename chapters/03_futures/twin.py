"""One fetch, written four ways: synchronous, with callbacks, with futures, and as a coroutine."""

import asyncio
import collections
import heapq
import itertools


# [queue]
class CallbackQueue:
    """Just enough of an event loop for asyncio's own Future: a line of callbacks."""

    def __init__(self):
        self.line = collections.deque()

    def call_soon(self, callback, *args, context=None):
        self.line.append((callback, args))

    def get_debug(self):
        return False

    def run(self):
        while self.line:
            callback, args = self.line.popleft()
            callback(*args)
# [queue]


class PretendClock:
    def __init__(self):
        self.now = 0
        self.due = []
        self.order = itertools.count()

    def call_later(self, seconds, callback):
        heapq.heappush(self.due, (self.now + seconds, next(self.order), callback))

    def turn(self):
        if not self.due:
            return False
        self.now, _, callback = heapq.heappop(self.due)
        callback()
        return True


class PretendNetwork:
    ANSWERS = {
        "address of penguins.example": "10.0.0.7",
        "address of seals.example": "10.0.0.8",
        "connection to 10.0.0.7": "connection 7",
        "page over connection 7": "Huddle up!",
    }

    def __init__(self, queue, clock):
        self.queue = queue
        self.clock = clock

    def say(self, line):
        print(f"  {self.clock.now} s  {line}")

    def answer_to(self, question):
        try:
            return self.ANSWERS[question]
        except KeyError:
            raise RuntimeError("nobody answers") from None

    def ask_and_wait(self, question):
        self.say(question + "?")
        self.clock.now += 1
        return self.answer_to(question)

    def ask_with_callbacks(self, question, on_answer, on_error):
        def answer():
            try:
                text = self.answer_to(question)
            except RuntimeError as error:
                on_error(str(error))
            else:
                on_answer(text)

        self.say(question + "?")
        self.clock.call_later(1, answer)

    def ask(self, question):
        future = asyncio.Future(loop=self.queue)

        def answer():
            try:
                future.set_result(self.answer_to(question))
            except RuntimeError as error:
                future.set_exception(error)

        self.say(question + "?")
        self.clock.call_later(1, answer)
        return future


def then(future, next_step):
    """asyncio has no `then`: its futures are made for coroutines."""
    promised = asyncio.Future(loop=future.get_loop())

    def copy(done):
        if done.exception():
            promised.set_exception(done.exception())
        else:
            promised.set_result(done.result())

    def go_on(done):
        try:
            next_step(done.result()).add_done_callback(copy)
        except Exception as error:
            promised.set_exception(error)

    future.add_done_callback(go_on)
    return promised


# [drive]
def drive(queue, body):
    result = asyncio.Future(loop=queue)

    def step(awaited=None):
        try:
            if awaited is None:
                future = next(body)
            elif awaited.exception():
                future = body.throw(awaited.exception())
            else:
                future = body.send(awaited.result())
            future.add_done_callback(step)
        except StopIteration as end:
            result.set_result(end.value)
        except Exception as error:
            result.set_exception(error)

    queue.call_soon(step)
    return result
# [drive]


def fetch_and_wait(network, host):
    address = network.ask_and_wait("address of " + host)
    connection = network.ask_and_wait("connection to " + address)
    return network.ask_and_wait("page over " + connection)


def fetch_with_callbacks(network, host, on_page, on_error):
    def on_address(address):
        network.ask_with_callbacks("connection to " + address, on_connection, on_error)

    def on_connection(connection):
        network.ask_with_callbacks("page over " + connection, on_page, on_error)

    network.ask_with_callbacks("address of " + host, on_address, on_error)


def fetch(network, host):
    connection = then(network.ask("address of " + host), lambda address: network.ask("connection to " + address))
    return then(connection, lambda connection: network.ask("page over " + connection))


# [coroutine]
def fetching(network, host):
    address = yield network.ask("address of " + host)
    connection = yield network.ask("connection to " + address)
    page = yield network.ask("page over " + connection)
    return page
# [coroutine]


class World:
    def __init__(self):
        self.queue = CallbackQueue()
        self.clock = PretendClock()
        self.network = PretendNetwork(self.queue, self.clock)

    def run(self):
        self.queue.run()
        while self.clock.turn():
            self.queue.run()

    def show(self, host):
        return lambda text: self.network.say(f"{host}: {text}")

    def show_future(self, host):
        return lambda done: self.network.say(f"{host}: {done.exception() or done.result()}")


HOSTS = ["penguins.example", "seals.example"]

print("synchronous")
world = World()
for host in HOSTS:
    try:
        world.network.say(f"{host}: {fetch_and_wait(world.network, host)}")
    except RuntimeError as error:
        world.network.say(f"{host}: {error}")

print("callbacks")
world = World()
for host in HOSTS:
    fetch_with_callbacks(world.network, host, world.show(host), world.show(host))
world.run()

print("futures")
world = World()
for host in HOSTS:
    fetch(world.network, host).add_done_callback(world.show_future(host))
world.run()

print("coroutines")
world = World()
for host in HOSTS:
    drive(world.queue, fetching(world.network, host)).add_done_callback(world.show_future(host))
world.run()
