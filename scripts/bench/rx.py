#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What a received VXLAN packet costs.

	rx.py BURST ROUNDS NAME:NETNS:PORT:GROUPS:SPREAD:TUNNEL... [NAME/NAME...]

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

Time is CPU time the host charges to this kernel (umlwatch): a machine that is
busy with something else changes caches, not the clock.

The receivers take turns, ROUNDS times. A busy machine also empties caches, and
that only ever adds: what counts is the lower decile of all bursts. The rounds are
cut into BATCHES that follow one another, each of which gives a result of its own:
output is their median, and the least and the greatest of them, "low" and "high".
It is JSON: "cost", nanoseconds for a packet of each receiver; and "ratio" of the
two of each pair of names given. A burst that TUNNEL had not received yet when its
time was up, since the kernel left it to ksoftirqd, is left out.
"""
import ctypes
import json
import os
import socket
import struct
import sys
import time

from packets import (CLONE_NEWNET, ETH_P_NOBODY, Messages, checksum, enter,
                     group_mac, libc, packet_socket)

SOURCE = "10.0.0.2"
CPUTIME = "/sys/kernel/debug/umlwatch/cputime"
PATIENCE = 5			# seconds
BURSTS = 4			# in a round
BATCHES = 5
STEP = 7919			# a prime, so that it visits all of them

cputime_fd = os.open(CPUTIME, os.O_RDONLY)


def cputime():
    return int(os.pread(cputime_fd, 32, 0))


def open_in(netns, path):
    """The file stays that of the namespace."""
    with open("/proc/thread-self/ns/net") as here:
        enter(netns)
        f = open(path)
        libc.setns(here.fileno(), CLONE_NEWNET)
    return f


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
        start = cputime()
        sent = libc.sendmmsg(sock, at, self.burst, 0)
        end = cputime()
        if sent != self.burst:
            raise OSError(ctypes.get_errno(), "sendmmsg: %d sent" % sent)
        return (end - start) / self.burst


class Receiver:
    def __init__(self, words, burst):
        self.name, dev, port, groups, spread, self.tunnel = words.split(":")
        self.sock, self.null = packet_socket(dev), packet_socket("bench-null")
        self.msgs = Bursts(int(port), int(groups), int(spread), burst)
        self.times, self.floor = [], []	# lists, one for each round
        self.devices = open_in(dev, "/proc/thread-self/net/dev")

    def received(self):
        self.devices.seek(0)
        for line in self.devices:
            name, _, numbers = line.partition(":")
            if name.strip() == self.tunnel:
                return int(numbers.split()[1])
        sys.exit("rx.py: %s: no %s" % (self.name, self.tunnel))

    def burst(self):
        """The time it took, or None if it was over too soon"""
        want = self.received() + self.msgs.burst
        took = self.msgs.send(self.sock.fileno())
        if self.received() == want:
            return took
        end = time.monotonic() + PATIENCE
        while self.received() != want:
            if time.monotonic() > end:
                sys.exit("rx.py: %s: not all packets were received" % self.name)
            time.sleep(0.001)
        return None

    def once(self):
        """All groups: what is learned is learned, caches are filled."""
        for _ in range(0, len(self.msgs.data), self.msgs.burst):
            self.burst()

    def round(self):
        self.floor.append([self.msgs.send(self.null.fileno())
                           for _ in range(BURSTS)])
        # The same packets once more, where they are the same all the time:
        # what the other receivers did to caches is not counted.
        if len(self.msgs.data) == self.msgs.burst:
            self.burst()
        took = [self.burst() for _ in range(BURSTS)]
        self.times.append([t for t in took if t is not None])

    def cost(self, rounds):
        times = [t for took in self.times[rounds] for t in took]
        if len(times) < len(self.times[rounds]) * BURSTS // 2:
            sys.exit("rx.py: %s: most bursts were disturbed" % self.name)
        return decile(times) - decile(sum(self.floor[rounds], []))


def decile(values):
    return sorted(values)[len(values) // 10]


def spread(values, digits):
    values = sorted(values)
    return {"low": round(values[0], digits),
            "median": round(values[len(values) // 2], digits),
            "high": round(values[-1], digits)}


def main():
    burst, rounds = int(sys.argv[1]), int(sys.argv[2])
    words = sys.argv[3:]
    receivers = {w.split(":")[0]: Receiver(w, burst) for w in words if ":" in w}
    for r in receivers.values():
        r.once()
    for _ in range(rounds):
        for r in receivers.values():
            r.round()
    batches = [slice(rounds * i // BATCHES, rounds * (i + 1) // BATCHES)
               for i in range(BATCHES)]
    costs = {name: [r.cost(b) for b in batches]
             for name, r in receivers.items()}
    ratio = {}
    for pair in (w for w in words if ":" not in w):
        a, b = (costs[name] for name in pair.split("/"))
        ratio[pair] = spread([x / y for x, y in zip(a, b)], 3)
    print(json.dumps({"cost": {name: spread(c, None)
                               for name, c in costs.items()}, "ratio": ratio}))


if __name__ == "__main__":
    main()
