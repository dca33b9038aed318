#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A VTEP must not fragment (RFC 7348 section 4.3): its MTU follows the underlay,
# what exceeds the path is dropped, and the sender inside is told.
#
#	h1 vtep0 192.168.0.1 --- eth0 [switch] eth0 --- vtep0 192.168.0.2 h2
#
# and where the path is narrower than both ends, over a router:
#
#	h1 eth0 10.0.1.1 --- 10.0.1.9 r 10.0.2.9 --- eth0 10.0.2.2 h2
#	        fd01::1      fd01::9    fd02::9          fd02::2
#	             MTU 1500          MTU 1400
. "$(dirname "$0")/lib.sh"

TESTS="follows user_set too_large no_lower overhead df_set df_unset df_inherit
	pmtu_ipv4 pmtu_ipv6 pmtu_csum pmtu_bridge_ipv4 pmtu_bridge_ipv6 pmtu_routed
	pmtu_vlan_ipv4 pmtu_vlan_ipv6
	pmtu_gso_ipv4 pmtu_gso_ipv6"

mtu_is()
{
	equal "MTU of ${3:-vtep0} on $1" \
		"$(on "$1" cat "/sys/class/net/${3:-vtep0}/mtu")" "$2"
}

# Larger frames on the switch than on the hosts, so that it is them who decide.
wide_switch()
{
	ipn fab link set br0 mtu 9500
	ipn fab link set p1 mtu 9500
	ipn fab link set p2 mtu 9500
}

# 50 bytes less than the underlay over IPv4, 70 over IPv6, now and later,
# whether the underlay device is named, or found by the local address or by
# the route to the remote one.
test_follows()
{
	local words over i=0
	underlay 1
	wide_switch 2>/dev/null || true
	while read -r over words; do
		i=$((i + 1))
		# shellcheck disable=SC2086 # words
		run ipn h1 link add vtep0 type vtep id $i $words
		mtu_is h1 $((1500 - over))
		ipn h1 link set eth0 mtu 1400
		mtu_is h1 $((1400 - over))
		ipn h1 link set vtep0 up
		ipn h1 link set eth0 mtu 9000
		mtu_is h1 $((9000 - over))
		ipn h1 link set eth0 mtu 1500
		mtu_is h1 $((1500 - over))
		ipn h1 link del vtep0
	done <<-END
		50 group 239.1.1.1 dev eth0
		50 remote 10.0.0.2 dev eth0
		50 local 10.0.0.1
		50 remote 10.0.0.2
		70 group ff05::1 dev eth0
		70 remote fd00::2 dev eth0
		70 local fd00::1
		70 remote fd00::2
	END
	[ $i = 8 ]
}

# The administrator's MTU is lowered with the underlay's, and not raised again.
test_user_set()
{
	underlay 1
	wide_switch 2>/dev/null || true
	vtep h1 group 239.1.1.42 dev eth0
	run ipn h1 link set vtep0 mtu 1300
	ipn h1 link set eth0 mtu 9000
	mtu_is h1 1300
	ipn h1 link set eth0 mtu 1400
	mtu_is h1 1300
	ipn h1 link set eth0 mtu 1340
	mtu_is h1 1290
	ipn h1 link set eth0 mtu 1500
	mtu_is h1 1290
	# The same when it is given at once.
	ipn h1 link add vtep1 mtu 1200 type vtep id 43 group 239.1.1.43 dev eth0
	mtu_is h1 1200 vtep1
	ipn h1 link set eth0 mtu 1230
	mtu_is h1 1180 vtep1
	ipn h1 link set eth0 mtu 9000
	mtu_is h1 1180 vtep1
}

test_too_large()
{
	underlay 1
	vtep h1 group 239.1.1.42 dev eth0
	refuse 'mtu greater than device maximum' ipn h1 link set vtep0 mtu 1451
	mtu_is h1 1450
	refuse 'mtu' ipn h1 link set vtep0 mtu 60
	run ipn h1 link set vtep0 mtu 1450
	refuse 'mtu' ipn h1 link add vtep1 mtu 1451 type vtep id 43 \
		group 239.1.1.43 dev eth0
	lacks 'vtep1' ipn h1 link show
}

# No lower device known: room for what Ethernet has, and no need to stay there.
test_no_lower()
{
	underlay 1
	ipn h1 link add vtep0 type vtep id 42
	mtu_is h1 1450
	run ipn h1 link set vtep0 mtu 8000
	mtu_is h1 8000
	ipn h1 -6 link add vtep1 type vtep id 42
	mtu_is h1 1430 vtep1
}

