#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The same again and again, by cycles.sh.

usage: cycles.py modules N UNDERLAY FORGER
       cycles.py namespaces N ALIVE

modules	    In the namespace UNDERLAY, which has eth0 with 10.0.0.1, vtep.ko is
	    loaded and removed N times: in turn with nothing done in between, with
	    devices there and frames of FORGER on their way, and after devices were
	    deleted, while somebody listens to the family and has a dump unread.
namespaces  N namespaces are made, one after the other, each with a lower device, a
	    VTEP that is up and has a group, segments, and entries of the FDB. When
	    there are more than ALIVE, the oldest ends, and so do all in the end. In
	    one of ten the VTEP's device lives in another one.

Prints what there was of each.
"""
import collections
import socket
import struct
import sys
import time

import genl
import kmod
import rtnl
from rtnl import Netns, Rtnl

ADD_MEMBERSHIP = genl.NETLINK_ADD_MEMBERSHIP
UDP_SEGMENT = 103
SPEC = genl.Spec()
done = collections.Counter()


def ask(nl, what, *words):
    cmd, data, _ = SPEC.request(what, words)
    for _ in nl.ask(cmd, data, genl.REQUEST | genl.ACK):
        pass


def furnish(rt, number=0):
    """Two VTEPs on eth0, with what they can have. Returns their names."""
    vtep, vlan = f"vtep{number}", f"vlan{number}"
    link = f"LINK=u32:{socket.if_nametoindex('eth0')}"
    rt.words("add", vtep, "ID=u32:42", "GROUP=239.1.1.42", link)
    rt.words("add", vlan, "attachment=u8:1", link)
    for dev in (vtep, vlan):
        rt.set(dev, up=True)
    nl = genl.Netlink()
    index = f"ifindex={socket.if_nametoindex(vlan)}"
    ask(nl, "vni-new", index, "vni=5001", "vni-last=5008", "vlan=1", "join=0",
        "pool=239.64.0.0", "pool-len=12")
    nl.sock.close()
    for i in range(4):
        rt.words("fdb-add", vtep, f"LLADDR=02:aa:00:00:00:0{i}",
                 "DST=10.0.0.2")
    rt.words("fdb-append", vtep, "LLADDR=00:00:00:00:00:00", "DST=10.0.0.3")
    return vtep, vlan


def forged(sock):
    """Sixty-four MACs in one call"""
    data = b""
    for i in range(64):
        data += struct.pack("!BxxxI6sHI2s", 8, 42 << 8, b"\xff" * 6, 0x02bb, i,
                            b"\x88\xb5") + bytes(46)
    sock.sendto(data, ("10.0.0.1", 4789))


def remove():
    """A request of a moment ago may still be on its way out."""
    end = time.monotonic() + 60
    while True:
        try:
            return kmod.remove()
        except BlockingIOError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def with_devices(rt, sock):
    furnish(rt)
    for _ in range(4):
        forged(sock)
    sent = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    with sent:
        sent.bind(("vtep0", 0))
        for _ in range(16):
            sent.send(b"\xff" * 6 + b"\2\xdd\0\0\0\1\x88\xb5" + bytes(46))
    remove()
    done["with devices"] += 1


def with_listener(rt):
    devs = furnish(rt)
    nl = genl.Netlink()
    nl.sock.setsockopt(genl.SOL_NETLINK, ADD_MEMBERSHIP, nl.groups["events"])
    nl.send(SPEC.ops["fdb-get"][0], b"", genl.REQUEST | genl.DUMP)
    for dev in devs:
        rt.delete(dev)
    try:
        kmod.remove()
        sys.exit("removed in the middle of a dump")
    except BlockingIOError:
        pass
    other = genl.Netlink()
    other.sock.setsockopt(genl.SOL_NETLINK, ADD_MEMBERSHIP,
                          other.groups["events"])
    nl.sock.close()
    remove()
    other.sock.close()
    done["with listeners"] += 1


def modules(n, underlay, forger):
    Netns.named(forger).enter()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, 68)
    Netns.named(underlay).enter()
    rt = Rtnl()
    for i in range(int(n)):
        kmod.load()
        if i % 3 == 1:
            with_devices(rt, sock)
        elif i % 3 == 2:
            with_listener(rt)
        else:
            remove()
            done["with nothing"] += 1


def one_namespace(others):
    """Returns the namespaces that end together."""
    ns = Netns.new()
    rt = Rtnl()
    rt.add("eth0", "dummy")
    rt.addr(rtnl.NEWADDR, "eth0", "10.0.0.1", 24)
    rt.set("eth0", up=True)
    _, vlan = furnish(rt, done["namespaces"])
    done["namespaces"] += 1
    if others and done["namespaces"] % 10 == 0:
        rt.set(vlan, netns=others[-1])
        done["devices elsewhere"] += 1
    rt.close()
    return ns


def namespaces(n, alive):
    home = Netns.own()
    there = collections.deque()
    for _ in range(int(n)):
        there.append(one_namespace(there))
        # whose sockets are made now is the next one
        home.enter()
        if len(there) > int(alive):
            there.popleft().close()
        done["alive at once"] = max(done["alive at once"], len(there))
    for ns in there:
        ns.close()


def main():
    {"modules": modules, "namespaces": namespaces}[sys.argv[1]](*sys.argv[2:])
    print(", ".join(f"{what} {n}" for what, n in done.items()))


main()
