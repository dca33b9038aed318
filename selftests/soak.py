#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What soak.sh asks for beyond frames.py: traffic of tenants in which each frame
is accounted for, and the books of the VTEPs that carry it.

	tenants NETNS list=NUMBER:DEV:VNI:COPIES/...  who there is, see soak.sh
	traffic NETNS WORD=VALUE...	all tenants send, from all hosts
		seconds		that long
		until		or until there is this file
		cut		loss of what this host sends or is to receive is no
				failure
		move		begin with a VM of each tenant on another host
		noise		tenant:host:N broadcasts, as fast as can be, of
				which any may be lost
		rogue		with every batch so many datagrams from MACs that
				nobody has, to each host
	open NETNS name=FILE		begin a book: all counters as they are now
	close NETNS name=FILE WORD=VALUE...	check it, and write what it says
		cut		datagrams that the fabric has dropped
		noise		tenant whose lost frames were dropped by its VTEP
		gone		this host's counters began anew
		torn		this host's cable was out

NETNS is that of any host: its name, less the number it ends with, and a number
1-3 is that of each. A host has a device sN for tenant N, which is where its VMs
are: two from the start, which may move. Frames go in batches; the next one is
sent when all is there that has to be. So no queue is ever long, and not a single
frame may be missing, come twice, come changed, or come to a tenant it is not of.

The books are in ledger.py.
"""
import json
import os
import random
import socket
import struct
import sys
import time
import zlib

import frames
import ledger
from rtnl import Netns

HOSTS = (1, 2, 3)
VMS = 2				# of each tenant on each host
TYPE, ROGUE_TYPE = 0x88b5, 0x88b6
HEAD = struct.Struct("!6s6sHIBBB")	# seq, tenant, from host, to host or 0
SIZES = (46, 46, 100, 400, 1000, 1380)
PATIENCE = 30			# seconds until a frame that must come is lost
CUT_PATIENCE = 0.3		# and one that need not
SO_RCVBUFFORCE = 33
UDP_SEGMENT = 103


class Wrong(ValueError):
    """Of the frames, not of the commands"""


class Slot:
    """A tenant's place on a host"""

    def __init__(self, tenant, host):
        self.tenant, self.host = tenant, host
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                  socket.htons(TYPE))
        self.sock.bind((f"s{tenant.number}", TYPE))
        self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        self.sock.setblocking(False)
        self.sent = 0


class Tenant:
    def __init__(self, word):
        number, self.dev, vni, copies = word.split(":")
        self.number, self.vni, self.copies = int(number), int(vni), int(copies)
        self.slots = {}
        self.lives = {}		# MAC: host
        self.next_move = 0
        for host in HOSTS:
            for vm in range(VMS):
                mac = bytes((2, self.number, 0, 0, host, vm))
                self.lives[mac] = host

    def at(self, host):
        return [mac for mac, lives in self.lives.items() if lives == host]

    def who_moves(self):
        """Each in its turn, but the last one on its host: with that its host
        would be no peer any more, and what was sent to it forgotten"""
        macs = list(self.lives)
        while True:
            mac = macs[self.next_move % len(macs)]
            self.next_move += 1
            if len(self.at(self.lives[mac])) > 1:
                return mac


