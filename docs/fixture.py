"""A small course in a temporary folder, for the tests of the tools: one chapter, five steps.

Its programs are shell scripts, and it brings as much of GoogleTest as it needs, so that a replay of
it takes a second.
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

LESSON = """\
# Chapter 1: Counting

A counter, built by hand.

## 1. What you will build

See [the header](counter.hpp).

## 2. See it run

<!-- output: demo -->
```text
1
2
3
```

<!-- output: demo, lines 2-3 -->
```text
2
3
```

## 3. The problem

<!-- code: demo.cpp#loop -->
```cpp
for (int i = 0; i < 3; ++i) {
  std::cout << counter.next() << '\\n';
}
```

## 4. Predict

## 5. Build it

### Step 1: A class

This is all of it:

<!-- step 1: counter.hpp, new -->
```cpp
#pragma once

class Counter {
 public:
  int value() const { return 0; }
};
```

<!-- after step 1: ./course test 1 -->
```text
class Counter {
```

### Step 2: It counts

In place of `value()`:

<!-- step 2: counter.hpp, replace "int value() const { return 0; }" -->
```cpp
  int value() const { return value_; }
  int next() { return ++value_; }
```

At the end of the class:

<!-- step 2: counter.hpp, before "};" -->
```cpp

 private:
  int value_ = 0;
```

### Step 3: It starts anywhere

Below `public:`

<!-- step 3: counter.hpp, after "public:" -->
```cpp
  Counter() = default;
  explicit Counter(int start) : value_(start) {}
```

### Step 4: It goes back

Below `next()`:

<!-- step 4: counter.hpp, after "int next() { return ++value_; }" -->
```cpp
  void reset() { value_ = 0; }
  void unused() {
  }
```

### Step 5: A shorthand

Nobody uses `unused()`. Delete it; what stands below it stays:

<!-- step 5: counter.hpp, replace "void unused() {" to "private:" -->
```cpp

 private:
```

At the end of the file:

<!-- step 5: counter.hpp, append -->
```cpp

inline int count_once(Counter& counter) { return counter.next(); }
```

## 6. Who holds what

<!-- illustration: a drawing -->
```text
main -> counter
```

## 7. The same in Python

<!-- code: twin.py -->
```python
for number in (1, 2, 3):
    print(number)
```

## 8. Wrong on purpose

## 9. Bug museum

The bug `overflow`:

<!-- shows: bugs/overflow -->
```text
signed integer overflow
```

<!-- output: bugs/overflow -->
```text
about to overflow
```

## 10. Exercises

<!-- command: to begin -->
```sh
./course try 1 by_two
```

Then `twice` and `backwards`.

## 11. What it costs

<!-- measured: measure, 2026-01-02 -->
```text
7 ns
```

## 12. In the runtime

A marker in text, `<!-- code: nothing -->`, is text.
"""

FILES = {
    "counter.hpp": """\
#pragma once

class Counter {
 public:
  Counter() = default;
  explicit Counter(int start) : value_(start) {}
  int value() const { return value_; }
  int next() { return ++value_; }
  void reset() { value_ = 0; }

 private:
  int value_ = 0;
};

inline int count_once(Counter& counter) { return counter.next(); }
""",
    "test.cpp": """\
#include <gtest/gtest.h>
#include "counter.hpp"
TEST(Step1_Counter, starts_at_zero) { EXPECT_EQ(Counter().value(), 0); }
#if STEP >= 2
TEST(Step2_Counter, counts) { Counter counter; EXPECT_EQ(counter.next(), 1); }
#endif
#if STEP >= 3
TEST(Step3_Counter, starts_anywhere) { EXPECT_EQ(Counter(4).next(), 5); }
#endif
#if STEP >= 4
TEST(Step4_Counter, goes_back) {
  Counter counter(4);
  counter.reset();
  EXPECT_EQ(counter.value(), 0);
}
#endif
#if STEP >= 5
TEST(Step5_Counter, has_a_shorthand) { Counter counter; EXPECT_EQ(count_once(counter), 1); }
#endif
""",
    "demo.cpp": """\
// Counts to three.
int main() {
  Counter counter;
  // [loop]
  for (int i = 0; i < 3; ++i) {
    // [body]
    std::cout << counter.next() << '\\n';
    // [body]
  }
  // [loop]
}
""",
    "demo.out": "1\n2\n3\n",
    "twin.py": "# [all]\nfor number in (1, 2, 3):\n    print(number)\n# [all]\n",
    "demos/measure.cpp": "int main() {}\n",
    "bugs/overflow.cpp": """\
