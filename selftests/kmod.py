# SPDX-License-Identifier: GPL-2.0
"""vtep.ko is loaded and removed, without a process for each."""
import ctypes
import os

from frames import libc

SYS_DELETE_MODULE, SYS_FINIT_MODULE = 176, 313		# of x86_64


def syscall(*args):
    if libc.syscall(*args):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def remove():
    """BlockingIOError when it is in use, though not by devices."""
    syscall(SYS_DELETE_MODULE, b"vtep", os.O_NONBLOCK)


def insert(ko):
    """That file, open"""
    syscall(SYS_FINIT_MODULE, ko.fileno(), b"", 0)


def load():
    with open(os.environ["VTEP_MODDIR"] + "/vtep.ko", "rb") as ko:
        insert(ko)
