# SPDX-License-Identifier: GPL-2.0
"""Drivers that are wrong, to see whether the suite says so.

Each is this project's driver, with a packet socket that changes what goes
over the wire or to the VM: the cases named must fail, for each of them. One
that loses everything must be an error, not a success."""
import suite
import world
from driver import Vtep
from packet import Seen


def outgoing(change):
    """Change what the VTEP under test sends: bytes at those offsets, which are
    in the packet over IPv4: IP 14, UDP 34, VXLAN 42, inner frame 50"""
    def mutate(port, seen):
        raw = bytearray(seen.raw)
        if port.name.endswith("peer eth0") and len(raw) > 64 and \
                raw[12:14] == b"\x08\x00" and raw[23] == 17:
            change(raw)
        return Seen(bytes(raw))
    return mutate


def put(offset, value):
    def change(raw):
        raw[offset:offset + len(value)] = value
    return outgoing(change)


def tag(raw):
    if b"<tagged>" in raw:
        return
    raw[50:50] = bytes(raw[50:62]) + b"\x81\x00\x00\x07"
    del raw[66:78]


def lose(mark):
    """Frames so marked never come to the VM, as if dropped"""
    def mutate(port, seen):
        if mark in seen.raw and "dut tun" in port.name:
            return Seen(bytes(64))
        return seen
    return mutate


# what is wrong: (how received packets are changed, case, verdict)
MUTANTS = {
    "reserved flag sent": (put(42, b"\x0c"), "R9-header-sent-ipv4", "fail"),
    "no I flag sent": (put(42, b"\x00"), "R9-header-sent-ipv4", "fail"),
    "reserved bits before the VNI sent":
        (put(43, b"\x00\x00\x01"), "R9-header-sent-ipv4", "fail"),
    "reserved bits behind the VNI sent":
        (put(49, b"\x80"), "R9-header-sent-ipv4", "fail"),
    "another VNI sent": (put(46, b"\x00\x00\x2b"), "R1-vni-edges", "fail"),
    "another source address":
        (put(26, b"\x0a\x00\x00\x63"), "R19-source-ipv4", "fail"),
    "another peer": (put(30, b"\x0a\x00\x00\x05"), "R2-learn-ipv4", "fail"),
    "not to the group": (put(30, b"\x0a\x00\x00\x05"), "R4-flood-ipv4", "fail"),
    "port 8472": (put(36, b"\x21\x18"), "R12-default-port", "fail"),
    "one source port": (put(34, b"\xc0\x00"), "R13-spread", "fail"),
    "low source ports": (outgoing(lambda raw: put_low(raw)), "R14-range",
                         "fail"),
    "a checksum": (put(40, b"\x12\x34"), "R15-zero-sent-ipv4", "fail"),
    "a wrong checksum": (put(40, b"\x12\x34"), "R17-right-sent-ipv4", "fail"),
    "fragments": (put(20, b"\x20\x00"), "R5-never-fragments-ipv4", "fail"),
    "a byte more": (outgoing(lambda raw: longer(raw)), "inner-exact-ipv4",
                    "fail"),
    "reserved flag refused": (lose(b"<bit 4>"), "R10-flags-ignored", "fail"),
    "zero checksum refused": (lose(b"<zero>"), "R16-zero-accepted-ipv4",
                              "fail"),
    "the control is lost": (lose(b"<end>"), "R20-tag-received", "error"),
}


def put_low(raw):
    raw[34] &= 0x7f


def longer(raw):
    """The UDP length says so, too"""
    raw += b"\x00"
    length = int.from_bytes(raw[38:40], "big") + 1
    raw[38:40] = length.to_bytes(2, "big")


class Mutated(world.World):
    """A world whose packet sockets lie"""
    change = None

    def port(self, who, dev):
        port = super().port(who, dev)
        receive = port._receive  # pylint: disable=protected-access
        change = type(self).change
        port._receive = lambda: change(port, receive())
        return port


def run(say):
    """Each of MUTANTS; whether all were found out. say(good, text) is told"""
    cases = {one.id: one for one in suite.load()}
    world.PATIENCE, patience = 3, world.PATIENCE
    fine = True
    for what, (change, name, wanted) in MUTANTS.items():
        kind = type("One", (Mutated,), {"change": staticmethod(change)})
        got = suite.judge(cases[name], Vtep(), kind, quiet=True)
        good = got["verdict"] == wanted
        fine = fine and good
        say(good, "%s: %s of %s" % (what, got["verdict"], name) + (
            "" if good else ", not %s: %s" % (wanted, got["observed"])))
    world.PATIENCE = patience
    return fine
