# SPDX-License-Identifier: GPL-2.0
"""Whether the counters of VTEPs add up, exactly, between two moments at which
nothing was on its way. For a host, L being the length of a segment's flood list,
each of which is constant:

segment	    handed + (L - 1) * tx_bum = tx_packets + tx_dropped
	What tenants sent into it is there once, and L times if it was flooded
	(tx_bum counts frames); each copy was sent or dropped. A frame that is
	dropped before it is flooded is in handed and tx_dropped alone. "handed" is
	counted by who sends. (vtepctl -s vni)
device	    tx_packets + tx_dropped + tx_errors = sum of the same of its segments
	    rx_packets, rx_dropped = sums of the same of its segments
	    tx_dropped, rx_dropped = sums of their reasons (vtepctl stats), but
		that tx_dropped also has what IP or the lower device refused,
		which segments count as sent
	(ip -s link; here there are no frames without a segment)
peers	    sum of tx_packets = that of the segments, less copies to groups
	(vtepctl -s peer; those to a group are as many as tx_bum, with L = 1)
UDP	    datagrams received = rx_packets + rx_dropped of all devices
				 + rx_short + rx_flags + rx_unknown_vni
	The last are counted on a socket, which devices share: once for each
	address family. (InDatagrams of /proc/net/snmp, snmp6)
All hosts   received = sent to peers + 2 * sent to groups + forged - lost
	Three hosts are members of each group, one of which sends. "forged" is
	counted by who does it, "lost" by the fabric.
Tenants	    no copy is missing; or as many as the fabric has lost or VTEPs have
	    counted, where these can be told apart
"""
import collections
import struct

import genl
import rtnl

STATS64 = 23
GROUP6, LOCAL6 = 16, 17
LINK = "rx_packets tx_packets rx_bytes tx_bytes rx_errors tx_errors rx_dropped " \
       "tx_dropped".split()
SOCKET = ("rx_short", "rx_flags", "rx_unknown_vni")
SPEC = genl.Spec()

Book = collections.namedtuple("Book", "hosts forged delivered missing")


class Wrong(ValueError):
    pass


def dump(nl, what):
    cmd, op = SPEC.ops[what]
    for payload in nl.ask(cmd, b"", genl.REQUEST | genl.DUMP):
        yield SPEC.decode(payload[4:], op["attribute-set"])


def links():
    """Yields index, name, is IPv6, counters of VTEPs"""
    rt = rtnl.Rtnl()
    for data in rt.dump(rtnl.GETLINK):
        a = dict(genl.attrs(data[16:]))
        info = dict(genl.attrs(a.get(rtnl.LINKINFO, b"")))
        if info.get(rtnl.KIND, b"").rstrip(b"\0") != b"vtep":
            continue
        set_to = dict(genl.attrs(info[rtnl.DATA]))
        six = LOCAL6 in set_to or GROUP6 in set_to
        counters = struct.unpack_from("=8Q", a[STATS64])
        yield (struct.unpack_from("=i", data, 4)[0],
               a[rtnl.IFNAME].rstrip(b"\0").decode(), six,
               dict(zip(LINK, counters)))
    rt.close()


def udp_received():
    with open("/proc/thread-self/net/snmp", encoding="ascii") as f:
        names, values = [line.split() for line in f if line.startswith("Udp:")]
    received = int(values[names.index("InDatagrams")])
    with open("/proc/thread-self/net/snmp6", encoding="ascii") as f:
        return received + sum(int(line.split()[1]) for line in f
                              if line.startswith("Udp6InDatagrams"))


class Host:
    """Counters, all in one flat table, of the namespace that this is made in.
    handed: {VNI: frames that tenants sent into it}"""

    def __init__(self, handed):
        self.segments, self.devices = [], []
        self.n = {("handed", vni): n for vni, n in handed.items()}
        self.read()
        # until nothing moves
        for _ in range(200):
            before = self.n
            self.read()
            if self.n == before:
                return
        raise Wrong("the counters do not come to rest")

    def read(self):
        n = {k: v for k, v in self.n.items() if k[0] == "handed"}
        names, sockets = {}, {}
        for index, name, six, counters in links():
            names[index] = name
            sockets[six] = name
            n.update({("link", name, k): v for k, v in counters.items()})
        nl = genl.Netlink(65536)
        segments = set()
        for m in dump(nl, "vni-get"):
            if "counters" in m:
                segments.add((names[m["ifindex"]], m["vni"]))
                n.update({("vni", m["vni"], k): v
                          for k, v in m["counters"].items()})
        for m in dump(nl, "peer-get"):
            key = ("peers", names[m["ifindex"]])
            n[key] = n.get(key, 0) + m["counters"]["tx-packets"]
        for m in dump(nl, "stats-get"):
            name = names[m["ifindex"]]
            for d in m["drops"]:
                if d["name"] not in SOCKET:
                    n["drop", name, d["name"]] = d["count"]
                elif name in sockets.values():
                    n["socket", name, d["name"]] = d["count"]
        n["udp", "received"] = udp_received()
        nl.sock.close()
        self.n = n
        self.segments, self.devices = sorted(segments), sorted(names.values())


