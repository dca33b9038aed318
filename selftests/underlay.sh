#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What datagrams look like outside, which way they take, and how a VTEP follows
# its underlay.
#
#	h1 vtep0 192.168.0.1 --- eth0 [switch] eth0 --- vtep0 192.168.0.2 h2
. "$(dirname "$0")/lib.sh"

TESTS="local_address ttl_ipv4 ttl_ipv6 tos ecn_encap ecn_decap_ipv4 ecn_decap_ipv6
	flowlabel source_ports identification dstport checksums_ipv4 checksums_ipv6 two_links
	route_change linklocal vrf vrf_group carrier_lower carrier_address
	lower_deleted change_live circle_bridge circle_vteps
	dormant tos_rules"

setup()
{
	underlay 2
}

# The two VTEPs, with addresses beginning with P and words for h1.
pair()
{
	local p=$1
	shift
	vtep h1 remote "${p}2" "$@"
	vtep h2 remote "${p}1"
	pings h1 192.168.0.2
}

# The same with a group.
group_pair()
{
	local g=$1
	shift
	vtep h1 group "$g" dev eth0 "$@"
	vtep h2 group "$g" dev eth0
	pings h1 192.168.0.2
}

# seen TEXT PING-WORD...: one ping, and h1's datagram has TEXT outside
seen()
{
	local text=$1
	shift
	capture h2 eth0 "udp port 4789 and (src host 10.0.0.1 or src host fd00::1)"
	run on h1 ping -c 1 -W 5 -n "$@"
	uncapture
	matches "$text" outer
}

# The outer headers of what was captured. A packet begins with the time, and
# over IPv4 its addresses are on the second line.
outer()
{
	captured h2 -vv | awk '/^[0-9:]*\.[0-9]* / { print; more = !/4789/; next }
		more { print; more = 0 }'
}

# The VMs ask for each other anew. The other one first: it would ask whether this one is
# still there, and so tell who asks.
forget()
{
	ipn h2 neigh flush dev vtep0
	ipn h1 neigh flush dev vtep0
}

set_vtep()
{
	run ipn h1 link set vtep0 type vtep "$@"
}

test_local_address()
{
	ipn h1 addr add 10.0.0.101/24 dev eth0
	ipn h1 addr add fd00::101/64 dev eth0 nodad
	pair 10.0.0. local 10.0.0.101
	fdb_has h2 '02:00:00:00:00:01 dst 10.0.0.101 '
	set_vtep local 10.0.0.1
	pings h1 192.168.0.2
	fdb_has h2 '02:00:00:00:00:01 dst 10.0.0.1 '
	set_vtep local 10.0.0.101
	pings h1 192.168.0.2
	fdb_has h2 '02:00:00:00:00:01 dst 10.0.0.101 '
	ipn h1 link del vtep0
	ipn h2 link del vtep0
	pair fd00:: local fd00::101
	fdb_has h2 '02:00:00:00:00:01 dst fd00::101 '
	set_vtep local fd00::1
	pings h1 192.168.0.2
	fdb_has h2 '02:00:00:00:00:01 dst fd00::1 '
}

test_ttl_ipv4()
{
	group_pair 239.1.1.42
	seen 'ttl 64,' -t 33 192.168.0.2
	seen 'ttl 64,' 2001:db8::2
	forget
	# To the group one hop, unless configured.
	seen 'ttl 1,' 192.168.0.2
	set_vtep ttl 7
	forget
	seen 'ttl 7,' 192.168.0.2
	lacks 'ttl (1|64),' outer
	set_vtep ttl inherit
	seen 'ttl 33,' -t 33 192.168.0.2
	seen 'ttl 34,' -t 34 2001:db8::2
	set_vtep ttl auto
	seen 'ttl 64,' -t 33 192.168.0.2
	# The route's, and not another constant.
	ipn h1 route add 10.0.0.2/32 dev eth0 hoplimit 55
	seen 'ttl 55,' 192.168.0.2
}