// Bug: counts too far.
// Goes wrong: sanitizer "signed integer overflow"
int main() {}
""",
    "CMakeLists.txt": "add_chapter()\n",
}
for exercise in ("by_two", "twice", "backwards"):
    FILES[f"exercises/{exercise}/task.hpp"] = "// Exercise: count otherwise.\n"
    FILES[f"exercises/{exercise}/solution.hpp"] = "int solved = 1;\n"
    FILES[f"exercises/{exercise}/test.cpp"] = "#include EXERCISE_FILE\n"
    FILES[
        f"exercises/{exercise}/hints.md"
    ] = "## Hint 1\n\nThink.\n\n## Hint 2\n\nLook.\n\n## Hint 3\n\nDo.\n"
    for wrong in ("early", "late", "never"):
        FILES[f"exercises/{exercise}/wrong/{wrong}.hpp"] = "// Wrong: it is. (hint 1)\n"

GTEST = """\
#pragma once
#include <cstdio>
struct Test {
  Test(const char* name, void (*body)(bool&)) : name(name), body(body) {
    *last = this;
    last = &next;
  }
  const char* name;
  void (*body)(bool&);
  Test* next = nullptr;
  static inline Test* first = nullptr;
  static inline Test** last = &first;
};
#define TEST(suite, name)                                                   \\
  static void suite##_##name(bool&);                                        \\
  static Test suite##_##name##_test(#suite "." #name, suite##_##name);      \\
  static void suite##_##name([[maybe_unused]] bool& failed)
#define EXPECT_EQ(one, other)                                               \\
  if (!((one) == (other))) {                                                \\
    failed = true;                                                          \\
    std::printf("%s:%d: Failure\\n  %s\\n", __FILE__, __LINE__, #one);      \\
  }
int main() {
  bool any = false;
  for (Test* test = Test::first; test; test = test->next) {
    bool failed = false;
    std::printf("[ RUN      ] %s\\n", test->name);
    test->body(failed);
    std::printf("[%s] %s\\n", failed ? "  FAILED  " : "       OK ", test->name);
    any = any || failed;
  }
  return any;
}
"""

# Does what the real one does for the replay: `start` makes an empty file, `catch-up 1 --step K`
# writes a state, and `test` says something about the file.
RUNNER = """\
counter="$COURSE_MY/01_counting/counter.hpp"
mkdir -p "$COURSE_MY/01_counting"
case $1 in
  start) echo '// empty' >"$counter" ;;
  catch-up) exec {python} {replay} --root {root} --state 1 $4 "$COURSE_MY/01_counting" ;;
  test) head -3 "$counter" | tail -1 ;;
esac
"""

PROGRAMS = {
    "chapters/01_counting/ch01_demo": "printf '1\\n2\\n3\\n'",
    "chapters/01_counting/ch01_measure": "echo '9 ns'",
    "chapters/01_counting/ch01_bug_overflow": "echo about to overflow; exit 1",
    "runtime/tools/course/course_runner": RUNNER,
}


class Course:
    """The course as it is right; tests break it with `change`."""

    def __init__(self, place: Path, compiler: str):
        self.root, self.build = place, place / "build" / "dev"
        self.folder = place / "chapters" / "01_counting"
        self.lesson = self.folder / "README.md"
        for name, text in FILES.items():
            self.write(self.folder / name, text)
        filler = textwrap.fill(
            "One word after the other makes up the text of a lesson. " * 150, 100
        )
        self.write(self.lesson, LESSON.replace("## 4. Predict\n", f"## 4. Predict\n\n{filler}\n"))
        for name, script in PROGRAMS.items():
            script = script.replace("{python}", sys.executable).replace("{root}", str(place))
            script = script.replace("{replay}", str(Path(__file__).with_name("replay.py")))
            self.write(self.build / name, f"#!/bin/sh\n{script}\n")
            (self.build / name).chmod(0o755)
        self.write(self.build / "include/gtest/gtest.h", GTEST)
        tools = {
            "compiler": compiler,
            "flags": ["-std=c++20", f"-I{self.build}/include"],
            "libraries": [],
        }
        self.write(self.build / "docs" / "toolchain.json", json.dumps(tools))

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, path: Path, before: str, after: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{path} does not hold {before!r}"
        self.write(path, text.replace(before, after, 1))

    def line_of(self, text: str, path: Path = None) -> int:
        """The number of the first line of the lesson that holds a text."""
        lines = (path or self.lesson).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if text in line)
