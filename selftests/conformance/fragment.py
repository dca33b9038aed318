# SPDX-License-Identifier: GPL-2.0
"""Sizes: what becomes of frames that are too big for the underlay, and of
packets that come in fragments."""
# pylint: disable=no-name-in-module
from scapy.layers.inet import ICMP, IP, fragment
from scapy.layers.inet6 import (ICMPv6PacketTooBig, IPv6, IPv6ExtHdrFragment,
                                fragment6)
from scapy.layers.l2 import Ether
from scapy.packet import Raw

from suite import Fail, case
from packet import frame
from world import DUT_MAC, PEER_MAC

PATH_MTU = 1300


def pieces(got):
    """Fragments, and packets above the path's MTU, each with its words"""
    for seen in got:
        ip = seen.ip
        if isinstance(ip, IP) and (ip.flags.MF or ip.frag):
            yield "in fragments"
        elif seen.pkt.haslayer(IPv6ExtHdrFragment):
            yield "in fragments"
        elif ip is not None and len(seen.raw) - 14 > PATH_MTU:
            yield "as a packet of %d bytes" % (len(seen.raw) - 14)


def small_path(w, forbidden):
    """Whether what is too big for the path is sent in a forbidden way; that
    what fits is sent"""
    t, sizes = w.tunnel_now, (1240, 1400)
    got = t.puts(*[frame(b"size %d" % size, size=size) for size in sizes])
    if not got.has(b"size %d" % sizes[0]):
        raise Fail("what fits is not sent either")
    for how in pieces(got):
        if forbidden in how:
            raise Fail("a frame too big for the path was sent " + how)


@case("R5-never-fragments", "7348", "4.3",
      "The VTEP does not fragment: what is too big for the path to the other "
      "VTEP is not sent in pieces.", families=(4, 6))
def never_fragments(w):
    w.tunnel_now = w.tunnel(vni=42)
    w.ip("route add %s dev eth0 mtu %d" % (w.host(2), PATH_MTU))
    # Over IPv6, 1240 and its headers are above the 1280 there always are.
    small_path(w, "fragments")
    return "no fragment of a frame of 1400 bytes with a path MTU of %d; a " \
        "smaller one was sent" % PATH_MTU


def too_big(w, packet):
    """What a router on the path says about that packet"""
    if w.family == 4:
        return Ether(src=PEER_MAC, dst=DUT_MAC) / \
            IP(src=w.host(8), dst=w.host(1)) / \
            ICMP(type=3, code=4, nexthopmtu=PATH_MTU) / \
            Raw(bytes(packet)[:28 + 520])
    return Ether(src=PEER_MAC, dst=DUT_MAC) / \
        IPv6(src=w.host(8), dst=w.host(1)) / \
        ICMPv6PacketTooBig(mtu=PATH_MTU) / Raw(bytes(packet)[:1200])


@case("R7-pmtud", "7348", "4.3",
      "Path MTU discovery: when a router says that a packet was too big, the "
      "VTEP sends no more of that size, whole or in pieces.", families=(4, 6))
def pmtud(w):
    w.tunnel_now = t = w.tunnel(vni=42)
    probe = t.sent(b"probe", size=1400)
    w.send(too_big(w, probe.ip))
    small_path(w, "")
    return "after it, a frame of 1400 bytes was not sent; a smaller one was"


@case("R7-mtu", "7348", "4.3",
      "The device's MTU leaves room for the outer headers: the largest frame "
      "is one packet that the underlay carries.", families=(4, 6))
def mtu(w):
    t = w.tunnel(vni=42)
    size = int(w.run("cat", "/sys/class/net/%s/mtu" % t.dev)) + 14
    got = t.puts(frame(b"largest", size=size))
    if not got.has(b"largest"):
        raise Fail("an MTU of %d, but that is not sent" % (size - 14))
    sent = got.get(b"largest")
    if sent.inner != bytes(frame(b"largest", size=size)):
        raise Fail("an MTU of %d, but that is sent in pieces" % (size - 14))
    return "MTU %d is a packet of %d bytes" % (size - 14, len(sent.raw) - 14)


@case("R6-discard-fragments", "7348", "4.3",
      "There is a switch by which packets that come in fragments are discarded.",
      families=(4, 6))
def discard_fragments(w):
    # The other one shows that the fragments are good.
    takes = w.tunnel(vni=43, port=4790)
    t = w.tunnel(vni=42, fragments="discard")
    for one in takes, t:
        packet = one.vxlan(inner=bytes(frame(b"pieces", size=1000)))
        if w.family == 4:
            packet["IP"].flags = 0
            parts = fragment(packet, 400)
        else:
            ether = Ether(src=packet.src, dst=packet.dst)
            ip6 = IPv6(bytes(packet["IPv6"]))
            ip6 = IPv6(src=ip6.src, dst=ip6.dst, hlim=64) / \
                IPv6ExtHdrFragment(id=one.vni) / ip6.payload
            parts = [ether / part for part in fragment6(ip6, 500)]
        if len(parts) < 2:
            raise RuntimeError("no fragments")
        for part in parts:
            w.send(part)
        w.send(one.vxlan(b"end"))
    if not takes.inside.until(b"end").has(b"pieces"):
        raise RuntimeError("the fragments were of no use")
    if t.inside.until(b"end").has(b"pieces"):
        raise Fail("they were put together and delivered")
    return "discarded; without the switch they were put together and delivered"
