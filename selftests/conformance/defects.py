# SPDX-License-Identifier: GPL-2.0
"""What is known to go wrong in the driver of the kernel: see each, and that it
does not go wrong in another. D1-D12 as in the project's list; D3, D8, D9 and
D10, where there are many of something, are in scale.py."""
import json
import select
import subprocess
import time

from suite import Fail, case
from packet import frame
from world import PEER_MAC

MAC = "02:00:00:00:03:01"


def second_wire(w):
    """One more link between the two hosts, 10.0.1.0/24; the peer's end"""
    w.batch(None, "link add eth1 netns %s type veth peer name eth1 netns %s "
            "address %s" % (w.names["dut"], w.names["peer"], PEER_MAC))
    w.batch("peer", "link set eth1 addrgenmode none up")
    w.ip("link set eth1 addrgenmode none up", "addr add 10.0.1.1/24 dev eth1",
         "neigh add 10.0.1.2 lladdr %s dev eth1 nud permanent" % PEER_MAC)
    # What the kernel does late when a link comes up would make it look its
    # routes up anew in the middle of a case.
    for dev in "eth0", "eth1":
        await_up(w, dev)
    return w.port("peer", "eth1")


def await_up(w, dev):
    end = time.monotonic() + 10
    while w.run("cat", "/sys/class/net/%s/operstate" % dev).strip() != "up":
        if time.monotonic() > end:
            raise TimeoutError(dev + " does not come up")
        time.sleep(0.1)


@case("D1-move", "7348", "4.1",
      "When a MAC moves to a VTEP behind another link, frames for it leave by "
      "that link.")
def move(w):
    other = second_wire(w)
    t = w.tunnel(vni=42, dev=None, local=None)
    w.send(t.vxlan(b"here", src=MAC))
    t.inside.until(b"here")
    t.inside.send(frame(b"before", dst=MAC))
    w.wire.until(b"before")
    packet = t.vxlan(b"there", src=MAC, to="10.0.1.1")
    packet.payload.src = "10.0.1.2"
    packet.dst = w.run("cat", "/sys/class/net/eth1/address").strip()
    other.send(packet)
    t.inside.until(b"there")
    count = 10
    for number in range(count):
        t.inside.send(frame(b"after %d" % number, dst=MAC))
    # A broadcast still goes to the first: all before it is out.
    t.puts()
    came = sum(1 for seen in other.take()
               if any(seen.marked(b"after %d" % n) for n in range(count)))
    if came != count:
        raise Fail("%d of %d frames left by the old link" %
                   (count - came, count))
    return "all of %d frames left by the new link" % count


@case("D2-shared-group", "7348", "4.2",
      "Two VNIs of one device share a group; when one goes, the other still "
      "receives what is sent to it.")
def shared_group(w):
    group = w.group(42)
    w.driver.many(w, "many")
    w.driver.add_vnis(w, "many", {42: group, 43: group})
    if group not in w.run("ip", "maddr", "show", "dev", "eth0"):
        raise Fail("the group is not joined at all")
    w.driver.del_vni(w, "many", 42)
    if group not in w.run("ip", "maddr", "show", "dev", "eth0").split():
        raise Fail("the group is left for both")
    return "the host is a member until the other goes, too"


@case("D4-stranger", "7348", "7",
      "Where it is told so, a VTEP takes no packet of a host that is none of "
      "its peers.")
def stranger(w):
    t = w.tunnel(vni=42, guard=True)
    forged = t.gets(t.vxlan(b"forged", host=5, src=MAC)).has(b"forged")
    table = w.run("bridge", "fdb", "show", "dev", t.dev)
    if forged:
        raise Fail("delivered" + (", and the MAC learned" if MAC in table
                                  else ""))
    return "refused, while a peer's was delivered"


@case("D4-address", "7348", "7",
      "Where it is told so, a VTEP takes no packet to another address of the "
      "host than its own.")
def address(w):
    w.ip("addr add 10.0.0.101/24 dev eth0")
    t = w.tunnel(vni=42, guard=True)
    if t.gets(t.vxlan(b"elsewhere", to="10.0.0.101")).has(b"elsewhere"):
        raise Fail("delivered")
    return "refused, while one to its own address was delivered"


@case("D4-group", "7348", "7",
      "Where it is told so, a VTEP takes no packet by the group of another "
      "VNI.")
