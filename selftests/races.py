#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Many who change, ask and send at once, each as fast as it can.

usage: races.py SECONDS PREFIX ACTOR@NETNS[:WORD=VALUE,...]...

Each actor is a process in the namespace PREFIX + NETNS. What single requests
come to does not matter, but there is none to which nothing but refusals came:
it would have tested nothing. Where one is that slow, on a machine that has much
else to do, all go on for up to a minute more. An actor that has not ended a minute
after it should have hangs. Either is a failure, and so is one that dies.

Ends with a line for each: how much it did, of how much it tried, and what
refused the rest. The actors are the functions with "actor" on top of them;
their words are those of their comments. "n" of the same kind are told apart
by themselves.
"""
import collections
import ctypes
import errno
import fcntl
import mmap
import os
import random
import signal
import socket
import struct
import sys
import time
import traceback

import genl
import kmod
import rtnl
from rtnl import Netns, Rtnl

GRACE = 60
MORE = 60
AF_BRIDGE = 7
ETH_P_ALL = 3
SIOCETHTOOL = 0x8946
ETHTOOL_GSTRINGS, ETHTOOL_GSTATS = 0x1b, 0x1d
UDP_SEGMENT = 103
SLOT = struct.Struct("=QQ")		# tried, done
ACTORS = {}

SPEC = genl.Spec()


def actor(function):
    ACTORS[function.__name__] = function
    return function


class Actor:
    """What each has: where it is, its words, random numbers, and its counts."""

    def __init__(self, word, number, prefix, counts):
        self.name = word
        what, _, rest = word.partition("@")
        self.ns, _, words = rest.partition(":")
        self.words = dict(w.split("=", 1) for w in words.split(",") if w)
        self.function = ACTORS[what]
        self.number = number
        self.prefix = prefix
        self.counts = counts
        self.rng = random.Random(number)
        self.tried = self.done = 0
        self.why = collections.Counter()
        self.family = None

    def get(self, word, default):
        return type(default)(self.words.get(word, default))

    def attempt(self, function, *args, **words):
        """Whether it was done. No answer at all is no refusal."""
        self.tried += 1
        try:
            function(*args, **words)
        except TimeoutError:
            raise
        except OSError as e:
            if e.errno in (errno.EFAULT, errno.ENOSYS):
                raise
            # if_nametoindex() gives no number
            name = errno.errorcode[e.errno] if e.errno else "ENODEV"
            self.why[f"{name} ({(e.strerror or str(e))[:60]})"] += 1
            return False
        self.done += 1
        return True

    def genl(self, *words):
        """Generic netlink: dump|ask COMMAND ATTR=VALUE..., see genl.py"""
        flags = {"dump": genl.REQUEST | genl.DUMP,
                 "ask": genl.REQUEST | genl.ACK}[words[0]]
        cmd, data, _ = SPEC.request(words[1], words[2:])
        try:
            if not self.family:
                self.family = genl.Netlink(65536)
            for _ in self.family.ask(cmd, data, flags):
                pass
        except genl.Refused as e:
            # perhaps the family is another one now
            if self.family:
                self.family.sock.close()
            self.family = None
            code = getattr(errno, e.args[0].split()[0])
            raise OSError(code, e.args[1] or os.strerror(code)) from None

    def publish(self):
        SLOT.pack_into(self.counts, self.number * SLOT.size, self.tried,
                       self.done)

    def run(self):
        Netns.named(self.prefix + self.ns).enter()
        steps = self.function(self)
        for _ in steps:
            self.publish()
            if self.counts[-1]:
                break
        steps.close()
        self.publish()
        why = ", ".join(f"{n} {why}" for why, n in self.why.most_common(4))
        # in one piece, as others do, too
        os.write(1, f"{self.name}: {self.done} of {self.tried}, "
                    f"{why or 'none refused'}\n".encode())


def index_of(name):
    return socket.if_nametoindex(name)


def index_word(dev):
    """For genl.py; None a moment later if there is no such device"""
    try:
        return f"ifindex={index_of(dev)}"
    except OSError:
        time.sleep(0.01)
        return None


def some(rng, text):
    return rng.choice(text.split())


def rule(rng):
    """One of the rules that a VTEP and its segments have, and its value"""
    return some(rng, """deliver=0 deliver=0 deliver=0 deliver=1 deliver=2 learn=0
        learn=0 learn=1 learn=2 strict=0 strict=0 strict=1 min-ttl=0 min-ttl=255
        unknown=0 unknown=1 full=0 full=1 damp=0 damp=1 damp=2 damp=3 moves=2
        moves=200 hold=1 protect=0 protect=1 fragments=0 fragments=1
        rates=[class=0;packets=50] rates=[class=2;packets=50;bits=8000]
        rates=[class=3;packets=100000] rates=[class=0] rates=[class=2]
        rates=[class=3]""")


def rules(rng, more=""):
    chosen = {}
    for _ in range(rng.randint(1, 4)):
        word = rule(rng)
        chosen[word.split("=")[0]] = word
    if more and rng.random() < 0.3:
        word = some(rng, more)
        chosen[word.split("=")[0]] = word
    return "rules=[" + ";".join(chosen.values()) + "]"


# --- those who configure -----------------------------------------------------

def link_words(a, vni):
    """Of a VTEP of any kind"""
    lower = f"LINK=u32:{index_of('eth0')}"
    return some(a.rng, f"""ID=u32:{vni},GROUP=239.2.2.{vni % 4},{lower}
        ID=u32:{vni},GROUP=10.0.0.2 ID=u32:{vni},LOCAL=10.0.0.1
        ID=u32:{vni},GROUP6=ff05::{vni % 4:x},{lower}
        ID=u32:{vni},LOCAL6=fd00::1,{lower}
        attachment=u8:1,{lower} attachment=u8:2,PORT=u16:4790
        """).split(",")


@actor
def links(a):
    """Makes, ups and deletes VTEPs of VNIs 1000 to 1007, two of them at a time"""
    rt = Rtnl()
    i = 0
    while True:
        i += 1
        vni = 1000 + a.rng.randrange(8)
        name = f"r{a.number}.{i % 2}"
        words = link_words(a, vni)
        if a.attempt(rt.words, "add", name, *words):
            a.attempt(rt.set, name, up=True)
            src_vni = []
            if "attachment" in words[0]:
                vlan = ["vlan=1"] if words[0] == "attachment=u8:1" else []
                src_vni = [f"SRC_VNI=u32:{vni}"]
                index = index_word(name) or "ifindex=0"
                a.attempt(a.genl, "ask", "vni-new", index, f"vni={vni}",
                          f"vni-last={vni + 3}", *vlan, "join=0",
                          "pool=239.64.0.0", "pool-len=12")
            dst = "DST=fd00::2" if "6=" in words[1] else "DST=10.0.0.2"
            a.attempt(rt.words, "fdb-add", name, dst, *src_vni,
                      f"LLADDR=02:cc:00:00:00:{vni % 256:02x}")
        yield
        other = f"r{a.number}.{(i + 1) % 2}"
        if a.rng.random() < 0.3:
            a.attempt(rt.set, name, up=False)
        a.attempt(rt.delete, other)
        yield


@actor
def settings(a):
    """dev: changes its link settings"""
    rt = Rtnl()
    dev = a.get("dev", "vtep0")
    while True:
        word = some(a.rng, """AGEING=u32:1 AGEING=u32:0 AGEING=u32:300
            LIMIT=u32:10 LIMIT=u32:0 LEARNING=u8:0 LEARNING=u8:1 TTL=u8:5
            TOS=u8:1 TOS=u8:0 DF=u8:0 DF=u8:1 DF=u8:2 UDP_CSUM=u8:1
            UDP_CSUM=u8:0 inner_vlan=u8:1 inner_vlan=u8:0 LOCAL=10.0.0.1
            LOCAL=10.0.0.1 LOCAL=10.0.0.11 LOCAL=0.0.0.0""")
        if a.rng.random() < 0.1:
            a.attempt(rt.set, dev, up=False)
            a.attempt(rt.set, dev, up=True)
        if a.rng.random() < 0.2:
            a.attempt(rt.set, dev, mtu=a.rng.randint(600, 1450))
        a.attempt(rt.words, "set", dev, word)
        yield


@actor
def vnis(a):
    """dev, first, n, vlan, words: makes and deletes ranges of segments in there"""
    dev = a.get("dev", "vlan0")
    first, n = a.get("first", 5000), a.get("n", 64)
    vlan = a.get("vlan", 1)
    while True:
        ifindex = index_word(dev)
        if not ifindex:
            yield
            continue
        at = a.rng.randrange(n)
        last = a.rng.randrange(at, n)
        span = [ifindex, f"vni={first + at}", f"vni-last={first + last}"]
        flood = some(a.rng, """pool=239.64.0.0;pool-len=12;join=0
            pool=239.64.0.0;pool-len=12 group=239.2.2.1;join=0
            flood-add=[addr=10.0.0.2] flood-add=[addr=10.0.0.2]""").split(";")
        a.attempt(a.genl, "ask", "vni-new", *span, f"vlan={vlan + at}",
                  f"ageing={a.rng.choice((1, 300))}", f"limit={a.rng.choice((0, 20))}",
                  *flood, rules(a.rng))
        yield
        a.attempt(a.genl, "ask", "vni-set", *span, some(a.rng, """
            flood-add=[addr=10.0.0.3] flood-del=[addr=10.0.0.3] group=239.2.2.2
            group=0.0.0.0 learning=0 learning=1 ageing=1 limit=5 join=1"""))
        yield
        a.attempt(a.genl, "ask", "vni-del", *span)
        yield


@actor
def fdb(a):
    """dev, macs: entries of all kinds, which come and go"""
    rt = Rtnl()
    dev = a.get("dev", "vtep0")
    macs = a.get("macs", 200)
    while True:
        for _ in range(16):
            mac = f"LLADDR=02:aa:00:00:{a.rng.randrange(macs) // 256:02x}:" \
                  f"{a.rng.randrange(macs) % 256:02x}"
            dst = f"DST=10.0.0.{a.rng.choice((2, 3, 9, 31, 32))}"
            state = some(a.rng, "state=80 state=40 state=02 flags=12")
            what = some(a.rng, "fdb-add fdb-add fdb-change fdb-del fdb-del")
            if a.rng.random() < 0.1:
                mac, state = "LLADDR=00:00:00:00:00:00", "state=80"
                what = some(a.rng, "fdb-append fdb-del")
            a.attempt(rt.words, what, dev, mac, dst, state)
        yield


@actor
def flushes(a):
    """dev: all ways to forget"""
    rt = Rtnl()
    dev = a.get("dev", "vtep0")
    while True:
        ifindex = index_word(dev)
        if not ifindex:
            yield
            continue
        words = some(a.rng, """fdb-flush fdb-flush,vni=42
            fdb-flush,vni=5000,vni-last=5063 fdb-flush,addr=10.0.0.31
            fdb-flush,mac=hex:02aa00000000,mac-len=24 fdb-unfreeze
            fdb-flush,mac=hex:02bb00000107 fdb-flush,vni=42,addr=10.0.0.3
            peer-flush,remote=[addr=10.0.0.31] peer-del,remote=[addr=10.0.0.32]
            """).split(",")
        a.attempt(a.genl, "ask", words[0], ifindex, *words[1:])
        if a.rng.random() < 0.2:
            a.attempt(rt.words, "fdb-flush", dev, "state=0")
        yield


@actor
def policy(a):
    """dev, vni: rules of the VTEP and of the segment, source prefixes, limits"""
    dev, vni = a.get("dev", "vtep0"), a.get("vni", 42)
    while True:
        ifindex = index_word(dev)
        if not ifindex:
            yield
            continue
        a.attempt(a.genl, "ask", "vtep-set", ifindex, rules(a.rng, """
            peer-limit=10 peer-limit=0 vni-limit=20 neigh-rate=10 neigh-rate=0
            rates=[class=4;packets=100] rates=[class=4]"""))
        a.attempt(a.genl, "ask", "vni-set", ifindex, f"vni={vni}",
                  rules(a.rng, "inherit=2286 inherit=2286"))
        own = [f"vni={vni}"] if a.rng.random() < 0.5 else []
        a.attempt(a.genl, "ask", "source-set", ifindex, *own, some(a.rng, f"""
            add=[addr=10.0.0.0;len=24] add=[addr=10.0.0.{a.rng.randrange(256)};len=32;may=0]
            add=[addr=10.0.0.31;len=32;may=1] del=[addr=10.0.0.31;len=32]
            clear=hex:"""))
        yield


@actor
def locals(a):
    """dev, vni: MACs that live here"""
    dev, vni = a.get("dev", "vtep0"), a.get("vni", 42)
    while True:
        ifindex = index_word(dev)
        if not ifindex:
            yield
            continue
        mac = f"mac=hex:02bb0000{a.rng.randrange(64):04x}"
        a.attempt(a.genl, "ask", "local-new", ifindex, f"vni={vni}", mac)
        a.attempt(a.genl, "ask", "local-del", ifindex, f"vni={vni}", mac)
        yield


@actor
def groups(a):
    """Leaves all groups and joins them again"""
    while True:
        a.attempt(a.genl, "ask", "group-rejoin")
        a.attempt(a.genl, "ask", "group-rejoin", "addr=239.64.19.137")
        time.sleep(0.01)
        yield


@actor
def bridged(a):
    """dev: into a bridge with other ports, and out of it"""
    rt = Rtnl()
    dev = a.get("dev", "vtep0")
    name = f"b{a.number}"
    a.attempt(rt.add, name, "bridge")
    rt.set(name, up=True)
    try:
        while True:
            a.attempt(rt.set, dev, master=index_of(name))
            yield
            a.attempt(rt.set, dev, master=0)
            yield
    finally:
        rt.delete(name)


# --- the underlay ------------------------------------------------------------

@actor
def underlay(a):
    """Addresses, MTU and routes of eth0 change; in the end they are as before"""
    rt = Rtnl()
    try:
        while True:
            for address, length in (("10.0.0.11", 24), ("fd00::11", 64)):
                kind = a.rng.choice((rtnl.NEWADDR, rtnl.DELADDR))
                a.attempt(rt.addr, kind, "eth0", address, length)
            if a.rng.random() < 0.1:
                a.attempt(rt.addr, rtnl.DELADDR, "eth0", "10.0.0.1", 24)
                a.attempt(rt.addr, rtnl.NEWADDR, "eth0", "10.0.0.1", 24)
            a.attempt(rt.set, "eth0", mtu=a.rng.choice((1500, 1400, 1280)))
            for kind in (rtnl.NEWROUTE, rtnl.DELROUTE):
                a.attempt(rt.route, kind, "10.0.0.2", 32, "eth0")
                a.attempt(rt.route, kind, "10.0.0.31", 32,
                          a.rng.choice(("lo", "eth0")))
            yield
    finally:
        rt.set("eth0", mtu=1500)
        for kind in (rtnl.DELADDR, rtnl.NEWADDR):
            a.attempt(rt.addr, kind, "eth0", "10.0.0.1", 24)


@actor
def carrier(a):
    """dev: the other end of a cable goes down and up"""
    rt = Rtnl()
    dev = a.get("dev", "p1")
    try:
        while True:
            a.attempt(rt.set, dev, up=False)
            time.sleep(a.rng.random() / 100)
            a.attempt(rt.set, dev, up=True)
            time.sleep(a.rng.random() / 20)
            yield
    finally:
        rt.set(dev, up=True)


@actor
def lowers(a):
    """Lower devices that go while hundreds of groups wait for their turn to be
    joined on them"""
    rt = Rtnl()
    low, dev = f"low{a.number}", f"lv{a.number}"
    i = 0
    while True:
        i += 1
        if a.attempt(rt.add, low, "dummy"):
            rt.addr(rtnl.NEWADDR, low, "10.9.0.1", 24)
        a.attempt(rt.set, low, up=True)
        a.attempt(rt.words, "add", dev, "attachment=u8:1", "PORT=u16:4800",
                  f"LINK=u32:{index_of(low)}")
        a.attempt(rt.set, dev, up=True)
        a.attempt(a.genl, "ask", "vni-new", index_word(dev) or "ifindex=0",
                  "vni=20000", "vni-last=20299", "vlan=1", "pool=239.64.0.0",
                  "pool-len=12", "join=0")
        yield
        for _ in range(a.rng.randrange(4)):
            what = a.rng.randrange(4)
            if what == 0:
                a.attempt(rt.set, low, up=False)
                a.attempt(rt.set, low, up=True)
            elif what == 1:
                a.attempt(rt.set, low, mtu=a.rng.choice((100, 1500)))
            elif what == 2:
                a.attempt(a.genl, "ask", "group-rejoin",
                          f"ifindex={index_of(low)}")
            else:
                time.sleep(a.rng.random() / 20)
        if a.rng.random() < 0.2:
            a.attempt(rt.delete, dev)
        a.attempt(rt.delete, low)
        yield


# --- namespaces --------------------------------------------------------------

@actor
def moves(a):
    """to: a VTEP goes to that namespace and comes home, again and again"""
    here, there = Netns.own(), Netns.named(a.prefix + a.get("to", "c1"))
    rt = Rtnl()
    there.enter()
    away = Rtnl()
    here.enter()
    name = f"mv{a.number}"
    while True:
        a.attempt(rt.words, "add", name, f"ID=u32:{2000 + a.number}",
                  "GROUP=10.0.0.2", f"LINK=u32:{index_of('eth0')}")
        a.attempt(rt.set, name, up=True)
        for _ in range(8):
            a.attempt(rt.set, name, netns=there)
            a.attempt(away.set, name, up=True)
            a.attempt(away.words, "set", name, "AGEING=u32:1")
            yield
            a.attempt(away.set, name, netns=here)
            a.attempt(rt.set, name, up=True)
            yield
        a.attempt(rt.delete, name)


class Doomed:
    """A namespace with a cable to the switch and VTEPs, and perhaps a second one
    in which the devices live"""

    def __init__(self, a, fab, home, number):
        self.across = a.rng.random() < 0.6
        self.device = None
        port = f"f{a.number}.{number}"
        self.underlay = Netns.new()
        rt = Rtnl()
        rt.add_veth("eth0", port, home)
        rt.addr(rtnl.NEWADDR, "eth0", "10.0.0.9", 24)
        rt.set("eth0", up=True)
        a.attempt(rt.words, "add", "v0", "ID=u32:42", "GROUP=10.0.0.1")
        a.attempt(rt.words, "add", "v1", "ID=u32:43", "GROUP=239.2.2.3",
                  f"LINK=u32:{index_of('eth0')}")
        a.attempt(fab.set, port, master=a.switch)
        a.attempt(fab.set, port, up=True)
        if self.across:
            self.device = Netns.new()
            other = Rtnl()
            for dev in ("v0", "v1"):
                a.attempt(rt.set, dev, netns=self.device)
                a.attempt(other.set, dev, up=True)
            other.close()
        else:
            for dev in ("v0", "v1"):
                a.attempt(rt.set, dev, up=True)
        rt.close()
        home.enter()

    def end(self, rng):
        both = [ns for ns in (self.underlay, self.device) if ns]
        rng.shuffle(both)
        for ns in both:
            ns.close()


@actor
def deaths(a):
    """Namespaces end with VTEPs, underlays and frames in them; three live. Of
    the switch's namespace"""
    home = Netns.own()
    fab = Rtnl()
    a.switch = index_of("br0")
    alive, i = collections.deque(), 0
    while True:
        alive.append(Doomed(a, fab, home, i))
        i += 1
        yield
        if len(alive) > 3:
            alive.popleft().end(a.rng)


