# SPDX-License-Identifier: GPL-2.0
"""VXLAN packets as scapy makes and reads them, with a header of eight bytes
in which nothing is taken for granted."""
# pylint: disable=no-name-in-module
from scapy.fields import ByteField, ThreeBytesField
from scapy.layers.inet import IP, UDP, in4_chksum
from scapy.layers.inet6 import IPv6, in6_chksum
from scapy.layers.l2 import Ether
from scapy.packet import Packet

# EtherType for local experiments: no stack answers it.
EXPERIMENT = 0x88b5


class Vxlan(Packet):
    """RFC 7348 section 5, figure 1"""
    name = "VXLAN"
    fields_desc = [ByteField("flags", 0x08), ThreeBytesField("reserved1", 0),
                   ThreeBytesField("vni", 0), ByteField("reserved2", 0)]


def frame(mark, src="02:00:00:00:01:02", dst="ff:ff:ff:ff:ff:ff", size=60):
    """An inner frame that is known again by its mark, bytes"""
    payload = b"<" + mark + b">"
    payload += bytes(max(0, size - 14 - len(payload)))
    return Ether(src=src, dst=dst, type=EXPERIMENT) / payload


class Seen:
    """A packet that was received, read when asked about"""

    def __init__(self, raw):
        self.raw = raw
        self._read = None

    def marked(self, mark):
        return b"<" + mark + b">" in self.raw

    @property
    def pkt(self):
        if self._read is None:
            self._read = Ether(self.raw)
        return self._read

    @property
    def ip(self):
        """The outer IP header, or None"""
        return self.pkt.getlayer(IP) or self.pkt.getlayer(IPv6)

    @property
    def udp(self):
        return self.pkt.getlayer(UDP)

    @property
    def sport(self):
        """The outer source port, without scapy: thousands are looked at"""
        start = 14 + ((self.raw[14] & 15) * 4 if self.raw[14] >> 4 == 4 else 40)
        return int.from_bytes(self.raw[start:start + 2], "big")

    @property
    def udp_raw(self):
        """The UDP datagram's bytes as they were on the wire"""
        if isinstance(self.ip, IP):
            start = 14 + self.ip.ihl * 4
        else:
            start = 14 + 40
        return self.raw[start:start + self.udp.len]

    @property
    def vxlan(self):
        return Vxlan(self.udp_raw[8:16])

    @property
    def inner(self):
        """The bytes of the inner frame"""
        return self.udp_raw[16:]

    def checksum_right(self):
        """Whether the UDP checksum is that of the datagram"""
        if isinstance(self.ip, IP):
            return in4_chksum(17, self.ip, self.udp_raw) == 0
        return in6_chksum(17, self.ip, self.udp_raw) == 0


class Batch(list):
    """What was received, in its order"""

    def has(self, mark):
        return self.count_of(mark) > 0

    def count_of(self, mark):
        return sum(1 for one in self if one.marked(mark))

    def get(self, mark):
        """The first one with this mark"""
        for one in self:
            if one.marked(mark):
                return one
        raise LookupError("no packet marked %r" % mark)