class Span:
    """What a host's counters have grown by"""

    def __init__(self, number, before, after):
        self.number = number
        self.n = {k: v - before.n.get(k, 0) for k, v in after.n.items()}
        self.segments, self.devices = after.segments, after.devices

    def get(self, *key):
        return self.n.get(key, 0)

    def seg(self, dev, name):
        return sum(self.get("vni", vni, name)
                   for d, vni in self.segments if d == dev)

    def reasons(self, dev, way):
        return sum(v for k, v in self.n.items()
                   if k[:2] == ("drop", dev) and k[2].startswith(way))

    def equal(self, what, left, right):
        if left != right:
            moved = {" ".join(map(str, k)): v for k, v in self.n.items() if v}
            raise Wrong(f"host {self.number}: {what}: {left} is not {right}; "
                        f"{moved}")

    def check_segments(self, copies):
        for _, vni in self.segments:
            self.equal(f"handed to VNI {vni} and copies; sent and dropped",
                       self.get("handed", vni) +
                       (copies[vni] - 1) * self.get("vni", vni, "tx-bum"),
                       self.get("vni", vni, "tx-packets") +
                       self.get("vni", vni, "tx-dropped"))

    def check_devices(self, torn):
        for dev in self.devices:
            dropped = self.seg(dev, "tx-dropped")
            sent = self.seg(dev, "tx-packets") + dropped
            by_link = sum(self.get("link", dev, k) for k in
                          ("tx_packets", "tx_dropped", "tx_errors"))
            # Of a link without a carrier the kernel drops what is sent before it
            # comes to the VTEP; newer ones count that in its tx_dropped.
            self.equal(f"{dev}: of the link; of its segments, sent",
                       min(by_link, sent) if torn else by_link, sent)
            self.equal(f"{dev}: dropped by segments; reasons, to be sent",
                       dropped, self.reasons(dev, "tx_"))
            self.equal(f"{dev}: of the link; of its segments, received",
                       self.get("link", dev, "rx_packets"),
                       self.seg(dev, "rx-packets"))
            rx_dropped = self.reasons(dev, "rx_")
            self.equal(f"{dev}: dropped by segments; reasons, received",
                       self.seg(dev, "rx-dropped"), rx_dropped)
            self.equal(f"{dev}: dropped by the link; reasons, received",
                       self.get("link", dev, "rx_dropped"), rx_dropped)

    def check_peers(self, copies):
        for dev in self.devices:
            groups = sum(self.get("vni", vni, "tx-bum")
                         for d, vni in self.segments
                         if d == dev and copies[vni] == 1)
            self.equal(f"{dev}: sent to peers; by segments, not to groups",
                       self.get("peers", dev),
                       self.seg(dev, "tx-packets") - groups)

    def check_received(self):
        sockets = sum(v for k, v in self.n.items() if k[0] == "socket")
        links = sum(self.get("link", dev, k) for dev in self.devices
                    for k in ("rx_packets", "rx_dropped"))
        self.equal("UDP; frames received or dropped", self.get("udp", "received"),
                   links + sockets)

    def datagrams(self, copies):
        """How many are to arrive somewhere"""
        total = 0
        for _, vni in self.segments:
            total += self.get("vni", vni, "tx-packets")
            if copies[vni] == 1:
                total += self.get("vni", vni, "tx-bum")
        return total

    def dropped(self):
        return sum(v for k, v in self.n.items() if k[0] in ("drop", "socket")
                   and not k[2].startswith("learn_"))


def check_all(spans, copies, forged, lost):
    sent = sum(s.datagrams(copies) for s in spans)
    received = sum(s.get("udp", "received") for s in spans)
    if received != sent + forged - lost:
        raise Wrong(f"received {received}, but sent {sent}, forged {forged}, "
                    f"lost {lost}")


def check(before, after, copies, cut=0, noisy=0, gone=0, torn=0):
    """gone: this host's VTEPs are others; torn: this one's cable was out. Its
    frames did not get to them, and where those on it went is not known."""
    spans = [Span(i, before.hosts[i], after.hosts[i]) for i in after.hosts
             if i != gone]
    forged = after.forged - before.forged
    missing = after.missing - before.missing
    for s in spans:
        if s.number != torn:
            s.check_segments(copies)
            s.check_peers(copies)
        s.check_devices(s.number == torn)
        s.check_received()
    if not gone and not torn:
        check_all(spans, copies, forged, cut)
    dropped = sum(s.dropped() for s in spans)
    if noisy:
        # a frame that its VTEP drops is missing on the two other hosts
        by_vtep = sum(s.get("vni", noisy, "tx-dropped") for s in spans)
        if missing != 2 * by_vtep or not by_vtep:
            raise Wrong(f"{missing} frames missing, {by_vtep} dropped")
    elif not (cut or gone or torn):
        if missing or (dropped and not forged):
            raise Wrong(f"{missing} frames missing, {dropped} dropped")
    return {"handed": sum(v for s in spans for k, v in s.n.items()
                          if k[0] == "handed"),
            "delivered": after.delivered - before.delivered,
            "missing": missing, "cut": cut, "forged": forged,
            "dropped": dropped}