test_ttl_ipv6()
{
	group_pair ff05::42
	seen 'hlim 64,' 192.168.0.2
	forget
	seen 'hlim 1,' 192.168.0.2
	set_vtep ttl 7
	forget
	seen 'hlim 7,' 192.168.0.2
	lacks 'hlim (1|64),' outer
	set_vtep ttl inherit
	seen 'hlim 33,' -t 33 192.168.0.2
	seen 'hlim 34,' -t 34 2001:db8::2
}

test_tos()
{
	pair 10.0.0.
	seen 'tos 0x0,' -Q 0x48 192.168.0.2
	set_vtep tos 0x20
	seen 'tos 0x20,' -Q 0x48 192.168.0.2
	set_vtep tos inherit
	seen 'tos 0x48,' -Q 0x48 192.168.0.2
	seen 'tos 0x48,' -Q 0x48 2001:db8::2
	seen 'tos 0x0,' 192.168.0.2
	ipn h1 link del vtep0
	ipn h2 link del vtep0
	pair fd00:: tos 0x20
	seen 'class 0x20,' -Q 0x48 192.168.0.2
	set_vtep tos inherit
	seen 'class 0x48,' -Q 0x48 192.168.0.2
	seen 'class 0x48,' -Q 0x48 2001:db8::2
}

