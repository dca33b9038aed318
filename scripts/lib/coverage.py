#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Add up what gcov says of several runs; see scripts/coverage.

usage: coverage.py [-m PERCENT] [-l] FILE

FILE has what gcov --json-format --stdout wrote, one object a line. Sources are read
from src/ below the current directory.
"""
import getopt
import json
import os
import re
import sys

# The parts a stranger's bytes meet, by the names of their files
GROUPS = {"decap": ("decap", "policy", "protect", "socket"),
          "encap": ("encap", "output", "flow", "segment_flood", "attach"),
          "fdb": ("fdb",),
          "genl": ("genl",)}
# Tests, what was generated, and what other kernels are in need of
LEFT_OUT = ("src/selftest", "src/generated", "src/compat")
REFUSAL = re.compile(r"\b(NL_SET_ERR_MSG|NL_SET_BAD_ATTR|GENL_SET_ERR_MSG)")
# VTEP_DROP_MAX is none.
REASON = re.compile(r"\bVTEP_DROP_(?!MAX\b)[A-Z0-9_]+\b")


def counts(name):
    """{file: {line: how often}} of src/"""
    files = {}
    with open(name, encoding="utf-8") as f:
        for text in f:
            for one in json.loads(text)["files"]:
                at = one["file"].rfind("src/")
                path = one["file"][at:]
                if at < 0 or path.startswith(LEFT_OUT) or \
                    not os.path.exists(path):
                    continue
                lines = files.setdefault(path, {})
                for line in one["lines"]:
                    n = line["line_number"]
                    lines[n] = lines.get(n, 0) + line["count"]
    return files


def group_of(path):
    base = os.path.basename(path).split(".")[0]
    for group, names in GROUPS.items():
        if base in names or base.split("_")[0] in names:
            return group
    return "rest"


def table(files):
    sums = {group: [0, 0] for group in [*GROUPS, "rest", "all"]}
    for path, lines in files.items():
        for group in (group_of(path), "all"):
            sums[group][0] += len(lines)
            sums[group][1] += sum(n > 0 for n in lines.values())
    print(f"{'':8}{'lines':>8}{'run':>8}{'%':>8}")
    for group, (n, run) in sums.items():
        print(f"{group:8}{n:8}{run:8}{100 * run / max(n, 1):8.1f}")
    return {g: 100 * run / max(n, 1) for g, (n, run) in sums.items()}


def source(path):
    with open(path, encoding="utf-8") as f:
        return ["", *f.read().splitlines()]


def statement(text, at):
    """A statement may be on several lines, of which gcov counts one or two."""
    end = at
    while end < len(text) - 1 and not re.search(r"[;{]\s*(/\*.*)?$", text[end]):
        end += 1
    return range(at, end + 1)


def not_reached(files, what, places):
    """Lines with such a thing, on statements that never ran"""
    missing = []
    for path, lines in sorted(files.items()):
        text = source(path)
        for at, line in enumerate(text):
            if not what.search(line):
                continue
            ran = [lines[n] for n in statement(text, at) if n in lines]
            if ran and not any(ran):
                missing.append(f"{path}:{at}: {line.strip()}")
            if ran:
                places.append(path)
    return missing


def main(args):
    options, args = getopt.getopt(args, "lm:")
    options = dict(options)
    files = counts(args[0])
    if not files:
        sys.exit("coverage: nothing was counted")
    parts = table(files)
    bad = False
    for name, what in (("refusals", REFUSAL), ("reasons to drop", REASON)):
        places = []
        missing = not_reached(files, what, places)
        print(f"{name}: {len(places) - len(missing)} of {len(places)} places "
              "reached")
        for line in missing:
            print("  " + line)
        bad |= bool(missing) or not places
    if "-l" in options:
        for path, lines in sorted(files.items()):
            text = source(path)
            for n in sorted(lines):
                if not lines[n]:
                    print(f"{path}:{n}: {text[n].strip()}")
    if "-m" in options:
        least = float(options["-m"])
        bad |= any(parts[group] < least for group in GROUPS)
        return int(bad)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
