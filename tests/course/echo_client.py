#!/usr/bin/env python3
"""Clients of an echo server, all kinds of them. Starts the server, tries it, and ends it.

    echo_client.py SERVER [ARGUMENT...]             a hundred at once, slow readers, resets, ends
    echo_client.py --idle 10 SERVER [ARGUMENT...]   how much processor time it takes to do nothing
    echo_client.py --nc SERVER [ARGUMENT...]        netcat

The server prints `listening on port N` first, then `accepted N from …`, `echoing … to N` and
`closing N`.
"""

import argparse
import contextlib
import os
import pathlib
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

PATIENCE = 20  # seconds until an answer is missing
CLIENTS = 100
MOST_IDLE = 0.05  # seconds of processor time that an idle server may take


class Failure(Exception):
    """What the server did wrong, as a sentence."""


def check(condition, sentence):
    if not condition:
        raise Failure(sentence)


class Server:
    """The server's process; `said()` is what it has printed."""

    def __init__(self, command):
        self.output = tempfile.NamedTemporaryFile(mode="w+", suffix=".out")
        self.process = subprocess.Popen(command, stdout=self.output, stdin=subprocess.DEVNULL,
                                        start_new_session=True)
        self.port = int(self.wait_for(r"^listening on port (\d+)$", 1)[0])

    def said(self):
        return pathlib.Path(self.output.name).read_text(encoding="utf-8")

    def wait_for(self, pattern, count):
        """Waits until lines like this were printed so often. Returns what they hold."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = re.findall(pattern, self.said(), re.M)
            if len(found) >= count:
                return found
            self.check_alive()
            check(time.monotonic() < deadline,
                  f"it printed {len(found)} lines like '{pattern}' instead of {count}")
            time.sleep(0.01)

    def check_alive(self):
        status = self.process.poll()
        check(status is None, f"it ended with {status}")

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def processor_time(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        if self.process.poll() is None:
            # A terminal's Ctrl-C goes to all of its foreground programs.
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise Failure("Ctrl-C does not end it") from None


def receive(client, count):
    """Reads exactly so many bytes."""
    data = b""
    while len(data) < count:
        part = client.recv(count - len(data))
        check(part, f"it closed the connection after {len(data)} of {count} bytes")
        data += part
    return data


def exchange(client, data):
    client.sendall(data)
    answer = receive(client, len(data))
    check(answer == data, f"it sent {answer[:60]!r} back for {data[:60]!r}")


def reset(client):
    """Closes with a reset instead of an end."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def fill(client, most):
    """Sends without reading, until the server takes no more. Returns what was sent."""
    source = random.Random(7)
    client.setblocking(False)
    sent = bytearray()
    while select.select([], [client], [], 0.5)[1]:
        check(len(sent) < most, f"it took {most} bytes of somebody who reads nothing back: "
                                "its memory has no bound")
        block = source.randbytes(65536)
        sent += block[:client.send(block)]
    return sent


# --- What is tried -------------------------------------------------------------------------------


def many_at_once(server):
    """All are connected at the same time, and each has its own words."""
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(server.connect()) for _ in range(CLIENTS)]
        server.wait_for(r"^accepted \d+ from", CLIENTS)
        for turn in range(3):
            for number, client in enumerate(clients):
                client.sendall(f"client {number}, turn {turn}".encode())
            for number, client in reversed(list(enumerate(clients))):
                words = f"client {number}, turn {turn}".encode()
                answer = receive(client, len(words))
                check(answer == words, f"client {number} got {answer!r}")
        check(not re.search("^closing", server.said(), re.M), "it closed a connection by itself")
    server.wait_for(r"^closing \d+$", CLIENTS)
    server.wait_for(r"^echoing \d+ bytes to \d+$", 3 * CLIENTS)


