#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Hosts with this driver and hosts with the kernel's own "vxlan" carry one
# segment together.
#
#	h1 vtep0  192.168.0.1 --+
#	h2 vxlan0 192.168.0.2 --+-- 10.0.0.0/24, fd00::/64
#	h3 vxlan0 192.168.0.3 --+
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/segment.sh"

TESTS="group_ipv4 group_ipv6 unicast_ipv4 unicast_ipv6 list_ipv4 list_ipv6
	csum_ipv4 csum_ipv6 offloads vni_edges two_vnis reserved_bits three_drivers beside"

# Bytes of each TCP transfer, each way.
BULK=1000000
OTHER=vxlan0

setup()
{
	# Nothing to load where it is built in; without it the tests fail.
	modprobe vxlan 2>/dev/null || true
	underlay 3
}

# intree HOST WORD...: the other driver's vxlan0, as vtep of lib.sh makes ours
intree()
{
	local h=$1 i=${1#h}
	shift
	case " $* " in
	*" id "*) ;;
	*) set -- id 42 "$@" ;;
	esac
	case " $* " in
	*" dstport "*) ;;
	*) set -- dstport 4789 "$@" ;;
	esac
	ipn "$h" link add vxlan0 address "02:00:00:00:00:0$i" type vxlan "$@"
	ipn "$h" addr add "192.168.0.$i/24" dev vxlan0
	ipn "$h" addr add "2001:db8::$i/64" dev vxlan0 nodad
	ipn "$h" link set vxlan0 up
}

other_learned()
{
	fdb_has h2 "$1 dst $2 " vxlan0
}

other_mtu()
{
	ipn h2 link set vxlan0 mtu "$1"
}

test_group_ipv4()
{
	vtep h1 group 239.1.1.42 dev eth0
	intree h2 group 239.1.1.42 dev eth0
	capture h3 eth0 udp port 4789
	both_ways 10.0.0.1 10.0.0.2
	# Either one's question went to the group.
	wait_for 5 matches 'Request who-has 192.168.0.2 ' captured h3 dst host 239.1.1.42
	wait_for 5 matches 'Request who-has 192.168.0.1 ' captured h3 dst host 239.1.1.42
	sizes
}

test_group_ipv6()
{
	vtep h1 group ff05::42 dev eth0
	intree h2 group ff05::42 dev eth0 udp6zerocsumrx
	capture h3 eth0 udp port 4789
	both_ways fd00::1 fd00::2
	wait_for 5 matches 'Request who-has 192.168.0.2 ' captured h3 dst host ff05::42
	wait_for 5 matches 'Request who-has 192.168.0.1 ' captured h3 dst host ff05::42
	sizes
}

test_unicast_ipv4()
{
	vtep h1 remote 10.0.0.2 local 10.0.0.1
	intree h2 remote 10.0.0.1 local 10.0.0.2
	both_ways 10.0.0.1 10.0.0.2
	sizes
}

test_unicast_ipv6()
{
	vtep h1 remote fd00::2 local fd00::1
	intree h2 remote fd00::1 local fd00::2 udp6zerocsumrx
	both_ways fd00::1 fd00::2
	sizes
}

# Head-end replication on all three.
list()
{
	local p=$1 i j dev
	shift
	vtep h1 local "${p}1"
	intree h2 local "${p}2" "$@"
	intree h3 local "${p}3" "$@"
	for i in 1 2 3; do
		dev=vxlan0
		[ $i != 1 ] || dev=vtep0
		for j in 1 2 3; do
			[ $i = $j ] || bridgen h$i fdb append 00:00:00:00:00:00 \
				dev $dev dst "$p$j"
		done
	done
	both_ways "${p}1" "${p}2"
	pings h1 192.168.0.3
	forget h3 vxlan0
	pings h3 192.168.0.1
	pings h3 2001:db8::1
	fdb_has h1 "02:00:00:00:00:03 dst ${p}3 "
	traffic tcp h1 h3 192.168.0.3 $BULK
}

