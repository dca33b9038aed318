# SPDX-License-Identifier: GPL-2.0
"""Groups: what is sent to them, how they are joined and left, as routers and
switches see it: IGMPv3 and MLDv2 reports on the wire."""
# pylint: disable=no-name-in-module
from scapy.contrib.igmpv3 import IGMPv3, IGMPv3mq, IGMPv3mr
from scapy.layers.inet import IP, IPOption_Router_Alert
from scapy.layers.inet6 import (ICMPv6MLQuery2, ICMPv6MLReport2, IPv6,
                                IPv6ExtHdrHopByHop, RouterAlert)
from scapy.layers.l2 import Ether

from suite import Fail, case
from packet import frame
from world import PEER_MAC

# Record types of RFC 3376 and RFC 3810, those of a member of any source ...
IS_EXCLUDE, TO_EXCLUDE = 2, 4
# ... and of one that leaves.
TO_INCLUDE = 3


def records(seen):
    """(type, group, sources) of a report's records; none if it is no report"""
    for kind in IGMPv3mr, ICMPv6MLReport2:
        report = seen.pkt.getlayer(kind)
        if report is None:
            continue
        if kind is IGMPv3mr:
            return [(one.rtype, one.maddr, one.numsrc)
                    for one in report.records]
        return [(one.rtype, one.dst, one.sources_number)
                for one in report.records]
    return []


def query(w):
    """Ask for all memberships, as the router does; answered within 0.1 s"""
    if w.family == 4:
        w.send(Ether(src=PEER_MAC, dst="01:00:5e:00:00:01") /
               IP(src=w.host(2), dst="224.0.0.1", ttl=1, tos=0xc0, proto=2,
                  options=[IPOption_Router_Alert()]) /
               IGMPv3(type=0x11, mrcode=1) / IGMPv3mq())
    else:
        w.send(Ether(src=PEER_MAC, dst="33:33:00:00:00:01") /
               IPv6(src="fe80::2", dst="ff02::1", hlim=1) /
               IPv6ExtHdrHopByHop(options=[RouterAlert()]) /
               ICMPv6MLQuery2(mrd=100))


def says(seen, types, group):
    """Whether it reports that of the group, for any source"""
    return any(kind in types and address == group and sources == 0
               for kind, address, sources in records(seen))


def members(w, control):
    """The groups an answer to a query has; control must be among them"""
    query(w)
    got = w.wire.wait(lambda seen: says(seen, [IS_EXCLUDE], control))
    return [address for kind, address, _ in records(got[-1])
            if kind == IS_EXCLUDE]


FAMILIES = (4, 6)


@case("R3-join", "7348", "4.2",
      "The VTEP joins the group its VNI is mapped to, for any source, and says "
      "so when asked.")
def join(w):
    w.tunnel(vni=1, group=w.group(1))
    before = members(w, w.group(1))
    if w.group(42) in before:
        raise Fail("member before there was a VNI with that group")
    w.tunnel(vni=42, group=w.group(42))
    w.wire.wait(lambda seen: says(seen, [TO_EXCLUDE], w.group(42)))
    if w.group(42) not in members(w, w.group(1)):
        raise Fail("joined, but not in the answer to a query")
    return "reported when the VNI came, and in the answer to a query"


@case("R3-leave", "7348", "4.2",
      "The group is left when the last VNI that needs it goes, and not before.")
def leave(w):
    w.tunnel(vni=1, group=w.group(1))
    one = w.tunnel(vni=42, group=w.group(42))
    two = w.tunnel(vni=43, group=w.group(42))
    w.wire.wait(lambda seen: says(seen, [TO_EXCLUDE], w.group(42)))
    w.ip("link del " + one.dev)
    if w.group(42) not in members(w, w.group(1)):
        raise Fail("left while another VNI needed it")
    w.send(two.vxlan(b"still", to=w.group(42)))
    two.inside.until(b"still")
    w.wire.take()
    w.ip("link del " + two.dev)
    w.wire.wait(lambda seen: says(seen, [TO_INCLUDE], w.group(42)))
    if w.group(42) in members(w, w.group(1)):
        raise Fail("a leave was sent, but it is in the answer to a query")
    return "kept for the second of two VNIs, left with it"


@case("R3-down", "7348", "4.2",
      "A VTEP that is set down leaves its groups, and joins them when it is up.")
def down(w):
    w.tunnel(vni=1, group=w.group(1))
    t = w.tunnel(vni=42, group=w.group(42))
    w.wire.wait(lambda seen: says(seen, [TO_EXCLUDE], w.group(42)))
    w.ip("link set %s down" % t.dev)
    w.wire.wait(lambda seen: says(seen, [TO_INCLUDE], w.group(42)))
    if w.group(42) in members(w, w.group(1)):
        raise Fail("member while down")
    w.ip("link set %s up" % t.dev)
    w.wire.wait(lambda seen: says(seen, [TO_EXCLUDE], w.group(42)))
    if w.group(42) not in members(w, w.group(1)):
        raise Fail("no member when up again")
    return "left and joined again"


@case("R3-mld", "7348", "4.2",
      "Over IPv6 the same in MLDv2: joined, told when asked, kept for the second "
      "of two VNIs, left with it.", families=(6,))
def mld(w):
    one = w.tunnel(vni=42, group=w.group(42))
    two = w.tunnel(vni=43, group=w.group(42))
    w.wire.wait(lambda seen: says(seen, [TO_EXCLUDE], w.group(42)))
    query(w)
    w.wire.wait(lambda seen: says(seen, [IS_EXCLUDE], w.group(42)))
    w.wire.take()
    w.ip("link del " + one.dev)
    w.send(two.vxlan(b"still", to=w.group(42)))
    two.inside.until(b"still")
    two.inside.send(frame(b"end"))
    if any(says(seen, [TO_INCLUDE], w.group(42))
           for seen in w.wire.until(b"end")):
        raise Fail("left while another VNI needed it")
    w.ip("link del " + two.dev)
    w.wire.wait(lambda seen: says(seen, [TO_INCLUDE], w.group(42)))
    return "reported, told when asked, kept for the second of two, left with it"


@case("R4-flood", "7348", "4.2",
      "Broadcast, multicast and unknown unicast go to the group, in one packet.",
      families=FAMILIES)
def flood(w):
    t = w.tunnel(vni=42, group=w.group(42))
    kinds = {b"broadcast": "ff:ff:ff:ff:ff:ff",
             b"multicast": "01:00:5e:01:02:03",
             b"unknown unicast": "02:00:00:00:09:09"}
    got = t.puts(*[frame(mark, dst=dst) for mark, dst in kinds.items()])
    mac = w.outer(to=w.group(42)).dst
    for mark in kinds:
        to = [(seen.ip.dst, seen.pkt.dst) for seen in got if seen.marked(mark)]
        if to != [(w.group(42), mac)]:
            raise Fail("%s: %s" % (mark.decode(), to or "not sent"))
    return "each in one packet to the group, at the group's Ethernet address"


@case("R4-heard", "7348", "4.2",
      "What other VTEPs send to the group is delivered.", families=FAMILIES)
def heard(w):
    t = w.tunnel(vni=42, group=w.group(42))
    for host in 2, 3:
        w.send(t.vxlan(b"host %d" % host, host=host, to=w.group(42)))
        if t.inside.until(b"host %d" % host).count_of(b"host %d" % host) != 1:
            raise Fail("not once")
    return "from two VTEPs, once each"