# 50 and 70 are what is added, byte by byte: an inner packet of the whole MTU
# makes one datagram of the whole MTU of the underlay.
test_overhead()
{
	local p f
	underlay 2
	for p in 10.0.0. fd00::; do
		vtep h1 remote "${p}2"
		vtep h2 remote "${p}1"
		pings h1 192.168.0.2
		mtu=$(on h1 cat /sys/class/net/vtep0/mtu)
		capture h2 eth0 src host "${p}1" and greater 1000
		run on h1 ping -c 1 -M "do" -s $((mtu - 28)) 192.168.0.2
		wait_for 5 matches 'length 1514' captured h2
		refuse 'message too long' on h1 ping -c 1 -M "do" -s $((mtu - 27)) 192.168.0.2
		uncapture
		for f in tx_too_big tx_no_route; do
			stat_is h1 $f 0
		done
		ipn h1 link del vtep0
		ipn h2 link del vtep0
	done
}

# How many outer datagrams of h1 were captured with DF, and without. A filter
# may name what is inside: udp[28:2] is the inner Ethernet type.
outer_df()
{
	captured h2 "udp port 4789 and src host 10.0.0.1 and ip[6] & 0x40 != 0 ${1-}" |
		grep -c 'vni 42' || true
}

outer_no_df()
{
	captured h2 "udp port 4789 and src host 10.0.0.1 and ip[6] & 0x40 = 0 ${1-}" |
		grep -c 'vni 42' || true
}

df_pair()
{
	underlay 2
	vtep h1 remote 10.0.0.2 "$@"
	vtep h2 remote 10.0.0.1
	pings h1 192.168.0.2
}

test_df_set()
{
	local n
	df_pair
	capture h2 eth0
	# Whatever the packet inside says, or if there is none.
	run on h1 ping -c 1 -M dont 192.168.0.2
	run on h1 ping -c 1 -M "do" 192.168.0.2
	run on h1 ping -c 1 2001:db8::2
	run on h1 ping -c 1 -M dont -s 4000 192.168.0.2
	uncapture
	n=$(outer_df)
	[ "$n" -ge 6 ]
	equal "datagrams without DF" "$(outer_no_df)" 0
}

# A lower device that got smaller in secret: a route says so.
test_df_unset()
{
	local n
	df_pair df unset
	capture h2 eth0
	run on h1 ping -c 1 -M "do" 192.168.0.2
	run on h1 ping -c 1 2001:db8::2
	equal "datagrams with DF" "$(outer_df)" 0
	[ "$(outer_no_df)" -ge 2 ]
	# Larger than the path: fragments of the outer datagram, put together
	# by the other end.
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu lock 1000
	run on h1 ping -c 1 -W 5 -M "do" -s 1400 192.168.0.2
	traffic tcp h1 h2 192.168.0.2 100000
	uncapture
	n=$(captured h2 'src host 10.0.0.1 and ip[6] & 0x20 != 0' | wc -l)
	[ "$n" -gt 10 ]
	stat_is h1 tx_too_big 0
}

test_df_inherit()
{
	df_pair df inherit
	capture h2 eth0
	run on h1 ping -c 1 -M dont 192.168.0.2
	uncapture
	equal "datagrams with DF" "$(outer_df 'and udp[28:2] = 0x0800')" 0
	[ "$(outer_no_df)" -ge 1 ]
	capture h2 eth0
	run on h1 ping -c 1 -M "do" 192.168.0.2
	# IPv6 does not fragment on its way, so it has DF.
	run on h1 ping -c 1 2001:db8::2
	uncapture
	equal "datagrams without DF" "$(outer_no_df 'and udp[28:2] != 0x0806')" 0
	[ "$(outer_df)" -ge 2 ]
	# What may be fragmented is, what may not is not.
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu lock 1000
	run on h1 ping -c 1 -W 5 -M dont -s 1400 192.168.0.2
	stat_is h1 tx_too_big 0
	on h1 ping -c 1 -W 1 -M "do" -s 1400 192.168.0.2 >/dev/null || true
	[ "$(ethstat h1 tx_too_big)" -gt 0 ]
}

# The two hosts with a router between, its second link narrow.
narrow()
{
	ns h1 r h2
	link h1 1
	link h2 2
	ipn r link set r2 mtu 1400
	ipn h2 link set eth0 mtu 1400
	on r sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward;
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
	# So that all errors come, however fast.
	on r sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratelimit;
		echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
}

link()
{
	ipn r link add "r$2" type veth peer name eth0 netns "$NSP$1"
	ipn r addr add "10.0.$2.9/24" dev "r$2"
	ipn r addr add "fd0$2::9/64" dev "r$2" nodad
	ipn r link set "r$2" up
	ipn "$1" addr add "10.0.$2.$2/24" dev eth0
	ipn "$1" addr add "fd0$2::$2/64" dev eth0 nodad
	ipn "$1" link set eth0 up
	ipn "$1" route add default via "10.0.$2.9"
	ipn "$1" -6 route add default via "fd0$2::9"
}

