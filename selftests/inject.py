#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Send VXLAN as no VTEP would, from an ordinary UDP socket.

usage: inject.py ADDRESS <LINES

Each line is one datagram, or several, to port 4789 of ADDRESS:
    raw [HEX]               these bytes
    vxlan [WORD=VALUE...]   a header and a frame, made of
        flags=08 vni=42 reserved=00     bytes 0, 4-6 and 7 of the header
        low=000000                      bytes 1-3
        dst=MAC src=MAC type=0800       the inner Ethernet header
        body=HEX size=N                 what follows it, zeros up to N bytes
        cut=N                           of the frame only the first N bytes
    nest DEPTH MAC FROM TO  a frame to MAC, in it a datagram of addresses FROM and TO
                            with a frame, and so on
    fuzz SEED COUNT VNI     random datagrams, many of them nearly right
Lines that start with # are skipped. Prints how many were sent.
"""
import random
import socket
import struct
import sys

DEFAULTS = {"flags": "08", "low": "000000", "vni": "42", "reserved": "00",
            "dst": "ffffffffffff", "src": "020000000077", "type": "88b5",
            "body": "", "size": "0", "cut": None}


def vxlan(words):
    f = dict(DEFAULTS)
    for word in words:
        key, _, value = word.partition("=")
        if key not in f:
            sys.exit("no such word: " + word)
        f[key] = value.replace(":", "")
    body = bytes.fromhex(f["body"])
    body += bytes(max(0, int(f["size"]) - len(body)))
    frame = bytes.fromhex(f["dst"] + f["src"] + f["type"]) + body
    if f["cut"] is not None:
        if int(f["cut"]) > len(frame):
            sys.exit("nothing to cut")
        frame = frame[:int(f["cut"])]
    head = bytes.fromhex(f["flags"] + f["low"])
    head += int(f["vni"]).to_bytes(3, "big") + bytes.fromhex(f["reserved"])
    return head + frame


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~(total + (total >> 16)) & 0xffff


def nest(depth, mac, source, dest):
    inside = bytes(46)
    for level in range(depth):
        if level:
            udp = struct.pack("!HHHH", 50000, 4789, 8 + len(inside), 0)
            ip = struct.pack("!BBHHHBBH", 0x45, 0, 28 + len(inside), 0, 0x4000, 64,
                             17, 0)
            ip += socket.inet_aton(source) + socket.inet_aton(dest)
            ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
            inside = ip + udp + inside
        inside = vxlan(["dst=" + mac, "src=0200000001%02x" % level,
                        "type=" + ("0800" if level else "88b5"),
                        "body=" + inside.hex()])
    return inside


def fuzz(rnd, vni):
    """Right up to a random place, random from there, of random length."""
    right = b"\x08\0\0\0" + vni.to_bytes(3, "big") + b"\0"
    right += b"\xff" * 6 if rnd.random() < .3 else rnd.randbytes(6)
    right += b"\x02" + rnd.randbytes(5)
    right += rnd.choice((b"\x08\0", b"\x86\xdd", b"\x08\x06", b"\x81\0"))
    right += rnd.choice((b"\x45", b"\x60", b"\x4f", b"\0"))
    keep = rnd.choice((0, 4, 7, 8, 14, 20, 22, 23))
    size = rnd.choice((rnd.randrange(64), rnd.randrange(1400)))
    return (right[:keep] + rnd.randbytes(size))[:1400]


def main():
    info = socket.getaddrinfo(sys.argv[1], 4789, type=socket.SOCK_DGRAM)[0]
    sock = socket.socket(info[0], info[1])
    # answers, as of ICMP, are of no interest; nor is what they do to send()
    sent = 0
    for line in sys.stdin:
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "raw":
            packets = [bytes.fromhex("".join(words[1:]))]
        elif words[0] == "vxlan":
            packets = [vxlan(words[1:])]
        elif words[0] == "nest":
            packets = [nest(int(words[1]), *words[2:])]
        elif words[0] == "fuzz":
            rnd = random.Random(int(words[1]))
            packets = (fuzz(rnd, int(words[3]))
                       for _ in range(int(words[2])))
        else:
            sys.exit("no such line: " + line)
        for packet in packets:
            sock.sendto(packet, info[4])
            sent += 1
    print(sent)


main()
