"""A file that must not compile, and says with which words the compiler refuses it.

    expect_refused.py FILE COMPILER [FLAGS...]

With -DWRONG the file must be refused with the words behind "// Refused: " in its first line; without,
it must compile. "// Refused by g++ 12: " is about that compiler alone: skipped (77) with others.
"""

import re
import subprocess
import sys

SKIPPED = 77


def compiles(command):
    ended = subprocess.run(command, capture_output=True, text=True)
    return ended.returncode == 0, ended.stderr


def main():
    file, compiler, *flags = sys.argv[1:]
    with open(file) as source:
        head = re.match(r"// Refused( by g\+\+ 12)?: (.+)", source.readline())
    if not head:
        sys.exit(f"{file}: the first line does not say \"// Refused: words\"")
    if head[1]:
        macros = subprocess.run([compiler, "-dM", "-E", "-x", "c++", "/dev/null"],
                                capture_output=True, text=True).stdout
        gnu = re.search(r"#define __GNUC__ (\d+)", macros)
        if "__clang__" in macros or int(gnu[1]) > 12:
            print("this is about g++ 12, and this compiler is another one")
            sys.exit(SKIPPED)
    command = [compiler, "-std=c++20", "-fsyntax-only", *flags, file]
    right, errors = compiles(command)
    if not right:
        sys.exit(f"{file} does not compile without the mistake either:\n{errors}")
    wrong, errors = compiles([*command, "-DWRONG"])
    if wrong:
        sys.exit(f"{file} compiles with the mistake in it")
    if head[2] not in errors:
        sys.exit(f"{file} is refused, and not with the words \"{head[2]}\":\n{errors}")


if __name__ == "__main__":
    main()