def foreign_group(w):
    w.tunnel(vni=43, group=w.group(43))
    t = w.tunnel(vni=42, group=w.group(42))
    # Who may speak is not the question here.
    if w.driver.kind == "vtep":
        w.run("vtepctl", "vtep", "set", "dev", t.dev, "strict", "on")
    w.send(t.vxlan(b"astray", to=w.group(43)))
    w.send(t.vxlan(b"end", to=w.group(42)))
    if t.inside.until(b"end").has(b"astray"):
        raise Fail("delivered")
    return "refused, while one by its own group was delivered"


def learn(w, t, host, macs):
    for number in range(macs):
        w.send(t.vxlan(b"mac", host=host,
                       src="02:00:00:%02x:%02x:%02x" % (host, number >> 8,
                                                        number & 255)))
    w.send(t.vxlan(b"learned", src="02:00:00:00:00:%02x" % (0xf0 + host),
                   host=host))
    t.inside.until(b"learned")


@case("D5-static", "7348", "4.1",
      "A limit of learned MACs, when it is reached, does not keep the "
      "administrator from adding entries.")
def static(w):
    t = w.tunnel(vni=42, limit=10)
    learn(w, t, 3, 10)
    try:
        w.run("bridge", "fdb", "add", MAC, "dev", t.dev, "dst", w.host(4),
              "static")
    except RuntimeError as why:
        raise Fail(str(why).rsplit(": ", 1)[-1]) from None
    if t.sent(dst=MAC).ip.dst != w.host(4):
        raise Fail("added, but without effect")
    return "added, and used"


@case("D5-fair", "7348", "7",
      "One VTEP that fills the table does not keep the MACs of others from "
      "being learned.")
def fair(w):
    t = w.tunnel(vni=42, limit=50, fair=True)
    learn(w, t, 3, 60)
    w.send(t.vxlan(b"newcomer", host=4, src=MAC))
    t.inside.until(b"newcomer")
    if t.sent(dst=MAC).ip.dst != w.host(4):
        raise Fail("not learned")
    return "learned, at the cost of the one that has the most"


@case("D5-flap", "7348", "7",
      "One MAC that two VTEPs claim in turns, 200 times, is told of to who "
      "listens a few times, not each time.")
def flap(w):
    t = w.tunnel(vni=42)
    with subprocess.Popen(
            ["ip", "netns", "exec", w.names["dut"], "bridge", "monitor", "fdb"],
            stdout=subprocess.PIPE, text=True) as monitor:
        try:
            first = "02:00:00:00:04:%02x"
            # Until it listens: what is learned is told.
            for number in range(100):
                w.send(t.vxlan(b"ready", src=first % number))
                t.inside.until(b"ready")
                if select.select([monitor.stdout], [], [], 0.1)[0]:
                    break
            else:
                raise Fail("nothing that is learned is told at all")
            packets = [bytes(t.vxlan(b"flap", src=MAC, host=host))
                       for host in (3, 4)]
            for number in range(200):
                w.send(packets[number & 1])
            w.send(t.vxlan(b"end", src="02:00:00:00:05:01"))
            t.inside.until(b"end")
            time.sleep(1.5)     # events may be told up to a second later
        finally:
            monitor.terminate()
        text = monitor.stdout.read()
    if "02:00:00:00:05:01" not in text and text.count(MAC) == 0:
        raise Fail("nothing was told")
    if text.count(MAC) > 20:
        raise Fail("told %d times" % text.count(MAC))
    return "told %d times" % text.count(MAC)


@case("D6-replication", "7348", "4.2",
      "Without a group, what is flooded goes to each of 100 VTEPs once, byte "
      "for byte. (What that costs, benchmarks tell.)")
def replication(w):
    remotes = ["10.0.0.%d" % host for host in range(100, 200)]
    w.ip(*["neigh add %s lladdr %s dev eth0 nud permanent" % (one, PEER_MAC)
           for one in remotes])
    t = w.tunnel(vni=42, flood=None)
    w.run("bridge", "-batch", "-", stdin="".join(
        "fdb append 00:00:00:00:00:00 dev %s dst %s\n" % (t.dev, one)
        for one in remotes))
    whole = frame(b"flood", size=300)
    t.inside.send(whole)
    got = []
    w.wire.wait(lambda seen: seen.marked(b"flood") and
                (got.append(seen) or len(got) == len(remotes)))
    got += [seen for seen in t.puts() if seen.marked(b"flood")]
    if sorted(seen.ip.dst for seen in got) != sorted(remotes):
        raise Fail("%d copies to %d VTEPs" %
                   (len(got), len({seen.ip.dst for seen in got})))
    if any(seen.inner != bytes(whole) for seen in got):
        raise Fail("a copy is another frame")
    return "one copy each"


