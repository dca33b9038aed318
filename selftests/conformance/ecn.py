# SPDX-License-Identifier: GPL-2.0
"""RFC 6040: the congestion marks of the inner and the outer IP header."""
# pylint: disable=no-name-in-module
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from suite import Fail, case

NOT_ECT, ECT1, ECT0, CE = range(4)
NAMES = ("Not-ECT", "ECT(1)", "ECT(0)", "CE")
DROP = None

# Section 4.2, figure 4: what becomes of the inner field, by the outer one.
DECAPSULATED = {
    NOT_ECT: {NOT_ECT: NOT_ECT, ECT0: NOT_ECT, ECT1: NOT_ECT, CE: DROP},
    ECT0: {NOT_ECT: ECT0, ECT0: ECT0, ECT1: ECT1, CE: CE},
    ECT1: {NOT_ECT: ECT1, ECT0: ECT1, ECT1: ECT1, CE: CE},
    CE: {NOT_ECT: CE, ECT0: CE, ECT1: CE, CE: CE},
}


def inner_packet(version, field, mark):
    """An IP packet with that ECN field, and a DSCP to be left alone"""
    tos = 0x28 | field
    if version == 4:
        ip = IP(src="192.168.0.98", dst="192.168.0.99", tos=tos)
    else:
        ip = IPv6(src="2001:db8::98", dst="2001:db8::99", tc=tos)
    return Ether(src="02:00:00:00:01:02", dst="ff:ff:ff:ff:ff:ff") / ip / \
        UDP(sport=9, dport=9) / (b"<" + mark + b">")


def traffic_class(version, raw):
    packet = Ether(raw)
    return packet[IP].tos if version == 4 else packet[IPv6].tc


def set_outer(w, packet, field):
    if w.family == 4:
        packet[IP].tos = field
    else:
        packet[IPv6].tc = field
    return packet


def name(field):
    return "dropped" if field is DROP else NAMES[field]


def decapsulation(w, version):
    t = w.tunnel(vni=42)
    for inner, row in DECAPSULATED.items():
        for outer in row:
            mark = b"%d in %d" % (inner, outer)
            w.send(set_outer(w, t.vxlan(
                inner=inner_packet(version, inner, mark)), outer))
    got = t.gets()
    wrong = []
    for inner, row in DECAPSULATED.items():
        for outer, wanted in row.items():
            mark = b"%d in %d" % (inner, outer)
            is_ = DROP
            if got.has(mark):
                tos = traffic_class(version, got.get(mark).raw)
                # All of the packet is looked at: an IPv4 checksum that was
                # not put right would be the next host's reason to drop it.
                field = tos & 3
                if got.get(mark).raw != bytes(
                        inner_packet(version, field, mark)):
                    raise Fail("more than the ECN field was changed")
                is_ = field
            if is_ != wanted:
                wrong.append("%s in %s becomes %s, not %s" % (
                    NAMES[inner], NAMES[outer], name(is_), name(wanted)))
    if wrong:
        raise Fail("%d of 16 are wrong: %s" % (len(wrong), "; ".join(wrong)))
    return "all 16 combinations are as they should be"


@case("ECN-decap-inner-ipv4", "6040", "4.2",
      "On receipt the ECN fields of the outer and the inner IPv4 header become "
      "one as the RFC's table says, in all 16 combinations.", families=(4, 6))
def decap4(w):
    return decapsulation(w, 4)


@case("ECN-decap-inner-ipv6", "6040", "4.2",
      "The same for inner IPv6.", families=(4, 6))
def decap6(w):
    return decapsulation(w, 6)


@case("ECN-encap", "6040", "4.1",
      "On sending, the outer ECN field is the inner one (normal mode), CE not "
      "left out.", families=(4, 6))
def encap(w):
    t = w.tunnel(vni=42)
    wrong = []
    for version in 4, 6:
        for field in NOT_ECT, ECT1, ECT0, CE:
            mark = b"%d of %d" % (field, version)
            t.inside.send(inner_packet(version, field, mark))
            seen = w.wire.until(mark).get(mark)
            outer = (seen.ip.tos if w.family == 4 else seen.ip.tc) & 3
            if traffic_class(version, seen.inner) & 3 != field:
                raise Fail("the inner field was changed")
            if outer != field:
                wrong.append("%s of inner IPv%d becomes %s" %
                             (NAMES[field], version, NAMES[outer]))
    if wrong:
        raise Fail("; ".join(wrong))
    return "all four, of inner IPv4 and IPv6"
