# SPDX-License-Identifier: GPL-2.0
"""TCP between two namespaces."""
import socket
import struct
import sys
import threading

from packets import Within
from turns import Contestant, clock

PATIENCE = 30			# seconds
CHUNK = 8 << 20			# in few system calls, which cost most where they are emulated
DATA, GOT = bytes(CHUNK), bytearray(CHUNK)
BUFFER = 2 << 20		# fixed: from what TCP chooses by itself come more ACKs or fewer
SO_SNDBUFFORCE, SO_RCVBUFFORCE = 32, 33


def buffered():
    sock = socket.socket()
    for option in SO_SNDBUFFORCE, SO_RCVBUFFORCE:
        sock.setsockopt(socket.SOL_SOCKET, option, BUFFER)
    sock.settimeout(PATIENCE)
    return sock


class Tcp(Contestant):
    """NETNS:NETNS:ADDRESS:WORD=VALUE,...: from the first one to ADDRESS of the second
	mb=N		megabytes in a turn (64)
    The cost is that of a kilobyte: a small packet's worth.
    """

    def __init__(self, name, where):
        super().__init__(name)
        source, dest, self.address, words = (where + ":").split(":")[:4]
        words = dict(w.split("=") for w in words.split(",") if w)
        self.n = int(words.get("mb", 64)) << 20
        with Within(dest):
            listener = buffered()
        listener.bind((self.address, 0))
        listener.listen()
        with Within(source):
            self.client = buffered()
        self.client.connect(listener.getsockname())
        self.server, _ = listener.accept()
        listener.close()
        # Python's own time limit would make them such that do not wait.
        for sock, option in ((self.client, socket.SO_SNDTIMEO),
                             (self.server, socket.SO_RCVTIMEO)):
            sock.setblocking(True)
            sock.setsockopt(socket.SOL_SOCKET, option,
                            struct.pack("@ll", PATIENCE, 0))

    def send(self):
        for _ in range(self.n // CHUNK):
            self.client.sendall(DATA)

    def turn(self):
        sender = threading.Thread(target=self.send, daemon=True)
        start = clock()
        sender.start()
        left = self.n
        while left:
            n = self.server.recv_into(GOT, min(left, CHUNK), socket.MSG_WAITALL)
            if not n:
                sys.exit("%s: connection lost" % self.name)
            left -= n
        took = clock() - start
        sender.join(PATIENCE)
        return took * 1024 / self.n

    def warm(self):
        self.turn()