# RFC 6040 section 4.1, normal mode: the outer codepoint is the inner one.
test_ecn_encap()
{
	local p f e a
	for p in 10.0.0. fd00::; do
		f=tos
		[ $p = 10.0.0. ] || f=class
		pair $p
		for a in 192.168.0.2 2001:db8::2; do
			for e in 1 2 3; do
				seen "$f 0x0?${e}[,)]" -Q $e $a
			done
		done
		set_vtep tos 0x20
		seen "$f 0x23[,)]" -Q 0x4b 192.168.0.2
		seen "$f 0x21[,)]" -Q 0x49 192.168.0.2
		seen "$f 0x20[,)]" -Q 0x48 192.168.0.2
		set_vtep tos inherit
		seen "$f 0x4b[,)]" -Q 0x4b 192.168.0.2
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

# RFC 6040 section 4.2: what comes out of each pair of outer and inner
# codepoints. 0 is Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE.
ECN_OUT="0 0 0
0 1 1
0 2 2
0 3 3
1 0 0
1 1 1
1 2 1
1 3 3
2 0 0
2 1 1
2 2 2
2 3 3
3 0 drop
3 1 3
3 2 3
3 3 3"

ecn_decap()
{
	local p=$1 out
	vtep h1 remote "${p}2"
	# By hand, from a host without a VTEP.
	out=$($PYTHON "$SELFTESTS/traffic.py" ecn "${NSP}h2" "${NSP}h1" "${p}1" 4789 42 \
		02:00:00:00:00:01 02:00:00:00:00:02 192.168.0.2 192.168.0.1)
	equal "ECN of IPv4 in ${p}x" "$out" "$ECN_OUT"
	stat_is h1 rx_ecn 1
	out=$($PYTHON "$SELFTESTS/traffic.py" ecn "${NSP}h2" "${NSP}h1" "${p}1" 4789 42 \
		02:00:00:00:00:01 02:00:00:00:00:02 2001:db8::2 2001:db8::1)
	equal "ECN of IPv6 in ${p}x" "$out" "$ECN_OUT"
	stat_is h1 rx_ecn 2
}

test_ecn_decap_ipv4()
{
	ecn_decap 10.0.0.
}

test_ecn_decap_ipv6()
{
	ecn_decap fd00::
}

test_flowlabel()
{
	pair fd00:: flowlabel 0xabcde
	seen 'flowlabel 0xabcde,' 192.168.0.2
	set_vtep flowlabel 0x12345
	seen 'flowlabel 0x12345,' 192.168.0.2
	set_vtep flowlabel 0
	seen 'IPv6 \(0x86dd\), length [0-9]*: \(hlim' 192.168.0.2
}

# Source ports of the captured datagrams, once each.
ports()
{
	captured h2 dst port 4789 |
		sed -n 's/.* 10\.0\.0\.1\.\([0-9]*\) > 10\.0\.0\.2\.4789.*/\1/p' |
		sort -nu
}

source_ports()
{
	local min=$1 max=$2 least=$3 n low high
	# Frames with IPv4 inside: the rest is not of these flows.
	capture h2 eth0 src host 10.0.0.1 and udp dst port 4789 and 'udp[28:2] = 0x0800'
	traffic flows h1 h2 192.168.0.2 200
	wait_for 10 all_flows
	uncapture
	n=$(ports | wc -l)
	low=$(ports | head -n 1)
	high=$(ports | tail -n 1)
	note "$n ports in $low-$high"
	[ "$n" -ge "$least" ]
	[ "$low" -ge "$min" ]
	[ "$high" -le "$max" ]
	# Of one flow each frame has the same.
	capture h2 eth0 src host 10.0.0.1 and udp dst port 4789 and 'udp[28:2] = 0x0800'
	run on h1 ping -c 5 -i 0.05 192.168.0.2
	uncapture
	equal "ports of one flow" "$(ports | wc -l)" 1
}

all_flows()
{
	[ "$(captured h2 | wc -l)" -ge 200 ]
}

test_source_ports()
{
	pair 10.0.0.
	# ARP has a flow of its own.
	ipn h1 neigh change 192.168.0.2 lladdr 02:00:00:00:00:02 nud permanent dev vtep0
	ipn h2 neigh change 192.168.0.1 lladdr 02:00:00:00:00:01 nud permanent dev vtep0
	source_ports 49152 65535 150
	set_vtep srcport 5000 5009
	source_ports 5000 5009 8
	set_vtep srcport 6000 6000
	source_ports 6000 6000 1
	set_vtep srcport 49152 65535
	source_ports 49152 65535 150
}

# ids: of h1's datagrams that were captured, once each
ids()
{
	captured h2 -v src host 10.0.0.1 |
		sed -n 's/.*, id \([0-9]*\), .*proto UDP.*length 1[0-9][0-9]).*/\1/p' | sort -u
}

# What is not to be fragmented needs no identification (RFC 6864); what may be, one
# of its own.
test_identification()
{
	pair 10.0.0.
	capture h2 eth0 udp dst port 4789 and 'udp[28:2] = 0x0800'
	run on h1 ping -c 5 -i 0.05 192.168.0.2
	uncapture
	equal "identifications with DF" "$(ids)" 0
	set_vtep df unset
	capture h2 eth0 udp dst port 4789 and 'udp[28:2] = 0x0800'
	run on h1 ping -c 5 -i 0.05 192.168.0.2
	uncapture
	equal "identifications without DF" "$(ids | wc -l)" 5
}

test_dstport()
{
	vtep h1 group 239.1.1.42 dev eth0 dstport 8472
	vtep h2 group 239.1.1.42 dev eth0 dstport 8472
	capture h2 eth0 udp dst port 8472
	pings h1 192.168.0.2
	uncapture
	[ "$(captured h2 src host 10.0.0.1 | wc -l)" -gt 0 ]
	# Another VTEP, same VNI, at the default port: they do not meet.
	ipn h2 link del vtep0
	vtep h2 group 239.1.1.42 dev eth0
	no_ping h1 192.168.0.2
	# Same host, same VNI, two ports.
	ipn h1 link add vtep1 address 02:00:00:00:01:01 type vtep id 42 \
		group 239.1.1.42 dev eth0
	ipn h1 addr del 192.168.0.1/24 dev vtep0
	ipn h1 addr add 192.168.0.101/24 dev vtep1
	ipn h1 link set vtep1 up
	pings h2 192.168.0.101
}

test_checksums_ipv4()
{
	# The last to have a chance to calculate it is then the kernel.
	on h1 ethtool -K eth0 tx off >/dev/null
	pair 10.0.0.
	seen '4789: \[no cksum\] VXLAN' 192.168.0.2
	set_vtep udpcsum
	seen '4789: \[udp sum ok\] VXLAN' 192.168.0.2
	lacks 'no cksum' outer
	seen '4789: \[udp sum ok\] VXLAN' 2001:db8::2
	set_vtep noudpcsum
	seen '4789: \[no cksum\] VXLAN' 192.168.0.2
	lacks 'sum ok' outer
}

# How tcpdump calls a checksum of zero over IPv6.
ZERO6='4789: \[(no cksum|bad udp cksum 0x0000 -> 0x[0-9a-f]*!)\] VXLAN'

test_checksums_ipv6()
{
	on h1 ethtool -K eth0 tx off >/dev/null
	pair fd00::
	seen "$ZERO6" 192.168.0.2
	ipn h2 link set vtep0 type vtep noudp6zerocsumrx
	no_ping h1 192.168.0.2
	[ "$(ethstat h2 rx_zero_csum6)" -gt 0 ]
	set_vtep noudp6zerocsumtx
	seen '4789: \[udp sum ok\] VXLAN' 192.168.0.2
	lacks "$ZERO6" outer
	ipn h2 link set vtep0 type vtep udp6zerocsumrx
	set_vtep udp6zerocsumtx
	seen "$ZERO6" 192.168.0.2
}

# A second link from h1 to h2, beside the switch.
second_link()
{
	ipn h1 link add eth1 type veth peer name eth1 netns "${NSP}h2"
	ipn h1 link set eth1 up
	ipn h2 link set eth1 up
	ipn h1 addr add 10.0.1.1/24 dev eth1
	ipn h2 addr add 10.0.1.2/24 dev eth1
	# Answers of h2 come by the switch all the while.
	on h1 sh -c 'echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter;
		echo 0 >/proc/sys/net/ipv4/conf/eth0/rp_filter'
	on h2 sh -c 'echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter;
		echo 0 >/proc/sys/net/ipv4/conf/eth1/rp_filter'
}

# Groups by the lower device; unicast where routing says.
test_two_links()
{
	second_link
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	ipn h1 route add 10.0.0.2/32 via 10.0.1.2 dev eth1 src 10.0.0.1
	capture h2 eth1 udp dst port 4789
	pings h1 192.168.0.2
	pings h1 192.168.0.2
	uncapture
	matches '> 10\.0\.0\.2\.4789.*|ICMP echo request' captured h2
	lacks '239\.1\.1\.42' captured h2
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
	capture h2 eth0 udp dst port 4789 and src host 10.0.0.1
	forget
	pings h1 192.168.0.2
	uncapture
	matches '239\.1\.1\.42' captured h2
	lacks '> 10\.0\.0\.2\.4789' captured h2
}

# by_link DEV: h1's datagrams come in there, and nowhere else
by_link()
{
	local dev
	for dev in eth0 eth1; do
		capture h2 $dev src host 10.0.0.1 and udp dst port 4789
		run on h1 ping -c 2 -i 0.1 -W 5 192.168.0.2
		uncapture
		if [ $dev = "$1" ]; then
			equal "pings by $dev" "$(captured h2 | grep -c 'ICMP echo request')" 2
		else
			equal "datagrams by $dev" "$(captured h2 | wc -l)" 0
		fi
	done
}

# The peer's cached route is not kept longer than it is right.
test_route_change()
{
	second_link
	ipn h2 addr add 10.9.9.9/32 dev lo
	ipn h1 route add 10.9.9.9/32 via 10.0.0.2
	vtep h1 remote 10.9.9.9 local 10.0.0.1
	vtep h2 remote 10.0.0.1 local 10.9.9.9
	pings h1 192.168.0.2
	by_link eth0
	ipn h1 route replace 10.9.9.9/32 via 10.0.1.2
	by_link eth1
	ipn h1 route replace 10.9.9.9/32 via 10.0.0.2
	by_link eth0
	# No route at all, and one again.
	ipn h1 route del 10.9.9.9/32
	no_ping h1 192.168.0.2
	[ "$(ethstat h1 tx_no_route)" -gt 0 ]
	ipn h1 route add 10.9.9.9/32 via 10.0.1.2
	pings h1 192.168.0.2
	by_link eth1
}

test_linklocal()
{
	ipn h1 addr add fe80::a:1/64 dev eth0 nodad
	ipn h2 addr add fe80::a:2/64 dev eth0 nodad
	second_link
	vtep h1 remote fe80::a:2 local fe80::a:1 dev eth0
	vtep h2 remote fe80::a:1 local fe80::a:2 dev eth0
	pings h1 192.168.0.2
	pings h2 2001:db8::1
	fdb_has h1 '02:00:00:00:00:02 dst fe80::a:2 '
	traffic tcp h1 h2 192.168.0.2 100000
}

# h1 in two VRFs with the same addresses in both, on two separate switches:
#
#	h1 red  eth0 10.0.0.1 [fab]  10.0.0.2 h2
#	   blue eth1 10.0.0.1 [fab2] 10.0.0.2 h4
vrfs()
{
	modprobe vrf 2>/dev/null || true
	ipn h1 link add red type vrf table 10
	ipn h1 link add blue type vrf table 20
	ipn h1 link set red up
	ipn h1 link set blue up
	ns h4
	ipn h1 link add eth1 type veth peer name eth0 netns "${NSP}h4"
	ipn h1 link set eth0 master red
	ipn h1 link set eth1 master blue
	# Enslaving has taken the IPv6 addresses away.
	ipn h1 addr add fd00::1/64 dev eth0 nodad 2>/dev/null || true
	ipn h1 addr add 10.0.0.1/24 dev eth1
	ipn h1 addr add fd00::1/64 dev eth1 nodad
	ipn h1 link set eth1 up
	ipn h4 addr add 10.0.0.2/24 dev eth0
	ipn h4 addr add fd00::2/64 dev eth0 nodad
	ipn h4 link set eth0 up
}

# vrf_pair WORDS-OF-RED WORDS-OF-BLUE WORDS-OF-H2-AND-H4
vrf_pair()
{
	# shellcheck disable=SC2086 # words
	vtep h1 $1
	# shellcheck disable=SC2086 # words
	ipn h1 link add vtep1 address 02:00:00:00:00:01 type vtep id 42 $2
	ipn h1 addr add 192.168.4.1/24 dev vtep1
	ipn h1 link set vtep1 up
	# shellcheck disable=SC2086 # words
	vtep h2 $3
	# shellcheck disable=SC2086 # words
	ipn h4 link add vtep0 address 02:00:00:00:00:02 type vtep id 42 $3
	ipn h4 addr add 192.168.4.2/24 dev vtep0
	ipn h4 link set vtep0 up
	pings h1 192.168.0.2
	pings h1 192.168.4.2
	pings h2 192.168.0.1
	pings h4 192.168.4.1
	traffic tcp h1 h2 192.168.0.2 100000
	traffic tcp h1 h4 192.168.4.2 100000
	# Each by its own: one without its underlay does not use the other's.
	ipn h1 link set eth1 down
	no_ping h1 192.168.4.2
	pings h1 192.168.0.2
	ipn h1 link set eth1 up
	ipn h1 addr replace fd00::1/64 dev eth1 nodad
	pings h1 192.168.4.2
	ipn h1 link del vtep0
	pings h1 192.168.4.2
	ipn h1 link del vtep1
	ipn h2 link del vtep0
	ipn h4 link del vtep0
}

test_vrf()
{
	vrfs
	vrf_pair "remote 10.0.0.2 dev red" "remote 10.0.0.2 dev blue" "remote 10.0.0.1"
	vrf_pair "remote 10.0.0.2 local 10.0.0.1 dev red" \
		"remote 10.0.0.2 local 10.0.0.1 dev blue" "remote 10.0.0.1"
	vrf_pair "remote fd00::2 dev red" "remote fd00::2 dev blue" "remote fd00::1"
}

test_vrf_group()
{
	vrfs
	vrf_pair "group 239.1.1.42 dev eth0" "group 239.1.1.42 dev eth1" \
		"group 239.1.1.42 dev eth0"
	vrf_pair "group ff05::42 dev eth0" "group ff05::42 dev eth1" \
		"group ff05::42 dev eth0"
}

carrier()
{
	equal "carrier of vtep0" "$(on h1 cat /sys/class/net/vtep0/carrier)" "$1"
}

test_carrier_lower()
{
	vtep h2 group 239.1.1.42 dev eth0
	local words
	for words in "group 239.1.1.42 dev eth0" "remote 10.0.0.2 local 10.0.0.1"; do
		# shellcheck disable=SC2086 # words
		vtep h1 $words
		carrier 1
		pings h1 192.168.0.2
		# The cable.
		ipn fab link set p1 down
		wait_for 5 carrier 0
		ipn fab link set p1 up
		wait_for 5 carrier 1
		pings h1 192.168.0.2
		# The device itself.
		ipn h1 link set eth0 down
		wait_for 5 carrier 0
		ipn h1 link set eth0 up
		wait_for 5 carrier 1
		pings h1 192.168.0.2
		ipn h1 link del vtep0
	done
	# Made while the underlay is down.
	ipn h1 link set eth0 down
	vtep h1 group 239.1.1.42 dev eth0
	carrier 0
	ipn h1 link set eth0 up
	wait_for 5 carrier 1
	pings h1 192.168.0.2
}

test_carrier_address()
{
	local p
	for p in 10.0.0. fd00::; do
		add_address "${p}77"
		vtep h2 remote "${p}77"
		vtep h1 remote "${p}2" local "${p}77"
		carrier 1
		pings h1 192.168.0.2
		del_address "${p}77"
		wait_for 5 carrier 0
		add_address "${p}77"
		wait_for 5 carrier 1
		pings h1 192.168.0.2
		# One that was never there.
		set_vtep local "${p}78"
		wait_for 5 carrier 0
		add_address "${p}78"
		wait_for 5 carrier 1
		del_address "${p}78"
		wait_for 5 carrier 0
		set_vtep local "${p}77"
		wait_for 5 carrier 1
		pings h1 192.168.0.2
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

add_address()
{
	case $1 in
	*:*) ipn h1 addr add "$1/64" dev eth0 nodad ;;
	*) ipn h1 addr add "$1/24" dev eth0 ;;
	esac
}

