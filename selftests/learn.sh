#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Learning from received frames (RFC 7348 section 4.1): what is learned, how it
# moves and ages, its limits, and what it never touches.
#
#	h1 vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24, fd00::/64
#	h2       10.0.0.2 -------+
#	h3       10.0.0.3 -------+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs. Some tests have a second
# underlay, a link of its own between h1 and h3:
#
#	h1 eth1 10.1.0.1/24 fd01::1/64 ----- h3 eth1 10.1.0.3/24 fd01::3/64
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="first_frame move move_link_ipv4 move_link_ipv6 ageing_by_receipt
	ageing_never ageing_changed limit_vtep limit_vni limit_changed
	fixed_entries fixed_linklocal dynamic_moves learning_off two_segments
	down_flushes ipv6 linklocal linklocal_links linklocal_vrf"

A=02:aa:00:00:00:01
B=02:aa:00:00:00:02

setup()
{
	underlay 3
}

second_underlay()
{
	ipn h1 link add eth1 type veth peer name eth1 netns "${NSP}h3"
	for i in 1 3; do
		ipn h$i addr add 10.1.0.$i/24 dev eth1
		ipn h$i addr add fd01::$i/64 dev eth1 nodad
		ipn h$i link set eth1 up
	done
}

test_first_frame()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	equal "MACs learned" "$(fdb_count h1)" 1
	link_stat_reaches h1 rx packets 1
	# What it taught is used: nothing is flooded.
	into h1 dmac=$A n=3
	peer_stat_is h1 10.0.0.2 tx_packets 3
	stat_is h1 tx_bum 0
	# Unicast teaches as well, and an unknown one is flooded.
	from h3 smac=$B dmac=02:00:00:00:00:01
	lives_at h1 $B 10.0.0.3
	into h1 dmac=02:aa:00:00:00:03
	stat_is h1 tx_bum 1
}

test_move()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	from h2 smac=$B
	lives_at h1 $B 10.0.0.2
	for i in 1 2; do
		from h2 smac=$A
		lives_at h1 $A 10.0.0.2
		sent_to h1 10.0.0.2 dmac=$A
		from h3 smac=$A
		lives_at h1 $A 10.0.0.3
		sent_to h1 10.0.0.3 dmac=$A
		# One place at a time; the other MAC stays where it is.
		fdb_lacks h1 "$A dst 10.0.0.2 "
		fdb_has h1 "$B dst 10.0.0.2 "
		equal "MACs learned" "$(fdb_count h1)" 2
	done
	link_stat_is h1 rx packets 5
}

# The peers are behind different links: the first frame after the move has to
# leave by the new one. What is sent by the old one would be asked for there
# by ARP or neighbour discovery, so those count as well.
move_link()
{
	local to=$1 old=$2 new=$3
	second_underlay
	ipn h3 link set eth0 down
	ipn h3 route add "$to" via "$4"
	quiet_vtep h1 local "$to"
	# All neighbours known, so that the frame itself is what is seen.
	run pings h1 "$old"
	run pings h1 "$new"
	from h2 to="$to" smac=$A
	lives_at h1 $A "$old"
	capture h2 eth0 udp port 4789 or host "$new"
	capture h3 eth1 udp dst port 4789
	into h1 dmac=$A n=2
	wait_for 10 matches "> $old.4789" captured h2
	from h3 to="$to" smac=$A source="$new"
	lives_at h1 $A "$new"
	into h1 dmac=$A smac=02:bb:00:00:00:01
	wait_for 10 matches '02:bb:00:00:00:01 > 02:aa:00:00:00:01' captured h3
	matches "> $new.4789" captured h3
	lacks '02:bb:00:00:00:01' captured h2
	lacks "$new" captured h2
	# And back
	from h2 to="$to" smac=$A
	lives_at h1 $A "$old"
	into h1 dmac=$A smac=02:bb:00:00:00:02
	wait_for 10 matches '02:bb:00:00:00:02' captured h2
	lacks '02:bb:00:00:00:02' captured h3
}

test_move_link_ipv4()
{
	move_link 10.0.0.1 10.0.0.2 10.1.0.3 10.1.0.1
}

test_move_link_ipv6()
{
	move_link fd00::1 fd00::2 fd01::3 fd01::1
}

keep_sending()
{
	from h2 smac=$B
	into h1 dmac=$A
	into h1 dmac=$B
	from h2 smac=$B
	gone h1 $A
}

