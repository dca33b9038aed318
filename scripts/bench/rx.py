#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What a received VXLAN packet costs.

	rx.py BURST ROUNDS NAME:NETNS:PORT:GROUPS:SPREAD:TUNNEL... [EXPRESSION...]

Each NAME is a receiver in the namespace NETNS, behind a veth the near end of which
has that name, too: a datagram written to it is received, decapsulated by TUNNEL
and dropped above it before the write returns, all on one CPU. BURST packets
are written by one sendmmsg(2), and that is timed, a few times in each round. It has GROUPS groups joined,
number 1 to GROUPS in this order, each of the VNI with its number. The packets are
for SPREAD of them in turns, evenly from first to last. If that is not more than
BURST they are the same each time, and sent once before they are timed: their data
are in the caches, whatever the other receivers did to those. If it is more, by a
multiple of BURST, they are not.

Before each of these bursts the same packets go to the device "bench-null", which
throws them away: what sending them costs. The difference is what receiving costs,
from the veth, here in place of a NIC, up to the device above the tunnel.

The receivers take turns, ROUNDS times; see turns.py, also for EXPRESSION. A burst that
TUNNEL had not received yet when its time was up, since the kernel left it to
ksoftirqd, is left out.
"""
import ctypes
import socket
import struct
import sys

from packets import (ETH_P_NOBODY, Counter, Messages, checksum, group_mac, libc,
                     packet_socket)
from turns import Contestant, arrived, clock, compete, least

SOURCE = "10.0.0.2"
BURSTS = 4			# in a turn
STEP = 7919			# a prime, so that it visits all of them

def packet(number, port):
    """To group 239.64.0.0 + number, VNI number."""
    group = struct.pack("!I", 0xef400000 + number)
    inner = bytes.fromhex("020000000001020000000002")
    inner += struct.pack("!H", ETH_P_NOBODY) + bytes(46)
    vxlan = struct.pack("!II", 0x08000000, number << 8) + inner
    udp = struct.pack("!HHHH", 50000, port, 8 + len(vxlan), 0)
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp) + len(vxlan), 0,
                       0x4000, 8, 17, 0) + socket.inet_aton(SOURCE) + group
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return (group_mac(group) + b"\x02\0\0\0\0\x99" + b"\x08\0" + head + udp + vxlan)


class Bursts:
    """Packets, ready to be sent in bursts one after the other"""

    def __init__(self, port, groups, spread, burst):
        self.burst = burst
        n = max(spread, burst)
        self.data = [ctypes.create_string_buffer(p, len(p)) for p in
                     (packet(1 + i * STEP % n * groups // n, port)
                      for i in range(n))]
        self.msgs = Messages([(ctypes.addressof(d), len(d)) for d in self.data])
        self.next = 0

    def send(self, sock):
        at = self.msgs.at(self.next)
        self.next = (self.next + self.burst) % len(self.data)
        start = clock()
        sent = libc.sendmmsg(sock, at, self.burst, 0)
        end = clock()
        if sent != self.burst:
            raise OSError(ctypes.get_errno(), "sendmmsg: %d sent" % sent)
        return (end - start) / self.burst


class Receiver(Contestant):
    def __init__(self, words, burst):
        name, dev, port, groups, spread, tunnel = words.split(":")
        super().__init__(name)
        self.sock, self.null = packet_socket(dev), packet_socket("bench-null")
        self.msgs = Bursts(int(port), int(groups), int(spread), burst)
        self.counter = Counter(dev, tunnel)

    def burst(self):
        """The time it took, or None if it was over too soon"""
        want = self.counter.read() + self.msgs.burst
        took = self.msgs.send(self.sock.fileno())
        return took if arrived(self.name, self.counter.read, want) else None

    def warm(self):
        # All groups: what is learned is learned, caches are filled.
        for _ in range(0, len(self.msgs.data), self.msgs.burst):
            self.burst()

    def turn(self):
        floor = min(self.msgs.send(self.null.fileno()) for _ in range(BURSTS))
        # The same packets once more, where they are the same all the time:
        # what the other receivers did to caches is not counted.
        if len(self.msgs.data) == self.msgs.burst:
            self.burst()
        took = least([self.burst() for _ in range(BURSTS)])
        return None if took is None else took - floor


def main():
    burst, rounds = int(sys.argv[1]), int(sys.argv[2])
    words = sys.argv[3:]
    compete([Receiver(w, burst) for w in words if ":" in w], rounds,
            [w for w in words if ":" not in w])


if __name__ == "__main__":
    main()