def slow_reader(server):
    """One sends much and reads nothing: it must not hold the others up, nor lose a byte."""
    with server.connect() as slow, server.connect() as other:
        sent = fill(slow, 64 << 20)
        check(len(sent) > 65536, f"it took only {len(sent)} bytes")
        exchange(other, b"nobody waits for the slow one")
        slow.settimeout(PATIENCE)
        answer = receive(slow, len(sent))
        check(answer == sent, f"of {len(sent)} bytes some came back wrong")
        exchange(slow, b"and on it goes")


def half_closed(server):
    """Whoever has said everything still gets everything back, and then the end."""
    with server.connect() as client:
        sent = fill(client, 64 << 20)
        client.settimeout(PATIENCE)
        client.shutdown(socket.SHUT_WR)
        check(receive(client, len(sent)) == sent, "some bytes came back wrong")
        check(client.recv(1) == b"", "it sends more than it got")


def resets(server):
    """Connections that break off, in every state."""
    before = len(re.findall("^closing", server.said(), re.M))
    for _ in range(20):
        reset(server.connect())
    for _ in range(20):
        client = server.connect()
        client.sendall(b"never read back")
        reset(client)
    # Words, an end and a reset, all before the server gets to see any of it: when it sends them
    # back, nobody is there. (That is what raises SIGPIPE.)
    server.process.send_signal(signal.SIGSTOP)
    for _ in range(20):
        client = server.connect()
        client.sendall(b"never read back")
        client.shutdown(socket.SHUT_WR)
        reset(client)
    server.process.send_signal(signal.SIGCONT)
    for _ in range(3):
        client = server.connect()
        fill(client, 64 << 20)  # now the server wants to write
        reset(client)
    with server.connect() as client:
        exchange(client, b"still there")
    server.wait_for(r"^closing \d+$", before + 4)  # some may have gone before they were accepted
    server.check_alive()


def idle_for(seconds):
    """Connections that say nothing cost nothing."""
    def idle(server):
        with contextlib.ExitStack() as stack:
            clients = [stack.enter_context(server.connect()) for _ in range(CLIENTS)]
            for client in clients:
                exchange(client, b"hello")
            before = server.processor_time()
            time.sleep(seconds)
            used = server.processor_time() - before
            print(f"{seconds:g} s with {CLIENTS} idle connections: {used:.2f} s of processor time")
            check(used <= MOST_IDLE, f"it took {used:.2f} s of processor time to do nothing")
            for client in clients:
                exchange(client, b"still there")
    return idle


def netcat(server):
    """A client that somebody else wrote."""
    client = subprocess.Popen(["nc", "127.0.0.1", str(server.port)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
    try:
        client.stdin.write(b"hello from nc\n")
        client.stdin.flush()
        answer = b""
        while not answer.endswith(b"\n") and select.select([client.stdout], [], [], 5)[0]:
            answer += os.read(client.stdout.fileno(), 100)
        check(answer == b"hello from nc\n", f"nc got {answer!r}")
    finally:
        client.kill()
        client.communicate()
    server.wait_for(r"^closing \d+$", 1)


def main():
    parser = argparse.ArgumentParser(description="Clients of an echo server.")
    parser.add_argument("--idle", type=float, metavar="SECONDS", help="do nothing for so long")
    parser.add_argument("--nc", action="store_true", help="let netcat be the client")
    parser.add_argument("server", nargs=argparse.REMAINDER, help="the command that starts it")
    options = parser.parse_args()
    if options.nc and not shutil.which("nc"):
        sys.exit("skipped: nc is not installed")
    if options.idle is not None and not pathlib.Path("/proc/self/stat").exists():
        sys.exit("skipped: there is no /proc here")

    if options.nc:
        tried = [netcat]
    elif options.idle is not None:
        tried = [idle_for(options.idle)]
    else:
        tried = [many_at_once, slow_reader, half_closed, resets]
    server = Server(options.server)
    try:
        for trial in tried:
            try:
                trial(server)
            except (Failure, OSError) as failure:
                status = server.process.poll()
                ended = "" if status is None else f" (the server has ended with {status})"
                sys.exit(f"{trial.__name__}: {failure}{ended}")
        server.check_alive()
    finally:
        server.end()


if __name__ == "__main__":
    main()
