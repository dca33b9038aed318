# SPDX-License-Identifier: GPL-2.0
"""The floor: datagrams of a connected UDP socket in the kernel, of module udpfloor.
"""
import os

from packets import Within
from turns import Contestant, arrived, clock

FILES = "/sys/kernel/debug/udpfloor/"
PORTS = iter(range(5000, 6000))
HEADERS = 8			# of VXLAN


class UdpFloor(Contestant):
    """NETNS:WORD=VALUE,... of whom sends:
	n=N		how many in a burst (20000)
	size=N		bytes of the frame that a tunnel would carry (60)
	dest=ADDRESS	(10.0.0.2)
	at=NETNS	where a socket throws them away; else nobody has to
    """

    def __init__(self, name, where):
        super().__init__(name)
        self.netns, _, words = where.partition(":")
        words = dict(w.split("=") for w in words.split(",") if w)
        self.n = int(words.get("n", 20000))
        port = next(PORTS)
        self.order = "%s %d %d %d" % (words.get("dest", "10.0.0.2"), port,
                                      int(words.get("size", 60)) + HEADERS, self.n)
        self.receiver = None
        if "at" in words:
            with Within(words["at"]):
                self.receiver = os.open(FILES + "receive", os.O_RDWR)
            os.write(self.receiver, b"%d" % port)

    def received(self):
        return int(os.pread(self.receiver, 24, 0)) if self.receiver else 0

    def burst(self):
        """The time of a datagram, or None if not all of them came in time"""
        with Within(self.netns):
            fd = os.open(FILES + "send", os.O_WRONLY)
            before = self.received()
            start = clock()
            os.write(fd, self.order.encode())
            took = clock() - start
            os.close(fd)
        if self.receiver and not arrived(self.name, self.received,
                                         before + self.n):
            return None
        return took / self.n

    def warm(self):
        self.burst()

    def turn(self):
        return self.burst()
