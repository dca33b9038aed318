# SPDX-License-Identifier: GPL-2.0
"""What a conformance case is, and what becomes of it.

A case is a function that is given a World (world.py) with nothing in it but
two hosts and a wire, and judges the tunnel it asks that world for:

    from suite import Fail, case

    @case("R8-i-flag", "7348", "5", "A packet without the I flag is refused.")
    def i_flag(w):
        t = w.tunnel(vni=42)              # neutral words: see driver.py
        w.send(t.vxlan(b"bad", flags=0))  # the peer speaks, on the wire
        w.send(t.vxlan(b"end"))           # the positive control, last
        got = t.inside.until(b"end")      # all that came, control included
        if got.has(b"bad"):
            raise Fail("it was delivered")
        return "refused, while one with the flag was delivered"

What it returns is what was observed, one sentence, with the verdict "pass".
It raises Fail("what was observed") for "fail", and Cannot (usually w.tunnel
does) where the driver has no way to do what is judged. Anything else that is
raised is "error": the suite or the machine is at fault, and the run fails
whichever driver it was. So does a control that is lost: silence alone never
counts as success.

With families=(4, 6) the case is one for each, named ID-ipv4 and ID-ipv6, and
w.family tells which.
"""
import importlib
import time
import traceback

VERDICTS = ("pass", "fail", "cannot", "error")

# The files of cases, in the order of the table.
GROUPS = ("segment", "flood", "fragment", "header", "ports", "checksum",
          "inner", "ecn", "bounds", "linklocal", "offload",
          "defects", "scale")


class Fail(Exception):
    """The requirement is not met; the text says what was observed"""


class Cannot(Exception):
    """The driver has no way to be set up for what is judged"""


class Case:
    def __init__(self, name, family, rfc, section, text, function):
        self.id = name
        self.family = family
        self.rfc = rfc
        self.section = section
        self.text = text
        self.function = function


CASES = []


def case(name, rfc, section, text, families=(4,)):
    """Decorator: register a case; see above"""
    def register(function):
        for family in families:
            suffix = "-ipv%d" % family if len(families) > 1 else ""
            CASES.append(Case(name + suffix, family, rfc, section, text,
                              function))
        return function
    return register


def load():
    """All cases, from the files of GROUPS"""
    for group in GROUPS:
        importlib.import_module(group)
    names = [one.id for one in CASES]
    if len(set(names)) != len(names):
        raise ValueError("two cases have the same name")
    return CASES


def judge(one, driver, world_class, quiet=False):
    """Run a case for a driver: its verdict, what was observed, seconds. What is
    unexpected is shown unless quiet."""
    start = time.monotonic()
    try:
        with world_class(driver, one.family) as world:
            observed = one.function(world) or ""
            verdict = "pass"
    except Fail as why:
        verdict, observed = "fail", str(why)
    except Cannot as why:
        verdict, observed = "cannot", str(why)
    except Exception as why:  # pylint: disable=broad-except
        if not quiet:
            traceback.print_exc()
        verdict, observed = "error", "%s: %s" % (type(why).__name__, why)
    return {"verdict": verdict, "observed": observed,
            "seconds": round(time.monotonic() - start, 2)}
