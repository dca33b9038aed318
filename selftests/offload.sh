#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Segmentation on sending (GSO), merging on receipt (GRO) and checksums: the
# bytes arrive whole whatever the devices on the way do for us.
#
#	h1 vtep0 192.168.0.1 --- eth0 [switch] eth0 --- vtep0 192.168.0.2 h2
#	         2001:db8::1                                  2001:db8::2
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="tcp_ipv4 tcp_ipv4_csum tcp_ipv6 tcp_ipv6_csum gso gro gro_cells
	csum_ipv4 csum_ipv6 csum_zero udp jumbo burst_ipv4 burst_ipv6"

# Bytes of a TCP transfer, each way.
BULK=4000000

INNER=192.168.0.2,2001:db8::2

setup()
{
	underlay 2
}

# pair ADDRESSES WORD...: the two VTEPs
pair()
{
	local p=$1
	shift
	vtep h1 remote "${p}2" "$@"
	vtep h2 remote "${p}1" "$@"
	pings h1 192.168.0.2
	pings h1 2001:db8::2
}

# offload DEV WORD...: on both hosts
offload()
{
	run on h1 ethtool -K "$@"
	run on h2 ethtool -K "$@"
}

# snmp HOST NAME: a counter of the host's IP stack, such as TcpInCsumErrors
snmp()
{
	on "$1" cat /proc/net/snmp /proc/net/snmp6 | awk -v n="$2" '
		$1 == n { print $2; f = 1; exit }
		head != $1 { head = $1; split($0, names); next }
		{ head = ""; for (i = 2; i <= NF; i++)
			if (substr($1, 1, length($1) - 1) names[i] == n) {
				print $i; f = 1; exit
			} }
		END { if (!f) exit 1 }'
}

# Packets with a wrong checksum that either host has seen so far. Before a VTEP
# is there its host counts datagrams over IPv6 without a checksum as such.
csum_errors()
{
	local h n
	for h in h1 h2; do
		for n in TcpInCsumErrors UdpInCsumErrors Udp6InCsumErrors \
			IpInHdrErrors Ip6InHdrErrors; do
			echo "$h $n $(snmp $h $n)"
		done
	done
}

# Inner IPv4 and IPv6 over one underlay, with the work done in turn by each of
# those who can.
bulk()
{
	local before
	before=$(csum_errors)
	# All left to the last: frames cross this veth whole.
	traffic tcp h1 h2 $INNER $BULK
	# Cut by the kernel above the underlay device, outer header and all.
	offload eth0 tso off gso off
	traffic tcp h1 h2 $INNER $BULK
	# The same with the checksums calculated there as well.
	offload eth0 tx off rx off
	traffic tcp h1 h2 $INNER $BULK
	# And merged by the receiver.
	offload eth0 gro on
	traffic tcp h1 h2 $INNER $BULK
	# Cut before they come to the VTEP.
	offload vtep0 tso off gso off
	traffic tcp h1 h2 $INNER $BULK
	# Nobody helps anybody.
	offload vtep0 tx off rx off sg off gro off
	offload eth0 gro off
	traffic tcp h1 h2 $INNER $BULK
	equal "checksum errors" "$(csum_errors)" "$before"
}

test_tcp_ipv4()
{
	pair 10.0.0.
	bulk
}

test_tcp_ipv4_csum()
{
	pair 10.0.0. udpcsum
	bulk
}

test_tcp_ipv6()
{
	pair fd00::
	bulk
}

test_tcp_ipv6_csum()
{
	pair fd00:: noudp6zerocsumtx noudp6zerocsumrx
	bulk
}

# large HOST: captured datagrams of more than any MTU here
large()
{
	captured "$1" greater 3000 | wc -l
}

has_large()
{
	[ "$(large "$1")" -gt 20 ]
}

