#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Programs for tc that write or read tunnel metadata, with no compiler needed.

usage: bpf.py set FILE id=N [remote=ADDRESS] [ttl=N] [tos=N] [flags=N] redirect=IFINDEX
       bpf.py get FILE id=N remote=ADDRESS redirect=IFINDEX

set	calls bpf_skb_set_tunnel_key() and redirects the frame to a device;
	without remote the key has a zero address
get	calls bpf_skb_get_tunnel_key(), and redirects those frames that have
	this VNI and come from this address; others go on
flags are BPF_F_ZERO_CSUM_TX (2) and BPF_F_DONT_FRAGMENT (4).

The program is pinned to FILE, which must be on a bpffs. Exit status 4: this
kernel has no bpf(2).
"""
import ctypes
import errno
import ipaddress
import os
import struct
import sys

SYS_BPF = 321		# x86-64
PROG_LOAD, OBJ_PIN = 5, 6
SCHED_CLS = 3
ACT_OK, ACT_SHOT = 0, 2
GET_TUNNEL_KEY, SET_TUNNEL_KEY, REDIRECT = 20, 21, 23
TUNINFO_IPV6 = 1

# struct bpf_tunnel_key up to and with its flow label, on the stack
KEY_LEN = 28
KEY = -32

MOV64_IMM, MOV64_REG, ADD64_IMM = 0xb7, 0xbf, 0x07
ST_MEM_W, LDX_MEM_W = 0x62, 0x61
JEQ_IMM, JEQ32_REG, MOV32_IMM = 0x15, 0x1e, 0xb4
CALL, EXIT = 0x85, 0x95
R0, R1, R2, R3, R4, R6, R10 = 0, 1, 2, 3, 4, 6, 10


def insn(code, dst=0, src=0, off=0, imm=0):
    return struct.pack("=BBhI", code, src << 4 | dst, off, imm & 0xffffffff)


def remote_words(text):
    """As they are in the key: IPv4 as a number, IPv6 in network order."""
    if not text:
        return False, [0, 0, 0, 0]
    address = ipaddress.ip_address(text)
    if address.version == 4:
        return False, [int(address), 0, 0, 0]
    return True, list(struct.unpack("=4I", address.packed))


def call_key(helper, flags):
    """helper(skb, key, KEY_LEN, flags); dropped unless it returns 0"""
    return [insn(MOV64_REG, R1, R6), insn(MOV64_REG, R2, R10),
            insn(ADD64_IMM, R2, imm=KEY), insn(MOV64_IMM, R3, imm=KEY_LEN),
            insn(MOV64_IMM, R4, imm=flags), insn(CALL, imm=helper),
            insn(JEQ_IMM, R0, off=2, imm=0),
            insn(MOV64_IMM, R0, imm=ACT_SHOT), insn(EXIT)]


def redirect(ifindex):
    return [insn(MOV64_IMM, R1, imm=ifindex), insn(MOV64_IMM, R2, imm=0),
            insn(CALL, imm=REDIRECT), insn(EXIT)]


def set_key(words):
    is6, remote = remote_words(words.get("remote"))
    tos, ttl = int(words.get("tos", "0"), 0), int(words.get("ttl", "0"))
    key = [int(words["id"]), *remote,
           struct.unpack("=I", struct.pack("=BBH", tos, ttl, 0))[0], 0]
    flags = int(words.get("flags", "0"), 0) | (TUNINFO_IPV6 if is6 else 0)
    prog = [insn(MOV64_REG, R6, R1)]
    prog += [insn(ST_MEM_W, R10, off=KEY + 4 * i, imm=word)
             for i, word in enumerate(key)]
    return prog + call_key(SET_TUNNEL_KEY, flags)


def get_key(words):
    is6, remote = remote_words(words["remote"])
    prog = [insn(MOV64_REG, R6, R1)]
    prog += call_key(GET_TUNNEL_KEY, TUNINFO_IPV6 if is6 else 0)
    want = [int(words["id"]), *(remote if is6 else remote[:1])]
    for i, word in enumerate(want):
        prog += [insn(LDX_MEM_W, R1, R10, off=KEY + 4 * i),
                 insn(MOV32_IMM, R2, imm=word),
                 insn(JEQ32_REG, R1, R2, off=2),
                 insn(MOV64_IMM, R0, imm=ACT_OK), insn(EXIT)]
    return prog


def bpf(command, attr):
    libc = ctypes.CDLL(None, use_errno=True)
    got = libc.syscall(SYS_BPF, command, attr, len(attr))
    if got < 0:
        raise OSError(ctypes.get_errno(), "bpf(2)")
    return got


def main():
    what, path, *rest = sys.argv[1:]
    words = dict(word.split("=", 1) for word in rest)
    insns = {"set": set_key, "get": get_key}[what](words)
    insns += redirect(int(words["redirect"]))
    code = ctypes.create_string_buffer(b"".join(insns))
    gpl = ctypes.create_string_buffer(b"GPL")
    log = ctypes.create_string_buffer(65536)
    pinned = ctypes.create_string_buffer(path.encode())
    try:
        prog = bpf(PROG_LOAD, struct.pack(
            "=IIQQIIQII", SCHED_CLS, len(insns), ctypes.addressof(code),
            ctypes.addressof(gpl), 1, len(log), ctypes.addressof(log), 0, 0))
        bpf(OBJ_PIN, struct.pack("=QII", ctypes.addressof(pinned), prog, 0))
        os.close(prog)
    except OSError as err:
        print(err, log.value.decode())
        sys.exit(4 if err.errno == errno.ENOSYS else 1)


main()
