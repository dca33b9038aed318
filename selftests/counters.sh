#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Counters are right to the last frame, and each reason to drop one, that is
# each row of include/vtep/drops.h, can be provoked and is counted as itself.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2       10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#
# frames.py speaks for the VTEP of h2, where h2 has none.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/nomem.sh"
. "$(dirname "$0")/frames.sh"

TESTS="drop_rx_short drop_rx_flags drop_rx_unknown_vni drop_rx_down
	drop_rx_zero_csum6 drop_rx_dest drop_rx_ttl drop_rx_fragments drop_rx_not_known
	drop_rx_not_listed drop_rx_inner_short drop_rx_src_mac drop_rx_own_mac
	drop_rx_own_addr drop_rx_inner_vlan drop_rx_ecn drop_rx_protected
	drop_rx_storm drop_rx_static_mac
	drop_rx_nomem drop_tx_short drop_tx_no_vni drop_tx_no_metadata
	drop_tx_inner_vlan drop_tx_unknown drop_tx_storm_broadcast
	drop_tx_storm_multicast drop_tx_storm_unknown drop_tx_rate_unicast
	drop_tx_no_remote drop_tx_no_route drop_tx_loop drop_tx_loop_of_two
	drop_tx_too_big
	drop_tx_nomem no_room_ipv4 no_room_ipv6 drop_learn_limit drop_learn_peer_limit
	drop_learn_damped drop_rx_damped drop_learn_not_known
	drop_learn_not_listed drop_learn_nomem every_reason
	shared_socket received sent pings flood rx_bum names"

A=02:aa:00:00:00:01

setup()
{
	underlay 2
}

vtep_stats()
{
	on h1 vtepctl -j stats show dev vtep0
}

# counted NAME N: the one counter that moved since the test began, wherever it
# is shown. Those of the socket are not the device's drops; and what has no
# segment is not that of any.
counted()
{
	local name=$1 n=$2 rx=0 tx=0 seg_tx
	case $name in
	rx_short|rx_flags|rx_unknown_vni|learn_*) ;;
	rx_*) rx=$n ;;
	tx_*) tx=$n ;;
	esac
	seg_tx=$tx
	case $name in
	tx_no_vni|tx_no_metadata) seg_tx=0 ;;
	esac
	stat_reaches h1 "$name" "$n"
	equal "drops of vtepctl" "$(vtep_stats | jq -c \
		'.[0].drops | with_entries(select(.value != 0))')" "{\"$name\":$n}"
	equal "drops of ethtool" "$(on h1 ethtool -S vtep0 | sed -n \
		's/^ *\(\(rx\|tx\|learn\)_.*\): \([1-9]\)/\1:\3/p' |
		grep -v 'x_bum')" "$name:$n"
	link_stat_is h1 rx dropped "$rx"
	link_stat_is h1 tx dropped "$tx"
	equal "drops of the segment" "$(on h1 vtepctl -j -s vni show dev vtep0 |
		jq -c '.[0].counters | [.rx_dropped, .tx_dropped]')" "[$rx,$seg_tx]"
	equal "drops in all" "$(vtep_stats |
		jq -c '.[0].counters | [.rx_dropped, .tx_dropped]')" "[$rx,$tx]"
	# The text has what it means.
	matches " $name $n -- .{20}" on h1 vtepctl stats show dev vtep0
}

test_drop_rx_short()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 bare=08000000 n=2
	from h2 bare=08000000002a00
	counted rx_short 3
}

test_drop_rx_flags()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 flags=00 n=2
	from h2 flags=f7
	counted rx_flags 3
	link_stat_is h1 rx packets 0
}

test_drop_rx_unknown_vni()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 vni=43 n=2
	from h2 vni=16777215
	counted rx_unknown_vni 3
}

test_drop_rx_down()
{
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link set vtep0 down
	from h2 n=3
	counted rx_down 3
}

test_drop_rx_zero_csum6()
{
	quiet_vtep h1 local fd00::1 noudp6zerocsumrx
	from h2 to=fd00::1 nocsum=1 n=3
	counted rx_zero_csum6 3
	# With a checksum, or allowed to have none, it comes in.
	from h2 to=fd00::1
	link_stat_reaches h1 rx packets 1
	ipn h1 link set vtep0 type vtep udp6zerocsumrx
	from h2 to=fd00::1 nocsum=1
	link_stat_reaches h1 rx packets 2
}

