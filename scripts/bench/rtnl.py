#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""How long RTNL was held at a time since umlwatch was last told to start.

Output is JSON, in milliseconds of CPU time: how many holds there were, the
longest and the median one, and the longest of each task by name. CPU time is
what a hold takes when nothing else runs; what it sleeps is not in it.
"""
import json
import sys

HOLDS = "/sys/kernel/debug/umlwatch/rtnl"


def main():
    longest, times = {}, []
    with open(HOLDS) as holds:
        for line in holds:
            ns, task = line.rstrip("\n").split(" ", 1)
            if ns == "lost":
                sys.exit("rtnl.py: %s holds were not recorded" % task)
            ms = int(ns) / 1e6
            task = task.split("/")[0]
            longest[task] = round(max(ms, longest.get(task, 0)), 3)
            times.append(ms)
    if not times:
        sys.exit("rtnl.py: nobody took RTNL")
    times.sort()
    print(json.dumps({"n": len(times), "max": round(times[-1], 3),
                      "median": round(times[len(times) // 2], 3),
                      "by": longest}))


if __name__ == "__main__":
    main()
