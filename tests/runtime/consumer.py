"""Somebody else's project builds with the runtime, and runs.

    consumer.py installed|subdirectory SOURCE BUILD COMPILER [CMAKE_FLAGS...]

SOURCE is this project's folder, BUILD one in which its library is built.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

EXPECTED = "hello, Ada\nhello, Grace\n"


def run(*command):
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def main():
    how, source, build, compiler, *flags = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="a consumer ") as folder:
        folder = Path(folder)
        if how == "installed":
            run("cmake", "--install", f"{build}/runtime", "--prefix", folder / "prefix")
            flags.append(f"-DCMAKE_PREFIX_PATH={folder / 'prefix'}")
        else:
            flags.append(f"-DHUDDLE_SOURCE={source}")
        run("cmake", "-G", "Ninja", "-S", f"{source}/tests/runtime/consumer", "-B", folder / "build",
            f"-DCMAKE_CXX_COMPILER={compiler}", *flags)
        run("cmake", "--build", folder / "build", "-j2")
        said = run(folder / "build" / "consumer")
        if said != EXPECTED:
            sys.exit(f"it was to print\n{EXPECTED}and printed\n{said}")


if __name__ == "__main__":
    main()
