#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Replicate VXLAN datagrams, as a service node does.

usage: replicator.py ADDRESS...

Each datagram that comes to port 4789 is sent on to all the addresses but the
one it came from, with the source it had: those who receive it learn who sent
it, and answer there. Prints a line "from A to B C" for each. IPv4 only.
"""
import socket
import struct
import sys

PORT = 4789


def datagram(source, sport, dest, payload):
    udp = struct.pack("!HHHH", sport, PORT, 8 + len(payload), 0) + payload
    # The kernel fills in length, identification and checksum.
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 0, 0, 0, 64,
                       socket.IPPROTO_UDP, 0, socket.inet_aton(source),
                       socket.inet_aton(dest)) + udp


def main():
    members = sys.argv[1:]
    listen = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listen.bind(("", PORT))
    out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    print("ready", flush=True)
    while True:
        payload, (source, sport) = listen.recvfrom(65535)
        others = [m for m in members if m != source]
        for dest in others:
            out.sendto(datagram(source, sport, dest, payload), (dest, 0))
        print("from", source, "to", *others, flush=True)


main()
