# SPDX-License-Identifier: GPL-2.0
"""The N-th allocation of memory that a call makes in the kernel fails."""
import os

NOMEM = "/sys/kernel/debug/vtep_nomem/nth"	# see src/selftest/nomem.c
NTH = "/proc/thread-self/fail-nth"


def starved(n, call, *args):
    """Do it: what is left of N (0: it failed), the result, and the OSError."""
    nth = os.open(NOMEM if os.path.exists(NOMEM) else NTH, os.O_RDWR)
    result = refused = None
    os.pwrite(nth, str(n).encode(), 0)
    try:
        result = call(*args)
    except OSError as e:
        refused = e
    left = int(os.pread(nth, 20, 0).strip(b"\0\n"))
    os.pwrite(nth, b"0", 0)
    os.close(nth)
    return left, result, refused
