# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# One segment of h1, this driver's vtep0, and of h2, which has something else: what
# two hosts do with one, whoever the other is. Sourced by a test file that defines
#
#	BULK                       bytes of each TCP transfer, each way
#	OTHER                      device of h2 in the segment
#	other_learned MAC ADDRESS  h2 has learned that the MAC is behind that VTEP
#	other_mtu MTU              OTHER gets that MTU

forget()
{
	ipn "$1" neigh flush dev "$2"
}

# both_ways A B, the outer addresses: each finds the other by ARP and by ND, and
# learns its MAC
both_ways()
{
	local a=$1 b=$2
	pings h1 192.168.0.2
	fdb_has h1 "02:00:00:00:00:02 dst $b "
	other_learned 02:00:00:00:00:01 "$a"
	forget h1 vtep0
	forget h2 "$OTHER"
	pings h2 192.168.0.1
	pings h2 2001:db8::1
	forget h1 vtep0
	forget h2 "$OTHER"
	pings h1 2001:db8::2
}

# Of all sizes: as large as they come without fragments, and in fragments.
sizes()
{
	local mtu
	mtu=$(on h1 cat /sys/class/net/vtep0/mtu)
	other_mtu "$mtu"
	run on h1 ping -c 1 -W 5 -M "do" -s $((mtu - 28)) 192.168.0.2
	run on h2 ping -c 1 -W 5 -M "do" -s $((mtu - 28)) 192.168.0.1
	run on h1 ping -c 1 -W 5 -M "do" -s $((mtu - 48)) 2001:db8::2
	run on h2 ping -c 1 -W 5 -M "do" -s $((mtu - 48)) 2001:db8::1
	# Inner fragments, each in a datagram of its own.
	run on h1 ping -c 1 -W 5 -M dont -s 8000 192.168.0.2
	run on h2 ping -c 1 -W 5 -M dont -s 8000 192.168.0.1
	run on h1 ping -c 1 -W 5 -s 8000 2001:db8::2
	run on h2 ping -c 1 -W 5 -s 8000 2001:db8::1
	# Connected from either side; the bytes go both ways.
	traffic tcp h1 h2 192.168.0.2 "$BULK"
	traffic tcp h2 h1 192.168.0.1 "$BULK"
	traffic tcp h1 h2 2001:db8::2 "$BULK"
	traffic udp h1 h2 192.168.0.2 1000 count=10
}