# The VTEPs of narrow, over IPv4 or IPv6. h2 is told to send small, so that h1
# is the one with the large frames.
narrow_pair()
{
	local fam=$1
	shift
	narrow
	if [ "$fam" = 4 ]; then
		vtep h1 remote 10.0.2.2 local 10.0.1.1 "$@"
		vtep h2 remote 10.0.1.1 local 10.0.2.2 "$@"
		mtu_is h1 1450
		mtu_is h2 1350
	else
		vtep h1 remote fd02::2 local fd01::1 "$@"
		vtep h2 remote fd01::1 local fd02::2 "$@"
		mtu_is h1 1430
		mtu_is h2 1330
	fi
	pings h1 192.168.0.2
	pings h1 2001:db8::2
}

learned_pmtu()
{
	case $1 in
	4) matches 'mtu 1400' ipn h1 route get 10.0.2.2 ;;
	6) matches 'mtu 1400' ipn h1 -6 route get fd02::2 ;;
	esac
}

# Nobody on the way has seen a part of a datagram of h1.
no_fragments()
{
	equal "IPv4 fragments" "$(captured r 'ip[6:2] & 0x3fff != 0' | wc -l)" 0
	equal "IPv6 fragments" "$(captured r 'ip6[6] = 44' | wc -l)" 0
	[ "$(captured r 'udp port 4789' | wc -l)" -gt 0 ]
}

# The sender is the host of the VTEP: its own routes learn.
local_sender()
{
	local fam=$1 n
	capture r r1
	n=$(ethstat h1 tx_too_big)
	# The first is lost to the router, which tells h1.
	on h1 ping -c 1 -W 1 -M "do" -s 1380 192.168.0.2 >/dev/null || true
	wait_for 5 learned_pmtu "$fam"
	# The next one is answered by the VTEP, and the sender knows.
	wait_for 5 refuse 'message too long|frag needed|mtu' \
		on h1 ping -c 2 -W 1 -M "do" -s 1380 192.168.0.2
	[ "$(ethstat h1 tx_too_big)" -gt "$n" ]
	n=$((fam == 4 ? 1350 : 1330))
	wait_for 5 matches "mtu $n" ipn h1 route get 192.168.0.2
	on h1 ping -c 2 -i 0.2 -W 1 -s 1380 2001:db8::2 >/dev/null || true
	wait_for 5 matches "mtu $n" ipn h1 -6 route get 2001:db8::2
	# And all gets through, TCP for one.
	traffic tcp h1 h2 192.168.0.2 300000
	run on h1 ping -c 1 -W 5 -M "do" -s $((n - 28)) 192.168.0.2
	uncapture
	no_fragments
}

test_pmtu_ipv4()
{
	narrow_pair 4
	local_sender 4
}

test_pmtu_ipv6()
{
	narrow_pair 6
	local_sender 6
}

test_pmtu_csum()
{
	narrow_pair 4 udpcsum
	local_sender 4
}

# TCP that never heard of the narrow link: large segments straight away, with
# offloads on.
gso_sender()
{
	narrow_pair "$1"
	# h2 does not say what it can hold.
	ipn h2 route change 192.168.0.0/24 dev vtep0 src 192.168.0.2 advmss 1400
	capture r r1 -s 200
	traffic tcp h1 h2 192.168.0.2 1000000 1000
	uncapture
	no_fragments
	learned_pmtu "$1"
	[ "$(ethstat h1 tx_too_big)" -gt 0 ]
}

test_pmtu_gso_ipv4()
{
	gso_sender 4
}

test_pmtu_gso_ipv6()
{
	gso_sender 6
}

# A VM behind a bridge on h1, and one on h2: the VTEP answers in the place of a
# router that is not there.
#
#	vm1 eth0 192.168.0.11 --- br1 h1 vtep0 ... vtep0 h2 br1 --- eth0 192.168.0.12 vm2
bridged()
{
	local fam=$1 i h a
	narrow
	for i in 1 2; do
		h=h$i
		ns "vm$i"
		ipn $h link add br1 type bridge
		ipn $h link add vm type veth peer name eth0 netns "${NSP}vm$i"
		a="10.0.$((3 - i)).$((3 - i)) local 10.0.$i.$i"
		[ "$fam" = 4 ] || a="fd0$((3 - i))::$((3 - i)) local fd0$i::$i"
		if [ "${2-}" = vlan ]; then
			# shellcheck disable=SC2086 # words
			in_vlan $h $a
		else
			# shellcheck disable=SC2086 # words
			ipn $h link add vtep0 type vtep id 42 remote $a
			ipn $h link set vtep0 master br1
			ipn $h link set vm master br1
		fi
		ipn $h link set br1 up
		ipn $h link set vm up
		ipn $h link set vtep0 up
		ipn "vm$i" addr add "192.168.0.1$i/24" dev eth0
		ipn "vm$i" addr add "2001:db8::1$i/64" dev eth0 nodad
		ipn "vm$i" link set eth0 mtu $((fam == 4 ? 1450 : 1430))
		ipn "vm$i" link set eth0 up
	done
	# What vm2 sends has no room in h2: its MTU is that of the narrow link.
	ipn vm2 link set eth0 mtu $((fam == 4 ? 1350 : 1330))
	pings vm1 192.168.0.12
	pings vm1 2001:db8::12
}

