# SPDX-License-Identifier: GPL-2.0
"""What the tools here share: namespaces, and packets written to a device many at a
time.
"""
import ctypes
import socket
import struct
import sys

ETH_P_NOBODY = 0x88b5		# for local experiments; the inner type
SOL_PACKET = 263
CLONE_NEWNET = 0x40000000
PACKET_QDISC_BYPASS = 20

libc = ctypes.CDLL(None, use_errno=True)


class iovec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]


class msghdr(ctypes.Structure):
    _fields_ = [("name", ctypes.c_void_p), ("namelen", ctypes.c_uint32),
                ("iov", ctypes.POINTER(iovec)), ("iovlen", ctypes.c_size_t),
                ("control", ctypes.c_void_p), ("controllen", ctypes.c_size_t),
                ("flags", ctypes.c_int)]


class mmsghdr(ctypes.Structure):
    _fields_ = [("hdr", msghdr), ("len", ctypes.c_uint32)]


class Messages:
    """For sendmmsg(2), of packets given as (address, length). Their memory is the
    caller's."""

    def __init__(self, packets):
        self.iov = (iovec * len(packets))()
        self.msgs = (mmsghdr * len(packets))()
        for i, packet in enumerate(packets):
            self.iov[i] = iovec(*packet)
            self.msgs[i].hdr.iov = ctypes.pointer(self.iov[i])
            self.msgs[i].hdr.iovlen = 1

    def at(self, i):
        """What sendmmsg(2) is given to begin with packet i"""
        return ctypes.c_void_p(ctypes.addressof(self.msgs) +
                               i * ctypes.sizeof(mmsghdr))


def enter(netns):
    """Sockets made and files opened from now on belong to the namespace, for ever."""
    with open("/run/netns/" + netns) as ns:
        if libc.setns(ns.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns " + netns)


class Within:
    """For a while, as enter()"""

    def __init__(self, netns):
        self.netns = netns

    def __enter__(self):
        self.here = open("/proc/thread-self/ns/net")
        enter(self.netns)

    def __exit__(self, *_):
        libc.setns(self.here.fileno(), CLONE_NEWNET)
        self.here.close()


class Counter:
    """Packets that a device has received"""

    def __init__(self, netns, dev):
        self.netns, self.dev = netns, dev
        with Within(netns):
            self.devices = open("/proc/thread-self/net/dev")

    def read(self):
        self.devices.seek(0)
        for line in self.devices:
            name, _, numbers = line.partition(":")
            if name.strip() == self.dev:
                return int(numbers.split()[1])
        sys.exit("%s: no %s" % (self.netns, self.dev))


def packet_socket(dev):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sock.setsockopt(SOL_PACKET, PACKET_QDISC_BYPASS, 1)
    sock.bind((dev, 0))
    return sock


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~(total + (total >> 16)) & 0xffff


def group_mac(group):
    return b"\x01\x00\x5e" + bytes([group[1] & 0x7f]) + group[2:]
