# SPDX-License-Identifier: GPL-2.0
"""Segmentation and merging by software and hardware change nothing: what they
make is byte for byte what would have been without."""
import struct

# pylint: disable=no-name-in-module
from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from suite import Fail, case

SOL_PACKET = 263
PACKET_VNET_HDR = 15
VIRTIO_NEEDS_CSUM = 1
VIRTIO_GSO_TCPV4, VIRTIO_GSO_TCPV6 = 1, 4
SEGMENT = 1000
ACK, PSH = 0x10, 0x08
DATA = bytes((i * 7 + i // 251) & 0xff for i in range(5 * SEGMENT + 333))
VM = bytes.fromhex("020000000102")
ADDRESSES = {4: ("192.168.0.98", "192.168.0.99"),
             6: ("2001:db8::98", "2001:db8::99")}


def segment(version, start, data, number, last):
    """A TCP segment as the sender would have made it by itself"""
    src, dst = ADDRESSES[version]
    if version == 4:
        ip = IP(src=src, dst=dst, id=1000 + number, flags="DF")
    else:
        ip = IPv6(src=src, dst=dst)
    return Ether(src="02:00:00:00:01:02", dst="02:00:00:00:01:03") / ip / \
        TCP(sport=1234, dport=4321, seq=10000 + start, ack=77, window=512,
            flags=ACK | (PSH if last else 0)) / data


def segments(version):
    pieces = [DATA[i:i + SEGMENT] for i in range(0, len(DATA), SEGMENT)]
    return [bytes(segment(version, i * SEGMENT, piece, i,
                          i == len(pieces) - 1))
            for i, piece in enumerate(pieces)]


def in_one(version):
    """The same, to be cut by the kernel: a struct virtio_net_hdr says how.
    The checksum has that of the pseudo header only."""
    whole = segment(version, 0, DATA, 0, True)
    header = ETH_IP[version]
    raw = bytearray(bytes(whole))
    # The sum over an empty checksum field is known from the full one.
    raw[header + 16:header + 18] = b"\0\0"
    tcp = bytes(raw[header:])
    total = 0xffff ^ int.from_bytes(bytes(whole)[header + 16:header + 18],
                                    "big")
    for i in range(0, len(tcp), 2):
        total -= int.from_bytes(tcp[i:i + 2].ljust(2, b"\0"), "big")
    total %= 0xffff
    raw[header + 16:header + 18] = struct.pack("!H", total)
    kind = VIRTIO_GSO_TCPV4 if version == 4 else VIRTIO_GSO_TCPV6
    return struct.pack("=BBHHHH", VIRTIO_NEEDS_CSUM, kind, header + 20,
                       SEGMENT, header, 16) + bytes(raw)


ETH_IP = {4: 14 + 20, 6: 14 + 40}


def segmented(w, version):
    t = w.tunnel(vni=42)
    wanted = segments(version)
    # One by one, as without offloads
    for frame in wanted:
        t.inside.send(frame)
    plain = sent(w, t)
    if [seen.inner for seen in plain] != wanted:
        raise Fail("segments are not sent as they are")
    # At once
    port = w.port("dut", t.dev)
    port.sock.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    port.send(in_one(version))
    cut = sent(w, t)
    if len(cut) != len(wanted):
        raise Fail("%d packets are sent for %d segments" %
                   (len(cut), len(wanted)))
    for number, (seen, other, frame) in enumerate(zip(cut, plain, wanted)):
        if seen.inner != frame:
            raise Fail("segment %d is another one than without offloads" %
                       number)
        if outer(seen) != outer(other):
            raise Fail("the outer headers of segment %d are others than "
                       "without offloads" % number)
        if seen.udp.chksum and not seen.checksum_right():
            raise Fail("the outer checksum of segment %d is wrong" % number)
    return "%d segments, inside and outside as without" % len(cut)


def outer(seen):
    """The outer headers, but for the IP identification, which counts"""
    ip, udp = seen.ip, seen.udp
    if isinstance(ip, IP):
        return (ip.src, ip.dst, ip.tos, ip.ttl, ip.flags.value, ip.len,
                udp.sport, udp.dport, udp.len, udp.chksum == 0,
                bytes(seen.vxlan))
    return (ip.src, ip.dst, ip.tc, ip.hlim, ip.fl, ip.plen, udp.sport,
            udp.dport, udp.len, udp.chksum == 0, bytes(seen.vxlan))


def sent(w, t):
    """What the VM sent, up to the end of the data; the host sends as well"""
    got = w.wire.wait(lambda seen: seen.raw.endswith(DATA[-100:]))
    return [seen for seen in got if seen.udp and seen.udp.dport == t.port and
            seen.inner[6:12] == VM]


@case("GSO-inner-ipv4", "7348", "5",
      "What segmentation makes of a large inner TCP packet is byte for byte "
      "what is sent without it.", families=(4, 6))
def gso4(w):
    return segmented(w, 4)


@case("GSO-inner-ipv6", "7348", "5",
      "The same for inner IPv6.", families=(4, 6))
def gso6(w):
    return segmented(w, 6)


def stream(batch, version):
    """The bytes TCP carries in what was delivered, and the rest of the
    headers, which must be alike in all"""
    start = 10000
    data, headers = b"", set()
    for seen in batch:
        packet = Ether(seen.raw)
        if not packet.haslayer(TCP):
            continue
        tcp = packet[TCP]
        if tcp.seq != start:
            raise Fail("sequence number %d where %d is due" % (tcp.seq, start))
        ip = packet[IP] if version == 4 else packet[IPv6]
        end = 14 + (ip.len if version == 4 else 40 + ip.plen)
        body = seen.raw[ETH_IP[version] + tcp.dataofs * 4:end]
        data += body
        start += len(body)
        headers.add((packet.src, packet.dst, ip.src, ip.dst, tcp.sport,
                     tcp.dport, tcp.ack, tcp.window, int(tcp.flags) & ~PSH))
    return data, headers


def merged(w, version):
    t = w.tunnel(vni=42)
    counts, seen = [], []
    for gro in "off", "on":
        # Held for a moment, for others to be merged with
        w.run("ethtool", "-K", "eth0", "gro", gro)
        w.run("ethtool", "-K", t.dev, "gro", gro)
        w.run("sh", "-c", "echo %d >/sys/class/net/eth0/gro_flush_timeout" %
              (5000000 if gro == "on" else 0))
        # Made before, for they have to come at about the same time.
        packets = [bytes(t.vxlan(inner=frame)) for frame in segments(version)]
        packets.append(bytes(t.vxlan(b"end")))
        for packet in packets:
            w.send(packet)
        got = t.inside.until(b"end")
        counts.append(len(got) - 1)
        seen.append(stream(got, version))
        if seen[-1][0] != DATA:
            raise Fail("with GRO %s, %d of %d bytes are delivered, or others" %
                       (gro, len(seen[-1][0]), len(DATA)))
    if counts[0] != len(segments(version)):
        raise Fail("%d frames are delivered of %d" %
                   (counts[0], len(segments(version))))
    if seen[0] != seen[1]:
        raise Fail("headers are others with GRO than without")
    return "%d segments, delivered as %d with GRO: the same bytes" % \
        tuple(counts)


@case("GRO-inner-ipv4", "7348", "5",
      "What is merged on receipt carries the bytes that are delivered without "
      "merging, under the same headers.", families=(4, 6))
def gro4(w):
    return merged(w, 4)


@case("GRO-inner-ipv6", "7348", "5",
      "The same for inner IPv6.", families=(4, 6))
def gro6(w):
    return merged(w, 6)
