# SPDX-License-Identifier: GPL-2.0
"""The UDP checksum: none, a right one, a wrong one."""
from suite import Fail, case
from packet import Seen, frame

BOTH = (4, 6)


@case("R15-zero-sent", "7348", "5",
      "The UDP checksum is sent as zero.", families=BOTH)
def zero_sent(w):
    t = w.tunnel(vni=42)
    sent = t.sent()
    if sent.udp.chksum:
        raise Fail("it is %04x, %s" % (
            sent.udp.chksum,
            "a right one" if sent.checksum_right() else "and wrong"))
    return "zero"


@case("R16-zero-accepted", "7348", "5",
      "A packet whose UDP checksum is zero is accepted.", families=BOTH)
def zero_accepted(w):
    t = w.tunnel(vni=42)
    if not t.gets(t.vxlan(b"zero", chksum=0)).has(b"zero"):
        raise Fail("dropped, while one with a right checksum is delivered")
    return "delivered"


@case("R17-right-sent", "7348", "5",
      "A UDP checksum that is sent is right over IP header, UDP header, VXLAN "
      "header and inner frame.", families=BOTH)
def right_sent(w):
    t = w.tunnel(vni=42, udpcsum=True)
    sizes = 60, 61, 1000, 1399
    for size in sizes:
        t.inside.send(frame(b"size %d" % size, size=size))
    got = w.wire.until(b"size %d" % sizes[-1])
    for size in sizes:
        sent = got.get(b"size %d" % size)
        if not sent.udp.chksum:
            raise Fail("switched on, and none is sent")
        if not sent.checksum_right():
            raise Fail("wrong for a frame of %d bytes" % size)
    return "right for frames of %s bytes" % ", ".join(map(str, sizes))


@case("R18-good-accepted", "7348", "5",
      "A packet whose UDP checksum is right is accepted.", families=BOTH)
def good_accepted(w):
    t = w.tunnel(vni=42)
    w.send(t.vxlan(b"good"))
    w.send(t.vxlan(b"end", chksum=0) if w.family == 4 else t.vxlan(b"end"))
    if not t.inside.until(b"end").has(b"good"):
        raise Fail("dropped")
    return "delivered"


@case("R18-bad-dropped", "7348", "5",
      "A packet whose UDP checksum was verified and is wrong is dropped.",
      families=BOTH)
def bad_dropped(w):
    t = w.tunnel(vni=42)
    good = Seen(bytes(t.vxlan(b"bad"))).udp.chksum
    # One bit of sixteen, and the one's complement of zero's neighbour.
    if t.gets(*[t.vxlan(b"bad", chksum=wrong or 1)
                for wrong in (good ^ 0x0001, good ^ 0x8000)]).has(b"bad"):
        raise Fail("delivered")
    return "dropped, while one with a right checksum is delivered"
