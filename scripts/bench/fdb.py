#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What it costs the kernel to fill the FDB by rtnetlink, and to list it.

	fdb.py NETNS add N	adds N entries to tun0, one message each, some of them
				with each system call
	fdb.py NETNS list N	asks for all FDB entries and counts them, of which
				there must be N and a few of other devices

Prints the microseconds it took. bridge(8) makes several system calls for each entry,
which here cost more than the entry does.
"""
import socket
import struct
import sys

from packets import Within
from turns import clock

AF_BRIDGE = 7
RTM_NEWNEIGH, RTM_GETNEIGH = 28, 30
NLM_F_REQUEST_DUMP, NLM_F_REQUEST_CREATE_EXCL = 0x301, 0x601
NLMSG_ERROR, NLMSG_DONE = 2, 3
NUD_PERMANENT, NTF_SELF = 0x80, 2
NDA_DST, NDA_LLADDR = 1, 2
HEAD = struct.Struct("=IHHII BBHiHBB")
ROOM = 1 << 20
AT_ONCE = 500			# messages
OTHERS = 64


def message(kind, flags, ifindex=0, attrs=b""):
    return HEAD.pack(HEAD.size + len(attrs), kind, flags, 1, 0, AF_BRIDGE, 0, 0,
                     ifindex, NUD_PERMANENT, NTF_SELF, 0) + attrs


def messages(data):
    """Their types, and places"""
    at = 0
    while at < len(data):
        length, kind = struct.unpack_from("=IH", data, at)
        yield kind, at
        at += (length + 3) & ~3


def add(sock, ifindex, n):
    dest = struct.pack("=HH4B", 8, NDA_DST, 10, 0, 0, 2)
    one = [message(RTM_NEWNEIGH, NLM_F_REQUEST_CREATE_EXCL, ifindex,
                   dest + struct.pack("=HH", 10, NDA_LLADDR) +
                   b"\2\1\0" + i.to_bytes(3, "big") + b"\0\0")
           for i in range(n)]
    calls = [b"".join(one[i:i + AT_ONCE]) for i in range(0, n, AT_ONCE)]
    start = clock()
    for data in calls:
        sock.send(data)
    took = clock() - start
    # Without NLM_F_ACK it speaks of errors only.
    sock.setblocking(False)
    try:
        sys.exit("refused: %s" % sock.recv(ROOM).hex())
    except BlockingIOError:
        return took


def entries(sock):
    """How many there are"""
    n = 0
    sock.send(message(RTM_GETNEIGH, NLM_F_REQUEST_DUMP))
    while True:
        for kind, _ in messages(sock.recv(ROOM)):
            if kind == NLMSG_DONE:
                return n
            if kind == NLMSG_ERROR:
                sys.exit("rtnetlink refuses")
            n += kind == RTM_NEWNEIGH


def count(sock, want):
    start = clock()
    n = entries(sock)
    took = clock() - start
    if not want <= n <= want + OTHERS:
        sys.exit("%d entries, not %d" % (n, want))
    return took


def main():
    netns, what, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with Within(netns):
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        ifindex = socket.if_nametoindex("tun0")
    took = add(sock, ifindex, n) if what == "add" else count(sock, n)
    print(took // 1000)


if __name__ == "__main__":
    main()