test_drop_rx_dest()
{
	ipn h1 addr add 10.0.0.11/24 dev eth0
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 strict on
	from h2 to=10.0.0.11 n=3
	counted rx_dest 3
}

test_drop_rx_ttl()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 min_ttl 255
	from h2 ttl=254 n=3
	counted rx_ttl 3
}

test_drop_rx_fragments()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 fragments discard
	ipn h2 link set eth0 mtu 1280
	from h2 size=1300 n=3
	counted rx_fragments 3
}

test_drop_rx_not_known()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 deliver known
	from h2 n=3
	counted rx_not_known 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_not_listed()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl source add dev vtep0 prefix 10.0.0.9/32
	run on h1 vtepctl vtep set dev vtep0 deliver list
	from h2 n=3
	counted rx_not_listed 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_inner_short()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 raw=ffffffffffff02aa0000000188
	# Whole Ethernet header, but IPv4 and IPv6 headers that end early
	from h2 type=0800 payload=45000014
	from h2 type=86dd payload=60000000
	counted rx_inner_short 3
	equal "frame errors" "$(link_stat h1 rx frame_errors)" 3
}

test_drop_rx_src_mac()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=01:00:5e:00:00:01
	from h2 smac=00:00:00:00:00:00
	from h2 smac=ff:ff:ff:ff:ff:ff
	counted rx_src_mac 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_own_mac()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=02:00:00:00:00:01 n=3
	counted rx_own_mac 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_own_addr()
{
	quiet_vtep h1 local 10.0.0.1
	from h1 source=10.0.0.1 n=3
	counted rx_own_addr 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_inner_vlan()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 type=8100 n=2
	from h2 type=88a8
	counted rx_inner_vlan 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

# Congestion, seen on the way by a packet whose ends cannot hear of it
test_drop_rx_ecn()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 tos=3 tos_in=0 n=3
	counted rx_ecn 3
	# They can.
	from h2 tos=3 tos_in=2
	link_stat_reaches h1 rx packets 1
	# So it is behind tags; what only looks like IP is left alone.
	ipn h1 link set vtep0 type vtep inner_vlan pass
	capture h1 vtep0
	from h2 tos=3 tos_in=0 tag=81000008
	from h2 tos=3 tos_in=0 tag=88a8000881000008
	counted rx_ecn 5
	from h2 tos=3 tos_in=2 tag=81000008
	from h2 tos=3 tos_in=1 tag=88a8000881000008
	from h2 tos=3 type=88b5 tag=8100080081000008 size=60
	from h2 tos=3 type=0806 tag=81000009 smac=02:00:00:00:08:00
	link_stat_reaches h1 rx packets 5
	stat_is h1 rx_ecn 5
	uncapture
	equal "marked" "$(captured h1 -v | grep -c 'tos 0x3,CE')" 2
	matches 'vlan 9, .*ARP|vlan 9, .*arp' captured h1 -e
}

# A bucket of five frames, and too few in a second to matter
test_drop_rx_storm()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 storm peer 1pps,burst=5000
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	from h2 n=12
	counted rx_storm 7
	link_stat_is h1 rx packets 5
	# Unicast is not limited.
	from h2 dmac=02:00:00:00:00:01 n=9
	link_stat_reaches h1 rx packets 14
	stat_is h1 rx_storm 7
}

test_drop_rx_protected()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 protect on
	run on h1 vtepctl local add dev vtep0 mac $A
	from h2 smac=$A n=3
	counted rx_protected 3
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_drop_rx_static_mac()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.9 static
	from h2 smac=$A n=3
	counted rx_static_mac 3
}

# Wait for N frames dropped by vtep0, without a new process: for those memory
# may be missing. PID is one in the namespace of vtep0.
dropped_meanwhile()
{
	local pid=$1 n=$2 i line word
	for ((i = 0; i < 200; i++)); do
		while read -r line; do
			read -r -a word <<<"$line"
			[ "${word[0]}" = vtep0: ] && [ "${word[4]}" = "$n" ] &&
				return 0
		done <"/proc/$pid/net/dev"
		read -r -t 0.05 <>"$WORK/never" || true
	done
	return 1
}