del_address()
{
	case $1 in
	*:*) ipn h1 addr del "$1/64" dev eth0 ;;
	*) ipn h1 addr del "$1/24" dev eth0 ;;
	esac
}

# A VTEP that names its lower device ends with it; one that does not, waits.
test_lower_deleted()
{
	vtep h1 group 239.1.1.42 dev eth0
	ipn h1 link add vtep1 type vtep id 43 group ff05::43 dev eth0
	ipn h1 link add vtep2 type vtep id 44 remote 10.0.0.2 dev eth0
	ipn h1 link add vtep3 type vtep id 45 remote 10.0.0.2 local 10.0.0.1
	for i in 1 2 3; do
		ipn h1 link set vtep$i up
	done
	ipn h1 link del eth0
	lacks 'vtep[012]' ipn h1 link show
	matches 'vtep3' ipn h1 link show
	# And the namespace is fit to go on.
	ipn h1 link add eth0 type veth peer name p1b netns "${NSP}fab"
	ipn fab link set p1b master br0 up
	ipn h1 addr add 10.0.0.1/24 dev eth0
	ipn h1 link set eth0 up
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
	ipn h2 link del vtep0
	vtep h2 id 45 remote 10.0.0.1
	ipn h1 addr add 192.168.45.1/24 dev vtep3
	ipn h2 addr add 192.168.45.2/24 dev vtep0
	pings h1 192.168.45.2
}