# --- those who ask -----------------------------------------------------------

def ethtool(dev):
    """What `ethtool -S` does"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        room = ctypes.create_string_buffer(65536)
        for head in (struct.pack("=III", ETHTOOL_GSTRINGS, 1, 256),
                     struct.pack("=II", ETHTOOL_GSTATS, 256)):
            ctypes.memmove(room, head, len(head))
            req = struct.pack("16sP16x", dev.encode(), ctypes.addressof(room))
            fcntl.ioctl(sock, SIOCETHTOOL, req)


def all_of(rt, kind, family=0, size=16384):
    for _ in rt.dump(kind, family, size):
        pass


def abandon(kind, family):
    """A dump that is left when it has begun"""
    rt = Rtnl()
    try:
        next(rt.dump(kind, family, 2048), None)
    finally:
        rt.close()


@actor
def dumps(a):
    """dev: all that can be listed"""
    rt = Rtnl()
    dev = a.get("dev", "vtep0")
    while True:
        a.attempt(all_of, rt, rtnl.GETLINK)
        a.attempt(all_of, rt, rtnl.GETNEIGH, AF_BRIDGE, 4096)
        a.attempt(abandon, rtnl.GETNEIGH, AF_BRIDGE)
        yield
        for what in """vni-get peer-get group-get fdb-get stats-get vtep-get
                       source-get local-get drops-get""".split():
            a.attempt(a.genl, "dump", what)
            yield
        a.attempt(a.genl, "dump", "fdb-get", "vni=42", "addr=10.0.0.31")
        a.attempt(a.genl, "dump", "drops-get", "vni=42")
        a.attempt(ethtool, dev)
        yield


def listen(seconds):
    """To everything, and then no more"""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as route:
        for group in (1, 3, 5, 9):	# links, neighbours, addresses
            route.setsockopt(genl.SOL_NETLINK, genl.NETLINK_ADD_MEMBERSHIP,
                             group)
        try:
            nl = genl.Netlink(65536)
        except genl.Refused as e:
            raise OSError(errno.ENOENT, e.args[1]) from None
        with nl.sock:
            nl.sock.setsockopt(genl.SOL_NETLINK, genl.NETLINK_ADD_MEMBERSHIP,
                               nl.groups["events"])
            end = time.monotonic() + seconds
            for sock in (route, nl.sock):
                sock.setblocking(False)
            while time.monotonic() < end:
                for sock in (route, nl.sock):
                    try:
                        sock.recv(65536)
                    except BlockingIOError:
                        time.sleep(0.002)


@actor
def monitors(a):
    """Listen for a while, and are gone"""
    while True:
        a.attempt(listen, a.rng.random() / 5)
        yield


# --- the module --------------------------------------------------------------

@actor
def rmmod(a):
    """Attempts while a dump has not been read to its end, which are refused"""
    holder = genl.Netlink(4096)
    cmd, _ = SPEC.ops["fdb-get"]
    holder.send(cmd, b"", genl.REQUEST | genl.DUMP)
    while True:
        a.tried += 1
        try:
            kmod.remove()
        except BlockingIOError:
            a.done += 1
        else:
            sys.exit("the module went away in the middle of a dump")
        time.sleep(0.005)
        yield


class Furnished:
    """A host, and what setup() of races.sh makes on it"""

    def __init__(self, a, number):
        home, there = Netns.own(), Netns.named(f"{a.prefix}h{number}")
        there.enter()
        self.number, self.rt = number, Rtnl()
        self.lower = index_of("eth0")
        home.enter()

    def again(self):
        words = f"LOCAL=10.0.0.{self.number}", f"LINK=u32:{self.lower}"
        self.rt.words("add", "vtep0", "ID=u32:42", *words)
        self.rt.words("add", "vlan0", "attachment=u8:1", *words)
        for dev in ("vtep0", "vlan0"):
            self.rt.set(dev, up=True)


@actor
def reloads(a):
    """The module is removed and loaded again, and about as long as that takes
    the others have it"""
    hosts = [Furnished(a, number) for number in (1, 2)]
    while True:
        start = time.monotonic()
        if a.attempt(kmod.remove):
            kmod.load()
            for host in hosts:
                a.attempt(host.again)
        took = time.monotonic() - start
        time.sleep(2 * a.rng.random() * max(0.05, took))
        yield


# --- traffic -----------------------------------------------------------------

def sender(dev):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    try:
        sock.bind((dev, 0))
    except OSError:
        sock.close()
        raise
    return sock


def first_sender(devs):
    for dev in devs:
        try:
            return sender(dev)
        except OSError:
            pass
    return None


def burst(a, sock, tagged):
    for _ in range(64):
        dest = a.rng.choice((
            b"\xff" * 6, b"\1\0\x5e\1\1\1", b"\2\xcc\0\0\0\1",
            struct.pack("!HHH", 0x02aa, 0, a.rng.randrange(256)),
            struct.pack("!HHH", 0x02bb, 0, a.rng.randrange(4096)),
            struct.pack("!HHH", 0x0200, 0, a.rng.randint(1, 2))))
        source = struct.pack("!HHH", 0x02dd, a.number, a.rng.randrange(64))
        tag = struct.pack("!HH", 0x8100, a.rng.randint(1, 64)) if tagged else b""
        a.attempt(sock.send, dest + source + tag + b"\x88\xb5" +
                  bytes(a.rng.choice((46, 500, 1300))))


@actor
def sends(a):
    """dev, several with slashes between, tagged: frames of all classes into a
    VTEP for a moment, then into another one that is there"""
    devs = a.get("dev", "vtep0").split("/")
    tagged = a.get("tagged", 0)
    while True:
        sock = first_sender(a.rng.sample(devs, len(devs)))
        if not sock:
            time.sleep(0.002)
            yield
            continue
        with sock:
            before = -1
            while a.done > before and a.rng.random() < 0.9:
                before = a.done
                burst(a, sock, tagged)
                yield


@actor
def forges(a):
    """to, macs, vnis, first, n: VXLAN from several senders, in bursts: MACs that
    are new, come again and move"""
    to = a.get("to", "10.0.0.1")
    macs = a.get("macs", 4096)
    first, n = a.get("first", 5000), a.get("n", 64)
    sources = a.get("from", "10.0.0.3 10.0.0.31 10.0.0.32 10.0.0.33").split()
    own = [42, 42, 42, 43, 44, 66] + list(range(1000, 1010)) + list(range(2000, 2016))
    socks = []
    for source in sources:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((source, 0))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 255)
        socks.append(sock)
    while True:
        data = b""
        size = a.rng.choice((46, 46, 400))
        for _ in range(min(64, 60000 // (22 + size))):
            vni = a.rng.choice(own) if a.rng.random() < 0.6 else \
                first + a.rng.randrange(n)
            dest = a.rng.choice((b"\xff" * 6, b"\2\0\0\0\0\1",
                                 b"\2\xdd\0\0\0\1", b"\1\0\x5e\1\1\1"))
            number = a.rng.randrange(macs)
            data += struct.pack("!BxxxI6sHHH2s", 8, vni << 8, dest, 0x02bb,
                                number >> 16, number & 0xffff, b"\x88\xb5")
            data += bytes(size)
        sock = a.rng.choice(socks)
        sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, 22 + size)
        for _ in range(4):
            a.attempt(sock.sendto, data, (to, 4789))
        yield


# --- all of them -------------------------------------------------------------

def child(a):
    status = 1
    try:
        a.run()
        status = 0
    except SystemExit as e:
        print(f"{a.name}: {e}", file=sys.stderr)
    except BaseException:
        print(f"{a.name} died:", file=sys.stderr)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def where(pid):
    try:
        with open(f"/proc/{pid}/stack", encoding="utf-8") as stack:
            return stack.read()
    except OSError as e:
        return str(e)


def done_of(a):
    return SLOT.unpack_from(a.counts, a.number * SLOT.size)[1]


def reap(pids, end):
    """Let these processes run, and end. Returns what is wrong with them."""
    wrong = []
    counts = next(iter(pids.values())).counts
    while pids:
        now = time.monotonic()
        if now > end and (all(done_of(a) for a in pids.values()) or
                          now > end + MORE) and not counts[-1]:
            counts[-1], end = 1, now
        if now > end + MORE + GRACE:
            break
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            a = pids.pop(pid)
            if status:
                wrong.append(f"{a.name}: status {os.waitstatus_to_exitcode(status)}")
        else:
            time.sleep(0.05)
    for pid, a in pids.items():
        wrong.append(f"{a.name} hangs:\n{where(pid)}")
        os.kill(pid, signal.SIGKILL)
    return wrong


def main():
    seconds, prefix, *words = sys.argv[1:]
    # a slot of each, and at the very end whether they are to end
    counts = mmap.mmap(-1, len(words) * SLOT.size + 1)
    actors = [Actor(word, i, prefix, counts) for i, word in enumerate(words)]
    end = time.monotonic() + float(seconds)
    sys.stdout.flush()
    pids = {}
    for a in actors:
        pid = os.fork()
        if not pid:
            child(a)
        pids[pid] = a
    wrong = reap(pids, end)
    for a in actors:
        if not done_of(a):
            wrong.append(f"{a.name}: nothing was done")
    for line in wrong:
        print("not right:", line, file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
