"""The echo server of demos/server.cpp, on asyncio's loop."""

import asyncio
import socket
import sys

UNSENT = {}  # what has been received and not sent back yet, by client


def say(words):
    print(words, flush=True)


# [server]
def accept(loop, listener):
    try:
        client, (_, port) = listener.accept()
    except OSError:  # the client has gone again
        return
    client.setblocking(False)
    say(f"accepted {client.fileno()} from port {port}")
    loop.add_reader(client, receive, loop, client)


def receive(loop, client):
    try:
        received = client.recv(65536)
    except BlockingIOError:
        return
    except OSError:  # a reset
        received = b""
    if not received:
        return close(loop, client)
    say(f"echoing {len(received)} bytes to {client.fileno()}")
    UNSENT[client] = received
    send(loop, client)


def send(loop, client):
    try:
        UNSENT[client] = UNSENT[client][client.send(UNSENT[client]):]
    except BlockingIOError:
        pass
    except OSError:
        return close(loop, client)
    if not UNSENT[client] and loop.remove_writer(client):
        loop.add_reader(client, receive, loop, client)
    elif UNSENT[client] and loop.remove_reader(client):
        loop.add_writer(client, send, loop, client)


def close(loop, client):
    say(f"closing {client.fileno()}")
    loop.remove_reader(client)
    loop.remove_writer(client)
    UNSENT.pop(client, None)
    client.close()
# [server]


def main():
    loop = asyncio.SelectorEventLoop()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    listener = socket.create_server(("127.0.0.1", port), backlog=128)
    listener.setblocking(False)
    loop.add_reader(listener, accept, loop, listener)
    say(f"listening on port {listener.getsockname()[1]}")
    try:
        loop.run_forever()
    except KeyboardInterrupt:
        pass


main()
