# SPDX-License-Identifier: GPL-2.0
"""An underlay of IPv6 link-local addresses: RFC 7348 section 5, figure 2, says
nothing against it, and a fabric of unnumbered links has no others."""
# pylint: disable=no-name-in-module
from scapy.layers.inet6 import IPv6

from suite import Fail, case
from world import PEER_MAC

HERE, THERE = "fe80::1", "fe80::2"


@case("link-local", "7348", "5",
      "VTEPs find each other at IPv6 link-local addresses: sent to, received "
      "from, learned.", families=(6,))
def link_local(w):
    w.ip("neigh add %s lladdr %s dev eth0 nud permanent" % (THERE, PEER_MAC))
    t = w.tunnel(vni=42, local=HERE, remote=THERE)
    seen = t.sent().ip
    if (seen.src, seen.dst) != (HERE, THERE):
        raise Fail("sent from %s to %s" % (seen.src, seen.dst))
    packet = t.vxlan(b"in", src="02:00:00:00:02:02")
    packet[IPv6].src, packet[IPv6].dst = THERE, HERE
    w.send(packet)
    t.inside.until(b"in")
    seen = t.sent(b"back", dst="02:00:00:00:02:02").ip
    if seen.dst != THERE:
        raise Fail("what was learned is sent to %s" % seen.dst)
    table = w.run("bridge", "fdb", "show", "dev", t.dev)
    if not any(line.startswith("02:00:00:00:02:02") and THERE in line.split()
               for line in table.splitlines()):
        raise Fail("not learned")
    return "sent to, received from and learned"
