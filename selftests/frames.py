#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Frames of one's own making, on command; see frames.sh, which starts it.

Reads commands from standard input, one a line, and answers each on standard
output with "ok" or "error: ...":

	vxlan NETNS WORD=VALUE...	a frame in VXLAN, from a UDP socket
	ether NETNS WORD=VALUE...	a frame out of a device, as it is
	tun NETNS WORD=VALUE...		bytes into the TUN device that is there; or
				"macs" datagrams to 10.0.0.1, the first of which
				is number "first" (1): see forged()
	macvtap NETNS WORD=VALUE...	a frame into a macvtap, whose character
				device is "node", as the VM that has it
				would; then wait until it gets one that has
				the bytes "until" in it
	hold NETNS dev=DEV		keep what DEV receives, unread: those
					packets have clones
	release NETNS			do so no more

Words of the inner frame:
	smac, dmac	Ethernet addresses (02:00:00:00:00:99, broadcast)
	macs		that many frames, each from the next source address
	n		that many of each
	size		bytes behind the Ethernet header (46)
	tos_in		TOS of the IPv4 UDP packet that they are
	type		EtherType, hexadecimal, of zeroes instead of it; a receiver
			counts those it has no use for as dropped
	tag		these bytes behind the addresses, hexadecimal: 802.1Q tags
	payload		these bytes behind the Ethernet header, hexadecimal
	raw		these bytes instead of the frame, hexadecimal
	vnet		ether: a struct virtio_net_hdr before each, hexadecimal
	gso		ether: a TCP packet of "size" bytes in one piece, to be
			cut into segments of this many bytes
and of a datagram:
	to, source	outer addresses; source must be one of the namespace
	dev		leave by this device (for groups and link-local addresses)
	vni, flags	of the VXLAN header (42, 08)
	port		UDP port (4789)
	tos		outer TOS or traffic class
	ttl		outer TTL or hop limit
	nocsum		no UDP checksum over IPv6
	bare		these bytes instead of the VXLAN header too, hexadecimal
	flap		each once more, from this other address of the namespace
	burst		that many in one call (64 at most), if all are of one size
