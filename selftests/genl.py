#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A client of the netlink family that knows nothing but its spec.

usage: genl.py dump COMMAND [ATTR=VALUE...] [-- SHELL COMMAND...]
       genl.py ask COMMAND [ATTR=VALUE...]
       genl.py refuse <LINES
       genl.py starve BEFORE UNDO ask COMMAND [ATTR=VALUE...]
       genl.py events COUNT FILE

Messages are printed as JSON, one a line, attributes by their names in the
spec; those that may come more than once as lists. A dump prints in the end
what NLM_F_DUMP_INTR said: {"interrupted": false}. With a shell command, the
command runs when the first buffer has been read and no other asked for. The
buffers are small, so that this is early. "events" writes to FILE, and the
first line, "ready", when it listens.

With "refuse", each line is what must be refused, as in
    ERANGE ageing: ten days | ask vni-set ifindex=3 vni=42 ageing=864001
errno and attribute followed by a regular expression that is somewhere in the
text. Those that were not refused so are printed, and the exit status is 1.

With "starve", the request is made again and again with its first allocation
of memory failing, its second, and so on, until none is left to fail. After a
refusal the shell command BEFORE must succeed; where the request did without
that memory, UNDO takes it back. Prints how many of both there were.

A refusal is printed as the kernel says it, with the errno and attribute:
    ERANGE ageing: Ageing time is more than ten days
