# SPDX-License-Identifier: GPL-2.0
"""The inner frame: 802.1Q tags, and that it is what was put in."""
# pylint: disable=no-name-in-module
from scapy.layers.l2 import Dot1Q, Ether

from suite import Fail, case
from packet import EXPERIMENT, frame


def tagged(mark, vlan=7):
    whole = frame(mark)
    return Ether(src=whole.src, dst=whole.dst) / \
        Dot1Q(vlan=vlan, type=EXPERIMENT) / bytes(whole.payload)


def has_tag(raw):
    return raw[12:14] == b"\x81\x00"


@case("R20-tag-received", "7348", "6",
      "A packet whose inner frame has an 802.1Q tag is discarded unless "
      "configured otherwise.")
def tag_received(w):
    t = w.tunnel(vni=42)
    got = t.gets(t.vxlan(inner=tagged(b"tagged")))
    if got.has(b"tagged"):
        raise Fail("delivered %s its tag" %
                   ("with" if has_tag(got.get(b"tagged").raw) else "without"))
    return "discarded, while one without a tag is delivered"


@case("R20-tag-received-configured", "7348", "6",
      "Configured so, a frame with an inner 802.1Q tag is delivered with it.")
def tag_received_configured(w):
    t = w.tunnel(vni=42, inner_vlan="pass")
    got = t.gets(t.vxlan(inner=tagged(b"tagged")))
    if not got.has(b"tagged"):
        raise Fail("dropped")
    if got.get(b"tagged").raw != bytes(tagged(b"tagged")):
        raise Fail("delivered, but not as it was sent")
    return "delivered as it was"


@case("R21-tag-sent", "7348", "6.1",
      "No inner 802.1Q tag is sent unless configured: a frame with one is sent "
      "without it, or not at all.")
def tag_sent(w):
    t = w.tunnel(vni=42)
    got = t.puts(tagged(b"tagged"))
    if got.has(b"tagged"):
        if has_tag(got.get(b"tagged").inner):
            raise Fail("sent with its tag")
        return "sent without its tag"
    return "not sent, while one without a tag is"


@case("R21-tag-sent-configured", "7348", "6.1",
      "Configured so, a frame with an 802.1Q tag is sent with it.")
def tag_sent_configured(w):
    t = w.tunnel(vni=42, inner_vlan="pass")
    got = t.puts(tagged(b"tagged"))
    if not got.has(b"tagged"):
        raise Fail("not sent")
    if got.get(b"tagged").inner != bytes(tagged(b"tagged")):
        raise Fail("sent, but not as it was")
    return "sent as it was"


@case("inner-exact", "7348", "5",
      "Inside is the frame without FCS, and nothing else: what is sent and what "
      "is delivered are byte for byte what was put in.", families=(4, 6))
def exact(w):
    t = w.tunnel(vni=42)
    sizes = 60, 61, 512, 1399
    for size in sizes:
        whole = bytes(frame(b"size %d" % size, size=size))
        t.inside.send(whole)
        sent = w.wire.until(b"size %d" % size).get(b"size %d" % size)
        if sent.inner != whole:
            raise Fail("of %d bytes, %d are sent" % (size, len(sent.inner)))
        if sent.udp.len != 16 + size:
            raise Fail("UDP length %d for %d bytes" % (sent.udp.len, size))
        w.send(t.vxlan(inner=whole))
        got = t.inside.until(b"size %d" % size).get(b"size %d" % size)
        if got.raw != whole:
            raise Fail("of %d bytes, %d are delivered" % (size, len(got.raw)))
    return "of %s bytes, each way" % ", ".join(map(str, sizes))
