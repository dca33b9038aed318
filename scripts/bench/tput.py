#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""How much TCP carries.

	tput.py FROM TO ADDRESS SECONDS

Sends from one network namespace to ADDRESS of the other for so long, and prints
the bits per second that arrived.
"""
import socket
import sys
import threading
import time

from packets import enter

PORT = 5002
PATIENCE = 30			# seconds, to connect


def send(sock, end):
    data = bytes(65536)
    sock.settimeout(1)
    while time.monotonic() < end:
        try:
            sock.send(data)
        except socket.timeout:
            pass
        except OSError:		# the other end has gone first
            return


def main():
    source, dest, address, seconds = sys.argv[1:5]
    enter(dest)
    listener = socket.create_server((address, PORT))
    enter(source)
    client = socket.create_connection((address, PORT), PATIENCE)
    server, _ = listener.accept()
    server.settimeout(0.2)
    start = time.monotonic()
    end = start + float(seconds)
    sender = threading.Thread(target=send, args=(client, end), daemon=True)
    sender.start()
    got = 0
    while time.monotonic() < end:
        try:
            got += len(server.recv(1 << 18))
        except socket.timeout:
            pass
    print(round(got * 8 / (time.monotonic() - start)))


if __name__ == "__main__":
    main()