class World:
    def __init__(self):
        self.tenants, self.prefix = [], ""
        self.rng = random.Random(1)
        self.seq = 0
        self.pending = {}	# seq: hosts that have it to come
        self.lost = {}		# likewise, given up
        self.whose = {}		# seq of these: (tenant, from host)
        self.cut = 0
        self.noisy = None
        self.delivered = self.overheard = 0
        self.rogue = []
        self.rogue_sent = 0

    def enter(self, host):
        ns = Netns.named(f"{self.prefix}{host}")
        ns.enter()
        ns.close()

    def send(self, slot, source, dest, size, hosts):
        """dest None: to all"""
        self.seq += 1
        mac = dest or b"\xff" * 6
        to = slot.tenant.lives[dest] if dest else 0
        head = HEAD.pack(mac, source, TYPE, self.seq, slot.tenant.number,
                         slot.host, to)
        fill = (self.seq * 2654435761 % (1 << 32)).to_bytes(4, "big")
        body = head + fill * ((size - HEAD.size + 10) // 4)
        self.pending[self.seq] = set(hosts)
        self.whose[self.seq] = (slot.tenant, slot.host)
        slot.sock.send(body + zlib.crc32(body).to_bytes(4, "big"))
        slot.sent += 1

    def unicast(self, slot):
        tenant, rng = slot.tenant, self.rng
        others = [m for m, h in tenant.lives.items() if h != slot.host]
        dest = rng.choice(others)
        mine = tenant.at(slot.host)
        if mine:
            self.send(slot, rng.choice(mine), dest, rng.choice(SIZES),
                      [tenant.lives[dest]])

    def broadcast(self, slot, source=None):
        mine = [source] if source else slot.tenant.at(slot.host)
        if mine:
            self.send(slot, self.rng.choice(mine), None, 46,
                      [h for h in HOSTS if h != slot.host])

    def all_slots(self):
        for tenant in self.tenants:
            yield from tenant.slots.values()

    def take(self, slot, frame):
        """A frame has come."""
        body, crc = frame[:-4], frame[-4:]
        if len(frame) < HEAD.size + 4 or \
           zlib.crc32(body).to_bytes(4, "big") != crc:
            raise Wrong(f"changed on its way: {frame.hex()}")
        mac, _, _, seq, number, _, to = HEAD.unpack_from(frame)
        where = f"frame {seq} of tenant {number} on s{slot.tenant.number} of " \
                f"host {slot.host}"
        if number != slot.tenant.number:
            raise Wrong("another tenant's: " + where)
        for book in (self.pending, self.lost):
            if slot.host in book.get(seq, ()):
                book[seq].remove(slot.host)
                self.delivered += 1
                if not book[seq]:
                    del book[seq]
                    if seq not in self.pending and seq not in self.lost:
                        del self.whose[seq]
                return
        if mac[0] & 1 or to == slot.host:
            raise Wrong("not to come, or twice: " + where)
        self.overheard += 1	# it was flooded, or a bridge did

    def excused(self, seq, host):
        tenant, source = self.whose[seq]
        return self.cut in (source, host) or tenant is self.noisy

    def drain(self):
        n = 0
        for slot in self.all_slots():
            while True:
                try:
                    frame = slot.sock.recv(4096)
                except BlockingIOError:
                    break
                self.take(slot, frame)
                n += 1
        return n

    def missing(self):
        return [(seq, host) for seq, hosts in self.pending.items()
                for host in hosts if not self.excused(seq, host)]

    def give_up(self):
        for seq, hosts in self.pending.items():
            self.lost.setdefault(seq, set()).update(hosts)
        self.pending.clear()

    def collect(self):
        """Until all that has to come is there."""
        last = time.monotonic()
        while self.pending:
            now = time.monotonic()
            if self.drain():
                last = now
                continue
            missing = None
            if now - last > CUT_PATIENCE:
                missing = self.missing()
                if not missing:
                    break
            if now - last > PATIENCE:
                seq, host = missing[0]
                tenant, source = self.whose[seq]
                raise Wrong(f"{len(missing)} frames are lost; one from host "
                            f"{source} to {host} of tenant {tenant.number}")
            time.sleep(0.001)
        self.give_up()

    def batch(self, rogue):
        for slot in self.all_slots():
            for _ in range(3):
                self.unicast(slot)
            if slot.tenant is not self.noisy:
                self.broadcast(slot)
        for to in self.rogue if rogue else ():
            self.storm(to, rogue)
        self.collect()

    def storm(self, to, n):
        """As many as one call takes, several times"""
        sock, address = to
        rng = self.rng
        while n > 0:
            data = b""
            burst = min(n, 64)
            for _ in range(burst):
                tenant = rng.choice(self.tenants)
                dest = rng.choice((b"\xff" * 6, b"\2\xee\0\0\0\1"))
                data += struct.pack("!BxxxI6sHIH", 8, tenant.vni << 8, dest,
                                    0x02ff, rng.randrange(1 << 16), ROGUE_TYPE)
                data += bytes(46)
            sock.sendto(data, (address, 4789))
            self.rogue_sent += burst
            n -= burst

    def move(self):
        """One VM of each tenant speaks up from another host, as it does after
        it has moved"""
        for tenant in self.tenants:
            mac = tenant.who_moves()
            others = [h for h in HOSTS if h != tenant.lives[mac]]
            tenant.lives[mac] = self.rng.choice(others)
            self.broadcast(tenant.slots[tenant.lives[mac]], mac)
        self.collect()

    def rogues(self):
        """Of host 4"""
        self.enter(4)
        for local, to in (("10.0.0.4", "10.0.0."), ("fd00::4", "fd00::")):
            family = socket.AF_INET6 if ":" in to else socket.AF_INET
            for host in HOSTS:
                sock = socket.socket(family, socket.SOCK_DGRAM)
                sock.bind((local, 0))
                sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, 68)
                self.rogue.append((sock, f"{to}{host}"))


world = World()


def tenants(words):
    world.prefix = words["prefix"]
    world.tenants = [Tenant(word) for word in words["list"].split("/")]
    for host in HOSTS:
        world.enter(host)
        for tenant in world.tenants:
            tenant.slots[host] = Slot(tenant, host)
    world.rogues()


def traffic(words):
    world.cut = int(words.get("cut", 0))
    world.noisy = None
    end = time.monotonic() + float(words.get("seconds", 300))
    if "move" in words:
        world.move()
    if "noise" in words:
        number, host, n = (int(w) for w in words["noise"].split(":"))
        world.noisy = world.tenants[number - 1]
        for _ in range(n):
            world.broadcast(world.noisy.slots[host])
        world.collect()
    batches = 0
    while time.monotonic() < end or not batches:
        world.batch(int(words.get("rogue", 0)))
        batches += 1
        if "until" in words and os.path.exists(words["until"]):
            break
    world.cut = 0


def snapshot():
    hosts = {}
    for host in HOSTS:
        world.enter(host)
        hosts[host] = ledger.Host({t.vni: t.slots[host].sent
                                   for t in world.tenants})
    return ledger.Book(hosts, world.rogue_sent, world.delivered,
                       sum(len(hosts) for hosts in world.lost.values()))


books = {}


def book_open(words):
    books[words["name"]] = snapshot()


def book_close(words):
    copies = {t.vni: t.copies for t in world.tenants}
    noisy = world.tenants[int(words["noise"]) - 1].vni if "noise" in words else 0
    sums = ledger.check(books.pop(words["name"]), snapshot(), copies,
                        cut=int(words.get("cut", 0)), noisy=noisy,
                        gone=int(words.get("gone", 0)),
                        torn=int(words.get("torn", 0)))
    with open(words["name"], "w", encoding="utf-8") as out:
        json.dump(sums, out)


if __name__ == "__main__":
    frames.COMMANDS.update(tenants=tenants, traffic=traffic, open=book_open,
                           close=book_close)
    sys.exit(frames.main())
