#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Traffic between two network namespaces, compared byte for byte.

	traffic.py tcp FROM TO ADDRESS[,ADDRESS...] BYTES [BACK]
	traffic.py udp FROM TO ADDRESS[,...] SIZE[,...] [count=N] [segment=SIZE]
	traffic.py flows FROM TO ADDRESS N
	traffic.py ecn FROM TO OUTER PORT VNI DSTMAC SRCMAC INNERSRC INNERDST

tcp	connects from one namespace to the other and sends BYTES of random data
	each way at once, or BACK bytes in return; the sha256 of what was sent and
	what came must agree
udp	sends datagrams of SIZE random bytes, which must come as they were, and
	come back; with segment, SIZE bytes are handed to the kernel at once, to
	be cut into datagrams of that size (UDP_SEGMENT)
flows	sends one datagram from each of N source ports
ecn	sends VXLAN packets by hand, with every pair of ECN codepoints outside and
	inside, and prints a line "OUTER INNER RESULT" for each, of which RESULT
	is the codepoint of the packet that came out of the tunnel, or "drop"

Several addresses or sizes, separated by commas, are done one after the other.
Ends with status 0 when all was as it should be.
"""
import ctypes
import hashlib
import os
import select
import socket
import struct
import sys
import threading

PORT = 5001
LIMIT = 60		# seconds; for an emulated machine that is busy
UDP_SEGMENT = 103
IP_MTU_DISCOVER = 10
IPV6_MTU_DISCOVER = 23
IP_RECVTOS = 13

libc = ctypes.CDLL(None, use_errno=True)


def enter(name):
	"""Sockets made from now on belong to the namespace, for ever."""
	fd = os.open("/run/netns/" + name, os.O_RDONLY)
	if libc.setns(fd, 0):
		raise OSError(ctypes.get_errno(), "setns " + name)
	os.close(fd)


def family(address):
	return socket.AF_INET6 if ":" in address else socket.AF_INET


def make(name, address, kind):
	enter(name)
	s = socket.socket(family(address), kind)
	s.settimeout(LIMIT)
	return s


class End(threading.Thread):
	"""One end of a TCP connection: sends and receives at once."""

	def __init__(self, sock, size):
		super().__init__(daemon=True)
		self.sock = sock
		self.size = size
		self.got = 0
		self.sent = hashlib.sha256()
		self.received = hashlib.sha256()

	def send_all(self):
		left = self.size
		while left:
			data = os.urandom(min(left, 65536))
			self.sent.update(data)
			self.sock.sendall(data)
			left -= len(data)
		self.sock.shutdown(socket.SHUT_WR)

	def run(self):
		sender = threading.Thread(target=self.send_all, daemon=True)
		sender.start()
		while True:
			data = self.sock.recv(1 << 18)
			if not data:
				break
			self.received.update(data)
			self.got += len(data)
		sender.join(LIMIT)


def transfer(source, dest, address, size, back):
	listener = make(dest, address, socket.SOCK_STREAM)
	listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	listener.bind((address, PORT))
	listener.listen(1)
	client = make(source, address, socket.SOCK_STREAM)
	client.connect((address, PORT))
	server, _ = listener.accept()
	server.settimeout(LIMIT)
	ends = [End(client, size), End(server, back)]
	for e in ends:
		e.start()
	for e in ends:
		e.join(2 * LIMIT)
	for e, f, way in ((ends[0], ends[1], "there"), (ends[1], ends[0], "back")):
		if f.got != e.size:
			sys.exit(f"tcp {address} {way}: {f.got} of {e.size} bytes came")
		if e.sent.digest() != f.received.digest():
			sys.exit(f"tcp {address} {way}: sha256 of sent and received differ")
	for s in (listener, client, server):
		s.close()


def tcp(source, dest, addresses, size, back=None):
	for address in addresses.split(","):
		transfer(source, dest, address, int(size), int(back or size))


def gather(sock, size):
	"""What came as one or several datagrams, until it is complete."""
	data = b""
	while len(data) < size:
		ready, _, _ = select.select([sock], [], [], 2)
		if not ready:
			break
		data += sock.recv(65536)
	return data


def no_pmtu_discovery(sock):
	"""Datagrams larger than the MTU are cut into fragments."""
	if sock.family == socket.AF_INET:
		sock.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, 0)
	else:
		sock.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, 0)


def exchange(a, b, size):
	"""One datagram there and back. False if one was lost."""
	data = os.urandom(size)
	a.send(data)
	got = gather(b, size)
	if not got:
		return False
	if got != data:
		sys.exit(f"udp there: {len(got)} of {size} bytes, or others")
	b.sendto(data[:65000], a.getsockname())
	back = gather(a, min(size, 65000))
	if not back:
		return False
	if back != data[:65000]:
		sys.exit(f"udp back: {len(back)} of {size} bytes, or others")
	return True


def udp(source, dest, addresses, sizes, *words):
	opts = dict(w.split("=") for w in words)
	for address in addresses.split(","):
		b = make(dest, address, socket.SOCK_DGRAM)
		b.bind((address, PORT))
		a = make(source, address, socket.SOCK_DGRAM)
		a.connect((address, PORT))
		for s in (a, b):
			s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
			no_pmtu_discovery(s)
		if "segment" in opts:
			a.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT,
				     int(opts["segment"]))
		for size in sizes.split(","):
			# A few may be lost to neighbour resolution or a busy machine.
			tries = int(opts.get("count", 1)) + 3
			done = 0
			while done < int(opts.get("count", 1)):
				if not tries:
					sys.exit(f"udp: datagrams of {size} bytes get lost")
				tries -= 1
				done += exchange(a, b, int(size))
		a.close()
		b.close()


def flows(source, dest, address, number):
	enter(dest)
	enter(source)
	for i in range(int(number)):
		s = socket.socket(family(address), socket.SOCK_DGRAM)
		s.bind(("", 20000 + i))
		s.sendto(b"flow", (address, PORT))
		s.close()


def checksum(data):
	if len(data) % 2:
		data += b"\0"
	total = sum(struct.unpack(f"!{len(data) // 2}H", data))
	while total >> 16:
		total = (total & 0xffff) + (total >> 16)
	return ~total & 0xffff


def mac(text):
	return bytes(int(x, 16) for x in text.split(":"))


def inner_frame(dst, src, saddr, daddr, tos, payload):
	"""Ethernet, IPv4 or IPv6, UDP to PORT."""
	n = 8 + len(payload)
	if family(saddr) == socket.AF_INET:
		s, d = socket.inet_aton(saddr), socket.inet_aton(daddr)
		ip = struct.pack("!BBHHHBBH4s4s", 0x45, tos, 20 + n, 1, 0, 64, 17,
				 0, s, d)
		ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
		proto, pseudo = 0x0800, s + d + struct.pack("!BBH", 0, 17, n)
	else:
		s = socket.inet_pton(socket.AF_INET6, saddr)
		d = socket.inet_pton(socket.AF_INET6, daddr)
		ip = struct.pack("!IHBB", 6 << 28 | tos << 20, n, 17, 64) + s + d
		proto, pseudo = 0x86dd, s + d + struct.pack("!IHBB", n, 0, 0, 17)
	head = struct.pack("!HHH", 4000, PORT, n)
	c = checksum(pseudo + head + b"\0\0" + payload) or 0xffff
	return (mac(dst) + mac(src) + struct.pack("!H", proto) + ip + head +
		struct.pack("!H", c) + payload)


def set_tos(sock, tos):
	if sock.family == socket.AF_INET:
		sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
	else:
		sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tos)


def ecn(source, dest, outer, port, vni, dmac, smac, saddr, daddr):
	r = make(dest, daddr, socket.SOCK_DGRAM)
	r.bind((daddr, PORT))
	if r.family == socket.AF_INET:
		r.setsockopt(socket.IPPROTO_IP, IP_RECVTOS, 1)
	else:
		r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVTCLASS, 1)
	s = make(source, outer, socket.SOCK_DGRAM)
	header = struct.pack("!II", 0x08000000, int(vni) << 8)

	def send(out, into, payload):
		set_tos(s, out)
		s.sendto(header + inner_frame(dmac, smac, saddr, daddr, into, payload),
			 (outer, int(port)))

	def receive():
		data, control, _, _ = r.recvmsg(2048, 256)
		for _, _, value in control:
			return data, value[0] & 3
		sys.exit("ecn: no TOS with the datagram")

	for out in range(4):
		for into in range(4):
			name = f"{out} {into}".encode()
			send(out, into, name)
			# One that cannot be dropped follows: when it is there, the
			# other one is, or will never be.
			send(0, 0, b"end")
			data, tos = receive()
			if data == b"end":
				print(out, into, "drop")
				continue
			if data != name:
				sys.exit(f"ecn: unexpected {data}")
			print(out, into, tos)
			data, _ = receive()
			if data != b"end":
				sys.exit(f"ecn: unexpected {data}")


def main():
	commands = {f.__name__: f for f in (tcp, udp, flows, ecn)}
	if len(sys.argv) < 2 or sys.argv[1] not in commands:
		sys.exit(__doc__)
	try:
		commands[sys.argv[1]](*sys.argv[2:])
	except OSError as e:
		sys.exit(f"{sys.argv[1]}: {e}")


main()
