#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""usage: markdown.py FILE.json...

One table in Markdown of one or several runs, on one kernel each; verdicts that
are not the same on all are told by kernel. RESULTS.md here is made so."""
import json
import sys


def release(run):
    return ".".join(run["kernel"].split("-")[0].split(".")[:2])


def cell(runs, case, driver):
    found = {}
    for run in runs:
        for row in run["cases"]:
            if row["id"] == case:
                verdict = row["verdicts"][driver]["verdict"]
                found.setdefault(verdict, []).append(release(run))
    if len(found) == 1:
        return next(iter(found))
    return ", ".join("%s on %s" % (verdict, " and ".join(kernels))
                     for verdict, kernels in found.items())


def main():
    runs = []
    for name in sys.argv[1:]:
        with open(name) as file:
            runs.append(json.load(file))
    if not runs:
        sys.exit(__doc__)
    runs.sort(key=lambda run: [int(part) for part in release(run).split(".")])
    drivers = [one["name"] for one in runs[0]["drivers"]]
    print("# What RFC 7348 and others ask for, and who does it\n")
    print("Made by `make conformance` for each kernel, and `markdown.py`. "
          "`vxlan` is the\nkernel's own driver, as it comes and at its best.\n")
    print("| kernel | run | " + " | ".join(drivers) + " |")
    print("|---" * (2 + len(drivers)) + "|")
    for run in runs:
        counts = []
        for driver in drivers:
            verdicts = [row["verdicts"][driver]["verdict"]
                        for row in run["cases"]]
            counts.append("%d of %d" % (verdicts.count("pass"),
                                        len(verdicts)))
        print("| %s | %s | %s |" % (run["kernel"], run["date"],
                                    " | ".join(counts)))
    print("\n| case | RFC | requirement | " + " | ".join(drivers) + " |")
    print("|---" * (3 + len(drivers)) + "|")
    for row in runs[-1]["cases"]:
        print("| %s | %s, %s | %s | %s |" % (
            row["id"], row["rfc"], row["section"], row["text"],
            " | ".join(cell(runs, row["id"], one) for one in drivers)))


if __name__ == "__main__":
    main()