# All that can be changed, while frames go both ways; nothing breaks, and each
# is shown as it was set.
test_change_live()
{
	local words first
	ipn h1 addr add 10.0.0.101/24 dev eth0
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
	background on h1 ping -n -i 0.02 192.168.0.2 >"$WORK/ping"
	first=$BG
	background on h2 ping -n -s 1400 -i 0.02 192.168.0.1 >"$WORK/ping2"
	while read -r words; do
		# shellcheck disable=SC2086 # words
		set_vtep $words
		matches "${words/ any/ 10.0.0.0}( |\$)" link_words
	done <<-END
		ttl 9
		ttl inherit
		ttl auto
		tos 0x10
		tos inherit
		tos 0x8
		df unset
		df inherit
		df set
		srcport 30000 30100
		srcport 49152 65535
		udpcsum
		noudpcsum
		local 10.0.0.101
		local 10.0.0.1
		ageing 100
		ageing 300
		maxaddress 100
		maxaddress 65536
		nolearning
		learning
		inner_vlan pass
		inner_vlan discard
		group 239.1.1.43
		group 239.1.1.42
		remote 10.0.0.2
		group 239.1.1.42
		noudp6zerocsumtx
		udp6zerocsumtx
		noudp6zerocsumrx
		udp6zerocsumrx
	END
	kill -0 "$first"
	pkill -INT -P "$first" || true
	wait "$first" || true
	note "$(grep transmitted "$WORK/ping")"
	# A change costs no more than what is on its way.
	[ "$(sed -n 's/.* \([0-9.]*\)% packet loss.*/\1/p' "$WORK/ping" | cut -d. -f1)" -le 10 ]
	pings h1 192.168.0.2
}

