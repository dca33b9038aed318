# SPDX-License-Identifier: GPL-2.0
"""UDP ports: the destination's, and a source port for each flow inside."""
# pylint: disable=no-name-in-module
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether

from suite import Fail, case
from packet import frame

FLOWS = 1000
BINS = 16
MACS = 64
# Chance alone exceeds this once in ten thousand runs (15 degrees of freedom).
CHI_SQUARE = 44.3
LOW, HIGH = 49152, 65535


@case("R12-default-port", "7348", "5",
      "The UDP destination port is 4789 unless configured.")
def default_port(w):
    t = w.tunnel(vni=42, port=None)
    sent = t.sent().udp.dport
    if sent != 4789:
        raise Fail("it is %d" % sent)
    w.send(t.vxlan(b"in", port=4789))
    t.inside.until(b"in")
    return "sent to 4789 and received there"


@case("R12-port-configured", "7348", "5",
      "The UDP destination port can be configured.", families=(4, 6))
def port_configured(w):
    t = w.tunnel(vni=42, port=5789)
    sent = t.sent().udp.dport
    if sent != 5789:
        raise Fail("sent to %d" % sent)
    w.send(t.vxlan(b"other", port=4789))
    w.send(t.vxlan(b"in"))
    if t.inside.until(b"in").has(b"other"):
        raise Fail("4789 is still listened to")
    return "sent to 5789 and received there, and not on 4789"


def flow(number):
    """One inner UDP flow of many, its mark being the number"""
    return Ether(src="02:00:00:00:01:02", dst="02:00:00:00:09:09") / \
        IP(src="192.168.0.1", dst="192.168.0.2", id=0) / \
        UDP(sport=1024 + number, dport=7, chksum=0) / (b"<%d>" % number)


def ports_of(w, t, numbers):
    """The source port of each of these flows, in the order of sending"""
    whole = bytes(flow(0))
    found = []
    for number in numbers:
        # As flow(number), without a second of scapy's time for all of them:
        # the flow's port, and no checksum that covers it.
        t.inside.send(whole[:34] + (1024 + number).to_bytes(2, "big") +
                      whole[36:])
        if len(found) + 100 <= number:
            found += collected(w, number - len(found))
    found += collected(w, len(numbers) - len(found))
    return found


def collected(w, count):
    found = []
    while len(found) < count:
        found += [seen.sport for seen in w.wire.wait(
            lambda seen: seen.marked(b"0")) if seen.marked(b"0")]
    return found


@case("R13-spread", "7348", "5",
      "The source port comes from the inner headers so that flows spread: of "
      "%d UDP flows, over %d bins between the lowest and the highest port, "
      "chi-square is below %.1f (p = 0.0001), with 900 ports at least." %
      (FLOWS, BINS, CHI_SQUARE))
def spread(w):
    ports = ports_of(w, w.tunnel(vni=42), range(FLOWS))
    low, high = min(ports), max(ports)
    different = len(set(ports))
    if different < 900:
        raise Fail("%d flows have %d ports" % (FLOWS, different))
    bins = [0] * BINS
    for port in ports:
        bins[(port - low) * BINS // (high - low + 1)] += 1
    expected = FLOWS / BINS
    chi = sum((got - expected) ** 2 / expected for got in bins)
    words = "%d ports in %d-%d, chi-square %.1f" % (different, low, high, chi)
    if chi >= CHI_SQUARE:
        raise Fail(words)
    return words


@case("R13-stable", "7348", "5",
      "A flow keeps its source port, whatever else is sent.", families=(4, 6))
def stable(w):
    numbers = list(range(20))
    t = w.tunnel(vni=42)
    first = ports_of(w, t, numbers)
    for _ in range(4):
        if ports_of(w, t, numbers) != first:
            raise Fail("20 flows, each sent 5 times, have other ports later")
    if len(set(first)) < 2:
        raise Fail("20 flows have one port")
    return "20 flows, each sent 5 times in turn, have %d ports" % \
        len(set(first))


@case("R13-ethernet", "7348", "5",
      "Flows of frames that are not IP have source ports of their own, too, by "
      "the MACs.")
def ethernet(w):
    t = w.tunnel(vni=42)
    for number in range(2 * MACS):
        t.inside.send(frame(b"0", src="02:00:00:00:02:%02x" % (number % MACS)))
    ports = collected(w, 2 * MACS)
    words = "%d sources have %d ports" % (MACS, len(set(ports)))
    if ports[:MACS] != ports[MACS:]:
        raise Fail(words + ", and others later")
    if len(set(ports)) < MACS // 2:
        raise Fail(words)
    return words


@case("R14-range", "7348", "5",
      "The source port is in 49152-65535, the dynamic ports of RFC 6335.")
def dynamic(w):
    ports = ports_of(w, w.tunnel(vni=42), range(FLOWS))
    outside = [port for port in ports if not LOW <= port <= HIGH]
    words = "%d flows in %d-%d" % (FLOWS, min(ports), max(ports))
    if outside:
        raise Fail("%s, %d of them outside" % (words, len(outside)))
    return words