# Both MACs are sent to all the time; only the one that is heard stays (F12).
test_ageing_by_receipt()
{
	quiet_vtep h1 local 10.0.0.1 ageing 4
	from h2 smac=$A macs=2
	lives_at h1 $B 10.0.0.2
	wait_for 30 keep_sending
	# It did not go and come back: it was learned longer ago than it may
	# be silent.
	on h1 vtepctl -j fdb show dev vtep0 | run jq -e --arg b $B \
		'.[] | select(.mac == $b) | .changed_ms > 4000'
	# Silent now, it goes as well.
	wait_for 15 gone h1 $B
	equal "MACs learned" "$(fdb_count h1)" 0
	before=$(ethstat h1 tx_no_remote)
	into h1 dmac=$A
	stat_is h1 tx_no_remote $((before + 1))
}

# A MAC of another segment, ageing in a second, is the clock.
clock_start()
{
	VTEP_DEV=vtep9 quiet_vtep h1 id 9 local 10.0.0.1 ageing 1
	from h2 vni=9 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.2 " vtep9
}

clock_wait()
{
	wait_for 15 gone h1 $A vtep9
}

test_ageing_never()
{
	quiet_vtep h1 local 10.0.0.1 ageing 0
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	for i in 1 2; do
		clock_start
		clock_wait
		ipn h1 link del vtep9
	done
	fdb_has h1 "$A dst 10.0.0.2 "
	equal "ageing shown" "$(ip -n "${NSP}h1" -d -j link show vtep0 |
		jq .[0].linkinfo.info_data.ageing)" 0
}

test_ageing_changed()
{
	# Shorter: from the default 300, and by either tool
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	ipn h1 link set vtep0 type vtep ageing 1
	wait_for 15 gone h1 $A
	on h1 vtepctl vni set dev vtep0 ageing 300
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	on h1 vtepctl vni set dev vtep0 ageing 1
	wait_for 15 gone h1 $A
	# Longer: what would have gone stays
	on h1 vtepctl vni set dev vtep0 ageing 2
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	on h1 vtepctl vni set dev vtep0 ageing 0
	for i in 1 2; do
		clock_start
		clock_wait
		ipn h1 link del vtep9
	done
	fdb_has h1 "$A dst 10.0.0.2 "
	# From never to something
	on h1 vtepctl vni set dev vtep0 ageing 1
	wait_for 15 gone h1 $A
}

# What both limits have in common; ten MACs may be learned.
at_the_limit()
{
	from h2 smac=02:aa:00:00:00:01 macs=15
	stat_reaches h1 learn_limit 5
	equal "MACs learned" "$(fdb_count h1)" 10
	# All were delivered, and none counts as dropped.
	link_stat_is h1 rx packets 15
	link_stat_is h1 rx dropped 0
	# Those learned are refreshed and move.
	from h3 smac=02:aa:00:00:00:01
	lives_at h1 02:aa:00:00:00:01 10.0.0.3
	stat_is h1 learn_limit 5
	# What is configured does not count and is not refused (F7).
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static
	bridgen h1 fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	fdb_has h1 '02:cc:00:00:00:01 dst 10.0.0.2 .*static'
	into h1 dmac=02:cc:00:00:00:01
	stat_is h1 tx_no_remote 0
	from h2 smac=02:cc:00:00:00:01
	link_stat_reaches h1 rx packets 17
	stat_is h1 learn_limit 5
	equal "MACs learned" "$(fdb_count h1)" 10
	# One goes, one comes.
	bridgen h1 fdb del 02:aa:00:00:00:02 dev vtep0
	from h2 smac=02:dd:00:00:00:01 macs=2
	stat_reaches h1 learn_limit 6
	lives_at h1 02:dd:00:00:00:01 10.0.0.2
	gone h1 02:dd:00:00:00:02
	# Room again after a flush, also beside what is configured.
	bridgen h1 fdb flush dev vtep0
	equal "MACs learned" "$(fdb_count h1)" 0
	from h3 smac=02:ee:00:00:00:01 macs=10
	wait_for 10 stat_is h1 fdb_learned 10
	stat_is h1 learn_limit 6
}

test_limit_vtep()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 10
	at_the_limit
	stat_is h1 fdb_limit 10
}

test_limit_vni()
{
	quiet_vtep h1 local 10.0.0.1
	on h1 vtepctl vni set dev vtep0 vni 42 limit 10
	at_the_limit
	equal "limit shown" "$(on h1 vtepctl -j vni show dev vtep0 |
		jq .[0].limit)" 10
}

test_limit_changed()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 4
	from h2 smac=$A macs=6
	stat_reaches h1 learn_limit 2
	# Raised: more are learned. Lowered: none of them is lost.
	ipn h1 link set vtep0 type vtep maxaddress 6
	from h2 smac=$A macs=6
	stat_reaches h1 fdb_learned 6
	on h1 vtepctl vni set dev vtep0 limit 3
	equal "MACs learned" "$(fdb_count h1)" 6
	from h2 smac=02:bb:00:00:00:01
	stat_reaches h1 learn_limit 3
	equal "MACs learned" "$(fdb_count h1)" 6
	on h1 vtepctl vni set dev vtep0 limit 0
	ipn h1 link set vtep0 type vtep maxaddress unlimited
	from h2 smac=02:bb:00:00:00:01
	lives_at h1 02:bb:00:00:00:01 10.0.0.2
}

