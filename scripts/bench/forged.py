# SPDX-License-Identifier: GPL-2.0
"""VXLAN datagrams that are received, from MACs by the thousand."""
import ctypes
import random

from forge import Frames
from packets import Counter, libc, packet_socket
from turns import Contestant, arrived, clock, least

BURSTS = 4			# in a turn
FIRST = 0x020000000000


class Forged(Contestant):
    """DEV:WORD=VALUE,... of the near end of a veth, in this namespace, behind which
    the receiver is:
	via=MAC		the receiver's, on the link
	at=NETNS/DEV	where each is to be received, by DEV's counters
	n=N		how many in a burst (256)
	macs=N		inner sources, the first N MACs from 02-00-00-00-00-00 on,
			at random (1)
	new=1		not at random: those after the last one, for ever
	from=N		outer sources, in turns: 10.0.0.2 and following (1). If
			there are 2, n MACs move to the other one each time
    What writing them to a device that throws them away (bench-null) costs is
    not counted.
    """

    def __init__(self, name, where):
        super().__init__(name)
        dev, _, words = where.partition(":")
        words = dict(w.split("=") for w in words.split(",") if w)
        self.n = int(words.get("n", 256))
        self.macs, self.new = int(words.get("macs", 1)), "new" in words
        self.peers = int(words.get("from", 1))
        self.sock, self.null = packet_socket(dev), packet_socket("bench-null")
        self.counter = Counter(*words["at"].split("/"))
        self.frames = Frames(
            {"via": words["via"].replace("-", ":"), "to": "10.0.0.1",
             "from": ",".join("10.0.0.%d" % (2 + i) for i in range(self.peers)),
             "mac": "02:00:00:00:00:00"}, self.n)
        self.frames.next_sources()
        self.next = 0

    def set_macs(self, macs):
        rows = b"".join((FIRST + mac).to_bytes(6, "big") for mac in macs)
        for i in range(6):
            self.frames.column(self.frames.inner + 6 + i, rows[i::6])

    def next_macs(self):
        if self.new:
            self.next += self.n
            return range(self.next, self.next + self.n)
        if self.peers == 1:
            return random.choices(range(self.macs), k=self.n)
        # Each one is where another one was: with another peer.
        self.next += 1
        return ((i + self.next) % self.n for i in range(self.n))

    def write(self, sock):
        start = clock()
        sent = libc.sendmmsg(sock, self.frames.msgs.at(0), self.n, 0)
        took = clock() - start
        if sent != self.n:
            raise OSError(ctypes.get_errno(), "sendmmsg: %d sent" % sent)
        return took / self.n

    def burst(self):
        """The time of a datagram, or None if not all of them came in time"""
        want = self.counter.read() + self.n
        took = self.write(self.sock.fileno())
        return took if arrived(self.name, self.counter.read, want) else None

    def warm(self):
        """Each of them once"""
        for at in range(0, self.macs, self.n):
            self.set_macs((at + i) % self.macs for i in range(self.n))
            self.burst()

    def turn(self):
        floor, took = [], []
        for _ in range(BURSTS):
            self.set_macs(self.next_macs())
            floor.append(self.write(self.null.fileno()))
            took.append(self.burst())
        took = least(took)
        return None if took is None else took - min(floor)
