#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What packets cost.

	speed.py [-k FILE] ROUNDS NAME:KIND:WORDS... [EXPRESSION...]

Each NAME does what its KIND says with WORDS, in turns with the others, ROUNDS times;
see turns.py, also for EXPRESSION and for FILE, which keeps the rounds of several
boots. KIND is
	pktgen	the kernel's packet generator
	frames	frames that a program writes
	udp	a connected UDP socket in the kernel
	forged	VXLAN datagrams to be received
	tcp	TCP between two namespaces
"""
import argparse

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
    parser = argparse.ArgumentParser()
    parser.add_argument("-k", dest="keep")
    parser.add_argument("rounds", type=int)
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    compete([contestant(w) for w in args.words if ":" in w], args.rounds,
            [w for w in args.words if ":" not in w], args.keep)


if __name__ == "__main__":
    main()
