# SPDX-License-Identifier: GPL-2.0
"""Two hosts and a wire, made for one case and gone with it:

    dut    the VTEP under test; eth0 has 10.0.0.1/24, fd00::1/64
    peer   everybody else: its kernel has no address and says nothing; all
           that is seen and sent there goes through a packet socket. Behind
           it are the hosts 10.0.0.2-9 and fd00::2-9 (permanent neighbours
           of the dut, all at one MAC).

What a case uses:

    w.family           4 or 6, of the underlay
    w.host(1), w.host(2)...   addresses of the underlay in that family
    w.group(n)         a multicast group of that family
    t = w.tunnel(...)  make the tunnel of the driver under test; its words
                       are in driver.py. It may be called again for others.
    t.dev, t.vni, t.mac   its device in dut, VNI, MAC
    t.inside           packet socket on t.dev: what the VM behind it has
    t.vxlan(mark, ...) a packet for this tunnel; words below
    t.gets(packet, ...)   the peer sends these; all that comes to the VM
    t.puts(frame, ...)    the VM sends these; all that comes to the wire
    t.sent(mark, ...)     the VM sends one; the packet on the wire
    w.wire             packet socket on the peer's eth0
    w.send(packet)     the peer puts that on the wire; same as w.wire.send
    w.ip("link set ...", ...)    commands of ip(8) in dut
    w.run("bridge", ...)         any command in dut, its output

Of a packet socket (Port): send(packet); until(mark, timeout): all that came
in, up to and with the packet so marked, as a Batch (packet.py), or Lost;
wait(test, timeout): the same up to the first for which test(seen) is true;
take(): what is there now.
Everything runs on one CPU, where packets that are sent one after the other
do not overtake: what was sent before a mark and has not come with it was
dropped.
Nothing is segmented or left without checksum on these wires: what is seen is
what a cable would carry.
"""
import contextlib
import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import time

# pylint: disable=no-name-in-module
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether

from packet import Batch, Seen, Vxlan, frame

NETNS = "/run/netns/"
CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_IGNORE_OUTGOING = 23
SO_RCVBUFFORCE = 33
TP_STATUS_VLAN_VALID = 1 << 4
TP_STATUS_VLAN_TPID_VALID = 1 << 6
SIOCETHTOOL = 0x8946
# ETHTOOL_S{RXCSUM,TXCSUM,SG,TSO,GSO,GRO}
OFFLOADS = (0x15, 0x17, 0x19, 0x1f, 0x24, 0x2c)

DUT_MAC = "02:00:00:00:0a:01"
PEER_MAC = "02:00:00:00:0a:02"
HOSTS = range(2, 10)
# Generous: an emulated machine may be slow, and only a failure waits so long.
PATIENCE = 10

libc = ctypes.CDLL(None, use_errno=True)


class Lost(Exception):
    """What had to arrive did not"""


@contextlib.contextmanager
def inside(netns):
    """The calling thread is in that namespace for a while"""
    with open("/proc/self/ns/net") as home, open(NETNS + netns) as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns " + netns)
        try:
            yield
        finally:
            if libc.setns(home.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns back")


def command(*words, stdin=None):
    """Run it; its output, or an exception with what it said"""
    done = subprocess.run(words, input=stdin, text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    if done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(words) + " " + (stdin or ""),
                                       done.stdout.strip()))
    return done.stdout


def offloads_off(dev):
    """In the namespace one is in"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for which in OFFLOADS:
            value = ctypes.create_string_buffer(struct.pack("II", which, 0))
            request = struct.pack("16sP", dev.encode(),
                                  ctypes.addressof(value)).ljust(40, b"\0")
            # What a device never had cannot be switched off.
            with contextlib.suppress(OSError):
                fcntl.ioctl(sock, SIOCETHTOOL, request)


class Port:
    """A packet socket on one device of one namespace"""

    def __init__(self, netns, dev):
        with inside(netns):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.sock.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
            self.sock.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
            self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
            self.sock.bind((dev, ETH_P_ALL))
        self.name = netns + " " + dev

    def close(self):
        self.sock.close()

    def send(self, packet):
        self.sock.send(bytes(packet))

    def _receive(self):
        """The kernel keeps the outermost 802.1Q tag apart: put it back"""
        raw, extra, _, _ = self.sock.recvmsg(1 << 16, 256)
        for level, kind, data in extra:
            if (level, kind) != (SOL_PACKET, PACKET_AUXDATA):
                continue
            status, _, _, _, _, tci, tpid = struct.unpack("=IIIHHHH", data[:20])
            if status & TP_STATUS_VLAN_VALID:
                if not status & TP_STATUS_VLAN_TPID_VALID:
                    tpid = 0x8100
                raw = raw[:12] + struct.pack("!HH", tpid, tci) + raw[12:]
        return Seen(raw)

    def wait(self, test, timeout=PATIENCE):
        got = Batch()
        end = time.monotonic() + timeout
        while select.select([self.sock], [], [],
                            max(0, end - time.monotonic()))[0]:
            got.append(self._receive())
            if test(got[-1]):
                return got
        raise Lost("on %s it did not come within %s s; %d others did" %
                   (self.name, timeout, len(got)))

    def until(self, mark, timeout=PATIENCE):
        try:
            return self.wait(lambda seen: seen.marked(mark), timeout)
        except Lost as why:
            raise Lost("%r: %s" % (mark.decode(), why)) from None

    def take(self):
        got = Batch()
        while select.select([self.sock], [], [], 0)[0]:
            got.append(self._receive())
        return got


class Tunnel:
    """One tunnel device of the driver under test, and its VM's view"""

    def __init__(self, world, dev, vni, mac, port):
        self.world = world
        self.dev = dev
        self.vni = vni
        self.mac = mac
        self.port = port
        self.inside = world.port("dut", dev)

    def vxlan(self, mark=b"", flags=0x08, reserved1=0, reserved2=0, vni=None,
              host=2, to=None, src=None, dst="ff:ff:ff:ff:ff:ff", sport=50000,
              port=None, inner=None, chksum=None):
        """A packet on the peer's wire, from that host of the peer to the dut
        (or to another address). With the right UDP checksum unless another
        is given, so that each driver takes it whatever it thinks of 0."""
        world = self.world
        if inner is None:
            inner = frame(mark, dst=dst, **({"src": src} if src else {}))
        header = Vxlan(flags=flags, reserved1=reserved1, reserved2=reserved2,
                       vni=self.vni if vni is None else vni)
        udp = UDP(sport=sport, dport=port or self.port or 4789, chksum=chksum)
        return world.packet(udp / header / bytes(inner), host, to)

    def gets(self, *packets):
        """Those packets, then one that nothing is wrong with: all that the VM
        has got when that has come"""
        for packet in packets:
            self.world.send(packet)
        self.world.send(self.vxlan(b"end"))
        return self.inside.until(b"end")

    def puts(self, *frames):
        """The VM sends those, then a broadcast: all that is on the wire when
        that has come"""
        for one in frames:
            self.inside.send(one)
        self.inside.send(frame(b"end"))
        return self.world.wire.until(b"end")

    def sent(self, mark=b"out", **words):
        """The VM sends one frame (packet.frame()): the packet it becomes"""
        self.inside.send(frame(mark, **words))
        return self.world.wire.until(mark).get(mark)


