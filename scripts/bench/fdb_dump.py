#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What a list of the FDB costs the kernel.

	fdb_dump.py NETNS N

Asks rtnetlink of NETNS for all FDB entries, counts them, of which there must be N and
a few of other devices, and prints the microseconds it took. bridge(8) makes a system
call for each line, which here costs more than the entry.
"""
import socket
import struct
import sys

from packets import Within
from turns import clock

AF_BRIDGE = 7
RTM_NEWNEIGH, RTM_GETNEIGH = 28, 30
NLM_F_REQUEST_DUMP = 0x301
NLMSG_ERROR, NLMSG_DONE = 2, 3
ROOM = 1 << 20
OTHERS = 64


def entries(sock):
    """How many there are"""
    n = 0
    sock.send(struct.pack("=IHHII BBHiHBB", 28, RTM_GETNEIGH, NLM_F_REQUEST_DUMP, 1, 0,
                          AF_BRIDGE, 0, 0, 0, 0, 0, 0))
    while True:
        data = sock.recv(ROOM)
        at = 0
        while at < len(data):
            length, kind = struct.unpack_from("=IH", data, at)
            if kind == NLMSG_DONE:
                return n
            if kind == NLMSG_ERROR:
                sys.exit("rtnetlink refuses")
            n += kind == RTM_NEWNEIGH
            at += (length + 3) & ~3


def main():
    netns, want = sys.argv[1], int(sys.argv[2])
    with Within(netns):
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    start = clock()
    n = entries(sock)
    took = clock() - start
    if not want <= n <= want + OTHERS:
        sys.exit("%d entries, not %d" % (n, want))
    print(took // 1000)


if __name__ == "__main__":
    main()