# The VTEP passes frames of many segments to the underlay device in one piece.
test_gso()
{
	local p csum
	matches 'tcp-segmentation-offload: on' on h1 ethtool -k eth0
	for p in 10.0.0. fd00::; do
		pair $p
		matches 'tcp-segmentation-offload: on' on h1 ethtool -k vtep0
		matches 'generic-segmentation-offload: on' on h1 ethtool -k vtep0
		for csum in off on; do
			[ $csum = off ] ||
				run ipn h1 link set vtep0 type vtep udpcsum noudp6zerocsumtx
			capture h1 eth0 -s 128 udp port 4789 and greater 3000
			traffic tcp h1 h2 $INNER $BULK 1000
			wait_for 5 has_large h1
			uncapture
		done
		run on h1 ethtool -K vtep0 tso off gso off
		capture h1 eth0 -s 128 udp port 4789
		traffic tcp h1 h2 $INNER $BULK 1000
		wait_for 5 matches 4789 captured h1
		equal "datagrams larger than the MTU" "$(large h1)" 0
		uncapture
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

rx_packets()
{
	on "$1" cat "/sys/class/net/$2/statistics/rx_packets"
}

# What is on the wire is cut to size by the kernel, with no checksum left to do
# and no device on the way that could put it together again.
cut()
{
	offload eth0 tso off gso off tx off rx off
	# A veth merges only what comes from one without TSO.
	run on fab ethtool -K p1 tso off
	run on fab ethtool -K p2 tso off
}

# Packets on the wire to h2.
wire()
{
	on fab cat /sys/class/net/p2/statistics/tx_packets
}

# Segments arrive one by one at eth0 and in one piece at vtep0.
test_gro()
{
	local p csum wire got h before
	cut
	offload eth0 gro on
	for p in 10.0.0. fd00::; do
		pair $p
		before=$(csum_errors)
		for csum in off on; do
			[ $csum = off ] ||
				for h in h1 h2; do
					run ipn $h link set vtep0 type vtep \
						udpcsum noudp6zerocsumtx
				done
			wire=$(wire)
			got=$(rx_packets h2 vtep0)
			traffic tcp h1 h2 $INNER $BULK 1000
			wire=$(($(wire) - wire))
			got=$(($(rx_packets h2 vtep0) - got))
			note "${p}x, checksum $csum: $wire datagrams, $got frames"
			[ "$wire" -gt $((2 * BULK / 1500)) ]
			[ $((got * 2)) -lt "$wire" ]
		done
		equal "checksum errors" "$(csum_errors)" "$before"
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

# Where the underlay device does not merge, the VTEP does, behind decapsulation.
test_gro_cells()
{
	local got stack
	cut
	pair 10.0.0.
	# Over IPv4 only the inner packets are IPv6.
	got=$(rx_packets h2 vtep0)
	stack=$(snmp h2 Ip6InReceives)
	traffic tcp h1 h2 2001:db8::2 $BULK 1000
	got=$(($(rx_packets h2 vtep0) - got))
	stack=$(($(snmp h2 Ip6InReceives) - stack))
	note "$got frames, $stack packets"
	[ "$got" -gt $((BULK / 1500)) ]
	[ $((stack * 2)) -lt "$got" ]
	run on h2 ethtool -K vtep0 gro off
	got=$(rx_packets h2 vtep0)
	stack=$(snmp h2 Ip6InReceives)
	traffic tcp h1 h2 2001:db8::2 $BULK 1000
	got=$(($(rx_packets h2 vtep0) - got))
	stack=$(($(snmp h2 Ip6InReceives) - stack))
	[ "$stack" -ge $((got - 50)) ]
}

# Number of lines of a verbose decoding: count HOST TEXT
count()
{
	captured "$1" -vv | grep -Ec -- "$2" || true
}

# How tcpdump calls an outer checksum of zero, over IPv4 and over IPv6.
ZERO='4789: \[(no cksum|bad udp cksum 0x0000 -> 0x[0-9a-f]*!)\] VXLAN'

# Every checksum of every packet, outer and inner, looked at by another.
checksums()
{
	local p=$1 how all
	pair "$p"
	# So that none is left to a device that is not there.
	offload eth0 tso off gso off tx off
	for how in zero gso set; do
		case $how in
		zero) ;;
		# Segments cut out of one with the outer checksum asked for.
		gso) run ipn h1 link set vtep0 type vtep udpcsum noudp6zerocsumtx ;;
		set) run on h1 ethtool -K vtep0 tx off tso off gso off ;;
		esac
		capture h2 eth0 -s 0 src host "${p}1" and udp port 4789
		traffic tcp h1 h2 $INNER 300000 1000
		traffic udp h1 h2 $INNER 1001 count=3
		run on h1 ping -c 1 192.168.0.2
		wait_for 5 matches 'ICMP echo request' captured h2
		uncapture
		all=$(count h2 '4789: .*VXLAN')
		[ "$all" -gt 300 ]
		if [ $how = zero ]; then
			equal "zero checksums" "$(count h2 "$ZERO")" "$all"
		else
			equal "right checksums" "$(count h2 '4789: \[udp sum ok\] VXLAN')" "$all"
		fi
		equal "wrong checksums, $how" "$(captured h2 -vv | grep -Ev -- "$ZERO" |
			grep -E -B 3 '(^|[^0-9a-f])bad |incorrect' || true)" ""
		[ "$(count h2 'cksum 0x[0-9a-f]+ \(correct\)')" -gt 300 ]
	done
}