# Headers are taken off in place. Only the packet of many segments that
# somebody else looks at, too, has to be copied for it: h2 keeps what it sends,
# and the switch keeps it back until there is no memory.
test_drop_rx_nomem()
{
	nomem_init
	quiet_vtep h1 local 10.0.0.1
	quiet_vtep h2 local 10.0.0.2
	bridgen h2 fdb add $A dev vtep0 dst 10.0.0.1
	into h2 dmac=$A smac=02:bb:00:00:00:01 gso=500 size=2000
	link_stat_reaches h1 rx packets 1
	on fab tc qdisc add dev p1 root netem delay 3s
	mkfifo "$WORK/never"
	background ip netns exec "${NSP}h1" sleep 60
	wait_for 10 grep -q vtep0: "/proc/$BG/net/dev"
	frames hold h2 dev=eth0
	into h2 dmac=$A smac=02:bb:00:00:00:01 gso=500 size=2000 n=3
	no_memory
	dropped_meanwhile "$BG" 3 || true
	memory_again
	frames release h2
	counted rx_nomem 3
}

# An Ethernet device has no such frames, and a packet socket does not send
# them. But tc can turn a packet of a device without Ethernet headers to us.
test_drop_tx_short()
{
	quiet_vtep h1 remote 10.0.0.2
	tun_init
	ipn h1 tuntap add mode tun name tun0
	ipn h1 link set tun0 addrgenmode none
	ipn h1 link set tun0 up
	on h1 tc qdisc add dev tun0 clsact
	on h1 tc filter add dev tun0 ingress matchall action mirred egress \
		redirect dev vtep0
	frames tun h1 dev=tun0 raw=45000008000000004011 n=3
	counted tx_short 3
}

test_drop_tx_no_vni()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42 vlan 7 flood 10.0.0.2
	into h1 n=2
	into h1 tag=81000008
	counted tx_no_vni 3
	into h1 tag=81000007
	link_stat_is h1 tx packets 1
}

test_drop_tx_no_metadata()
{
	quiet_vtep h1 external vnifilter local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42 flood 10.0.0.2
	into h1 n=2
	into h1 tag=81000007
	counted tx_no_metadata 3
}

test_drop_tx_inner_vlan()
{
	quiet_vtep h1 remote 10.0.0.2
	into h1 type=8100 n=2
	into h1 type=88a8
	counted tx_inner_vlan 3
}

test_drop_tx_unknown()
{
	quiet_vtep h1 remote 10.0.0.2
	run on h1 vtepctl vtep set dev vtep0 unknown drop
	into h1 dmac=$A n=3
	counted tx_unknown 3
	stat_is h1 tx_bum 0
	into h1
	link_stat_is h1 tx packets 1
}

# storm CLASS DMAC: of twelve frames five pass
storm()
{
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	run on h1 vtepctl vni set dev vtep0 vni 42 storm "$1" 1pps,burst=5000
	into h1 dmac="$2" n=12
}

test_drop_tx_storm_broadcast()
{
	storm broadcast ff:ff:ff:ff:ff:ff
	counted tx_storm_broadcast 7
	stat_is h1 tx_bum 5
	link_stat_is h1 tx packets 5
}

test_drop_tx_storm_multicast()
{
	storm multicast 01:00:5e:00:00:01
	counted tx_storm_multicast 7
	stat_is h1 tx_bum 5
	link_stat_is h1 tx packets 5
}

test_drop_tx_storm_unknown()
{
	storm unknown 02:aa:00:00:00:99
	counted tx_storm_unknown 7
	stat_is h1 tx_bum 5
	link_stat_is h1 tx packets 5
}

test_drop_tx_rate_unicast()
{
	storm unicast $A
	counted tx_rate_unicast 7
	stat_is h1 tx_bum 0
	link_stat_is h1 tx packets 5
}

test_drop_tx_no_remote()
{
	quiet_vtep h1 local 10.0.0.1
	into h1 n=2
	into h1 dmac=$A
	counted tx_no_remote 3
	stat_is h1 tx_bum 0
}

