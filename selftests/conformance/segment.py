# SPDX-License-Identifier: GPL-2.0
"""Segments: VNIs, what is learned in each, whose address is outside."""
from suite import Fail, case
from packet import frame

MAC = "02:00:00:00:09:09"


@case("R1-isolated", "7348", "4",
      "A VNI is a network of its own: what is received for one does not appear "
      "in another, nor does what is received for a VNI that is not here.")
def isolated(w):
    one, two = w.tunnel(vni=42), w.tunnel(vni=43)
    w.send(one.vxlan(b"one"))
    w.send(one.vxlan(b"none", vni=44))
    w.send(two.vxlan(b"two"))
    w.send(one.vxlan(b"end"))
    w.send(two.vxlan(b"end"))
    for t, good, bad in (one, b"one", b"two"), (two, b"two", b"one"):
        got = t.inside.until(b"end")
        if not got.has(good):
            raise Fail("VNI %d did not get its own frame" % t.vni)
        for mark in bad, b"none":
            if got.has(mark):
                raise Fail("VNI %d got a frame of another" % t.vni)
    return "each of two got its own frame alone; that of a third got lost"


@case("R1-same-mac", "7348", "4",
      "One MAC can be in two VNIs, behind different VTEPs, and frames to it go "
      "to the one of the VNI they are sent in.", families=(4, 6))
def same_mac(w):
    one = w.tunnel(vni=42, remote=w.host(9))
    two = w.tunnel(vni=43, remote=w.host(9))
    for t, host in (one, 2), (two, 3):
        w.send(t.vxlan(b"hello", host=host, src=MAC))
        t.inside.until(b"hello")
    for t, host in (one, 2), (two, 3):
        sent = t.sent(b"reply", dst=MAC)
        if sent.vxlan.vni != t.vni:
            raise Fail("sent in VNI %d, not %d" % (sent.vxlan.vni, t.vni))
        if sent.ip.dst != w.host(host):
            raise Fail("VNI %d: sent to %s, lives at %s" %
                       (t.vni, sent.ip.dst, w.host(host)))
    return "each VNI's frame went to its own VTEP"


@case("R1-vni-edges", "7348", "5",
      "A VNI has 24 bits: the first and the last there are can be used.")
def vni_edges(w):
    for vni in 0, (1 << 24) - 1:
        t = w.tunnel(vni=vni)
        w.send(t.vxlan(b"in"))
        t.inside.until(b"in")
        sent = t.sent().vxlan.vni
        if sent != vni:
            raise Fail("VNI %d was sent as %d" % (vni, sent))
    return "0 and 16777215 carried a frame each way"


@case("R2-learn", "7348", "4.1",
      "From what is received the VTEP learns behind which VTEP the source MAC "
      "is; a reply goes there alone.", families=(4, 6))
def learn(w):
    t = w.tunnel(vni=42, group=w.group(42))
    before = t.sent(b"before", dst=MAC).ip.dst
    if before != w.group(42):
        raise Fail("unknown, it was sent to %s" % before)
    w.send(t.vxlan(b"hello", host=3, src=MAC))
    t.inside.until(b"hello")
    got = t.puts(frame(b"reply", dst=MAC))
    to = [seen.ip.dst for seen in got if seen.marked(b"reply")]
    if to != [w.host(3)]:
        raise Fail("the reply went to %s" % (", ".join(to) or "nobody"))
    if got.get(b"end").ip.dst != w.group(42):
        raise Fail("broadcast did not go to the group any more")
    return "to the group before, to the VTEP and nobody else after"


@case("R19-source", "7348", "5",
      "The outer source address is that of the VTEP.", families=(4, 6))
def source(w):
    other = "10.0.0.100" if w.family == 4 else "fd00::100"
    w.ip("addr add %s/32 dev eth0" % other if w.family == 4 else
         "addr add %s/128 dev eth0 nodad" % other)
    for vni, local in (42, w.host(1)), (43, other):
        t = w.tunnel(vni=vni, local=local)
        sent = t.sent().ip.src
        if sent != local:
            raise Fail("%s, not %s" % (sent, local))
    return "each of the host's two addresses, as configured"
