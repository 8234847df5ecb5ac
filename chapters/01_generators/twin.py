"""Three generators: one that greets, one that waits, and a pipeline of three."""

import os
import time

A_SECOND = int(os.environ.get("HUDDLE_SECOND_MS", "1000")) / 1000


# [numbers]
def get_random_number():
    print("Hi")
    yield 1
    print("Hello")
    yield 7
    print("Howdy")
    yield 4
# [numbers]


# [strings]
def my_generator():
    print("start")
    yield "1"
    yield "2"
    time.sleep(A_SECOND)
    yield "3"
# [strings]


# [pipeline]
def keywords():
    for word in ["alignas", "and", "asm", "auto", "bool", "break", "case"]:
        print("looking at", word)
        yield word


def short_ones(words):
    for word in words:
        if len(word) <= 4:
            yield word


def domains(words):
    for word in words:
        yield word + ".dev"
# [pipeline]


# [main]
numbers = get_random_number()
print("made, not started")
while (number := next(numbers, None)) is not None:
    print(f"  {number}")
print("the end\n")
# [main]

for text in my_generator():
    print(f"  '{text}'")
print()

# [pipeline main]
found = 0
for domain in domains(short_ones(keywords())):
    print(f"  {domain}")
    found += 1
    if found == 3:
        break
print("three are enough: nobody looked at bool")
# [pipeline main]