link_words()
{
	ipn h1 -d link show vtep0 | tr -s ' '
}

# speed HOST DEV: what it says of itself; asked for in both ways
speed()
{
	on "$1" ethtool "$2" | sed -n 's/.*Speed: //p'
	on "$1" cat "/sys/class/net/$2/speed" 2>/dev/null || true
}

# The bridge that has the local address asks its ports for their speed, of which the
# VTEP is one; and what it carries the VTEP's MTU is no reason to lower that.
test_circle_bridge()
{
	ipn h1 link add br0 type bridge
	ipn h1 addr add 10.1.0.1/24 dev br0
	ipn h1 link add d0 type dummy
	ipn h1 link set d0 master br0
	ipn h1 link set d0 up
	ipn h1 link set br0 up
	ipn h1 link add vtep0 type vtep id 42 local 10.1.0.1
	ipn h1 link set vtep0 up
	speed h1 vtep0
	ipn h1 link set vtep0 master br0
	speed h1 br0
	speed h1 vtep0
	ipn h1 link set d0 mtu 1400
	ipn h1 link set d0 mtu 1500
	equal "MTU" "$(on h1 cat /sys/class/net/vtep0/mtu)" 1450
	equal "MTU of the bridge" "$(on h1 cat /sys/class/net/br0/mtu)" 1450
	ipn h1 link set vtep0 nomaster
	speed h1 vtep0
}