@case("D7-dead-mac", "7348", "4.1",
      "A MAC nothing is heard of any more is forgotten, also while frames are "
      "sent to it.")
def dead_mac(w):
    t = w.tunnel(vni=42, ageing=2)
    w.send(t.vxlan(b"alive", host=3, src=MAC))
    t.inside.until(b"alive")
    start = time.monotonic()
    while time.monotonic() < start + 12:
        to = t.sent(dst=MAC).ip.dst
        if to != w.host(3):
            return "forgotten after %.0f s, with an ageing time of 2" % (
                time.monotonic() - start)
        time.sleep(0.2)
    raise Fail("still sent to its old place after 12 s, with an ageing time "
               "of 2")


def counters(w, dev):
    """Whatever counts anything of that device"""
    link = json.loads(w.run("ip", "-j", "-s", "-s", "link", "show", dev))[0]
    found = {}
    for way, values in link["stats64"].items():
        for name, value in values.items():
            found[way + " " + name] = value
    try:
        text = w.run("ethtool", "-S", dev)
    except RuntimeError:        # it has none
        return found
    for line in text.splitlines():
        name, _, value = line.strip().partition(": ")
        if value.isdigit():
            found[name] = int(value)
    return found


def told(w, t, packets):
    """The counters that count just these"""
    before = counters(w, t.dev)
    t.gets(*packets)
    after = counters(w, t.dev)
    return [name for name, value in after.items()
            if value - before.get(name, 0) == len(packets)]


@case("D11-unknown-vni", "7348", "5",
      "Packets of a VNI that is not here are counted.")
def count_vni(w):
    t = w.tunnel(vni=42)
    names = told(w, t, [t.vxlan(b"x", vni=99) for _ in range(5)])
    if not names:
        raise Fail("no counter moved")
    return ", ".join(names)


@case("D11-bad-header", "7348", "5", "Packets without the I flag are counted.")
def count_header(w):
    t = w.tunnel(vni=42)
    names = told(w, t, [t.vxlan(b"x", flags=0) for _ in range(5)])
    if not names:
        raise Fail("no counter moved")
    return ", ".join(names)


@case("D11-not-learned", "7348", "4.1",
      "MACs that are not learned for a limit are counted.")
def count_learn(w):
    t = w.tunnel(vni=42, limit=1)
    w.send(t.vxlan(b"one", src=MAC))
    t.inside.until(b"one")
    # The last frame is not learned either.
    before = counters(w, t.dev)
    for number in range(5):
        w.send(t.vxlan(b"x", src="02:00:00:00:04:%02x" % number))
    w.send(t.vxlan(b"end", src=MAC))
    t.inside.until(b"end")
    after = counters(w, t.dev)
    # Six were received, five not learned.
    names = [name for name, value in after.items()
             if value - before.get(name, 0) == 5]
    if not names:
        raise Fail("no counter moved")
    return ", ".join(names)


@case("D12-mtu", "7348", "4.3",
      "The device's MTU follows that of the underlay.")
def follow_mtu(w):
    t = w.tunnel(vni=42)
    file = "/sys/class/net/%s/mtu" % t.dev
    before = int(w.run("cat", file))
    w.ip("link set eth0 mtu 1400")
    after = int(w.run("cat", file))
    if before - after != 100:
        raise Fail("it stays %d when that of eth0 goes from 1500 to 1400" %
                   after)
    return "%d becomes %d" % (before, after)


@case("D12-carrier", "7348", "4.3",
      "The device has no carrier while the underlay has none.")
def follow_carrier(w):
    t = w.tunnel(vni=42)

    def carrier():
        return w.run("cat", "/sys/class/net/%s/carrier" % t.dev).strip()

    def becomes(value):
        end = time.monotonic() + 5
        while carrier() != value:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    if not becomes("1"):
        raise Fail("it has none at all")
    w.batch("peer", "link set eth0 down")
    if not becomes("0"):
        raise Fail("it has one when eth0 has none")
    w.batch("peer", "link set eth0 up")
    if not becomes("1"):
        raise Fail("it stays without when eth0 has one again")
    return "lost and found again with that of eth0"
