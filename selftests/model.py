#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Operations, what a model of the configuration says of them, and what is true.

usage: model.py [-n COUNT] [-t SECONDS] [-s SEED] LOWER

In a network namespace of its own with the device LOWER, which has 10.0.0.1. Three
VTEPs, one of each attachment; of what can be said of them something is asked at
random: segments, FDB, flood lists, source prefixes, rules, local MACs, peers. The
model (model_state.py) predicts the errno, or none, of each, and every few
operations all dumps are compared with what it holds.

When they differ, the sequence is made as short as it goes by leaving operations
out; what is left is printed, one operation a line, and the exit status is 1.
"""
import argparse
import errno
import json
import os
import random
import subprocess
import sys
import time

import genl
import model_state
from model_ops import Maker

NEWNEIGH, DELNEIGH = 28, 29
BULK = 0x200
BRIDGE, SELF = 7, 2		# AF_BRIDGE, NTF_SELF
NDA = {"dst": 1, "mac": 2, "port": 6, "vni": 7, "via": 8, "src_vni": 11,
       "state_mask": 16, "flags_mask": 17}
COMPARE_EVERY = 16
REPLAYS = 150			# at most, to make a sequence shorter


def errno_name(code):
    return "EOPNOTSUPP" if code == errno.EOPNOTSUPP else errno.errorcode[code]


class Kernel:
    """The real thing."""

    def __init__(self, lower):
        self.lower = lower
        self.spec = genl.Spec()
        self.genl = genl.Netlink()
        release = os.uname().release.split(".")
        self.filters = (int(release[0]), int(release[1])) >= (6, 7)
        self.route = genl.Netlink(protocol=genl.ROUTE)

    def reset(self):
        ip = ["ip", "-batch", "-"]
        lines = []
        for d in model_state.DEVICES:
            lines.append(f"link del {d['name']}")
        subprocess.run(ip[:1] + ["-force"] + ip[1:], text=True, check=False,
                       input="\n".join(lines), capture_output=True)
        lines = []
        for d in model_state.DEVICES:
            lines.append(f"link add {d['name']} index {d['index']} type vtep "
                         f"{d['words']} dstport {d['port']} local 10.0.0.1 "
                         f"dev {self.lower}")
        subprocess.run(ip, input="\n".join(lines), text=True, check=True)

    def apply(self, op):
        return getattr(self, "do_" + op["do"])(op)

    def do_genl(self, op):
        cmd, data, _ = self.spec.request(op["cmd"], op["words"])
        try:
            for _ in self.genl.ask(cmd, data, genl.REQUEST | genl.ACK):
                pass
        except genl.Refused as e:
            return e.args[0].split()[0]
        return ""

    def do_link(self, op):
        subprocess.run(["ip", "link", "set", op["dev"], op["state"]],
                       check=True)
        return ""

    def do_fdb(self, op):
        data = genl.struct.pack("=BBHiHBB", BRIDGE, 0, 0, op["ifindex"],
                                op.get("state", 0), op.get("flags", 0) | SELF,
                                0)
        for name, kind in NDA.items():
            if name in op:
                data += genl.attr(kind, self.nda(name, op[name]))
        kind = NEWNEIGH if op["how"] == "set" else DELNEIGH
        flags = BULK if op["how"] == "flush" else op.get("nlflags", 0)
        self.route.send_as(kind, data, genl.REQUEST | genl.ACK | flags)
        for kind, _, payload in self.route.receive():
            if kind == genl.ERROR:
                code = -genl.struct.unpack_from("=i", payload)[0]
                return errno_name(code) if code else ""
        return "nothing"

    @staticmethod
    def nda(name, value):
        if name == "dst":
            return genl.ipaddress.ip_address(value).packed
        if name == "mac":
            return bytes.fromhex(value.replace(":", ""))
        form = {"port": ">H", "state_mask": "=H", "flags_mask": "=B"}
        return genl.struct.pack(form.get(name, "=I"), value)

    def dump(self, command):
        cmd, op = self.spec.ops[command]
        name = op["attribute-set"]
        return [self.spec.decode(p[4:], name) for p in
                self.genl.ask(cmd, b"", genl.REQUEST | genl.DUMP)]

    def state(self):
        return model_state.from_dumps(
            {c: self.dump(c) for c in model_state.DUMPS})


def difference(want, got, path=""):
    """The first place where two states are not the same, in words."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key in sorted(set(want) | set(got), key=str):
            if want.get(key) != got.get(key):
                return difference(want.get(key), got.get(key),
                                  f"{path}/{key}")
    return f"{path}: predicted {want}, is {got}"


class Run:
    def __init__(self, kernel, link):
        self.kernel, self.link = kernel, link

    def begin(self):
        self.kernel.reset()
        self.model = model_state.Model(self.link, self.kernel.filters)

    def step(self, op):
        """Return: None, or what is not as predicted."""
        want = self.model.apply(op)
        got = self.kernel.apply(op)
        if want != got:
            return f"predicted {want or 'success'}, got {got or 'success'}"
        return None

    def compare(self):
        want, got = self.model.state(), self.kernel.state()
        return None if want == got else difference(want, got)

    def replay(self, ops):
        """Return: what is not as predicted, at the last one or after it."""
        self.begin()
        for i, op in enumerate(ops):
            wrong = self.step(op)
            if wrong:
                return wrong if i == len(ops) - 1 else None
        return self.compare()


def shorten(run, ops):
    """Leave out what need not be there: pieces first, then single ones."""
    left, size = REPLAYS, max(1, len(ops) // 2)
    while size and left > 0:
        at = max(0, len(ops) - size)
        while at >= 0 and left > 0:
            fewer = ops[:at] + ops[at + size:]
            left -= 1
            if fewer and run.replay(fewer):
                ops = fewer
            at -= size
        size //= 2
    return ops


def report(run, ops, wrong):
    print(f"not as the model says after {len(ops)} operations: {wrong}")
    ops = shorten(run, ops)
    print("the shortest sequence found:")
    for op in ops:
        print("  " + json.dumps(op))
    print("  " + (run.replay(ops) or "not so when it is repeated"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=0)
    parser.add_argument("-t", type=int, default=0)
    parser.add_argument("-s", type=int, default=0)
    parser.add_argument("lower")
    args = parser.parse_args()
    seed = args.s or time.time_ns() >> 10
    print(f"# seed {seed}", flush=True)

    with open(f"/sys/class/net/{args.lower}/ifindex", encoding="ascii") as f:
        link = int(f.read())
    run = Run(Kernel(args.lower), link)
    maker = Maker(random.Random(seed), link)
    run.begin()
    end = time.monotonic() + (args.t or 1e9)
    ops, done, total = [], {}, 0
    while total < (args.n or 1e18) and time.monotonic() < end:
        op = maker.make(run.model)
        ops.append(op)
        total += 1
        wrong = run.step(op)
        key = op.get("cmd") or op.get("how") or op["do"]
        ok, all_of = done.get(key, (0, 0))
        done[key] = (ok + (not run.model.last), all_of + 1)
        if not wrong and total % COMPARE_EVERY == 0:
            wrong = run.compare()
        if wrong:
            report(run, ops, wrong)
            return 1
        # what led to a fault should not be longer than one can look at
        if len(ops) >= 2000:
            ops = []
            run.begin()
    wrong = run.compare()
    if wrong:
        report(run, ops, wrong)
        return 1
    for key, (ok, all_of) in sorted(done.items()):
        print(f"# {key}: {all_of} asked, {ok} done")
    print(f"# {total} operations as predicted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