test_drop_tx_no_route()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 172.16.0.1
	into h1 dmac=$A n=3
	counted tx_no_route 3
	equal "carrier errors" "$(link_stat h1 tx carrier_errors)" 3
	link_stat_is h1 tx packets 0
}

test_drop_tx_loop()
{
	quiet_vtep h1 local 10.0.0.1
	ipn h1 route add 172.16.0.1/32 dev vtep0
	bridgen h1 fdb add $A dev vtep0 dst 172.16.0.1
	into h1 dmac=$A n=3
	counted tx_loop 3
	equal collisions "$(link_stat h1 tx collisions)" 3
}

# Two that send by each other
test_drop_tx_loop_of_two()
{
	quiet_vtep h1 local 10.0.0.1
	run ipn h1 link add vtep1 type vtep id 43 local 10.0.0.1
	run ipn h1 link set vtep1 up
	ipn h1 route add 172.16.0.1/32 dev vtep1
	ipn h1 route add 172.16.1.1/32 dev vtep0
	ipn h1 neigh add 172.16.0.1 lladdr $A dev vtep1
	ipn h1 neigh add 172.16.1.1 lladdr $A dev vtep0
	bridgen h1 fdb add $A dev vtep0 dst 172.16.0.1
	bridgen h1 fdb add $A dev vtep1 dst 172.16.1.1
	into h1 dmac=$A n=3
	equal "frames dropped" "$(loops vtep0) $(loops vtep1)" "0 3"
	equal "frames sent by vtep0" "$(link_stat h1 tx packets)" 9
}

# loops DEV
loops()
{
	on h1 ethtool -S "$1" | awk '$1 == "tx_loop:" { print $2 }'
}

test_drop_tx_too_big()
{
	quiet_vtep h1 local 10.0.0.1
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu 1000
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	into h1 dmac=$A type=88b5 size=951 n=3
	counted tx_too_big 3
	into h1 dmac=$A type=88b5 size=950
	link_stat_is h1 tx packets 1
}

# A frame that is to be segmented is cloned for all remotes but the last. (A short one
# is copied, to memory that is nearly always there already.)
test_drop_tx_nomem()
{
	nomem_init
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.9
	ipn h1 neigh replace 10.0.0.9 lladdr 02:99:00:00:00:09 dev eth0
	pings h1 10.0.0.2
	into h1 gso=500 size=1000
	link_stat_is h1 tx packets 2
	no_memory
	into h1 gso=500 size=1000 n=3
	memory_again
	counted tx_nomem 3
	link_stat_is h1 tx packets 5
}

# no_room ADDRESS: a frame to it comes from a device that has left no room for our
# headers, and there is no memory to make some
no_room()
{
	nomem_init
	quiet_vtep h1 remote "$1"
	bridgen h1 fdb add $A dev vtep0 dst "$1" static
	ipn h1 link add in0 type veth peer name in1
	for dev in in0 in1; do
		ipn h1 link set $dev addrgenmode none
		ipn h1 link set $dev up
	done
	on h1 tc qdisc add dev in1 clsact
	on h1 tc filter add dev in1 ingress matchall action mirred egress \
		redirect dev vtep0
	pings h1 "$1"
	into h1 dev=in0 dmac=$A
	link_stat_reaches h1 tx packets 1
	no_memory
	into h1 dev=in0 dmac=$A n=3
	memory_again
	counted tx_nomem 3
	into h1 dev=in0 dmac=$A
	link_stat_reaches h1 tx packets 2
}

test_no_room_ipv4()
{
	no_room 10.0.0.2
}

test_no_room_ipv6()
{
	no_room fd00::2
}

test_drop_learn_limit()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 2
	from h2 smac=$A macs=5
	counted learn_limit 3
	link_stat_is h1 rx packets 5
}

test_drop_learn_peer_limit()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 peer_limit 2
	from h2 smac=$A macs=5
	counted learn_peer_limit 3
	link_stat_is h1 rx packets 5
}

# The second move within a window is too many: the MAC stays at the other
# address of h2.
damped()
{
	ipn h2 addr add 10.0.0.9/24 dev eth0
	run on h1 vtepctl vtep set dev vtep0 moves 2/60 damp "$1"
	from h2 smac=$A
	from h2 smac=$A source=10.0.0.9
	from h2 smac=$A n=3
}

