#!/usr/bin/env python3
"""Holds the programs that are named against each other: all must print the story, in the same words.

    stories.py PROGRAM...
"""

import subprocess
import sys

STORY = """\
Beginning asynchronous sleep.
I like work. Work work.
I like work. Work work.
I like work. Work work.
Done asynchronous sleep.
"""


def main(programs):
    wrong = []
    for program in programs:
        ran = subprocess.run([program], capture_output=True, text=True, timeout=60, check=False)
        if ran.returncode != 0 or ran.stdout != STORY:
            wrong.append(f"{program} ended with {ran.returncode} and printed\n{ran.stdout}{ran.stderr}")
    if wrong or not programs:
        sys.exit("\n".join(["The story is told otherwise:"] + wrong))
    print(f"{len(programs)} programs tell the same story.")


if __name__ == "__main__":
    main(sys.argv[1:])