# fixed WORD...: an entry so configured neither moves, nor is it delivered what
# others claim to come from it.
fixed()
{
	local dropped received
	dropped=$(ethstat h1 rx_static_mac)
	received=$(link_stat h1 rx packets)
	bridgen h1 fdb replace $A dev vtep0 dst 10.0.0.2 "$@"
	from h3 smac=$A n=2
	stat_reaches h1 rx_static_mac $((dropped + 2))
	link_stat_is h1 rx packets "$received"
	fdb_has h1 "$A dst 10.0.0.2 "
	fdb_lacks h1 "$A dst 10.0.0.3 "
	# Whose it is may speak.
	from h2 smac=$A
	link_stat_reaches h1 rx packets $((received + 1))
	stat_is h1 rx_static_mac $((dropped + 2))
	equal "MACs learned" "$(fdb_count h1)" 0
	bridgen h1 fdb del $A dev vtep0
}

test_fixed_entries()
{
	quiet_vtep h1 local 10.0.0.1
	fixed
	fixed static
	fixed extern_learn
	fixed dynamic extern_learn
	fixed dynamic sticky
	fixed static sticky
	link_stat_is h1 rx dropped 12
	# They do not age either, but for the sticky one that is dynamic.
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2
	bridgen h1 fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2 static
	bridgen h1 fdb add 02:cc:00:00:00:03 dev vtep0 dst 10.0.0.2 dynamic extern_learn
	bridgen h1 fdb add 02:cc:00:00:00:04 dev vtep0 dst 10.0.0.2 dynamic sticky
	on h1 vtepctl vni set dev vtep0 ageing 1
	wait_for 15 gone h1 02:cc:00:00:00:04
	for i in 1 2 3; do
		fdb_has h1 "02:cc:00:00:00:0$i dst 10.0.0.2 "
	done
}

# The same address on another link is another VTEP.
test_fixed_linklocal()
{
	second_underlay
	for i in 0 1; do
		ipn h3 addr add fe80::3/64 dev eth$i nodad
		ipn h1 addr add fe80::1/64 dev eth$i nodad
	done
	ip -n "${NSP}h1" -6 link add vtep0 type vtep id 42
	ipn h1 link set vtep0 addrgenmode none
	ipn h1 link set vtep0 up
	bridgen h1 fdb add $A dev vtep0 dst fe80::3 via eth0 static
	from h3 to=fe80::1 source=fe80::3 dev=eth0 smac=$A
	link_stat_reaches h1 rx packets 1
	from h3 to=fe80::1 source=fe80::3 dev=eth1 smac=$A
	stat_reaches h1 rx_static_mac 1
	link_stat_is h1 rx packets 1
}

test_dynamic_moves()
{
	# As long as the commands take on a slow machine
	quiet_vtep h1 local 10.0.0.1 maxaddress 1 ageing 6
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 dynamic
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	stat_is h1 rx_static_mac 0
	into h1 dmac=$A
	peer_stat_is h1 10.0.0.3 tx_packets 1
	# Configured, it does not count as learned, but it ages.
	equal "MACs learned" "$(fdb_count h1)" 0
	wait_for 20 gone h1 $A
}

test_learning_off()
{
	quiet_vtep h1 remote 10.0.0.2 nolearning
	from h3 smac=$A
	link_stat_reaches h1 rx packets 1
	equal "MACs learned" "$(fdb_count h1)" 0
	gone h1 $A
	into h1 dmac=$A
	stat_is h1 tx_bum 1
	peer_stat_is h1 10.0.0.2 tx_packets 1
	# What is configured is used, and not defended: nothing is looked up.
	bridgen h1 fdb add $B dev vtep0 dst 10.0.0.2 static
	into h1 dmac=$B
	stat_is h1 tx_bum 1
	# On and off while it runs, by either tool
	ipn h1 link set vtep0 type vtep learning
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	on h1 vtepctl vni set dev vtep0 learning off
	from h2 smac=$A
	link_stat_reaches h1 rx packets 3
	fdb_has h1 "$A dst 10.0.0.3 "
	on h1 vtepctl vni set dev vtep0 learning on
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
}