test_drop_learn_damped()
{
	quiet_vtep h1 local 10.0.0.1
	damped hold
	counted learn_damped 3
	link_stat_is h1 rx packets 5
}

test_drop_rx_damped()
{
	quiet_vtep h1 local 10.0.0.1
	damped drop
	counted rx_damped 3
	link_stat_is h1 rx packets 2
}

test_drop_learn_not_known()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 learn known
	from h2 n=3
	counted learn_not_known 3
	link_stat_is h1 rx packets 3
}

test_drop_learn_not_listed()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl source add dev vtep0 prefix 10.0.0.2/32 may deliver
	run on h1 vtepctl vtep set dev vtep0 learn list
	from h2 n=3
	counted learn_not_listed 3
	link_stat_is h1 rx packets 3
}

test_drop_learn_nomem()
{
	nomem_init
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=02:bb:00:00:00:01
	lives_at h1 02:bb:00:00:00:01 10.0.0.2
	# Nor is there memory for a peer that was not heard before.
	ipn h2 addr add 10.0.0.102/24 dev eth0
	from h2 smac=02:bb:00:00:00:01		# a new address: a new route
	no_memory
	from h2 smac=$A macs=3
	from h2 source=10.0.0.102 smac=$A macs=2
	memory_again
	counted learn_nomem 5
	# Delivered all the same, and learned when there is memory.
	link_stat_is h1 rx packets 7
	equal "MACs learned" "$(fdb_count h1)" 1
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
}

# All rows of the table have their test here, and all are shown.
test_every_reason()
{
	local name rows
	rows=$(sed -n 's/^\tX([A-Z0-9_]*, "\([a-z0-9_]*\)",.*/\1/p' \
		"$SELFTESTS/../include/vtep/drops.h")
	[ "$(wc -l <<<"$rows")" -ge 22 ]
	for name in $rows; do
		grep -qw "drop_$name" <<<"$TESTS"
		declare -F "test_drop_$name" >/dev/null
	done
	quiet_vtep h1 local 10.0.0.1
	equal "reasons of vtepctl" \
		"$(vtep_stats | jq -r '.[0].drops | keys_unsorted[]')" "$rows"
	equal "reasons of ethtool" "$(on h1 ethtool -S vtep0 |
		sed -n 's/^ *\(.*\): .*/\1/p' | tail -n "$(wc -l <<<"$rows")")" "$rows"
}

# What is counted before the VTEP is known is the socket's: all that share it
# show it, and none calls it its own.
test_shared_socket()
{
	quiet_vtep h1 id 42 local 10.0.0.1
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	VTEP_DEV=vtep2 quiet_vtep h1 id 44 dstport 4790 local 10.0.0.1
	from h2 vni=99 n=3
	stat_reaches h1 rx_unknown_vni 3
	stat_is h1 rx_unknown_vni 3 vtep1
	stat_is h1 rx_unknown_vni 0 vtep2
	# The VTEPs' own are their own.
	from h2 vni=43 smac=01:00:00:00:00:01 n=2
	stat_reaches h1 rx_src_mac 2 vtep1
	stat_is h1 rx_src_mac 0
}

# counters KIND JQ: of the segment or the peer, in one line
vni_counters()
{
	on h1 vtepctl -j -s vni show dev vtep0 | jq -c '.[0].counters |
		[.rx_packets, .rx_bytes, .rx_bum, .tx_packets, .tx_bytes, .tx_bum]'
}

peer_counters()
{
	on h1 vtepctl -j -s peer show dev vtep0 | jq -c --arg p "$1" \
		'.[] | select(.peer == $p).counters |
		[.rx_packets, .rx_bytes, .rx_bum, .tx_packets, .tx_bytes, .tx_bum]'
}

test_received()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=$A dmac=02:00:00:00:00:01 size=100 n=10
	link_stat_reaches h1 rx packets 10
	link_stat_is h1 rx bytes 1140
	equal "segment's counters" "$(vni_counters)" '[10,1140,0,0,0,0]'
	equal "peer's counters" "$(peer_counters 10.0.0.2)" '[10,1140,0,0,0,0]'
	equal "all segments' counters" "$(vtep_stats | jq -c '.[0].counters |
		[.rx_packets, .rx_bytes]')" '[10,1140]'
}

