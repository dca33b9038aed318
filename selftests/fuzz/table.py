#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Does the netlink fuzzer know all that there is to be fuzzed?

usage: fuzz_netlink table | table.py

Compares its table with the spec of the family and with the link attributes in
src/link_attrs.c. Prints what is missing or too much; the exit status is 1 then.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import genl  # noqa: E402

ATTRS = os.path.join(HERE, "../../src/link_attrs.c")


def of_spec(spec):
    for name, attrs in spec.sets.items():
        for number, a in attrs.items():
            yield " ".join(["attribute", name, str(number), a["name"],
                            a["type"]] +
                           [a[k] for k in ("nested-attributes",) if k in a])
    for number, op in spec.ops.values():
        words = ["command", str(number), op["name"], op["attribute-set"]]
        if "uns-admin-perm" in op.get("flags", []):
            words.append("write")
        if "dump" in op:
            words.append("dump")
        request = op.get("do", op.get("dump", {})).get("request", {})
        yield " ".join(words + request.get("attributes", []))


def of_links():
    with open(ATTRS, encoding="utf-8") as f:
        rows = re.findall(r"VTEP_(?:ROW|UNSUPPORTED)\((\w+),", f.read())
    return {"link " + name for name in rows if not name.startswith("_")}


def main():
    want = {line.replace("_", "-") for line in of_spec(genl.Spec())}
    want |= of_links()
    got = set()
    for line in sys.stdin:
        words = line.split()
        if words[1] == "info":
            got.add("link " + words[3])
        else:
            got.add(line.strip().replace("_", "-"))
    for line in sorted(want - got):
        print("missing:", line)
    for line in sorted(got - want):
        print("too much:", line)
    return want != got or len(want) < 100


if __name__ == "__main__":
    sys.exit(main())
