#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""VXLAN datagrams over IPv4 as an attacker makes them, or the frames of a VM, as
fast as they leave: written to a device, with every address of one's choice.

	forge.py NETNS DEV WORD=VALUE...

NETNS is the name of a network namespace.

	n=N, seconds=S	how many (1), or how long
	pause=US	microseconds between bursts (0)
	burst=N		how many at a time (256, less if n is)
of the datagram, unless "bare" is given:
	via=MAC		who gets it on the link; not needed for a group
	to=ADDRESS	its destination
	from=ADDRESS,..	its source, in turns if several; or "random"
	ttl=N		(255)
	vni=N		(42)
of the frame in it:
	mac=MAC		its source; or "random"; with macs=N the next N ones in turns
	dmac=MAC	its destination (ff:ff:ff:ff:ff:ff), or "random"
	size=N		bytes behind the Ethernet header (46)
	bare=1		nothing but the frame

A random address is new for every frame: source addresses are between 11.0.0.0
and 126.255.255.255, MACs begin with 02. The EtherType is one for local experiments.
Prints how many were sent and in how many seconds.
"""
import ctypes
import os
import random
import socket
import struct
import sys
import time

from packets import (ETH_P_NOBODY, Messages, checksum, enter, group_mac, libc,
                     packet_socket)

PATIENCE = 60			# seconds, for a device that takes none
COMPLEMENT = bytes(255 - i for i in range(256))


def mac_bytes(text):
    return bytes.fromhex(text.replace(":", ""))


def link_address(words, dest):
    if dest[0] & 0xf0 == 0xe0:
        return group_mac(dest)
    return mac_bytes(words["via"])


class Frames:
    """A burst of them, one behind the other, so that a column of bytes, the same
    place in each, is one slice."""

    def __init__(self, words, n):
        self.words, self.n, self.sent = words, n, 0
        size = int(words.get("size", 46))
        frame = (mac_bytes("ff:ff:ff:ff:ff:ff") + bytes(6) +
                 struct.pack("!H", ETH_P_NOBODY) + bytes(size))
        self.inner, head = 0, b""
        self.sources = None
        if "bare" not in words:
            head = self.head(len(frame))
            self.inner = len(head)
        self.stride = len(head) + len(frame)
        self.data = bytearray((head + frame) * n)
        base = ctypes.addressof(ctypes.c_char.from_buffer(self.data))
        self.msgs = Messages([(base + i * self.stride, self.stride)
                              for i in range(n)])
        self.fixed_mac(self.inner, words.get("dmac", "ff:ff:ff:ff:ff:ff"))
        self.fixed_mac(self.inner + 6, words["mac"])

    def head(self, inner):
        """Up to the frame; its source is 0.0.0.0, and its identification what
        keeps the checksum right: the complement of the source's lower half."""
        dest = socket.inet_aton(self.words["to"])
        vxlan = struct.pack("!II", 0x08000000, int(self.words.get("vni", 42)) << 8)
        udp = struct.pack("!HHHH", random.randrange(49152, 65536), 4789,
                          16 + inner, 0)
        self.ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + 16 + inner, 0xffff, 0x4000,
                              int(self.words.get("ttl", 255)), 17, 0)
        self.ip += bytes(4) + dest
        self.sources = self.words["from"].split(",")
        return (link_address(self.words, dest) + b"\x02\0\0\0\0\x99\x08\0" +
                self.ip + udp + vxlan)

    def column(self, at, values):
        self.data[at::self.stride] = values

    def fixed_mac(self, at, text):
        if text == "random":
            text = "02:00:00:00:00:00"
        for i, byte in enumerate(mac_bytes(text)):
            self.column(at + i, bytes([byte]) * self.n)

    def random_mac(self, at):
        for i in range(1, 6):
            self.column(at + i, os.urandom(self.n))

    def next_macs(self):
        base = int.from_bytes(mac_bytes(self.words["mac"]), "big")
        macs = int(self.words["macs"])
        rows = b"".join((base + (self.sent + i) % macs).to_bytes(6, "big")
                        for i in range(self.n))
        for i in range(6):
            self.column(self.inner + 6 + i, rows[i::6])

    def set_sources(self, upper, lower):
        """Of each frame: 2 bytes that all share, 2 columns"""
        ip = self.ip[:12] + upper + self.ip[14:]
        total = struct.pack("!H", checksum(ip))
        for at, byte in zip((24, 25, 26, 27), total + upper):
            self.column(at, bytes([byte]) * self.n)
        for i in range(2):
            self.column(28 + i, lower[i])
            self.column(18 + i, lower[i].translate(COMPLEMENT))

    def next_sources(self):
        if self.sources == ["random"]:
            self.set_sources(bytes([random.randrange(11, 127),
                                    random.randrange(256)]),
                             (os.urandom(self.n), os.urandom(self.n)))
        elif not self.sent or self.n % len(self.sources):
            all_of = [socket.inet_aton(s) for s in self.sources]
            if len({s[:2] for s in all_of}) != 1:
                sys.exit("forge.py: sources must agree in their upper half")
            rows = [all_of[(self.sent + i) % len(all_of)] for i in range(self.n)]
            self.set_sources(all_of[0][:2], (bytes(r[2] for r in rows),
                                             bytes(r[3] for r in rows)))

    def prepare(self):
        """The next burst"""
        if self.sources:
            self.next_sources()
        if self.words["mac"] == "random":
            self.random_mac(self.inner + 6)
        elif "macs" in self.words:
            self.next_macs()
        if self.words.get("dmac") == "random":
            self.random_mac(self.inner)

    def send(self, sock, n):
        done, end = 0, time.monotonic() + PATIENCE
        while done < n:
            sent = libc.sendmmsg(sock.fileno(), self.msgs.at(done), n - done, 0)
            if sent < 0:
                # The device's queue is full: what a VM's NIC would wait for
                if ctypes.get_errno() not in (105, 11):
                    raise OSError(ctypes.get_errno(), "sendmmsg")
                if time.monotonic() > end:
                    sys.exit("forge.py: the device takes no more")
                time.sleep(0.001)
            else:
                done += sent
        self.sent += n


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    words = dict(word.split("=", 1) for word in sys.argv[3:])
    limit = None if "seconds" in words else int(words.get("n", 1))
    burst = int(words.get("burst", 256))
    if limit:
        burst = min(burst, limit)
    enter(sys.argv[1])
    sock = packet_socket(sys.argv[2])
    frames = Frames(words, burst)
    start = time.monotonic()
    end = start + float(words.get("seconds", 0))
    while frames.sent < limit if limit else time.monotonic() < end:
        frames.prepare()
        frames.send(sock, min(burst, limit - frames.sent) if limit else burst)
        if "pause" in words:
            time.sleep(int(words["pause"]) / 1e6)
    print(frames.sent, round(time.monotonic() - start, 3))


if __name__ == "__main__":
    main()