class World:
    """See above; to be used by "with" """

    def __init__(self, driver, family=4):
        self.driver = driver
        self.family = family
        self.tunnels = 0
        self.ports = []
        self.wire = None
        self.names = {"dut": "conf-dut", "peer": "conf-peer"}

    def __enter__(self):
        try:
            self._make()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_):
        self._remove()

    def _make(self):
        dut, peer = self.names["dut"], self.names["peer"]
        for name in dut, peer:
            if os.path.exists(NETNS + name):
                raise RuntimeError("there is a namespace %s already" % name)
        self.batch(None, "netns add " + dut, "netns add " + peer,
                   "link add eth0 netns %s address %s type veth peer name eth0 "
                   "netns %s address %s" % (dut, DUT_MAC, peer, PEER_MAC))
        self.batch("peer", "link set lo up",
                   "link set eth0 addrgenmode none up")
        lines = ["link set lo up", "link set eth0 addrgenmode none up",
                 "addr add 10.0.0.1/24 dev eth0",
                 "addr add fd00::1/64 dev eth0 nodad",
                 "addr add fe80::1/64 dev eth0 nodad"]
        for host in HOSTS:
            for prefix in "10.0.0.", "fd00::":
                lines.append("neigh add %s%d lladdr %s dev eth0 nud permanent" %
                             (prefix, host, PEER_MAC))
        self.batch("dut", *lines)
        for name in self.names.values():
            with inside(name):
                offloads_off("eth0")
        self.wire = self.port("peer", "eth0")

    def _remove(self):
        for port in self.ports:
            port.close()
        lines = ["netns del " + name for name in self.names.values()
                 if os.path.exists(NETNS + name)]
        if lines:
            self.batch(None, *lines)

    def batch(self, who, *lines):
        """Commands of ip(8) in that namespace, or in none"""
        where = ["-n", self.names[who]] if who else []
        command("ip", *where, "-batch", "-", stdin="\n".join(lines) + "\n")

    def ip(self, *lines):
        self.batch("dut", *lines)

    def run(self, *words, stdin=None):
        return command("ip", "netns", "exec", self.names["dut"], *words,
                       stdin=stdin)

    def port(self, who, dev):
        """A packet socket in dut or peer, closed with the world"""
        port = Port(self.names[who], dev)
        self.ports.append(port)
        return port

    def host(self, number):
        return ("10.0.0.%d" if self.family == 4 else "fd00::%d") % number

    def group(self, number):
        return ("239.1.1.%d" if self.family == 4 else "ff05::%d") % number

    def outer(self, host=2, to=None):
        """Ethernet and IP of a packet from that host of the peer"""
        to = to or self.host(1)
        mac = DUT_MAC
        if self.family == 4:
            if to.startswith("239."):
                low = bytes(int(part) for part in to.split("."))[1:]
                mac = "01:00:5e:%02x:%02x:%02x" % (low[0] & 0x7f, *low[1:])
            return Ether(src=PEER_MAC, dst=mac) / \
                IP(src=self.host(host), dst=to, flags="DF", ttl=64)
        if to.startswith("ff"):
            low = socket.inet_pton(socket.AF_INET6, to)[12:]
            mac = "33:33:" + ":".join("%02x" % byte for byte in low)
        return Ether(src=PEER_MAC, dst=mac) / \
            IPv6(src=self.host(host), dst=to, hlim=64)

    def packet(self, payload, host=2, to=None):
        return self.outer(host, to) / payload

    def send(self, packet):
        self.wire.send(packet)

    def tunnel(self, vni=42, **asked):
        """See driver.py for what can be asked for"""
        self.tunnels += 1
        dev = "tun%d" % self.tunnels
        mac = "02:00:00:00:01:%02x" % (0x10 + self.tunnels)
        asked.setdefault("port", 4789)
        port = asked["port"]
        self.driver.make(self, dev, mac, dict(asked, vni=vni))
        return Tunnel(self, dev, vni, mac, port)
