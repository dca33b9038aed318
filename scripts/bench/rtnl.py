#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""How long RTNL is held at a time while process PID lives.

	rtnl.py PID

By kprobes where it is taken and where it is given back; needs tracefs. Output is
JSON: how many holds there were, the longest and the median one in milliseconds,
and the longest one of each task by name. A hold lasts until its task has had the
CPU for what it does, so on a busy machine it is longer than the work.
"""
import json
import os
import re
import subprocess
import sys
import time

TRACEFS = "/sys/kernel/tracing"
PROBES = {"bench_lock": "r:bench_lock rtnl_lock",
          "bench_unlock": "p:bench_unlock rtnl_unlock",
          "bench_unlock2": "p:bench_unlock2 __rtnl_unlock"}
LINE = re.compile(r"^\s*(.+)-(\d+)\s+\[\d+\]\s+\S+\s+([\d.]+): (bench_\w+):")


def write(name, text, how=os.O_TRUNC):
    """Not by open(..., "a"): these files cannot be sought in."""
    fd = os.open(os.path.join(TRACEFS, name), os.O_WRONLY | how)
    os.write(fd, text.encode())
    os.close(fd)


def probes_on():
    if not os.path.exists(TRACEFS + "/trace"):
        subprocess.run(["mount", "-t", "tracefs", "none", TRACEFS], check=True)
    write("buffer_size_kb", "16384")
    write("trace", "\n")
    for name, probe in PROBES.items():
        write("kprobe_events", probe + "\n", os.O_APPEND)
        write("events/kprobes/%s/enable" % name, "1")


def probes_off():
    """The trace goes with them."""
    for name in PROBES:
        write("events/kprobes/%s/enable" % name, "0")
        write("kprobe_events", "-:" + name + "\n", os.O_APPEND)


def lives(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def holds():
    """Pairs of a task's name and the milliseconds it held RTNL"""
    since = {}
    with open(TRACEFS + "/trace") as trace:
        for line in trace:
            match = LINE.match(line)
            if not match:
                continue
            comm, pid, stamp, probe = match.groups()
            if probe == "bench_lock":
                since[pid] = float(stamp)
            elif pid in since:
                yield comm, (float(stamp) - since.pop(pid)) * 1000


def main():
    pid = int(sys.argv[1])
    longest, times = {}, []
    probes_on()
    try:
        while lives(pid):
            time.sleep(0.05)
        held_all = list(holds())
    finally:
        probes_off()
    for comm, held in held_all:
        comm = comm.split("/")[0]
        longest[comm] = round(max(held, longest.get(comm, 0)), 3)
        times.append(held)
    times.sort()
    if not times:
        sys.exit("rtnl.py: nobody took RTNL")
    print(json.dumps({"n": len(times), "max": round(times[-1], 3),
                      "median": round(times[len(times) // 2], 3),
                      "by": longest}))


if __name__ == "__main__":
    main()
