# SPDX-License-Identifier: GPL-2.0
"""The edges of what there is: VNIs, lengths, MAC addresses."""
# pylint: disable=no-name-in-module
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from suite import Fail, case
from packet import frame

ETH, VXLAN, UDP_HEADER = 14, 8, 8


@case("VNI-no-wildcard", "7348", "5",
      "VNI 0 and VNI 16777215 are VNIs like others: sent, received, and no "
      "wildcard for another.", families=(4, 6))
def vni_edges(w):
    for vni in 0, (1 << 24) - 1:
        t = w.tunnel(vni=vni)
        t.inside.send(frame(b"out %d" % vni))
        sent = w.wire.until(b"out %d" % vni).get(b"out %d" % vni).vxlan.vni
        if sent != vni:
            raise Fail("VNI %d is sent as %d" % (vni, sent))
        for other in 1, 42, (1 << 24) - 2, 1 << 23:
            w.send(t.vxlan(b"other", vni=other))
        w.send(t.vxlan(b"in %d" % vni))
        if t.inside.until(b"in %d" % vni).has(b"other"):
            raise Fail("VNI %d receives what is for another one" % vni)
    return "both are sent and received, and others' packets are not"


def cut(w, packet, size, honest):
    """The packet with size bytes behind the UDP header; headers tell so, or
    of what there was before."""
    whole = bytes(packet)
    if honest:
        payload = bytes(packet[UDP].payload)[:size]
        port = packet[UDP].sport, packet[UDP].dport
        packet = packet.copy()
        packet[UDP].remove_payload()
        packet[UDP].sport, packet[UDP].dport = port
        return packet / payload
    return whole[:ETH + (20 if w.family == 4 else 40) + UDP_HEADER + size]


def truncated(w, honest, sizes):
    """Sends each; returns what came beside the controls"""
    t = w.tunnel(vni=42)
    whole = frame(b"cut", src="02:00:00:00:01:03", size=VXLAN + 60)
    got = t.gets(t.vxlan(b"first"), *[
        cut(w, t.vxlan(inner=whole), size, honest) for size in sizes])
    if not got.has(b"first"):
        raise Fail("a whole one is refused, too")
    for seen in got:
        if not seen.marked(b"first") and not seen.marked(b"end"):
            yield seen.raw, bytes(whole)


@case("truncated", "7348", "5",
      "Of a packet cut off anywhere, UDP payloads of 0 to 60 bytes, nothing is "
      "delivered that is no Ethernet frame, nor a byte that was not sent; the "
      "next packet is received.", families=(4, 6))
def truncated_honest(w):
    sizes = set()
    for raw, whole in truncated(w, True, range(61)):
        if len(raw) < ETH:
            raise Fail("%d bytes were delivered" % len(raw))
        if raw != whole[:len(raw)]:
            raise Fail("a frame of %d bytes was delivered that nobody sent" %
                       len(raw))
        sizes.add(len(raw))
    if sizes and max(sizes) > 60 - VXLAN:
        raise Fail("%d bytes were delivered of 52" % max(sizes))
    return "delivered as they were sent: %s" % (
        "frames of %d to %d bytes" % (min(sizes), max(sizes))
        if sizes else "none")


@case("truncated-by-the-wire", "7348", "5",
      "Of a packet that is shorter than its outer headers say, by any length, "
      "nothing is delivered.", families=(4, 6))
def truncated_lying(w):
    for raw, _ in truncated(w, False, range(61)):
        raise Fail("a frame of %d bytes was delivered" % len(raw))
    return "none of 61 was delivered; whole ones before and after were"


@case("udp-length", "7348", "5",
      "The frame ends where the UDP length says, whatever follows it; a UDP "
      "length above that of the packet is refused.", families=(4, 6))
def udp_length(w):
    t = w.tunnel(vni=42)
    whole = frame(b"exact", size=100)
    packet = t.vxlan(inner=whole)
    size = UDP_HEADER + VXLAN + 100
    # A checksum is over the length that UDP tells of.
    longer = Ether(bytes(packet))
    longer = longer / (b"\xee" * 9)
    if w.family == 4:
        longer[IP].len += 9
        del longer[IP].chksum
    else:
        longer[IPv6].plen += 9
    w.send(longer)
    beyond = t.vxlan(b"beyond")
    beyond[UDP].len = 4000
    got = t.gets(beyond)
    if got.has(b"beyond"):
        raise Fail("one with a UDP length above that of the packet was "
                   "delivered")
    if not got.has(b"exact"):
        return "refused, both"
    if got.get(b"exact").raw != bytes(whole):
        raise Fail("%d bytes were delivered of 100" %
                   len(got.get(b"exact").raw))
    return "100 of 109 bytes were delivered; one with too much was refused"


@case("inner-short", "7348", "5",
      "What is too short for an Ethernet header inside is refused.",
      families=(4, 6))
def inner_short(w):
    t = w.tunnel(vni=42)
    got = t.gets(*[t.vxlan(inner=bytes(frame(b"short"))[:size])
                   for size in range(ETH)])
    if len(got) != 1:
        raise Fail("%d were delivered" % (len(got) - 1))
    return "refused with 0 to 13 bytes"


@case("inner-source-invalid", "7348", "7",
      "A frame whose source MAC cannot be one, zero or a group, is dropped and "
      "nothing is learned from it.", families=(4, 6))
def source_invalid(w):
    t = w.tunnel(vni=42)
    bad = {"zero": "00:00:00:00:00:00", "multicast": "01:00:5e:00:00:01",
           "broadcast": "ff:ff:ff:ff:ff:ff"}
    got = t.gets(*[t.vxlan(name.encode(), src=mac, host=3)
                   for name, mac in bad.items()])
    table = w.run("bridge", "fdb", "show", "dev", t.dev).splitlines()
    said = ["%s delivered" % name for name in bad if got.has(name.encode())]
    said += ["%s learned" % name for name, mac in bad.items()
             if any(line.startswith(mac) and w.host(3) in line.split()
                    for line in table)]
    if said:
        raise Fail(", ".join(said))
    return "dropped, and not learned: zero, multicast, broadcast"


@case("own-mac", "7348", "7",
      "A frame with the VTEP's own MAC for its source, which a loop brings "
      "back, is dropped and not learned.", families=(4, 6))
def own_mac(w):
    t = w.tunnel(vni=42)
    if t.gets(t.vxlan(b"own", src=t.mac)).has(b"own"):
        raise Fail("it was delivered")
    table = w.run("bridge", "fdb", "show", "dev", t.dev)
    if any(line.startswith(t.mac) for line in table.splitlines()):
        raise Fail("it was learned")
    return "dropped, and not learned"
