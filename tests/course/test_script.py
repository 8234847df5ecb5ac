"""The shell script ./course on a pretended machine: only the commands that a test puts there.

    COURSE_SCRIPT=course python3 test_script.py
"""

import contextlib
import fcntl
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = os.environ["COURSE_SCRIPT"]
ALWAYS = "sh sed cut dirname readlink mktemp rm mkdir head tail cat grep env".split()


class Script(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="course script ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.commands = self.folder / "bin"
        self.commands.mkdir()
        for name in ALWAYS:
            (self.commands / name).symlink_to(shutil.which(name))
        self.root = self.folder / "a checkout"
        self.root.mkdir()
        shutil.copy(SCRIPT, self.root / "course")
        self.log = self.folder / "log"
        self.log.write_text("")
        self.has("id", "echo 1000")

    def has(self, name, body="exit 0"):
        """Puts a command on the machine; it writes down how it was called."""
        file = self.commands / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.log}"\n{body}\n')
        file.chmod(0o755)

    def has_tools(self):
        self.has("g++")
        self.has("cmake", 'case $1 in --version) echo "cmake version 3.25.1";; esac')
        self.has("ninja")
        self.has("python3")

    def is_built(self):
        runner = self.root / "build/dev/runtime/tools/course/course_runner"
        runner.parent.mkdir(parents=True)
        runner.write_text('#!/bin/sh\necho "runner: $*"\nexit 5\n')
        runner.chmod(0o755)
        (self.root / "build/dev/build.ninja").write_text("")
        (self.root / "build/dev/CMakeCache.txt").write_text(
            f"CMAKE_HOME_DIRECTORY:INTERNAL={self.root.resolve()}\n")

    def course(self, *words, status, **more):
        ended = subprocess.run(["sh", self.root / "course", *words], cwd=self.folder,
                               env={"PATH": str(self.commands), **more}, text=True,
                               capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(ended.returncode, status, ended.stdout + ended.stderr)
        self.errors = ended.stderr
        return ended.stdout

    def calls(self, name):
        return [line for line in self.log.read_text().splitlines() if line.startswith(name + " ")]

    def test_hands_over_words_and_status_and_says_nothing_itself(self):
        self.has_tools()
        self.is_built()
        self.assertEqual(self.course("test", "1", "--step", "2", status=5),
                         "runner: test 1 --step 2\n")
        self.assertEqual(self.errors, "")
        self.assertEqual(self.calls("g++"), [], "a build that is there is trusted")
        self.assertEqual(self.course("--yes", status=5), "runner: \n")

    def test_through_a_link_from_anywhere(self):
        self.has_tools()
        self.is_built()
        link = self.folder / "huddle"
        link.symlink_to(self.root / "course")
        ended = subprocess.run(["sh", link, "run", "1"], cwd="/", env={"PATH": str(self.commands)},
                               capture_output=True, text=True)
        self.assertEqual(ended.stdout, "runner: run 1\n")

    def test_a_bare_debian_installs_everything_with_yes(self):
        self.has("apt-get")
        self.has("id", "echo 0")
        self.course("--yes", status=1)  # this apt-get installs nothing
        self.assertEqual(
            self.calls("apt-get")[0],
            "apt-get install -y --no-install-recommends g++ cmake ninja-build libgtest-dev "
            "libcli11-dev python3")
        self.assertIn("It was installed, and still is not what the course needs.", self.errors)

    def test_without_root_it_asks_before_sudo(self):
        self.has_tools()
        self.has("apt-get")
        self.has("sudo")
        (self.commands / "ninja").unlink()
        command = "apt-get install -y --no-install-recommends ninja-build"
        self.course(status=1)  # nobody is there to answer
        self.assertIn(f"Install it yourself, or let ./course --yes do it:\n  sudo {command}\n",
                      self.errors)
        self.assertEqual(self.calls("sudo"), [])
        self.course("--yes", status=1)
        self.assertEqual(self.calls("sudo")[0], "sudo " + command)

    def test_without_root_and_sudo_it_says_what_to_type(self):
        self.has("apt-get")
        self.course(status=1)
        self.assertEqual(self.calls("apt-get"), [])
        self.assertIn("Install it as root, then come back:\n  apt-get install", self.errors)

    def test_without_a_network(self):
        self.has("apt-get", "exit 100")
        self.has("id", "echo 0")
        self.course("--yes", status=1)
        self.assertIn("The packages could not be installed. Is there a network?", self.errors)

    def test_other_systems_get_the_exact_command(self):
        for tool, command in (
                ("dnf", "sudo dnf install gcc-c++ cmake ninja-build gtest-devel cli11-devel python3"),
                ("pacman", "sudo pacman -S --needed gcc cmake ninja gtest cli11 python"),
                ("brew", "brew install gcc cmake ninja googletest cli11 python")):
            self.has(tool)
            self.course("--yes", status=1)
            self.assertIn(f"Install it with:\n  {command}\n", self.errors)
            self.assertEqual(self.calls(tool), [], "it is not our place to run it")
            (self.commands / tool).unlink()
        self.course(status=1)
        for name in ("Debian, Ubuntu", "Fedora", "Arch", "Homebrew"):
            self.assertIn(name, self.errors)

    def test_an_old_cmake_is_missing(self):
        self.has_tools()
        self.has("cmake", 'echo "cmake version 3.22.1"')
        self.has("dnf")
        self.course(status=1)
        self.assertIn("CMake 3.25 or newer", self.errors)
        self.assertIn("sudo dnf install cmake\n", self.errors)

    def test_a_compiler_that_does_not_know_coroutines(self):
        self.has_tools()
        self.has("oldcc", 'echo "what is a coroutine?" >&2; exit 1')
        self.course(status=1, CXX="oldcc")
        self.assertIn("CXX is set to oldcc, which does not compile a C++20 coroutine.", self.errors)
        self.assertIn("what is a coroutine?", self.errors)

    def test_another_compiler_is_taken_where_gcc_is_missing(self):
        self.has_tools()
        (self.commands / "g++").unlink()
        self.has("clang++-19")
        self.has("cmake", 'case $1 in --version) echo "cmake version 3.25.1";; *) exit 1;; esac')
        self.course(status=1)
        self.assertIn("cmake --preset dev --fresh -DCMAKE_CXX_COMPILER=clang++-19",
                      self.calls("cmake"))

    def test_a_build_folder_that_cannot_be_made(self):
        self.has_tools()
        (self.root / "build").write_text("")
        self.course(status=1)
        self.assertIn(f"Cannot write in {self.root.resolve()}/build/dev.", self.errors)

    def test_a_configuration_that_fails(self):
        self.has_tools()
        self.has("cmake", 'case $1 in --version) echo "cmake version 3.25.1";;\n'
                          '*) echo "CMake Error: no luck" >&2; exit 1;; esac')
        self.course(status=1)
        self.assertIn("CMake Error: no luck", self.errors)
        self.assertIn("The build could not be configured.", self.errors)

    def test_a_moved_checkout_is_configured_anew(self):
        self.has_tools()
        self.is_built()
        (self.root / "build/dev/CMakeCache.txt").write_text(
            "CMAKE_HOME_DIRECTORY:INTERNAL=/somewhere/else\n")
        self.course(status=5)
        self.assertIn("cmake --preset dev --fresh", self.calls("cmake"))

    WAITING = "Another ./course is building; waiting …\n"

    @contextlib.contextmanager
    def somebody_builds(self):
        """Somebody else holds the lock of the build."""
        with (self.root / "build/dev/.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def begin(self):
        """Starts ./course; its end is the caller's to wait for."""
        return subprocess.Popen(["sh", self.root / "course"], env={"PATH": str(self.commands)},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                stdin=subprocess.DEVNULL)

    def has_flock(self):
        if not shutil.which("flock"):
            self.skipTest("skipped: no flock here")
        (self.commands / "flock").symlink_to(shutil.which("flock"))

    def test_who_comes_while_somebody_builds_waits_and_says_so(self):
        self.has_tools()
        self.has_flock()
        self.is_built()
        with self.somebody_builds():
            waits = self.begin()
            self.assertEqual(waits.stderr.readline(), self.WAITING)
            self.assertEqual(self.calls("cmake"), [], "nothing is built while another builds")
        self.assertEqual(waits.communicate(timeout=30), ("runner: \n", ""))
        self.assertEqual(waits.returncode, 5)
        self.assertEqual(len(self.calls("cmake")), 1)

    def test_two_at_once_build_one_after_the_other(self):
        self.has_tools()
        self.has_flock()
        self.is_built()
        (self.commands / "sleep").symlink_to(shutil.which("sleep"))
        self.has("cmake", f'sleep 0.3; echo "built" >>"{self.log}"')
        both = [self.begin(), self.begin()]
        said = [each.communicate(timeout=30)[1] for each in both]
        self.assertEqual(sorted(said), ["", self.WAITING])
        order = [line.split()[0] for line in self.log.read_text().splitlines()]
        self.assertEqual(order, ["cmake", "built", "cmake", "built"])

    def test_the_runner_and_what_the_build_leaves_running_do_not_keep_the_lock(self):
        self.has_tools()
        self.has_flock()
        self.is_built()
        lock = self.root / "build/dev/.lock"
        tried = f'flock -n "{lock}" true && echo "free for $0" >>"{self.log}"'
        (self.commands / "true").symlink_to(shutil.which("true"))
        (self.root / "build/dev/runtime/tools/course/course_runner").write_text(
            f"#!/bin/sh\n{tried}\n")
        (self.commands / "sleep").symlink_to(shutil.which("sleep"))
        self.has("cmake", "sleep 3 >/dev/null 2>&1 &")
        self.course(status=0)
        self.assertEqual(len(self.calls("free")), 1, self.log.read_text())

    def test_without_flock_nobody_waits(self):
        self.has_tools()
        self.is_built()
        with self.somebody_builds():
            self.assertEqual(self.course(status=5), "runner: \n")
        self.assertEqual(self.errors, "")

    def builds_in_eight(self):
        """A machine whose first build takes eight steps."""
        self.has_tools()
        runner = self.root / "build/dev/runtime/tools/course/course_runner"
        steps = " ".join(f"'[{step}/8] Building'" for step in range(1, 9))
        self.has("cmake", f"""case $1 in --version) echo "cmake version 3.25.1";;
--build) echo "[0/2] Re-checking globbed directories..."; printf '%s\\n' {steps}
  mkdir -p "{runner.parent}"; printf '#!/bin/sh\\nexit 5\\n' >"{runner}"; chmod +x "{runner}";; esac""")
        (self.commands / "chmod").symlink_to(shutil.which("chmod"))

    def on_terminal(self, **more):
        """All that the script says on a terminal."""
        ours, theirs = pty.openpty()
        subprocess.run(["sh", self.root / "course"], stderr=theirs, stdout=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, env={"PATH": str(self.commands), **more})
        os.close(theirs)
        said = b""
        try:
            while block := os.read(ours, 4096):
                said += block
        except OSError:
            pass  # Linux says so when the other side is closed
        os.close(ours)
        return said.decode().replace("\r\n", "\n")

    PLAIN = ("Configuring the build …\n"
             "Building the course runner; the first time this takes a minute or two …\n"
             "Building the course runner: 2 of 8\nBuilding the course runner: 4 of 8\n"
             "Building the course runner: 6 of 8\nBuilding the course runner: 8 of 8\n")

    def test_the_first_build_is_told_in_plain_lines(self):
        self.builds_in_eight()
        self.course(status=5)
        self.assertEqual(self.errors, self.PLAIN)
        self.course(status=5)
        self.assertEqual(self.errors, "Configuring the build …\n", "later builds are short")

    def test_the_first_build_is_told_in_a_line_that_moves_on_a_terminal(self):
        self.builds_in_eight()
        said = self.on_terminal(TERM="xterm")
        self.assertIn("\r\033[KBuilding the course runner: 3 of 8", said)
        self.assertTrue(said.endswith("\r\033[K"), said)

    def test_a_terminal_without_colours_gets_plain_lines(self):
        for setting in ({"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}, {}):
            with self.subTest(setting):
                self.setUp()
                self.builds_in_eight()
                self.assertEqual(self.on_terminal(**setting), self.PLAIN)

    def test_docs_without_doxygen_says_so_first(self):
        self.has_tools()
        self.is_built()
        self.has("dnf")
        self.course("docs", status=1)
        self.assertTrue(self.errors.startswith(
            "The site is made by Doxygen, which is not installed here. The course itself does not need "
            "it.\n"), self.errors)
        self.assertIn("sudo dnf install doxygen graphviz\n", self.errors)
        self.assertEqual(self.calls("dnf"), [])

    def test_play_needs_doxygen_where_there_is_no_site_yet(self):
        self.has_tools()
        self.is_built()
        self.has("dnf")
        self.course("play", "5", status=1)
        self.assertIn("The site is made by Doxygen, which is not installed here.", self.errors)
        site = self.root / "build/dev/site"
        site.mkdir()
        (site / "your-run.html").write_text("")
        self.assertEqual(self.course("play", "5", status=5), "runner: play 5\n")

    def test_docs_finds_a_doxygen_that_came_after_the_build(self):
        self.has_tools()
        self.is_built()
        self.has("doxygen")
        cache = self.root / "build/dev/CMakeCache.txt"
        known = cache.read_text()
        cache.write_text(known + "DOXYGEN:FILEPATH=DOXYGEN-NOTFOUND\n")
        self.assertEqual(self.course("docs", status=5), "runner: docs\n")
        again = f"cmake {self.root.resolve()}/build/dev"
        self.assertIn(again, self.calls("cmake"))
        self.log.write_text("")
        cache.write_text(known + "DOXYGEN:FILEPATH=/usr/bin/doxygen\n")
        self.course("docs", status=5)
        self.assertNotIn(again, self.calls("cmake"))

    def test_docs_needs_no_more_than_doxygen(self):
        self.has_tools()
        self.is_built()
        self.has("doxygen")
        self.has("apt-get")
        self.assertEqual(self.course("docs", status=5), "runner: docs\n")
        # The theme is a folder of the real machine: it is named where that machine lacks it.
        self.assertRegex(self.errors, r"(?m)^The site looks better with: graphviz( doxygen-awesome-css)?$")
        self.assertEqual(self.calls("apt-get"), [])

    def test_the_doctor_says_what_is_there_and_what_is_not(self):
        self.has_tools()
        self.assertIn("  found     CMake 3.25 or newer\n", self.course("doctor", status=0))
        (self.commands / "ninja").unlink()
        shown = self.course("doctor", status=1)
        self.assertIn("  missing   Ninja\n", shown)
        self.assertIn("  optional  Doxygen (for the site)\n", shown)


if __name__ == "__main__":
    unittest.main()