test_list_ipv4()
{
	list 10.0.0.
}

test_list_ipv6()
{
	list fd00:: udp6zerocsumrx
}

# The other driver's default is a checksum over IPv4, ours none; each takes
# what the other sends, and both ways of both.
test_csum_ipv4()
{
	vtep h1 remote 10.0.0.2
	intree h2 remote 10.0.0.1
	both_ways 10.0.0.1 10.0.0.2
	traffic tcp h1 h2 192.168.0.2 $BULK

	run ipn h1 link set vtep0 type vtep udpcsum
	both_ways 10.0.0.1 10.0.0.2
	traffic tcp h1 h2 192.168.0.2 $BULK

	ipn h2 link del vxlan0
	intree h2 remote 10.0.0.1 noudpcsum
	both_ways 10.0.0.1 10.0.0.2
	traffic tcp h1 h2 192.168.0.2 $BULK

	run ipn h1 link set vtep0 type vtep noudpcsum
	both_ways 10.0.0.1 10.0.0.2
	traffic tcp h1 h2 192.168.0.2 $BULK
}

# Over IPv6 the other driver sends checksums, and takes no frame without one,
# unless told.
test_csum_ipv6()
{
	vtep h1 remote fd00::2
	intree h2 remote fd00::1
	no_ping h1 192.168.0.2
	fdb_lacks h2 '02:00:00:00:00:01' vxlan0
	run ipn h1 link set vtep0 type vtep noudp6zerocsumtx
	both_ways fd00::1 fd00::2
	traffic tcp h1 h2 192.168.0.2 $BULK

	# Now none from theirs: ours takes it, until told otherwise.
	ipn h2 link del vxlan0
	intree h2 remote fd00::1 udp6zerocsumtx
	both_ways fd00::1 fd00::2
	traffic tcp h1 h2 192.168.0.2 $BULK
	stat_is h1 rx_zero_csum6 0
	run ipn h1 link set vtep0 type vtep noudp6zerocsumrx
	no_ping h1 192.168.0.2
	[ "$(ethstat h1 rx_zero_csum6)" -gt 0 ]
}

# What one of them leaves to be cut, or has merged, the other takes; that there was
# such is seen on the wire between them, where nothing is cut.
offloads()
{
	local a=$1 b=$2 from
	vtep h1 remote "$b"
	intree h2 remote "$a" udp6zerocsumrx
	capture h1 eth0 udp port 4789 and greater 2000
	traffic tcp h1 h2 192.168.0.2 $BULK
	traffic tcp h1 h2 2001:db8::2 $BULK
	for from in "$a" "$b"; do
		wait_for 5 matches . captured h1 src host "$from"
		matches . captured h1 src host "$from"
	done
	ipn h1 link del vtep0
	ipn h2 link del vxlan0
}

test_offloads()
{
	offloads 10.0.0.1 10.0.0.2
	offloads fd00::1 fd00::2
}

# The first and the last VNI there are.
test_vni_edges()
{
	local vni
	for vni in 0 16777215; do
		vtep h1 id $vni group 239.1.1.42 dev eth0
		intree h2 id $vni group 239.1.1.42 dev eth0
		both_ways 10.0.0.1 10.0.0.2
		traffic tcp h1 h2 192.168.0.2 $BULK
		ipn h1 link del vtep0
		ipn h2 link del vxlan0
	done
	# Each by itself: VNI 0 is no wildcard.
	vtep h1 id 0 group 239.1.1.42 dev eth0
	intree h2 id 16777215 group 239.1.1.42 dev eth0
	no_ping h1 192.168.0.2
	no_ping h2 192.168.0.1
	[ "$(ethstat h1 rx_unknown_vni)" -gt 0 ]
}

