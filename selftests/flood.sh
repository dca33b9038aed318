#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Where broadcast, multicast and unknown unicast go (RFC 7348 section 4.2):
# to the segment's group, to one remote, or to a list of remotes.
#
#	h1 vtep0 192.168.0.1 --+
#	h2 vtep0 192.168.0.2 --+-- 10.0.0.0/24, fd00::/64
#	h3 vtep0 192.168.0.3 --+
. "$(dirname "$0")/lib.sh"

TESTS="group_ipv4 group_ipv6 remote_ipv4 remote_ipv6 list_ipv4 list_ipv6
	list_and_group unknown_unicast nowhere multicast_mac segments_isolated"

setup()
{
	underlay 3
}

test_group_ipv4()
{
	for i in 1 2 3; do
		vtep h$i group 239.1.1.42 dev eth0
	done
	capture h3 eth0 udp port 4789
	pings h1 192.168.0.2
	pings h1 192.168.0.3
	pings h1 2001:db8::2
	# The request went to the group, the answer straight back.
	wait_for 5 matches 'Request who-has 192.168.0.2 ' captured h3 dst host 239.1.1.42
	lacks 'Reply 192.168.0.2' captured h3
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
	fdb_has h1 '02:00:00:00:00:03 dst 10.0.0.3 '
}

test_group_ipv6()
{
	for i in 1 2 3; do
		vtep h$i group ff05::42 dev eth0
	done
	capture h3 eth0 udp port 4789
	pings h1 192.168.0.2
	pings h1 2001:db8::3
	wait_for 5 matches 'Request who-has 192.168.0.2 ' captured h3 dst host ff05::42
	lacks 'Reply 192.168.0.2' captured h3
	fdb_has h1 '02:00:00:00:00:02 dst fd00::2 '
}

test_remote_ipv4()
{
	vtep h1 remote 10.0.0.2 local 10.0.0.1
	vtep h2 remote 10.0.0.1 local 10.0.0.2
	capture h3 eth0 udp port 4789
	pings h1 192.168.0.2
	pings h2 2001:db8::1
	equal "datagrams at a bystander" "$(captured h3 | wc -l)" 0
}

test_remote_ipv6()
{
	vtep h1 remote fd00::2 local fd00::1
	vtep h2 remote fd00::1 local fd00::2
	pings h1 192.168.0.2
	pings h2 2001:db8::1
}

# The three pings to a MAC nobody has, at HOST: each once
copies()
{
	equal "copies at $1" "$(captured "$1" | grep -c '192.168.0.77: ICMP echo')" 3
}

# Head-end replication: all-zero MAC entries.
head_end()
{
	local p=$1
	for i in 1 2 3; do
		vtep h$i local "$p$i"
		for j in 1 2 3; do
			[ $i = $j ] || bridgen h$i fdb append 00:00:00:00:00:00 \
				dev vtep0 dst "$p$j"
		done
	done
	pings h1 192.168.0.2
	pings h1 192.168.0.3
	pings h2 192.168.0.3
	# A frame flooded once goes to each once.
	capture h2 eth0 udp port 4789
	capture h3 eth0 udp port 4789
	ipn h1 neigh add 192.168.0.77 lladdr 02:00:00:00:00:77 dev vtep0
	on h1 ping -c 3 -i 0.2 -W 1 192.168.0.77 >/dev/null || true
	wait_for 5 copies h2
	wait_for 5 copies h3
	# Taken out of the list, it hears no more.
	bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst "${p}3"
	fdb_lacks h1 "00:00:00:00:00:00 dst ${p}3 "
	fdb_has h1 "00:00:00:00:00:00 dst ${p}2 "
}

test_list_ipv4()
{
	head_end 10.0.0.
}

test_list_ipv6()
{
	head_end fd00::
}

test_list_and_group()
{
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	vtep h3 remote 10.0.0.1
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.3
	pings h1 192.168.0.2
	pings h1 192.168.0.3
}

test_unknown_unicast()
{
	for i in 1 2 3; do
		vtep h$i group 239.1.1.42 dev eth0
	done
	ipn h1 neigh add 192.168.0.9 lladdr 02:00:00:00:00:99 dev vtep0
	capture h2 eth0 dst host 239.1.1.42
	on h1 ping -c 1 -W 1 192.168.0.9 >/dev/null || true
	wait_for 5 matches '02:00:00:00:00:99' captured h2
}

test_nowhere()
{
	vtep h1 local 10.0.0.1
	on h1 ping -c 1 -W 1 192.168.0.2 >/dev/null || true
	[ "$(ethstat h1 tx_no_remote)" -gt 0 ]
}

# A multicast MAC with entries of its own goes there and nowhere else.
test_multicast_mac()
{
	for i in 1 2 3; do
		vtep h$i group 239.1.1.42 dev eth0
	done
	bridgen h1 fdb append 01:00:5e:01:01:01 dev vtep0 dst 10.0.0.2
	ipn h1 route add 224.1.1.1/32 dev vtep0
	capture h3 eth0 udp port 4789
	capture h2 eth0 dst host 10.0.0.2
	on h1 ping -c 1 -W 1 -t 4 -I 192.168.0.1 224.1.1.1 >/dev/null || true
	wait_for 5 matches '01:00:5e:01:01:01' captured h2
	lacks '01:00:5e:01:01:01' captured h3
}

# Same MACs and addresses in two segments do not meet (section 4).
test_segments_isolated()
{
	vtep h1 id 42 group 239.1.1.42 dev eth0
	vtep h2 id 43 group 239.1.1.42 dev eth0
	vtep h3 id 42 group 239.1.1.42 dev eth0
	pings h1 192.168.0.3
	no_ping h1 192.168.0.2
	fdb_lacks h1 '02:00:00:00:00:02'
	[ "$(ethstat h2 rx_unknown_vni)" -gt 0 ]
}

run_tests "$@"
