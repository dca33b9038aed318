# SPDX-License-Identifier: GPL-2.0
"""The drivers under test, and how each is told what a case asks for.

A case asks in neutral words, by w.tunnel(vni=42, WORD=VALUE...):

    remote="10.0.0.2"   all unknown goes to this VTEP; the default is host 2
                        of the peer, unless there is a group
    group="239.1.1.1"   ... to this group, on eth0
    flood=None          ... nowhere: neither of them
    port=4789           UDP port; None is the driver's own default
    local="10.0.0.1"    the default; None leaves it to routing
    dev=None            by whatever device the routes say; default: eth0
    learning=False      do not learn
    limit=N             of MACs that are learned
    guard=True          only configured VTEPs may speak, and only to the local
                        address or the group; whoever has nothing of the kind
                        is judged as it is
    fair=True           at the limit, a VTEP with many MACs gives way
    ageing=SECONDS
    ttl=N
    df="set", "unset", "inherit"
    inner_vlan="pass"   frames with 802.1Q tags are wanted inside
    inner_vlan="discard"   they are not; left out: the driver's default
    udpcsum=True/False  send UDP checksums, of whichever family
    zero_csum6_rx=False    do not accept IPv6 without UDP checksum
    srcport=(LOW, HIGH)
    fragments="discard" drop what came in IP fragments
    more=[WORD...]      further words of ip(8), for one kind alone
    up=False            do not set it up yet

What is left out is the driver's default, which is what is judged. A driver
that has no word for what is asked raises Cannot.
"""
import subprocess

from suite import Cannot
from world import command


def bare(word):
    """The word whose opposite has a "no" in front"""
    return word[2:] if word.startswith("no") else word


class Driver:
    """A kind of link; how a tunnel is asked of ip(8)"""
    name = None
    kind = None

    def __init__(self):
        # What is given to every tunnel, unless a case asks for another value
        self.always = []

    def describe(self):
        words = " ".join(" ".join(option) for option in self.always)
        return "type %s%s" % (self.kind, " " + words if words else "")

    def prepare(self):
        """Find out what there is; called once, in a namespace to play with"""

    def base(self, world, asked):
        """The words both kinds have in common"""
        words = ["id", str(asked.pop("vni"))]
        group = asked.pop("group", None)
        flood = asked.pop("flood", True)
        remote = asked.pop("remote", None)
        local = asked.pop("local", world.host(1))
        if group:
            words += ["group", group]
        elif flood:
            words += ["remote", remote or world.host(2)]
        if local:
            words += ["local", local]
        dev = asked.pop("dev", "eth0")
        if dev:
            words += ["dev", dev]
        port = asked.pop("port", None)
        if port:
            words += ["dstport", str(port)]
        if "learning" in asked:
            words.append("learning" if asked.pop("learning") else "nolearning")
        if "srcport" in asked:
            words += ["srcport"] + [str(one) for one in asked.pop("srcport")]
        if "udpcsum" in asked:
            words.append(self.udpcsum(world.family, asked.pop("udpcsum")))
        if "zero_csum6_rx" in asked:
            words.append(("" if asked.pop("zero_csum6_rx") else "no") +
                         "udp6zerocsumrx")
        if "limit" in asked:
            words += ["maxaddress", str(asked.pop("limit"))]
        for word in "ageing", "ttl", "df":
            if word in asked:
                words += [word, str(asked.pop(word))]
        return words

    @staticmethod
    def udpcsum(family, on):
        if family == 4:
            return "udpcsum" if on else "noudpcsum"
        return "noudp6zerocsumtx" if on else "udp6zerocsumtx"

    def words(self, world, asked):
        """All that follows the kind; to take from asked what is done"""
        raise NotImplementedError

    def many(self, world, dev):
        """One device for segments to be added; none of them yet"""
        world.ip("link add %s type %s external vnifilter dev eth0 local %s "
                 "dstport 4789" % (dev, self.kind, world.host(1)),
                 "link set %s addrgenmode none up" % dev)

    def add_vnis(self, world, dev, groups):
        """Segments of such a device: {VNI: group or None}"""
        raise NotImplementedError

    def del_vni(self, world, dev, vni):
        raise NotImplementedError

    def make(self, world, dev, mac, asked):
        asked = dict(asked)
        up = " up" if asked.pop("up", True) else ""
        more = asked.pop("more", [])
        words = self.words(world, asked)
        if asked:
            raise Cannot("has no way to be told: %s" % ", ".join(
                "%s %s" % pair for pair in sorted(asked.items())))
        given = {bare(word) for word in words}
        for option in self.always:
            if bare(option[0]) not in given:
                words += option
        world.ip("link add %s address %s type %s %s" %
                 (dev, mac, self.kind, " ".join(words + more)),
                 "link set %s addrgenmode none%s" % (dev, up))


