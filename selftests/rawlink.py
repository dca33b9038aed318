#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Requests for links of kind vtep, and for entries of their FDB, as no ip(8)
and no bridge(8) would send them.

usage: rawlink.py <LINES

Each line is what must come of a request:
    RESULT [TEXT] | add|set NAME [ATTR=VALUE...]
    RESULT [TEXT] | fdb-add|fdb-append|fdb-change|fdb-del|fdb-flush NAME [ATTR=VALUE...]
RESULT is the name of an errno, or OK; TEXT is a regular expression somewhere
in the kernel's words. ATTR is the name of an IFLA_VXLAN_ attribute without
that, "address" (IFLA_ADDRESS), one of our own nest ("inner_vlan", "attachment",
"pcp_dscp") or a number; of the FDB it is the name of an NDA_ attribute, or "state" or "flags" of the header,
which have a number in hexadecimal. fdb-change asks for an entry that is there.
VALUE is bytes in hexadecimal, u8:N, u16:N (big endian, as ports are), u32:N
(of the machine), or an address. Lines that start with # are skipped.

What came out otherwise is printed, and the exit status is 1.
"""
import errno
import ipaddress
import re
import socket
import struct
import sys

RTM_NEWLINK, RTM_NEWNEIGH, RTM_DELNEIGH = 16, 28, 29
REQUEST, ACK, REPLACE, EXCL, CREATE, APPEND = 1, 4, 0x100, 0x200, 0x400, 0x800
BULK = 0x200    # of a deletion
AF_BRIDGE, NTF_SELF, NUD_PERMANENT = 7, 2, 0x80
FDB = {"fdb-add": (RTM_NEWNEIGH, CREATE | EXCL),
       "fdb-append": (RTM_NEWNEIGH, CREATE | APPEND),
       "fdb-change": (RTM_NEWNEIGH, REPLACE),
       "fdb-del": (RTM_DELNEIGH, 0),
       "fdb-flush": (RTM_DELNEIGH, BULK)}
CAPPED, ACK_TLVS = 0x100, 0x200
SOL_NETLINK, CAP_ACK, EXT_ACK = 270, 10, 11
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO = 1, 3, 18
INFO_KIND, INFO_DATA = 1, 2
NESTED = 0x8000
NEST = 48
NEST_NAMES = "inner_vlan attachment pcp_dscp".split()

# linux/if_link.h, in its order from 1 up
NAMES = """ID GROUP LINK LOCAL TTL TOS LEARNING AGEING LIMIT PORT_RANGE PROXY
RSC L2MISS L3MISS PORT GROUP6 LOCAL6 UDP_CSUM UDP_ZERO_CSUM6_TX
UDP_ZERO_CSUM6_RX REMCSUM_TX REMCSUM_RX GBP REMCSUM_NOPARTIAL COLLECT_METADATA
LABEL GPE TTL_INHERIT DF VNIFILTER LOCALBYPASS LABEL_POLICY RESERVED_BITS
MC_ROUTE""".split()

# linux/neighbour.h, likewise
NEIGH = """DST LLADDR CACHEINFO PROBES VLAN PORT VNI IFINDEX MASTER LINK_NETNSID
SRC_VNI PROTOCOL NH_ID FDB_EXT_ATTRS FLAGS_EXT NDM_STATE_MASK
NDM_FLAGS_MASK""".split()


def attr(kind, value):
    data = struct.pack("=HH", len(value) + 4, kind) + value
    return data + bytes(-len(data) % 4)


def value_of(text):
    kind, colon, number = text.partition(":")
    if colon and kind in ("u8", "u16", "u32"):
        return struct.pack({"u8": "B", "u16": "!H", "u32": "=I"}[kind],
                           int(number, 0))
    if "." in text or ":" in text:
        return ipaddress.ip_address(text).packed
    return bytes.fromhex(text)


def fdb_request(action, name, words):
    kind, flags = FDB[action]
    state, ntf, body = NUD_PERMANENT, NTF_SELF, b""
    for word in words:
        key, _, value = word.partition("=")
        if key == "state":
            state = int(value, 16)
        elif key == "flags":
            ntf = int(value, 16)
        elif key == "LLADDR":
            body += attr(2, bytes.fromhex(value.replace(":", "")))
        else:
            body += attr(NEIGH.index(key) + 1, value_of(value))
    body = struct.pack("=BBHiHBB", AF_BRIDGE, 0, 0,
                       socket.if_nametoindex(name), state, ntf, 0) + body
    return struct.pack("=IHHII", 16 + len(body), kind,
                       REQUEST | ACK | flags, 1, 0) + body


def request(words):
    action, name = words[:2]
    if action in FDB:
        return fdb_request(action, name, words[2:])
    flags = REQUEST | ACK
    if action == "add":
        flags |= CREATE | EXCL
    body = bytes(16) + attr(IFLA_IFNAME, name.encode() + b"\0")
    data = nest = b""
    for word in words[2:]:
        key, _, value = word.partition("=")
        if key == "address":
            body += attr(IFLA_ADDRESS, value_of(value))
        elif key in NEST_NAMES:
            nest += attr(NEST_NAMES.index(key) + 1, value_of(value))
        else:
            kind = int(key) if key.isdigit() else NAMES.index(key) + 1
            data += attr(kind, value_of(value))
    if nest:
        data += attr(NEST | NESTED, nest)
    info = attr(INFO_KIND, b"vtep") + attr(INFO_DATA | NESTED, data)
    body += attr(IFLA_LINKINFO | NESTED, info)
    return struct.pack("=IHHII", 16 + len(body), RTM_NEWLINK, flags, 1, 0) + body


def answer(msg):
    """(name of the errno or OK, text)"""
    length, _, flags = struct.unpack_from("=IHH", msg)
    code, quoted = struct.unpack_from("=iI", msg, 16)
    at = 20 + (16 if flags & CAPPED or not code else (quoted + 3) & ~3)
    text = ""
    while flags & ACK_TLVS and at + 4 <= length:
        size, kind = struct.unpack_from("=HH", msg, at)
        if kind == 1:
            text = msg[at + 4:at + size].rstrip(b"\0").decode()
        at += (size + 3) & ~3
    name = errno.errorcode[-code] if code else "OK"
    return "EOPNOTSUPP" if name == "ENOTSUP" else name, text


def main():
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    sock.setsockopt(SOL_NETLINK, EXT_ACK, 1)
    sock.setsockopt(SOL_NETLINK, CAP_ACK, 1)
    sock.settimeout(10)
    tried = wrong = 0
    for line in sys.stdin:
        if not line.strip() or line.startswith("#"):
            continue
        want, bar, words = line.partition("|")
        if not bar:
            sys.exit("not a line of mine: " + line)
        result, _, text = want.strip().partition(" ")
        sock.send(request(words.split()))
        got, said = answer(sock.recv(65536))
        tried += 1
        if got != result or not re.search(text, said):
            wrong += 1
            print(f'"{line.strip()}": got {got} {said}')
    if not tried:
        sys.exit("nothing was tried")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