test_sent()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	bridgen h1 fdb add 02:aa:00:00:00:02 dev vtep0 dst 10.0.0.9
	into h1 dmac=$A size=100 n=7
	into h1 dmac=02:aa:00:00:00:02 size=200 n=2
	link_stat_is h1 tx packets 9
	equal "segment's counters" "$(vni_counters)" '[0,0,0,9,1226,0]'
	equal "peer's counters" "$(peer_counters 10.0.0.2)" '[0,0,0,7,798,0]'
	equal "peer's counters" "$(peer_counters 10.0.0.9)" '[0,0,0,2,428,0]'
	# The device counts the same bytes as its segments.
	link_stat_is h1 tx bytes 1226
}

test_pings()
{
	for i in 1 2; do
		quiet_vtep h$i local 10.0.0.$i
		ipn h$i addr add 192.168.0.$i/24 dev vtep0
		bridgen h$i fdb add 02:00:00:00:00:0$((3 - i)) dev vtep0 \
			dst 10.0.0.$((3 - i)) static
		ipn h$i neigh replace 192.168.0.$((3 - i)) dev vtep0 \
			lladdr 02:00:00:00:00:0$((3 - i)) nud permanent
	done
	pings h1 10.0.0.2
	before=$(peer_counters 10.0.0.2)
	equal "before" "$before" '[0,0,0,0,0,0]'
	run on h1 ping -c 5 -i 0.2 -W 5 -n 192.168.0.2
	# Five requests, five answers, of 14 + 20 + 8 + 56 bytes
	equal "peer's counters" "$(peer_counters 10.0.0.2)" '[5,490,0,5,490,0]'
	equal "segment's counters" "$(vni_counters)" '[5,490,0,5,490,0]'
	for i in 1 2; do
		for d in rx tx; do
			link_stat_is h$i $d packets 5
			link_stat_is h$i $d bytes 490
			link_stat_is h$i $d dropped 0
			link_stat_is h$i $d errors 0
		done
	done
}

# Flooded once, sent to each
test_flood()
{
	quiet_vtep h1 local 10.0.0.1
	for i in 2 3 4; do
		bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.$i
	done
	into h1 size=100
	equal "segment's counters" "$(vni_counters)" '[0,0,0,3,342,1]'
	stat_is h1 tx_bum 1
	link_stat_is h1 tx packets 3
	for i in 2 3 4; do
		peer_stat_is h1 10.0.0.$i tx_packets 1
	done
	# Broadcast, unknown and multicast alike; not the known
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	into h1 dmac=02:aa:00:00:00:99
	into h1 dmac=01:00:5e:00:00:01
	into h1 dmac=$A
	stat_is h1 tx_bum 3
	equal "segment's counters" "$(vni_counters)" '[0,0,0,10,762,3]'
}

# Flooded to us: to a group, or to a broadcast or multicast MAC
test_rx_bum()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	from h2 smac=$A dmac=02:00:00:00:00:01
	link_stat_reaches h1 rx packets 1
	stat_is h1 rx_bum 0
	from h2 smac=$A
	from h2 smac=$A dmac=01:00:5e:00:00:01
	from h2 to=239.1.1.42 dev=eth0 source=10.0.0.2 smac=$A \
		dmac=02:00:00:00:00:77
	link_stat_reaches h1 rx packets 4
	stat_is h1 rx_bum 3
	equal "peer's counters" "$(peer_counters 10.0.0.2 | jq -c '.[0:3]')" \
		'[4,240,3]'
}

# What else ethtool -S has
test_names()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 77
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.9
	from h2 smac=$A macs=3
	stat_reaches h1 fdb_learned 3
	stat_is h1 fdb_limit 77
	stat_is h1 peers 2
	stat_is h1 segments 1
	equal "of vtepctl" "$(vtep_stats | jq -c '.[0] |
		[.learned, .limit, .peers]')" '[3,77,2]'
}

frames_start
run_tests "$@"
