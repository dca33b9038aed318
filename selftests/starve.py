#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What needs memory, done again and again, each time with another allocation failing.

usage: starve.py load FILE.ko   load that module: its first allocation fails, its
                                second, and so on, until it loads; it is loaded in the
                                end. Prints how often it was refused.
       starve.py learn TUN      a datagram from a new VTEP with a new MAC into a TUN
                                device, until no allocation is left to fail. Prints
                                how many the kernel took, and how many failures.
       starve.py flood DEV SIZE frames of that size out of a device, likewise
       starve.py namespace      a network namespace of its own, likewise
       starve.py worker N       the kernel's unbound workers (one of them ends network
                                namespaces): their N-th allocation fails.
       starve.py worker         no longer. Prints how many were made to fail.

How one is made to fail is in nth.py. Results are JSON.
"""
import ctypes
import errno
import glob
import json
import os
import socket
import sys

import kmod
from frames import forged, tun_open
from nth import NOMEM, starved

MOST = 5000
CLONE_NEWNET = 0x40000000


def load(name):
    with open(name, "rb") as ko:
        for n in range(1, MOST):
            left, _, refused = starved(n, kmod.insert, ko)
            if refused and refused.errno not in (errno.ENOMEM, errno.ENOBUFS,
                                                 errno.ENOSPC):
                raise refused
            if left:
                if refused:
                    raise refused
                return {"failures": n - 1}
            if not refused:
                kmod.remove()
    raise RuntimeError("no end")


def until_none_fails(call):
    """call(n) again and again: what the kernel took, and what failed."""
    taken = 0
    for n in range(1, MOST):
        left, _, refused = starved(n, call, n)
        if not refused:
            taken += 1
        elif refused.errno not in (errno.ENOMEM, errno.ENOBUFS):
            raise refused
        if left:
            if refused:
                raise refused
            return {"taken": taken, "failures": n - 1}
    raise RuntimeError("no end")


def learn(dev):
    fd = tun_open(dev)
    return until_none_fails(lambda n: os.write(fd, forged(n)))


def flood(dev, size):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sock.bind((dev, 0))
    frame = b"\xff" * 6 + bytes([2, 0xbb, 0, 0, 0, 1]) + b"\x88\xb5"
    frame += bytes(int(size) - len(frame))
    return until_none_fails(lambda n: sock.send(frame))


def namespace():
    """The one before is back, and the new one gone, before the next."""
    libc = ctypes.CDLL(None, use_errno=True)
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)

    def unshare(_n):
        if libc.unshare(CLONE_NEWNET):
            # some of those asked have another word for it
            raise OSError(errno.ENOMEM, os.strerror(ctypes.get_errno()))
    made = until_none_fails(unshare)
    libc.setns(before, CLONE_NEWNET)
    return made


def workers():
    """The files that make allocations of unbound workers fail"""
    name = NOMEM.replace("/nth", "/worker")
    if os.path.exists(name):
        return [name]
    files = []
    for comm in glob.glob("/proc/[0-9]*/comm"):
        try:
            with open(comm, encoding="utf-8") as f:
                if f.read().startswith("kworker/u"):
                    files.append(comm.replace("/comm", "/fail-nth"))
        except OSError:		# it has ended
            pass
    return files


def worker(n=None):
    failed = 0
    for name in workers():
        try:
            with open(name, "r+b", buffering=0) as f:
                if n is not None:
                    f.write(n.encode())
                    continue
                # not by pread(2): ours has no positions
                failed += int(f.read(20).strip(b"\0\n")) == 0
                f.write(b"0")
        except OSError:
            pass
    return failed


def main(args):
    action = {"load": load, "learn": learn, "flood": flood,
              "namespace": namespace, "worker": worker}
    print(json.dumps(action[args[0]](*args[1:])))


if __name__ == "__main__":
    main(sys.argv[1:])
