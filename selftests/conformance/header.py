# SPDX-License-Identifier: GPL-2.0
"""The VXLAN header: flags, VNI, reserved bits."""
from suite import Fail, case


@case("R8-i-flag", "7348", "5",
      "A packet whose I flag is not set is no VXLAN packet and is refused.")
def i_flag(w):
    t = w.tunnel(vni=42)
    got = t.gets(t.vxlan(b"first"), t.vxlan(b"bad", flags=0))
    if not got.has(b"first"):
        raise Fail("one with the flag was refused, too")
    if got.has(b"bad"):
        raise Fail("it was delivered")
    return "refused, while those before and after it were delivered"


def bits_ignored(w, field, width, **always):
    """Each bit of a field alone, and all of them; those that are in always
    are left out"""
    t = w.tunnel(vni=42)
    keep = always.get(field, 0)
    bits = [1 << i for i in range(width) if not keep & (1 << i)]
    got = t.gets(*[t.vxlan(b"bit %x" % bit, **{field: keep | bit})
                   for bit in bits + [sum(bits)]])
    lost = [bit for bit in bits if not got.has(b"bit %x" % bit)]
    if lost:
        raise Fail("dropped for %d of %d bits" % (len(lost), len(bits)))
    if not got.has(b"bit %x" % sum(bits)):
        raise Fail("delivered for each of %d bits, dropped for all at once" %
                   len(bits))
    return "delivered for each of %d bits, and for all at once" % len(bits)


@case("R10-flags-ignored", "7348", "5",
      "The seven reserved flags are ignored on receipt.")
def flags_ignored(w):
    return bits_ignored(w, "flags", 8, flags=0x08)


@case("R11-reserved1-ignored", "7348", "5",
      "The 24 reserved bits before the VNI are ignored on receipt.")
def reserved1_ignored(w):
    return bits_ignored(w, "reserved1", 24)


@case("R11-reserved2-ignored", "7348", "5",
      "The 8 reserved bits behind the VNI are ignored on receipt.")
def reserved2_ignored(w):
    return bits_ignored(w, "reserved2", 8)


@case("R9-header-sent", "7348", "5",
      "What is sent has the I flag and the VNI, and zero in every reserved bit.",
      families=(4, 6))
def header_sent(w):
    for vni in 42, 0xffffff:
        t = w.tunnel(vni=vni)
        header = t.sent().vxlan
        if header.vni != vni:
            raise Fail("VNI %d was sent as %d" % (vni, header.vni))
        if (header.flags, header.reserved1, header.reserved2) != (8, 0, 0):
            raise Fail("header %s" % bytes(header).hex())
    return "08 000000, the VNI, 00"