# Each has the address of the other.
test_circle_vteps()
{
	ipn h1 link add vtep0 type vtep id 42 local 10.1.0.1 remote 10.1.0.3
	ipn h1 link add vtep1 type vtep id 43 local 10.2.0.1 remote 10.2.0.3
	ipn h1 addr add 10.2.0.1/24 dev vtep0
	ipn h1 addr add 10.1.0.1/24 dev vtep1
	ipn h1 link set vtep0 up
	ipn h1 link set vtep1 up
	speed h1 vtep0
	speed h1 vtep1
	ipn h1 link del vtep0
	speed h1 vtep1
}

# What is dormant below is so above; and a VTEP that could not be made has left
# nothing behind where the core looks through such devices.
test_dormant()
{
	local i
	ipn h1 link add v0 type veth peer name v1
	ipn h1 link set v0 mode dormant up
	ipn h1 link set v1 up
	wait_for 10 matches 'state DORMANT' ipn h1 link show v0
	for i in $(seq 20); do
		refuse 'the underlay carries at most' \
			ipn h1 link add vtep0 mtu 9000 type vtep id "$i" dev v0
	done
	ipn h1 link add vtep0 type vtep id 42 dev v0
	ipn h1 link set vtep0 up
	wait_for 10 matches 'state DORMANT' ipn h1 link show vtep0
	ipn h1 link set v0 state up
	wait_for 10 matches 'state UP' ipn h1 link show vtep0
}

# no_route_with WORD...: a ping that has these does not leave
no_route_with()
{
	local n
	n=$(ethstat h1 tx_no_route)
	on h1 ping -c 1 -W 1 "$@" 192.168.0.2 >/dev/null || true
	[ "$(ethstat h1 tx_no_route)" -gt "$n" ]
}

# Rules may look at all of the DSCP: the route of one is not that of another.
test_tos_rules()
{
	pair fd00:: tos inherit
	ipn h1 -6 route add unreachable fd00::2 table 100
	ipn h1 -6 rule add dsfield 0xc0 lookup 100 pref 10
	no_route_with -Q 0xc0
	pings h1 192.168.0.2
	no_route_with -Q 0xc2
	pings h1 192.168.0.2
	run on h1 ping -c 1 -W 5 -Q 0x02 192.168.0.2
}

run_tests "$@"
