"""Four conversations: one that listens, one that waits for a rock, one that remembers, and one
that is three bodies deep."""


# [listener]
def listener():
    received = yield 1
    print("Received", received)
    received = yield 2
    print("Received", received)
# [listener]


# [rock]
class Rock:
    def __await__(self):
        value = yield 7
        print(f"Rock.__await__ resuming with value: {value}.")
        return value


async def wait_for_a_rock():
    print("Beginning coroutine main().")
    print("Awaiting rock...")
    value = await Rock()
    print(f"Coroutine received value: {value} from rock.")
    return 23
# [rock]


# [average]
def running_average():
    total = yield 0
    count = 1
    while True:
        total += yield total / count
        count += 1
# [average]


# [registration]
def ask(question):
    answer = yield question
    while not answer:
        answer = yield "Please! " + question
    return answer


def address():
    floe = yield from ask("Which ice floe?")
    side = yield from ask("Which side of it?")
    return side + " side of " + floe


def registration():
    name = yield from ask("Your name?")
    place = yield from address()
    print(f"{name} lives on the {place}.")
    return 1911
# [registration]


talk = listener()
print("return", next(talk))
print("return", next(talk))
try:
    talk.send("data")
except StopIteration:
    print("StopIteration\n")

# [rock main]
coroutine = wait_for_a_rock()
value = coroutine.send(None)
print(f"Coroutine paused and returned intermediate value: {value}.")
print("Resuming coroutine and sending in value: 42.")
try:
    coroutine.send(42)
except StopIteration as end:
    print(f"Coroutine main() finished and provided value: {end.value}.\n")
# [rock main]

average = running_average()
next(average)
for number in 10, 20, 60:
    print(f"after {number} the average is {average.send(number):g}")
print()

form = registration()
try:
    question = next(form)
    for answer in "Penny", "", "Snow Hill", "north":
        print(f"{question}\n> {answer}")
        question = form.send(answer)
except StopIteration as end:
    print(f"registered as number {end.value}")