test_csum_ipv4()
{
	checksums 10.0.0.
}

test_csum_ipv6()
{
	checksums fd00::
}

# Inner UDP: of odd sizes, in inner fragments, and cut from one large buffer.
udp_sizes()
{
	local mtu=$1 one=$(($1 - 48))
	traffic udp h1 h2 $INNER "1,1001,$one,$((mtu + 1)),20000,65000"
	traffic udp h1 h2 $INNER $((one * 6)) segment=$one count=3
}

# The sum of the datagram's pseudo header, with these addresses and 236 bytes, is 0xffff.
# A good frame in it is none of which the kernel says "hw csum failure".
test_csum_zero()
{
	local before
	ipn h2 addr add fd00::500/64 dev eth0 nodad
	run on h2 ethtool -K eth0 tx off
	# GRO verifies checksums before UDP does; of packets that TSO may have made
	# there is none.
	run on fab ethtool -K p1 tso off
	run on h1 ethtool -K eth0 gro on
	vtep h1 local fd00::1
	vtep h2 local fd00::500 remote fd00::1 noudp6zerocsumtx
	pings h2 192.168.0.1
	before=$(dmesg | grep -c 'hw csum failure' || true)
	run on h2 ping -c 2 -W 5 -n -s 178 192.168.0.1
	equal "faults" "$(dmesg | grep -c 'hw csum failure' || true)" "$before"
}

test_udp()
{
	local p
	for p in 10.0.0. fd00::; do
		pair $p
		udp_sizes 1430
		run ipn h1 link set vtep0 type vtep udpcsum noudp6zerocsumtx
		offload eth0 tso off gso off tx off
		udp_sizes 1430
		offload eth0 tso on gso on tx on
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

# An underlay with jumbo frames.
test_jumbo()
{
	local mtu h p o
	for h in h1 h2; do
		ipn $h link set eth0 mtu 9000
	done
	for p in p1 p2 br0; do
		ipn fab link set $p mtu 9000
	done
	for p in 10.0.0. fd00::; do
		pair $p
		mtu=$(on h1 cat /sys/class/net/vtep0/mtu)
		o=50
		[ $p != fd00:: ] || o=70
		equal "MTU over ${p}x" "$mtu" $((9000 - o))
		capture h2 eth0 -s 200 udp port 4789
		run on h1 ping -c 1 -M "do" -s $((mtu - 28)) 192.168.0.2
		wait_for 5 matches 'length 9014' captured h2
		traffic tcp h1 h2 $INNER $BULK
		udp_sizes "$mtu"
		offload eth0 tso off gso off tx off gro on
		traffic tcp h1 h2 $INNER $BULK
		uncapture
		ipn h1 link del vtep0
		ipn h2 link del vtep0
		offload eth0 tso on gso on tx on gro off
	done
}

# bursts ADDRESS: datagrams that come as one (UDP GSO) and are cut by UDP on
# receipt are frames of their own to what is behind the VTEP, each there once
bursts()
{
	on h1 sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	quiet_vtep h1 local "$1"
	ipn h1 -b - <<-EOF
		link add br1 type bridge mcast_snooping 0
		link add vm0 type veth peer name vm1
		link set vtep0 master br1
		link set vm0 master br1
		link set br1 up
		link set vm0 up
		link set vm1 up
	EOF
	# to one MAC, of which the bridge makes no clone for itself
	from h2 to="$1" macs=200 burst=50 dmac=02:bb:00:00:00:01
	link_stat_reaches h1 rx packets 200 vtep0
	link_stat_reaches h1 rx packets 200 vm1
	link_stat_is h1 rx dropped 0 vtep0
	equal "bytes of the frames" "$(link_stat h1 rx bytes vm1)" $((200 * 60))
}

test_burst_ipv4()
{
	bursts 10.0.0.1
}

test_burst_ipv6()
{
	bursts fd00::1
}

frames_start
run_tests "$@"