# Two segments between the same hosts, same group, with the same MACs in both.
test_two_vnis()
{
	vtep h1 group 239.1.1.42 dev eth0
	intree h2 group 239.1.1.42 dev eth0
	ipn h1 link add vtep1 address 02:00:00:00:00:01 type vtep id 43 \
		group 239.1.1.42 dev eth0
	ipn h2 link add vxlan1 address 02:00:00:00:00:02 type vxlan id 43 \
		group 239.1.1.42 dev eth0 dstport 4789
	ipn h1 addr add 192.168.43.1/24 dev vtep1
	ipn h2 addr add 192.168.43.2/24 dev vxlan1
	ipn h1 link set vtep1 up
	ipn h2 link set vxlan1 up
	capture h3 eth0 udp port 4789
	pings h1 192.168.0.2
	pings h1 192.168.43.2
	pings h2 192.168.0.1
	pings h2 192.168.43.1
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 ' vtep0
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 ' vtep1
	fdb_has h2 '02:00:00:00:00:01 dst 10.0.0.1 ' vxlan0
	fdb_has h2 '02:00:00:00:00:01 dst 10.0.0.1 ' vxlan1
	wait_for 5 matches 'vni 42' captured h3
	wait_for 5 matches 'vni 43' captured h3
	traffic tcp h1 h2 192.168.0.2 $BULK
	traffic tcp h1 h2 192.168.43.2 $BULK
	# The end of one is not the end of the other.
	ipn h1 link del vtep1
	no_ping h2 192.168.43.1
	pings h2 192.168.0.1
	forget h2 vxlan0
	pings h2 192.168.0.1
	ipn h2 link del vxlan0
	no_ping h1 192.168.0.2
}

# Group policy puts bits where RFC 7348 has reserved ones, to be ignored.
test_reserved_bits()
{
	vtep h1 remote 10.0.0.2
	intree h2 remote 10.0.0.1 gbp
	capture h1 eth0 udp dst port 4789 and src host 10.0.0.2
	run wait_for 10 on h2 ping -m 77 -c 1 -W 1 192.168.0.1
	# G and I flags, and the policy: not an ordinary header.
	wait_for 5 captured_bytes h1 '0000: *8800 004d 0000 2a00|8800 004d'
	stat_is h1 rx_flags 0
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
}

captured_bytes()
{
	tcpdump -n -x -r "$WORK/$1.pcap" 2>/dev/null | tr -d '\n\t' |
		sed 's/0x[0-9a-f]*://g; s/  */ /g' | grep -Eq "$2"
}

# h1 and h3 with this driver, h2 with theirs.
test_three_drivers()
{
	vtep h1 group 239.1.1.42 dev eth0
	intree h2 group 239.1.1.42 dev eth0
	vtep h3 group 239.1.1.42 dev eth0
	both_ways 10.0.0.1 10.0.0.2
	pings h3 192.168.0.1
	pings h3 192.168.0.2
	pings h2 2001:db8::3
	fdb_has h2 '02:00:00:00:00:03 dst 10.0.0.3 ' vxlan0
	fdb_has h3 '02:00:00:00:00:02 dst 10.0.0.2 '
	traffic tcp h2 h3 192.168.0.3 $BULK
}

# Both drivers in one host, on two ports, as the two ports of a bridge that
# makes one network of both: h2 speaks to 8472, h3 to 4789.
test_beside()
{
	ipn h1 link add br1 type bridge
	ipn h1 link set br1 up
	ipn h1 link add vtep0 type vtep id 42 group 239.1.1.42 dev eth0
	ipn h1 link add vxlan0 type vxlan id 42 group 239.1.1.43 dev eth0 dstport 8472
	for dev in vtep0 vxlan0; do
		ipn h1 link set $dev master br1 up
	done
	intree h2 group 239.1.1.43 dev eth0 dstport 8472
	vtep h3 group 239.1.1.42 dev eth0
	pings h2 192.168.0.3
	pings h3 2001:db8::2
	traffic tcp h2 h3 192.168.0.3 $BULK
	fdb_has h1 '02:00:00:00:00:03 dst 10.0.0.3 ' vtep0
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 ' vxlan0
}

run_tests "$@"