Values are numbers, addresses, for nests what is in them as [ATTR=VALUE;...],
or hex:BYTES (of any attribute, even one that has another type).
"""
import errno
import ipaddress
import json
import os
import re
import socket
import struct
import subprocess
import sys

import yaml

from nth import starved

# the one in C, where there is one, is ten times as fast
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SPEC = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "../include/spec/vtep.yaml")
ROUTE, GENERIC = 0, 16
NETLINK_ADD_MEMBERSHIP, NETLINK_CAP_ACK, NETLINK_EXT_ACK = 1, 10, 11
SOL_NETLINK = 270
ERROR, DONE = 2, 3
REQUEST, ACK, DUMP = 1, 4, 0x300
NESTED = 0x8000
INTR, CAPPED, ACK_TLVS = 0x10, 0x100, 0x200
SO_RCVBUFFORCE = 33
INTS = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q"}


class Refused(Exception):
    pass


class Spec:
    def __init__(self):
        with open(SPEC, encoding="utf-8") as f:
            spec = yaml.load(f, LOADER)
        self.sets = {}
        for s in spec["attribute-sets"]:
            self.sets[s["name"]] = {i: a for i, a in
                                    enumerate(s["attributes"], 1)}
        self.ops = {o["name"]: (i, o) for i, o in
                    enumerate(spec["operations"]["list"], 1)}
        self.by_cmd = {i: o for i, o in self.ops.values()}

    def decode(self, data, name):
        out = {}
        for kind, payload in attrs(data):
            a = self.sets[name].get(kind)
            if a is None:
                raise ValueError(f"{name}: attribute {kind} not in the spec")
            if a["type"] == "pad":
                continue
            value = self.value(a, payload)
            if a.get("multi-attr"):
                out.setdefault(a["name"], []).append(value)
            elif a["name"] in out:
                raise ValueError(f"{name}: {a['name']} twice")
            else:
                out[a["name"]] = value
        return out

    def value(self, a, data):
        kind = a["type"]
        if kind == "nest":
            return self.decode(data, a["nested-attributes"])
        if kind == "flag":
            return True
        if kind == "string":
            return data.rstrip(b"\0").decode()
        if kind == "binary":
            if len(data) == 6:
                return data.hex(":")
            return str(ipaddress.ip_address(data))
        order = ">" if a.get("byte-order") == "big-endian" else "="
        return struct.unpack(order + INTS[kind], data)[0]

    def request(self, command, words):
        """Its number, its attributes as bytes, and their set"""
        cmd, op = self.ops[command]
        name = op["attribute-set"]
        return cmd, self.encode(name, [str(word) for word in words]), name

    def encode(self, name, words):
        out = b""
        for word in words:
            key, text = word.split("=", 1)
            for i, a in self.sets[name].items():
                if a["name"] == key:
                    break
            else:
                i, a = int(key), {"type": "binary"}
            if text.startswith("hex:"):
                data = bytes.fromhex(text[4:])
            elif a["type"] == "nest":
                i |= NESTED
                data = self.encode(a["nested-attributes"],
                                   members(text[1:-1]))
            elif a["type"] == "binary":
                data = ipaddress.ip_address(text).packed
            else:
                data = struct.pack("=" + INTS[a["type"]], int(text))
            out += attr(i, data)
        return out


def members(text):
    """What is in a nest, with those in it whole."""
    out, depth = [""], 0
    for c in text:
        depth += (c == "[") - (c == "]")
        if c == ";" and not depth:
            out.append("")
        else:
            out[-1] += c
    return [member for member in out if member]


def attr(kind, data):
    return struct.pack("=HH", len(data) + 4, kind) + data + \
        b"\0" * (-len(data) % 4)


def attrs(data):
    while len(data) >= 4:
        size, kind = struct.unpack_from("=HH", data)
        if size < 4 or size > len(data):
            raise ValueError("attribute of a bad length")
        yield kind & 0x3fff, data[4:size]
        data = data[(size + 3) & ~3:]


def where(data, at):
    """The attribute at an offset by its number; in a nest by both."""
    pos = 0
    while True:
        size, kind = struct.unpack_from("=HH", data, pos)
        if pos == at:
            return str(kind & 0x3fff)
        if at < pos + size:
            return f"{kind & 0x3fff}." + where(data[pos + 4:], at - pos - 4)
        pos += (size + 3) & ~3


class Netlink:
    def __init__(self, size=4096, protocol=GENERIC):
        self.size = size
        self.seq = 0
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.sock.bind((0, 0))
        self.sock.settimeout(60)
        for opt in (NETLINK_CAP_ACK, NETLINK_EXT_ACK):
            self.sock.setsockopt(SOL_NETLINK, opt, 1)
        self.family, self.groups = 16, {}
        if protocol != GENERIC:
            return
        for data in self.ask(3, attr(2, b"vtep\0"), REQUEST | ACK):
            self.learn(data[4:])

    def learn(self, data):
        for kind, payload in attrs(data):
            if kind == 1:
                family = struct.unpack("=H", payload)[0]
            elif kind == 7:
                for _, group in attrs(payload):
                    g = dict(attrs(group))
                    self.groups[g[1].rstrip(b"\0").decode()] = \
                        struct.unpack("=I", g[2])[0]
        self.family = family

    def send(self, cmd, data, flags):
        self.send_as(self.family, struct.pack("=BBH", cmd, 1, 0) + data, flags)

    def send_as(self, kind, data, flags):
        self.seq += 1
        self.sock.send(struct.pack("=IHHII", 16 + len(data), kind, flags,
                                   self.seq, 0) + data)

    def receive(self):
        """The messages of one buffer: type, flags, payload."""
        data = self.sock.recv(self.size)
        while len(data) >= 16:
            size, kind, flags, _, _ = struct.unpack_from("=IHHII", data)
            yield kind, flags, data[16:size]
            data = data[(size + 3) & ~3:]

    def ask(self, cmd, data, flags, between=None):
        """Yields payloads; raises Refused. self.interrupted is set."""
        self.send(cmd, data, flags)
        self.interrupted = False
        while True:
            for kind, flag, payload in self.receive():
                if flags & DUMP:
                    self.interrupted |= bool(flag & INTR)
                if kind in (ERROR, DONE):
                    self.verdict(kind, flag, payload, data)
                    return
                yield payload
            if between:
                between()
                between = None

    def verdict(self, kind, flags, payload, request):
        code = -struct.unpack_from("=i", payload)[0]
        if code <= 0:
            return
        # the header of the request follows an error, and nothing a DONE
        tlvs = payload[20:] if kind == ERROR else payload[4:]
        ext = dict(attrs(tlvs)) if flags & ACK_TLVS else {}
        text = "EOPNOTSUPP" if code == errno.EOPNOTSUPP else \
            errno.errorcode[code]
        if 2 in ext:
            at = struct.unpack("=I", ext[2])[0] - 20
            text += " " + where(request, at)
        raise Refused(text, ext.get(1, b"").rstrip(b"\0").decode())


def refusal(spec, op, e):
    text, *rest = e.args[0].split()
    for path in rest:
        name, names = op["attribute-set"], []
        for kind in path.split("."):
            a = spec.sets[name].get(int(kind), {"name": kind})
            name = a.get("nested-attributes")
            names.append(a["name"])
        text += " " + ".".join(names)
    return f"{text}: {e.args[1]}"


def ask(spec, words):
    """Yields what was answered, and in the end a refusal as a string."""
    flags = {"dump": REQUEST | DUMP, "ask": REQUEST | ACK}[words[0]]
    words = words[1:]
    cmd, op = spec.ops[words[0]]
    between = None
    if "--" in words:
        at = words.index("--")
        line = words[at + 1:]
        words = words[:at]

        def between():
            subprocess.run(line, check=True)
    nl = Netlink()
    name = op["attribute-set"]
    try:
        for payload in nl.ask(cmd, spec.encode(name, words[1:]), flags,
                              between):
            yield spec.decode(payload[4:], name)
    except Refused as e:
        yield refusal(spec, op, e)
        return
    if flags & DUMP:
        yield {"interrupted": nl.interrupted}


def show(spec, words):
    for answer in ask(spec, words):
        if isinstance(answer, str):
            print(answer)
            return 2
        print(json.dumps(answer))
    return 0


def refuse(spec, lines):
    rc = 0
    for line in lines:
        want, request = line.strip().split(" | ", 1)
        where, text = want.split(":", 1)
        answer = list(ask(spec, request.split()))[-1:]
        got = answer[0] if answer else "done"
        places = [where]
        # Before 6.10 the answer to a dump does not tell of the attribute.
        if request.startswith("dump "):
            places.append(where.split()[0])
        if not isinstance(got, str) or \
           not any(got.startswith(place + ": ") for place in places) or \
           not re.search(text.strip(), got):
            print(f"{request}: want \"{want}\", got \"{got}\"")
            rc = 1
    return rc


def nth_fails(nl, n, cmd, data):
    """Send with the N-th allocation failing: was there one? what came of it?"""
    left, _, refused = starved(n, nl.send, cmd, data, REQUEST | ACK)
    if refused:
        return True, refused
    try:
        for kind, flag, payload in nl.receive():
            nl.verdict(kind, flag, payload, data)
    except Refused as e:
        return not left, e
    except OSError:		# no memory for the answer: done
        return not left, None
    return not left, None


def shell(command, check):
    return subprocess.run(["bash", "-c", command], check=check)


def starve(spec, before, undo, words):
    if words[0] != "ask":
        raise ValueError("only for ask")
    cmd, data, _ = spec.request(words[1], words[2:])
    refused = tolerated = 0
    for n in range(1, 2000):
        nl = Netlink()
        failed, why = nth_fails(nl, n, cmd, data)
        if not failed:
            if why:
                print("refused with all memory:", why, file=sys.stderr)
                return 1
            print(json.dumps({"refused": refused, "tolerated": tolerated}))
            return 0
        if why:
            refused += 1
        elif shell(undo, check=False).returncode:
            print(f"allocation {n}: not refused, and nothing to undo",
                  file=sys.stderr)
            return 1
        else:
            tolerated += 1
        if shell(before, check=False).returncode:
            print(f"allocation {n}: {why}: not as before", file=sys.stderr)
            return 1
    print("no end", file=sys.stderr)
    return 1


def events(spec, count, name):
    nl = Netlink()
    # events may be long in coming, and more than can be read at once
    nl.sock.settimeout(None)
    nl.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20)
    nl.sock.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
                       nl.groups["events"])
    with open(name, "w", encoding="utf-8", buffering=1) as out:
        print("ready", file=out)
        while count:
            for _, _, payload in nl.receive():
                op = spec.by_cmd[payload[0]]
                print(json.dumps(spec.decode(payload[4:],
                                             op["attribute-set"])), file=out)
                count -= 1
    return 0


def main(args):
    spec = Spec()
    if args[0] == "events":
        return events(spec, int(args[1]), args[2])
    if args[0] == "refuse":
        return refuse(spec, sys.stdin)
    if args[0] == "starve":
        return starve(spec, args[1], args[2], args[3:])
    return show(spec, args)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
