# SPDX-License-Identifier: GPL-2.0
"""Frames that a program writes to a device, UDP in IPv4. Unlike those of the kernel's
generator, which keeps a reference to each, they belong to nobody else: what receives
them need not copy them first, and may merge them."""
import ctypes
import socket
import struct

from packets import Counter, Messages, Within, checksum, libc, packet_socket
from turns import Contestant, arrived, clock, least

BURSTS = 8			# in a turn


def mac_bytes(words, name, default):
    return bytes.fromhex(words.get(name, default).replace("-", ""))


def frame(words):
    size = int(words.get("size", 60))
    udp = size - 14 - 20
    head = struct.pack("!BBHHHBBH", 0x45, 0, size - 14, 0, 0, 64, 17, 0)
    head += socket.inet_aton("192.0.2.1") + socket.inet_aton("192.0.2.11")
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return (mac_bytes(words, "to", "02-00-00-00-00-0b") +
            mac_bytes(words, "from", "02-00-00-00-00-0a") + b"\x08\x00" + head +
            struct.pack("!HHHH", 9, 9, udp, 0) + bytes(udp - 8))


class Frames(Contestant):
    """NETNS:DEV:WORD=VALUE,... of the device written to:
	n=N		how many in a burst (250)
	size=N		bytes of the frame (60)
	to=MAC		its destination (02-00-00-00-00-0b)
	from=MAC	its source (02-00-00-00-00-0a)
	at=NETNS/DEV	where each is to be received, by DEV's counters
    """

    def __init__(self, name, where):
        super().__init__(name)
        netns, dev, words = (where + ":").split(":")[:3]
        words = dict(w.split("=") for w in words.split(",") if w)
        self.n = int(words.get("n", 250))
        with Within(netns):
            self.sock = packet_socket(dev)
        data = frame(words)
        self.data = ctypes.create_string_buffer(data, len(data))
        self.msgs = Messages([(ctypes.addressof(self.data), len(data))] * self.n)
        self.counter = Counter(*words["at"].split("/")) if "at" in words else None

    def burst(self):
        """The time of a frame, or None if not all of them came in time"""
        before = self.counter.read() if self.counter else 0
        start = clock()
        sent = libc.sendmmsg(self.sock.fileno(), self.msgs.at(0), self.n, 0)
        took = clock() - start
        if sent != self.n:
            raise OSError(ctypes.get_errno(), "sendmmsg: %d sent" % sent)
        if self.counter and not arrived(self.name, self.counter.read,
                                        before + self.n):
            return None
        return took / self.n

    def warm(self):
        self.burst()

    def turn(self):
        self.burst()
        return least([self.burst() for _ in range(BURSTS)])