"""
import contextlib
import ctypes
import fcntl
import os
import select
import socket
import struct
import sys
import time

NETNS = "/run/netns/"
CLONE_NEWNET = 0x40000000
UDP_NO_CHECK6_TX = 101
UDP_SEGMENT = 103
SO_BINDTODEVICE = 25
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_VNET_HDR = 15
TUNSETIFF = 0x400454ca
IFF_TUN_NO_PI = 0x1001
SIOCOUTQ = 0x5411

libc = ctypes.CDLL(None, use_errno=True)


def enter(path):
    with open(path) as ns:
        if libc.setns(ns.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns " + path)


def mac_bytes(text, plus=0):
    number = int(text.replace(":", ""), 16) + plus
    return number.to_bytes(6, "big")


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ip_packet(tos):
    """IPv4, UDP to port 9, nothing in it"""
    addresses = socket.inet_aton("192.168.0.98") + socket.inet_aton("192.168.0.99")
    head = struct.pack("!BBHHHBBH", 0x45, tos, 28, 0, 0, 64, 17, 0) + addresses
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return head + struct.pack("!HHHH", 9, 9, 8, 0)


def tcp_packet(size):
    """IPv4, TCP, that many bytes of data"""
    addresses = socket.inet_aton("192.168.0.98") + socket.inet_aton("192.168.0.99")
    head = struct.pack("!BBHHHBBH", 0x45, 0, 40 + size, 0, 0x4000, 64, 6, 0)
    head += addresses
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    # The checksum is that of the pseudo header; the rest is to be added.
    pseudo = addresses + struct.pack("!HH", 6, 20 + size)
    tcp = struct.pack("!HHIIBBHHH", 9, 9, 1, 1, 0x50, 0x10, 512,
                      ~checksum(pseudo) & 0xffff, 0)
    return head + tcp + bytes(size)


def frames(words):
    smac = words.get("smac", "02:00:00:00:00:99")
    dmac = mac_bytes(words.get("dmac", "ff:ff:ff:ff:ff:ff"))
    if "raw" in words:
        yield bytes.fromhex(words["raw"])
        return
    if "gso" in words:
        etype, payload = 0x0800, tcp_packet(int(words["size"]))
    elif "type" in words:
        etype, payload = int(words["type"], 16), bytes(int(words.get("size", 46)))
    else:
        etype, payload = 0x0800, ip_packet(int(words.get("tos_in", "0"), 0))
        payload += bytes(int(words.get("size", 46)) - len(payload))
    if "payload" in words:
        payload = bytes.fromhex(words["payload"])
    etype = bytes.fromhex(words.get("tag", "")) + struct.pack("!H", etype)
    for i in range(int(words.get("macs", 1))):
        yield dmac + mac_bytes(smac, i) + etype + payload


def udp_socket(words):
    family = socket.AF_INET6 if ":" in words["to"] else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    if "dev" in words:
        sock.setsockopt(socket.SOL_SOCKET, SO_BINDTODEVICE,
                        words["dev"].encode() + b"\0")
    tos = int(words.get("tos", "0"), 0)
    if family == socket.AF_INET:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
    else:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tos)
        if "nocsum" in words:
            sock.setsockopt(socket.IPPROTO_UDP, UDP_NO_CHECK6_TX, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    if "ttl" in words:
        ttl = int(words["ttl"])
        if family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, ttl)
        else:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, ttl)
    if "source" in words:
        scope = socket.if_nametoindex(words["dev"]) if "dev" in words else 0
        address = (words["source"], 0)
        if family == socket.AF_INET6:
            address += (0, scope if words["source"].startswith("fe80") else 0)
        sock.bind(address)
    return sock


def leave(sock):
    """Wait until what was sent has left the host. It may have to find a neighbour
    first, and a first question is lost now and then on a busy machine: the frames
    of another host, sent later, would come a second earlier."""
    left = bytearray(4)
    end = time.monotonic() + 4
    while time.monotonic() < end:
        fcntl.ioctl(sock, SIOCOUTQ, left)
        if not any(left):
            return
        time.sleep(0.01)


def vxlan(words):
    header = struct.pack("!BBHI", int(words.get("flags", "08"), 16), 0, 0,
                         int(words.get("vni", 42)) << 8)
    to = (words["to"], int(words.get("port", 4789)))
    with contextlib.ExitStack() as stack:
        socks = [stack.enter_context(udp_socket(words))]
        if "flap" in words:
            other = dict(words, source=words["flap"])
            socks.append(stack.enter_context(udp_socket(other)))
        if "burst" in words:
            bursts(socks[0], to, header, words)
        else:
            singly(socks, to, header, words)
        for sock in socks:
            leave(sock)


def singly(socks, to, header, words):
    for _ in range(int(words.get("n", 1))):
        if "bare" in words:
            socks[0].sendto(bytes.fromhex(words["bare"]), to)
            continue
        for frame in frames(words):
            for sock in socks:
                sock.sendto(header + frame, to)


def bursts(sock, to, header, words):
    """The kernel cuts what is sent into datagrams again."""
    size = 0
    data = b""
    for frame in frames(words):
        if not data:
            size = len(header + frame)
            sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, size)
        data += header + frame
        if len(data) >= size * int(words["burst"]):
            sock.sendto(data, to)
            data = b""
    if data:
        sock.sendto(data, to)


def ether(words):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sock:
        sock.bind((words["dev"], 0))
        vnet = bytes.fromhex(words.get("vnet", ""))
        if vnet:
            sock.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
        if "gso" in words:
            sock.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
            tag = len(words.get("tag", "")) // 2
            vnet = struct.pack("=BBHHHH", 1, 1, 54 + tag, int(words["gso"]),
                               34 + tag, 16)
        for _ in range(int(words.get("n", 1))):
            for frame in frames(words):
                sock.send(vnet + frame)


def tun_open(dev):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", dev.encode(),
                                           IFF_TUN_NO_PI))
    return fd


def forged(n):
    """VXLAN, VNI 42, to 10.0.0.1, of a VTEP 10.1.x.y and a MAC of its own; UDP
    checksum 0"""
    inner = b"\xff" * 6 + bytes([2, 0xaa, 0, 0, n >> 8, n & 255]) + \
        b"\x88\xb5" + bytes(46)
    udp = struct.pack("!HHHH", 50000, 4789, 16 + len(inner), 0) + \
        struct.pack("!II", 0x08000000, 42 << 8) + inner
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), n, 0x4000, 64, 17,
                       0, bytes([10, 1, n >> 8, n & 255]),
                       bytes([10, 0, 0, 1]))
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + udp


def tun(words):
    fd = tun_open(words["dev"])
    first = int(words.get("first", 1))
    try:
        for _ in range(int(words.get("n", 1))):
            if "raw" in words:
                os.write(fd, bytes.fromhex(words["raw"]))
            for i in range(int(words.get("macs", 0))):
                os.write(fd, forged(first + i))
    finally:
        os.close(fd)


def macvtap(words):
    """Frames have a struct virtio_net_hdr in front, here of zeroes."""
    until = bytes.fromhex(words["until"])
    fd = os.open(words["node"], os.O_RDWR)
    try:
        for frame in frames(words):
            os.write(fd, bytes(10) + frame)
        end = time.monotonic() + 5
        while select.select([fd], [], [], max(0, end - time.monotonic()))[0]:
            if until in os.read(fd, 65536)[10:]:
                return
        raise TimeoutError("no such frame came")
    finally:
        os.close(fd)


held = []


def hold(words):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                         socket.htons(ETH_P_ALL))
    held.append(sock)
    sock.bind((words["dev"], ETH_P_ALL))


def release(_words):
    while held:
        held.pop().close()


COMMANDS = {"vxlan": vxlan, "ether": ether, "tun": tun, "macvtap": macvtap,
            "hold": hold, "release": release}


def main():
    home = "/proc/self/ns/net"
    with open(home) as own:
        for line in sys.stdin:
            try:
                what, ns, *rest = line.split()
                words = dict(word.split("=", 1) for word in rest)
                enter(NETNS + ns)
                try:
                    COMMANDS[what](words)
                finally:
                    libc.setns(own.fileno(), CLONE_NEWNET)
                print("ok", flush=True)
            except (OSError, ValueError, KeyError, struct.error) as err:
                print("error:", repr(err), flush=True)


if __name__ == "__main__":
    main()
