# SPDX-License-Identifier: GPL-2.0
"""Known defects that show where there are many groups, MACs or VNIs; see
defects.py. What takes time is judged by ratios within one run."""
import socket
import struct
import time

from suite import Fail, case
from world import inside

GROUPS, VNIS, MACS, DUMPED = 500, 500, 1000, 40000


def groups(w):
    text = w.run("ip", "maddr", "show", "dev", "eth0")
    return sum(1 for line in text.splitlines() if " 239.10." in line)


def become(w, count):
    """How many are joined, once they are so many: a VTEP may take its time"""
    end = time.monotonic() + 10
    while groups(w) != count and time.monotonic() < end:
        time.sleep(0.2)
    return groups(w)


@case("D3-groups", "7348", "4.2",
      "%d VNIs of one device, with a group each, are all joined, no kernel "
      "setting touched, and once more after down and up." % GROUPS)
def many_groups(w):
    w.driver.many(w, "many")
    w.driver.add_vnis(w, "many", {
        1000 + i: "239.10.%d.%d" % (i >> 8, i & 255) for i in range(GROUPS)})
    joined = become(w, GROUPS)
    if joined != GROUPS:
        raise Fail("%d groups are joined of %d" % (joined, GROUPS))
    w.ip("link set many down")
    left = become(w, 0)
    if left:
        raise Fail("%d groups are not left when it goes down" % left)
    w.ip("link set many up")
    joined = become(w, GROUPS)
    if joined != GROUPS:
        raise Fail("%d groups are joined again" % joined)
    return "all of them"


def memory(*names):
    """Bytes of that in /proc/meminfo, what waits to be freed being freed"""
    time.sleep(0.5)
    total = 0
    with open("/proc/meminfo") as file:
        for line in file:
            name, value = line.split(":")
            if name in names:
                total += int(value.split()[0]) * 1024
    return total


def add_macs(w, dev, count):
    w.run("bridge", "-batch", "-", stdin="".join(
        "fdb add 02:00:01:%02x:%02x:%02x dev %s dst %s static\n" %
        (i >> 16, i >> 8 & 255, i & 255, dev, w.host(2))
        for i in range(count)))


def dump(w, dev):
    """Read the whole FDB, unparsed: for each part that comes, seconds to get it
    and how many entries it has"""
    with inside(w.names["dut"]):
        index = socket.if_nametoindex(dev)
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    parts = []
    with sock:
        # RTM_GETNEIGH of AF_BRIDGE, of that device (as struct ifinfomsg)
        sock.send(struct.pack("=IHHII", 32, 30, 0x301, 1, 0) +
                  struct.pack("=BxHiII", socket.AF_BRIDGE, 0, index, 0, 0))
        while True:
            start = time.perf_counter()
            data = sock.recv(1 << 16)
            taken = time.perf_counter() - start
            at = count = 0
            while at < len(data):
                size, kind = struct.unpack_from("=IH", data, at)
                if kind == 3:           # NLMSG_DONE
                    return parts
                if kind == 2:
                    raise OSError("the dump is refused")
                count += 1
                at += size + 3 & ~3
            parts.append((taken, count))


@case("D8-dump", "7348", "4.1",
      "To read the forwarding table takes time in proportion to its entries: of "
      "%d, the last tenth takes no more than twice the time of the first." %
      DUMPED)
def dump_linear(w):
    t = w.tunnel(vni=42, limit=1000000)
    add_macs(w, t.dev, DUMPED)
    # The best of several: a busy machine only ever adds to it. (CPU time would be
    # better, but that of User Mode Linux is told in ticks.)
    best = [float("inf")] * 2
    for _ in range(8):
        parts = dump(w, t.dev)
        entries = sum(count for _, count in parts)
        if entries < DUMPED:
            raise Fail("%d entries are read of %d" % (entries, DUMPED))
        tenth = len(parts) // 10
        for i, some in enumerate((parts[:tenth], parts[-tenth:])):
            best[i] = min(best[i], sum(taken for taken, _ in some) /
                          sum(count for _, count in some))
    ratio = best[1] / best[0]
    text = "the last tenth takes %.1f times as long as the first" % ratio
    if ratio > 2:
        raise Fail(text)
    return text


TRACE = "/sys/kernel/tracing/"
ALLOCATED = TRACE + "events/percpu/percpu_alloc_percpu/enable"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


@case("D9-per-cpu", "7348", "4.1",
      "A learned MAC has no memory of its own for each CPU of the host.")
def per_cpu(w):
    t = w.tunnel(vni=42, limit=1000000)
    packet = bytearray(bytes(t.vxlan(b"mac", src="02:00:02:00:00:00",
                                     chksum=0)))
    at = packet.index(bytes.fromhex("020002000000"), 14)
    # The first one may need what all of its VTEP share.
    w.send(packet)
    write(TRACE + "trace", "")
    write(ALLOCATED, "1")
    try:
        for number in range(1, MACS):
            packet[at + 3:at + 6] = number.to_bytes(3, "big")
            w.send(packet)
        w.send(t.vxlan(b"end"))
        t.inside.until(b"end")
    finally:
        write(ALLOCATED, "0")
    learned = w.run("bridge", "fdb", "show", "dev", t.dev).count("02:00:02:")
    if learned != MACS:
        raise Fail("%d MACs are learned of %d" % (learned, MACS))
    with open(TRACE + "trace") as file:
        count = sum(1 for line in file if "percpu_alloc_percpu:" in line)
    if count >= MACS // 2:
        raise Fail("%d per-CPU allocations for %d MACs" % (count, MACS))
    return "%d per-CPU allocations for %d MACs" % (count, MACS)


@case("D10-vni-memory", "7348", "4",
      "A VNI costs less than 16 KiB of kernel memory, with %d of them." % VNIS)
def vni_memory(w):
    names = ("Slab", "Percpu", "VmallocUsed")
    before = memory(*names)
    if w.driver.name == "vxlan-default":
        # A device for each is what it does unless told of more.
        w.ip(*["link add v%d type vxlan id %d dev eth0 local %s dstport 4789" %
               (i, 1000 + i, w.host(1)) for i in range(VNIS)])
    else:
        w.driver.many(w, "many")
        w.driver.add_vnis(w, "many", {1000 + i: None for i in range(VNIS)})
    each = (memory(*names) - before) / VNIS
    if each >= 16384:
        raise Fail("%.1f KiB each" % (each / 1024))
    return "%.1f KiB each" % (each / 1024)
