"""Values made one after the other, by a function that can wait."""

import asyncio
from asyncio import CancelledError, create_task, sleep, timeout
from contextlib import aclosing

from stage import Boom, main, name_of, say, scenario


async def _counts(most, pace):
    try:
        for number in range(most):
            await sleep(pace)
            yield number
    finally:
        say("the generator ends")


@scenario
async def values_come_when_they_are_asked_for():
    async for number in _counts(3, 1):
        say("got ", number)
    say("no more")


@scenario
async def nothing_runs_before_the_first_value_is_asked_for():
    async def says():
        say("begins")
        yield 1

    values = says()
    say("made")
    say("got ", await anext(values))
    await values.aclose()


@scenario
async def who_leaves_early_closes_it():
    async with aclosing(_counts(10, 1)) as numbers:
        async for number in numbers:
            say("got ", number)
            if number == 1:
                break
        say("enough")
    say("closed")


@scenario
async def closing_may_wait():
    async def makes():
        try:
            yield 1
            yield 2
        finally:
            say("cleans up")
            await sleep(2)
            say("clean")

    values = makes()
    say("got ", await anext(values))
    await values.aclose()
    say("closed")
    await values.aclose()
    say("again, without a word")


@scenario
async def an_error_in_the_middle_reaches_who_asks():
    async def fails():
        yield 1
        await sleep(1)
        raise Boom("in the middle")

    values = fails()
    say("got ", await anext(values))
    try:
        await anext(values)
    except Boom as error:
        say(name_of(error))
    say("got ", await anext(values, "nothing"))


@scenario
async def after_its_end_there_is_nothing():
    async def gives_one():
        yield 1

    values = gives_one()
    say("got ", await anext(values, "nothing"))
    say("got ", await anext(values, "nothing"))
    say("got ", await anext(values, "nothing"))


@scenario
async def who_is_cancelled_cancels_the_generator_where_it_waits():
    async def waits():
        try:
            yield 1
            await sleep(10)
            yield 2
        except CancelledError:
            say("the generator is cancelled")
            raise

    async def asks():
        async for value in waits():
            say("got ", value)

    task = create_task(asks())
    await sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError as error:
        say(name_of(error))


@scenario
async def a_time_out_in_the_middle_of_a_loop():
    try:
        async with timeout(2.5):
            async for number in _counts(10, 1):
                say("got ", number)
    except TimeoutError as error:
        say(name_of(error))


@scenario
async def one_generator_feeds_another():
    async def doubles(numbers):
        async for number in numbers:
            yield number * 2

    async def is_large(numbers):
        async for number in numbers:
            if number >= 4:
                yield number

    say(" ".join([str(number) async for number in is_large(doubles(_counts(4, 1)))]))


@scenario
async def two_who_ask_at_once_are_one_too_many():
    values = _counts(3, 1)

    async def asks(name):
        try:
            say(name, " got ", await anext(values))
        except RuntimeError as error:
            say(name, ": ", name_of(error))

    await asyncio.gather(asks("one"), asks("other"))
    await values.aclose()


if __name__ == "__main__":
    main()
