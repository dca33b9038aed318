# SPDX-License-Identifier: GPL-2.0
"""rtnetlink from Python: a request in a fraction of the time that starting ip(8)
takes. VTEPs and entries of their FDB are asked for in the words of rawlink.py."""
import errno
import ipaddress
import os
import socket
import struct

from frames import CLONE_NEWNET, NETNS, libc
from genl import ACK, DONE, DUMP, ERROR, NESTED, REQUEST, attr, attrs
import rawlink

NEWLINK, DELLINK, GETLINK = 16, 17, 18
NEWADDR, DELADDR = 20, 21
NEWROUTE, DELROUTE = 24, 25
NEWNEIGH, GETNEIGH = 28, 30
CREATE, EXCL = 0x400, 0x200
MTU, LINK, MASTER, LINKINFO, NET_NS_FD = 4, 5, 10, 18, 28
IFNAME, KIND, DATA, PEER = 3, 1, 2, 1
UP = 1


class Netns:
    """A network namespace; what is called "home" is entered with the rest."""

    def __init__(self, path):
        self.fd = os.open(path, os.O_RDONLY)

    @classmethod
    def named(cls, name):
        return cls(NETNS + name)

    @classmethod
    def own(cls):
        return cls("/proc/self/ns/net")

    @classmethod
    def new(cls):
        """One without a name, which ends with this object; entered."""
        if libc.unshare(CLONE_NEWNET):
            raise OSError(errno.ENOSPC, "unshare")
        return cls.own()

    def enter(self):
        if libc.setns(self.fd, CLONE_NEWNET):
            raise OSError(errno.EINVAL, "setns")

    def close(self):
        os.close(self.fd)


def refusal(code):
    return OSError(code, os.strerror(code))


class Rtnl:
    """Of the namespace that its process is in when it is made. Refusals are
    OSError."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        self.sock.settimeout(60)
        self.sock.setsockopt(rawlink.SOL_NETLINK, rawlink.EXT_ACK, 1)
        self.sock.setsockopt(rawlink.SOL_NETLINK, rawlink.CAP_ACK, 1)

    def close(self):
        self.sock.close()

    def ask(self, message):
        self.sock.send(message)
        name, text = rawlink.answer(self.sock.recv(65536))
        if name != "OK":
            code = getattr(errno, name)
            raise OSError(code, text or os.strerror(code))

    def do(self, kind, flags, body):
        self.ask(struct.pack("=IHHII", 16 + len(body), kind,
                             REQUEST | ACK | flags, 1, 0) + body)

    def words(self, *words):
        """As rawlink.py has them"""
        self.ask(rawlink.request([str(w) for w in words]))

    def link(self, kind, name, flags=0, up=None, body=b""):
        want, mask = (0, 0) if up is None else (UP if up else 0, UP)
        self.do(kind, flags, struct.pack("=BBHiII", 0, 0, 0, 0, want, mask) +
                attr(IFNAME, name.encode() + b"\0") + body)

    def add(self, name, kind, data=b"", lower=0):
        body = attr(LINK, struct.pack("=I", lower)) if lower else b""
        info = attr(KIND, kind.encode()) + attr(DATA | NESTED, data)
        self.link(NEWLINK, name, CREATE | EXCL,
                  body=body + attr(LINKINFO | NESTED, info))

    def add_veth(self, name, peer, netns=None):
        data = bytes(16) + attr(IFNAME, peer.encode() + b"\0")
        if netns:
            data += attr(NET_NS_FD, struct.pack("=I", netns.fd))
        self.add(name, "veth", attr(PEER, data))

    def delete(self, name):
        self.link(DELLINK, name)

    def set(self, name, up=None, mtu=None, master=None, netns=None):
        body = b""
        if mtu is not None:
            body += attr(MTU, struct.pack("=I", mtu))
        if master is not None:
            body += attr(MASTER, struct.pack("=I", master))
        if netns is not None:
            body += attr(NET_NS_FD, struct.pack("=I", netns.fd))
        self.link(NEWLINK, name, up=up, body=body)

    def addr(self, kind, name, address, length):
        """kind: NEWADDR or DELADDR. No duplicate address detection"""
        data = ipaddress.ip_address(address).packed
        family = socket.AF_INET if len(data) == 4 else socket.AF_INET6
        head = struct.pack("=BBBBi", family, length, 2, 0,
                           socket.if_nametoindex(name))
        self.do(kind, CREATE if kind == NEWADDR else 0,
                head + attr(1, data) + attr(2, data))

    def route(self, kind, prefix, length, name):
        """kind: NEWROUTE or DELROUTE; on the link"""
        data = ipaddress.ip_address(prefix).packed
        family = socket.AF_INET if len(data) == 4 else socket.AF_INET6
        head = struct.pack("=BBBBBBBBI", family, length, 0, 0, 254, 3, 253, 1, 0)
        index = struct.pack("=I", socket.if_nametoindex(name))
        self.do(kind, CREATE if kind == NEWROUTE else 0,
                head + attr(1, data) + attr(4, index))

    def dump(self, kind, family=0, size=16384):
        """Yields payloads: of links or, of family AF_BRIDGE, the FDB."""
        length = 12 if kind == GETNEIGH else 16
        body = struct.pack("=B", family) + bytes(length - 1)
        self.sock.send(struct.pack("=IHHII", 16 + len(body), kind,
                                   REQUEST | DUMP, 1, 0) + body)
        while True:
            data = self.sock.recv(size)
            while len(data) >= 16:
                size_of, kind_of = struct.unpack_from("=IH", data)
                if kind_of == DONE:
                    return
                if kind_of == ERROR:
                    raise refusal(-struct.unpack_from("=i", data, 16)[0])
                yield data[16:size_of]
                data = data[(size_of + 3) & ~3:]


def link_names(rtnl):
    """Those of kind vtep"""
    for data in rtnl.dump(GETLINK):
        name, kind = None, None
        for key, value in attrs(data[16:]):
            if key == IFNAME:
                name = value.rstrip(b"\0").decode()
            elif key == LINKINFO:
                kind = dict(attrs(value)).get(KIND, b"").rstrip(b"\0")
        if kind == b"vtep":
            yield name
