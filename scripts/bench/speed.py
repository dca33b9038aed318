#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What packets cost.

	speed.py ROUNDS NAME:KIND:WORDS... [EXPRESSION...]

Each NAME does what its KIND says with WORDS, in turns with the others, ROUNDS times;
see turns.py, also for EXPRESSION. KIND is
	pktgen	the kernel's packet generator
	frames	frames that a program writes
	udp	a connected UDP socket in the kernel
	forged	VXLAN datagrams to be received
	tcp	TCP between two namespaces
"""
import sys

from forged import Forged
from frames import Frames
from pktgen import Pktgen
from tcp import Tcp
from turns import compete
from udpfloor import UdpFloor

KINDS = {"pktgen": Pktgen, "frames": Frames, "udp": UdpFloor, "forged": Forged,
         "tcp": Tcp}


def contestant(words):
    name, kind, where = words.split(":", 2)
    return KINDS[kind](name, where)


def main():
    rounds, words = int(sys.argv[1]), sys.argv[2:]
    compete([contestant(w) for w in words if ":" in w], rounds,
            [w for w in words if ":" not in w])


if __name__ == "__main__":
    main()
