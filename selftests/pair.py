#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The other guest of a pair: what pair.sh wants done there.

    pair.py serve ADDRESS PORT
    pair.py tcp listen|connect ADDRESS PORT BYTES

serve   run each line that a connection brings as a command of bash and send what
        it says, and as the last line "rc STATUS". Ends after the line "end", and
        when nobody calls for a while.
tcp     one end of a connection over which each end sends BYTES. Both ends know
        what the other sends, and compare every byte.
"""
import random
import socket
import subprocess
import sys
import threading

IDLE = 240      # seconds without a call: the other guest is gone
COMMAND = 100   # seconds for one command
LIMIT = 90      # seconds without progress, on a busy emulated machine
CHUNK = 65536


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listener(address, port):
    s = socket.socket(family(address), socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, int(port)))
    s.listen(16)
    return s


def answer(connection, line):
    try:
        done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=COMMAND)
        out, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired:
        out, status = b"no end of it", 124
    with connection:
        connection.sendall(out + b"\nrc %d\n" % status)


def serve(address, port):
    calls = listener(address, port)
    calls.settimeout(IDLE)
    while True:
        connection, _ = calls.accept()
        connection.settimeout(LIMIT)
        line = connection.makefile(encoding="utf-8").readline().rstrip("\n")
        if line == "end":
            connection.close()
            return
        # A command may wait for the next one: an end of "tcp" for the other.
        threading.Thread(target=answer, args=(connection, line),
                         daemon=True).start()


def stream(seed, size):
    """The bytes that the end called seed sends, piece by piece."""
    source = random.Random(seed)
    while size:
        n = min(size, CHUNK)
        yield source.randbytes(n)
        size -= n


def send(sock, seed, size):
    for data in stream(seed, size):
        sock.sendall(data)
    sock.shutdown(socket.SHUT_WR)


def receive(sock, seed, size):
    got = 0
    for want in stream(seed, size):
        data = b""
        while len(data) < len(want):
            part = sock.recv(len(want) - len(data))
            if not part:
                sys.exit(f"tcp: {got + len(data)} of {size} bytes came")
            data += part
        if data != want:
            sys.exit(f"tcp: other bytes than sent, after {got}")
        got += len(data)
    if sock.recv(1):
        sys.exit(f"tcp: more than {size} bytes came")


def tcp(end, address, port, size):
    size = int(size)
    if end == "listen":
        calls = listener(address, port)
        calls.settimeout(LIMIT)
        sock, _ = calls.accept()
    else:
        sock = socket.create_connection((address, int(port)), LIMIT)
    sock.settimeout(LIMIT)
    other = "connect" if end == "listen" else "listen"
    sender = threading.Thread(target=send, args=(sock, end, size), daemon=True)
    sender.start()
    receive(sock, other, size)
    sender.join(LIMIT)
    if sender.is_alive():
        sys.exit("tcp: not all could be sent")
    sock.close()


def main():
    commands = {"serve": serve, "tcp": tcp}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])


main()