# in_vlan HOST REMOTE WORD...: the VM is in VLAN 7, which is VNI 5007; nobody else
# is where frames without a tag go
in_vlan()
{
	local h=$1 remote=$2
	shift 2
	ipn "$h" link set br1 type bridge vlan_filtering 1 vlan_default_pvid 0
	ipn "$h" link add vtep0 type vtep attach vlan "$@"
	ipn "$h" link set vtep0 master br1
	ipn "$h" link set vm master br1
	bridgen "$h" vlan add dev vm vid 7 pvid untagged
	bridgen "$h" vlan add dev vtep0 vid 7
	run on "$h" vtepctl vni add dev vtep0 vni 5007 vlan 7 flood "$remote"
}

bridge_sender()
{
	local fam=$1 n
	bridged "$@"
	n=$((fam == 4 ? 1350 : 1330))
	capture r r1
	on vm1 ping -c 1 -W 1 -M "do" -s 1380 192.168.0.12 >/dev/null || true
	wait_for 5 learned_pmtu "$fam"
	wait_for 5 refuse 'message too long|frag needed|mtu' \
		on vm1 ping -c 2 -W 1 -M "do" -s 1380 192.168.0.12
	wait_for 5 matches "mtu $n" ipn vm1 route get 192.168.0.12
	[ "$(ethstat h1 tx_too_big)" -gt 0 ]
	traffic tcp vm1 vm2 192.168.0.12 300000
	on vm1 ping -c 2 -i 0.2 -W 1 -s 1380 2001:db8::12 >/dev/null || true
	wait_for 5 matches "mtu $n" ipn vm1 -6 route get 2001:db8::12
	uncapture
	no_fragments
}

test_pmtu_bridge_ipv4()
{
	bridge_sender 4
}

test_pmtu_bridge_ipv6()
{
	bridge_sender 6
}

# The answer comes back in the VLAN that the frame came from.
test_pmtu_vlan_ipv4()
{
	bridge_sender 4 vlan
}

test_pmtu_vlan_ipv6()
{
	bridge_sender 6 vlan
}

# The sender is behind h1 as a router: h1 tells it.
#
#	vm1 eth0 192.168.1.11 --- 192.168.1.1 h1 vtep0 192.168.0.1 ... 192.168.0.2 h2
test_pmtu_routed()
{
	narrow_pair 4
	ns vm1
	ipn h1 link add vm type veth peer name eth0 netns "${NSP}vm1"
	ipn h1 addr add 192.168.1.1/24 dev vm
	ipn h1 addr add 2001:db8:1::1/64 dev vm nodad
	ipn h1 link set vm up
	ipn vm1 addr add 192.168.1.11/24 dev eth0
	ipn vm1 addr add 2001:db8:1::11/64 dev eth0 nodad
	ipn vm1 link set eth0 up
	ipn vm1 route add default via 192.168.1.1
	ipn vm1 -6 route add default via 2001:db8:1::1
	on h1 sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward;
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding;
		echo 0 >/proc/sys/net/ipv4/icmp_ratelimit;
		echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
	ipn h2 route add 192.168.1.0/24 via 192.168.0.1
	ipn h2 -6 route add 2001:db8:1::/64 via 2001:db8::1
	pings vm1 192.168.0.2
	pings vm1 2001:db8::2
	capture r r1
	# First its own MTU of 1450, then what the path holds.
	for n in 1450 1350; do
		on vm1 ping -c 2 -i 0.2 -W 1 -M "do" -s $((n - 27)) 192.168.0.2 >/dev/null || true
	done
	wait_for 10 learned_pmtu 4
	on vm1 ping -c 3 -i 0.2 -W 1 -M "do" -s 1380 192.168.0.2 >/dev/null || true
	wait_for 5 matches 'mtu 1350' ipn vm1 route get 192.168.0.2
	on vm1 ping -c 3 -i 0.2 -W 1 -s 1380 2001:db8::2 >/dev/null || true
	wait_for 5 matches 'mtu 1350' ipn vm1 -6 route get 2001:db8::2
	traffic tcp vm1 h2 192.168.0.2 300000
	uncapture
	no_fragments
	[ "$(ethstat h1 tx_too_big)" -gt 0 ]
}

run_tests "$@"