class Vtep(Driver):
    """This project's, with its defaults"""
    name = "vtep"
    kind = "vtep"

    def words(self, world, asked):
        words = self.base(world, asked)
        if "inner_vlan" in asked:
            words += ["inner_vlan", asked.pop("inner_vlan")]
        return words

    def make(self, world, dev, mac, asked):
        """Rules are vtepctl's business, once there is a device"""
        asked = dict(asked)
        rules = []
        if "fragments" in asked:
            rules += ["fragments", asked.pop("fragments")]
        if asked.pop("guard", False):
            rules += ["deliver", "known", "strict", "on"]
        if asked.pop("fair", False):
            rules += ["full", "evict"]
        super().make(world, dev, mac, asked)
        if rules:
            world.run("vtepctl", "vtep", "set", "dev", dev, *rules)

    def add_vnis(self, world, dev, groups):
        lines = ["vni add dev %s vni %d%s" % (
            dev, vni, " group " + group if group else "")
                 for vni, group in groups.items()]
        world.run("vtepctl", "-b", "-", stdin="\n".join(lines) + "\n")

    def del_vni(self, world, dev, vni):
        world.run("vtepctl", "vni", "del", "dev", dev, "vni", str(vni))


class VxlanDefault(Driver):
    """The in-tree driver, told nothing but what it needs to exist"""
    name = "vxlan-default"
    kind = "vxlan"

    def add_vnis(self, world, dev, groups):
        lines = ["vni add vni %d%s dev %s" % (
            vni, " group " + group if group else "", dev)
                 for vni, group in groups.items()]
        # As an administrator's script would: one that fails is one that fails.
        world.run("sh", "-c", "bridge -force -batch - >/dev/null 2>&1 || :",
                  stdin="\n".join(lines) + "\n")

    def del_vni(self, world, dev, vni):
        world.run("bridge", "vni", "delete", "vni", str(vni), "dev", dev)

    def words(self, world, asked):
        for nothing in "guard", "fair":
            asked.pop(nothing, None)
        words = self.base(world, asked)
        # It has no other way than to pass them.
        if asked.get("inner_vlan") == "pass":
            del asked["inner_vlan"]
        return words


class VxlanBest(VxlanDefault):
    """The in-tree driver with all it has that helps, found by trying"""
    name = "vxlan-best"
    # Each is tried alone; the kernel or ip(8) may be too old for it.
    OPTIONS = (["df", "set"], ["noudpcsum"], ["udp6zerocsumtx"],
               ["udp6zerocsumrx"], ["srcport", "49152", "65535"],
               # What it calls so must be zero on receipt; so: none.
               ["reserved_bits", "0"], ["localbypass"])

    def prepare(self):
        command("ip", "netns", "add", "conf-try")
        try:
            for option in self.OPTIONS:
                done = subprocess.run(
                    ["ip", "-n", "conf-try", "link", "add", "try", "type",
                     "vxlan", "id", "42", "dstport", "4789"] + option,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    check=False, timeout=60)
                if done.returncode == 0:
                    self.always.append(option)
                    command("ip", "-n", "conf-try", "link", "del", "try")
        finally:
            command("ip", "netns", "del", "conf-try")


DRIVERS = {one.name: one for one in (Vtep, VxlanDefault, VxlanBest)}