test_two_segments()
{
	quiet_vtep h1 id 42 local 10.0.0.1
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	from h2 vni=42 smac=$A
	from h3 vni=43 smac=$A
	lives_at h1 $A 10.0.0.2
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 " vtep1
	fdb_lacks h1 "$A dst 10.0.0.3 " vtep0
	# It moves and goes in the one, and stays in the other.
	from h2 vni=43 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.2 " vtep1
	from h3 vni=42 smac=$A
	lives_at h1 $A 10.0.0.3
	bridgen h1 fdb del $A dev vtep0
	fdb_has h1 "$A dst 10.0.0.2 " vtep1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.3 static
	from h2 vni=43 smac=$A
	wait_for 10 link_stat_is h1 rx packets 3 vtep1
	stat_is h1 rx_static_mac 0
	stat_is h1 rx_static_mac 0 vtep1
	equal "MACs learned" "$(fdb_count h1 vtep1)" 1
}

test_down_flushes()
{
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static
	from h3 smac=$A macs=5
	wait_for 10 stat_is h1 fdb_learned 5
	ipn h1 link set vtep0 down
	equal "MACs learned" "$(fdb_count h1)" 0
	gone h1 $A
	fdb_has h1 '02:cc:00:00:00:01 dst 10.0.0.2 '
	fdb_has h1 '00:00:00:00:00:00 dst 10.0.0.2 '
	# Nothing is learned while it is down.
	from h3 smac=$A
	stat_reaches h1 rx_down 1
	gone h1 $A
	ipn h1 link set vtep0 up
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
}

test_ipv6()
{
	quiet_vtep h1 group ff05::42 dev eth0
	from h2 to=fd00::1 smac=$A
	lives_at h1 $A fd00::2
	into h1 dmac=$A
	peer_stat_is h1 fd00::2 tx_packets 1
	stat_is h1 tx_bum 0
	from h3 to=fd00::1 smac=$A
	lives_at h1 $A fd00::3
	from h2 to=ff05::42 dev=eth0 source=fd00::2 smac=$B
	lives_at h1 $B fd00::2
}

# A link-local source is learned with its link, and reached by it.
test_linklocal()
{
	ipn h1 addr add fe80::1/64 dev eth0 nodad
	ipn h2 addr add fe80::2/64 dev eth0 nodad
	quiet_vtep h1 group ff05::42 dev eth0
	from h2 to=fe80::1 source=fe80::2 dev=eth0 smac=$A
	wait_for 10 fdb_has h1 "^$A dst fe80::2 via eth0 "
	equal "lower device of the peer" "$(on h1 vtepctl -j peer show |
		jq -r '.[] | select(.peer == "fe80::2").lower')" eth0
	capture h2 eth0 udp port 4789
	into h1 dmac=$A
	wait_for 10 matches "$A" captured h2
	matches '> fe80::2.4789' captured h2
	stat_is h1 tx_bum 0
}

# The same address on two links is two peers.
test_linklocal_links()
{
	second_underlay
	for i in 0 1; do
		ipn h3 addr add fe80::3/64 dev eth$i nodad
		ipn h1 addr add fe80::1/64 dev eth$i nodad
	done
	ip -n "${NSP}h1" -6 link add vtep0 type vtep id 42
	ipn h1 link set vtep0 addrgenmode none
	ipn h1 link set vtep0 up
	for i in 0 1 0; do
		from h3 to=fe80::1 source=fe80::3 dev=eth$i smac=$A
		wait_for 10 fdb_has h1 "^$A dst fe80::3 via eth$i "
		equal "MACs learned" "$(fdb_count h1)" 1
	done
	from h3 to=fe80::1 source=fe80::3 dev=eth1 smac=$B
	wait_for 10 fdb_has h1 "^$B dst fe80::3 via eth1 "
	fdb_has h1 "^$A dst fe80::3 via eth0 "
	equal "peers" "$(ethstat h1 peers)" 2
}

# A link-local address is one of the port of a VRF, not of the VRF.
test_linklocal_vrf()
{
	modprobe vrf 2>/dev/null || true
	ipn h1 link add red type vrf table 10
	ipn h1 link set red up
	ipn h1 link set eth0 master red
	ipn h1 addr add fe80::1/64 dev eth0 nodad
	ipn h2 addr add fe80::2/64 dev eth0 nodad
	quiet_vtep h1 group ff05::42 dev eth0
	from h2 to=fe80::1 source=fe80::2 dev=eth0 smac=$A
	wait_for 10 fdb_has h1 "^$A dst fe80::2 via eth0 "
	capture h2 eth0 udp port 4789
	into h1 dmac=$A
	wait_for 10 matches "$A" captured h2
	matches '> fe80::2.4789' captured h2
	stat_is h1 tx_no_route 0
	# It may speak for what is configured there.
	bridgen h1 fdb add $B dev vtep0 dst fe80::2 via eth0 static
	from h2 to=fe80::1 source=fe80::2 dev=eth0 smac=$B
	link_stat_reaches h1 rx packets 2
	stat_is h1 rx_static_mac 0
	equal "peers" "$(ethstat h1 peers)" 1
}

frames_start
run_tests "$@"
