#!/usr/bin/env python3
"""Ctrl-C ends an echo server cleanly, in the middle of its work.

    ctrl_c.py SERVER [ARGUMENT...]

The server prints `listening on port N` first, then `accepted N from …` and `closing N`. It must
close every connection, and end with status 130.
"""

import signal
import socket
import subprocess
import sys
import time

PATIENCE = 20  # seconds


def check(condition, sentence):
    if not condition:
        sys.exit(sentence)


def try_it(command, clients):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        first = process.stdout.readline()
        check(first.startswith("listening on port "), f"it began with {first!r}")
        connected = []
        for number in range(clients):
            client = socket.create_connection(("127.0.0.1", int(first.split()[-1])), PATIENCE)
            connected.append(client)
            client.sendall(b"hello")
            check(client.recv(5) == b"hello", "it does not echo")
        if connected:  # this one reads nothing: the server waits until it can write
            connected[0].setblocking(False)
            try:
                while True:
                    connected[0].send(b"x" * 65536)
            except BlockingIOError:
                pass
            time.sleep(0.1)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        printed = process.communicate(timeout=PATIENCE)[0].splitlines()
        took = time.monotonic() - begin
        check(process.returncode == 130, f"it ended with {process.returncode} instead of 130")
        check(took < 5, f"it took {took:.1f} s to end")
        closed = sum(line.startswith("closing ") for line in printed)
        check(closed == clients, f"it closed {closed} of {clients} connections")
        check(printed[-1] == "the end: Ctrl-C", f"its last line is {printed[-1]!r}")
    finally:
        process.kill()
        process.communicate()


try_it(sys.argv[1:], clients=0)
try_it(sys.argv[1:], clients=20)
