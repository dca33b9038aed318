#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who may speak: the rules deliver, learn, strict and min_ttl, of a VTEP and of
# its segments, and source prefixes.
#
#	h1 vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24, fd00::/64
#	h2       10.0.0.2 -------+
#	h3       10.0.0.3 -------+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="open known known_port known_via known_ipv6 known_learn list list_ipv6 list_learn
	list_longest list_many list_peer_remembers strict_local strict_any
	strict_group strict_ipv6 strict_dev strict_vrf min_ttl fragments segments segment_prefixes range_undone
	static_defended changed_under_traffic bad_rules bad_prefixes shown"

A=02:aa:00:00:00:01
B=02:bb:00:00:00:01

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

rules()
{
	run ctl vtep set dev vtep0 "$@"
}

# received N: frames delivered on h1 so far
received()
{
	link_stat_reaches h1 rx packets "$1"
}

# What RFC 7348 says, and what the in-tree driver can do no better than
test_open()
{
	quiet_vtep h1 local 10.0.0.1
	from h3 smac=$B
	received 1
	lives_at h1 $B 10.0.0.3
}

test_known()
{
	quiet_vtep h1 local 10.0.0.1
	rules deliver known
	# Nobody is known yet.
	from h2 smac=$A
	stat_reaches h1 rx_not_known 1
	equal "MACs learned" "$(fdb_count h1)" 0
	# A member of the flood list
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	from h2 smac=$A
	received 1
	lives_at h1 $A 10.0.0.2
	from h3 smac=$A n=2
	stat_reaches h1 rx_not_known 3
	fdb_has h1 "^$A dst 10.0.0.2 "
	# Where a static MAC is, and one that a controller put in
	for how in static extern_learn; do
		bridgen h1 fdb add $B dev vtep0 dst 10.0.0.3 $how
		from h3 smac=$B
		wait_for 10 stat_is h1 rx_not_known 3
		bridgen h1 fdb del $B dev vtep0
	done
	received 3
	# It has gone again.
	from h3 smac=$B
	stat_reaches h1 rx_not_known 4
	bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	# What was learned from it makes nobody known.
	fdb_has h1 "^$A dst 10.0.0.2 "
	from h2 smac=$A
	stat_reaches h1 rx_not_known 5
	rules deliver open
	from h2 smac=$A
	received 4
}

# The port a peer listens on is not the one it sends from.
test_known_port()
{
	quiet_vtep h1 local 10.0.0.1
	rules deliver known
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 port 5555 static
	from h2 smac=$A
	received 1
	from h2 smac=$B
	received 2
	stat_is h1 rx_not_known 0
}

# Who is flooded to by a lower device of its own is known there.
test_known_via()
{
	quiet_vtep h1 local 10.0.0.1
	rules deliver known
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2 via eth0
	from h2 smac=$A
	received 1
	from h3 smac=$B
	stat_reaches h1 rx_not_known 1
}

test_known_ipv6()
{
	quiet_vtep h1 local fd00::1
	rules deliver known
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst fd00::2
	from h2 to=fd00::1 smac=$A
	received 1
	from h3 to=fd00::1 smac=$B
	stat_reaches h1 rx_not_known 1
	equal "MACs learned" "$(fdb_count h1)" 1
}

# Delivered from all, learned from the known
test_known_learn()
{
	quiet_vtep h1 local 10.0.0.1
	rules learn known
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	from h3 smac=$B
	stat_reaches h1 learn_not_known 1
	# Nor does it move there.
	from h3 smac=$A
	stat_reaches h1 learn_not_known 2
	received 3
	link_stat_is h1 rx dropped 0
	gone h1 $B
	fdb_has h1 "^$A dst 10.0.0.2 "
}

test_list()
{
	quiet_vtep h1 local 10.0.0.1
	run ctl source add dev vtep0 prefix 10.0.0.2/32
	# Prefixes alone do nothing.
	from h3 smac=$B
	received 1
	rules deliver list
	from h2 smac=$A
	received 2
	from h3 smac=$B
	stat_reaches h1 rx_not_listed 1
	run ctl source add dev vtep0 prefix 10.0.0.0/24
	from h3 smac=$B
	received 3
	run ctl source set dev vtep0 prefix 10.0.0.3/32
	from h2 smac=$A
	stat_reaches h1 rx_not_listed 2
	from h3 smac=$B
	received 4
}

test_list_ipv6()
{
	quiet_vtep h1 local fd00::1
	run ctl source add dev vtep0 prefix fd00::2/127
	rules deliver list
	from h2 to=fd00::1 smac=$A
	from h3 to=fd00::1 smac=$B
	received 2
	run ctl source set dev vtep0 prefix ::/0
	from h2 to=fd00::1 smac=$A
	received 3
	run ctl source add dev vtep0 prefix fd00::2/128 may deny
	from h2 to=fd00::1 smac=$A
	stat_reaches h1 rx_not_listed 1
	from h3 to=fd00::1 smac=$B
	received 4
}

test_list_learn()
{
	quiet_vtep h1 local 10.0.0.1
	run ctl source add dev vtep0 prefix 10.0.0.2/32
	run ctl source add dev vtep0 prefix 10.0.0.3/32 may deliver
	rules deliver list learn list
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	from h3 smac=$B
	stat_reaches h1 learn_not_listed 1
	received 2
	gone h1 $B
	# Learning only is judged.
	run ctl source set dev vtep0 prefix 10.0.0.2/32
	rules deliver open
	from h3 smac=$B
	stat_reaches h1 learn_not_listed 2
	received 3
	stat_is h1 rx_not_listed 0
}

# The longest prefix decides, however they are nested and whenever added.
test_list_longest()
{
	quiet_vtep h1 local 10.0.0.1
	run ctl source add dev vtep0 prefix 10.0.0.3/32 may deny
	run ctl source add dev vtep0 prefix 10.0.0.0/8
	run ctl source add dev vtep0 prefix 10.0.0.0/24 may deny
	run ctl source add dev vtep0 prefix 10.0.0.2/31 may deliver
	run ctl source add dev vtep0 prefix 10.0.0.0/32,10.0.0.128/25
	rules deliver list learn list
	from h2 smac=$A
	received 1
	stat_reaches h1 learn_not_listed 1
	from h3 smac=$A
	stat_reaches h1 rx_not_listed 1
	run ctl source del dev vtep0 prefix 10.0.0.3/32
	from h3 smac=$A
	received 2
	run ctl source del dev vtep0 prefix 10.0.0.2/31
	from h2 smac=$A
	stat_reaches h1 rx_not_listed 2
	run ctl source del dev vtep0 prefix 10.0.0.0/24
	from h2 smac=$A
	received 3
	lives_at h1 $A 10.0.0.2
}

# Thousands, from a file; and found again
test_list_many()
{
	quiet_vtep h1 local 10.0.0.1
	$PYTHON -c '
for i in range(5000):
    print(f"172.{16 + i // 4096}.{i // 16 % 256}.{i % 16 * 16}/28",
          ("deny", "deliver", "learn")[i % 3])' >"$WORK/list"
	run ctl source set dev vtep0 file "$WORK/list"
	equal "prefixes" "$(ctl -j source show dev vtep0 |
		jq length)" 5000
	rules deliver list
	from h2 smac=$A
	stat_reaches h1 rx_not_listed 1
	for i in 0 1 2 2499 4999; do
		sed -n $((i + 1))p "$WORK/list"
	done | while read -r prefix _; do
		ipn h2 addr add "${prefix%/*}/32" dev lo
		ipn h1 route replace "${prefix%/*}/32" via 10.0.0.2
		from h2 source="${prefix%/*}" smac=$A
	done
	# Numbers 0 and 2499 say deny, the others that it may be delivered.
	stat_reaches h1 rx_not_listed 3
	received 3
	# As many as there may be, in requests that are as long as they may be
	awk 'BEGIN { for (i = 0; i < 65536; i++)
		printf "10.1.%d.%d/32\n", i / 256, i % 256 }' |
		split -l 16384 - "$WORK/most."
	run ctl source set dev vtep0 file "$WORK/most.aa"
	for i in ab ac ad; do
		run ctl source add dev vtep0 file "$WORK/most.$i"
	done
	refuse "at most 65536 source prefixes" ctl source add dev vtep0 prefix 11.0.0.0/8
	equal "prefixes" "$(ctl -j source show dev vtep0 | jq length)" 65536
}

# What is remembered of a peer is forgotten with the table it came from.
test_list_peer_remembers()
{
	quiet_vtep h1 local 10.0.0.1
	run ctl source add dev vtep0 prefix 10.0.0.0/24
	rules deliver list
	from h2 smac=$A n=3
	lives_at h1 $A 10.0.0.2
	run ctl source add dev vtep0 prefix 10.0.0.2/32 may deny
	from h2 smac=$A n=3
	stat_reaches h1 rx_not_listed 3
	run ctl source del dev vtep0 prefix 10.0.0.2/32
	from h2 smac=$A n=3
	received 6
}

test_strict_local()
{
	ipn h1 addr add 10.0.0.11/24 dev eth0
	quiet_vtep h1 local 10.0.0.1
	from h2 to=10.0.0.11 smac=$A
	received 1
	rules strict on
	from h2 to=10.0.0.11 smac=$A
	stat_reaches h1 rx_dest 1
	from h2 to=10.0.0.255 smac=$A
	stat_reaches h1 rx_dest 2
	from h2 smac=$A
	received 2
	# The address may change.
	ipn h1 link set vtep0 type vtep local 10.0.0.11
	from h2 smac=$A
	stat_reaches h1 rx_dest 3
	from h2 to=10.0.0.11 smac=$A
	received 3
}

# Without a local address any of the host's own is meant, but no broadcast.
test_strict_any()
{
	quiet_vtep h1 remote 10.0.0.2
	rules strict on
	ipn h1 addr add 10.0.0.11/24 dev eth0
	from h2 smac=$A
	from h2 to=10.0.0.11 smac=$A
	received 2
	from h2 to=10.0.0.255 smac=$A
	stat_reaches h1 rx_dest 1
	received 2
}

# strict_group OWN OTHER LOCAL
strict_groups()
{
	quiet_vtep h1 group "$1" dev eth0
	VTEP_DEV=vtep9 quiet_vtep h1 id 9 group "$2" dev eth0
	from h2 to="$2" dev=eth0 smac=$A
	received 1
	rules strict on
	from h2 to="$2" dev=eth0 smac=$A
	stat_reaches h1 rx_dest 1
	from h2 to="$1" dev=eth0 smac=$A
	received 2
	from h2 to="$2" dev=eth0 smac=$A vni=9
	wait_for 10 link_stat_is h1 rx packets 1 vtep9
	from h2 to="$3" smac=$A
	received 3
	stat_is h1 rx_dest 1
}

test_strict_group()
{
	strict_groups 239.1.1.42 239.1.1.9 10.0.0.1
}

test_strict_ipv6()
{
	strict_groups ff05::42 ff05::9 fd00::1
}

# A VM to which h1 has an address, and so a way to h1's others
vm()
{
	ns vm
	ipn h1 link add tenant type veth peer name eth0 netns "${NSP}vm"
	ipn h1 link set tenant up
	ipn vm link set eth0 up
	ipn h1 addr add 10.9.0.1/24 dev tenant
	ipn vm addr add 10.9.0.3/24 dev eth0
	ipn vm route add default via 10.9.0.1
	ipn h1 addr add fd09::1/64 dev tenant nodad
	ipn vm addr add fd09::3/64 dev eth0 nodad
	ipn vm route add default via fd09::1
}

# strict_devs ADDRESS: of h1
strict_devs()
{
	quiet_vtep h1 local "$1" dev eth0
	from vm to="$1" smac=$B
	received 1
	rules strict on
	from vm to="$1" smac=$B n=2
	stat_reaches h1 rx_dest 2
	from h2 to="$1" smac=$A
	received 2
	# Without a lower device it may come from anywhere.
	ipn h1 link del vtep0
	quiet_vtep h1 local "$1"
	rules strict on
	from vm to="$1" smac=$B
	received 1
	ipn h1 link del vtep0
}

test_strict_dev()
{
	vm
	strict_devs 10.0.0.1
	strict_devs fd00::1
}

# The lower device is the VRF or a port of it.
test_strict_vrf()
{
	local dev
	modprobe vrf 2>/dev/null || true
	ipn h1 link add red up type vrf table 10
	ipn h1 link set eth0 master red
	for dev in red eth0; do
		quiet_vtep h1 local 10.0.0.1 dev $dev
		rules strict on
		from h2 smac=$A
		received 1
		stat_is h1 rx_dest 0
		ipn h1 link del vtep0
	done
}

test_min_ttl()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	rules min_ttl 255
	from h2 ttl=254 smac=$A n=2
	stat_reaches h1 rx_ttl 2
	from h2 ttl=255 smac=$A
	received 1
	from h2 to=239.1.1.42 dev=eth0 ttl=1 smac=$A
	stat_reaches h1 rx_ttl 3
	from h2 to=239.1.1.42 dev=eth0 ttl=255 smac=$A
	received 2
	ipn h1 link del vtep0
	quiet_vtep h1 local fd00::1
	rules min_ttl 64
	from h2 to=fd00::1 ttl=63 smac=$A
	stat_reaches h1 rx_ttl 1
	from h2 to=fd00::1 ttl=64 smac=$A
	received 1
	rules min_ttl 0
	from h2 to=fd00::1 ttl=1 smac=$A
	received 2
}

# RFC 7348, section 4.3: what came in fragments may be discarded. What arrives in
# one piece is no matter of it, nor is the other segment.
fragments()
{
	local to=$1
	ipn h2 link set eth0 mtu 1280
	from h2 to="$to" smac=$A size=1300
	received 1
	rules fragments discard
	from h2 to="$to" smac=$A size=1300 n=3
	stat_reaches h1 rx_fragments 3
	from h2 to="$to" smac=$A size=1000
	received 2
	run ctl vni set dev vtep0 vni 42 fragments accept
	from h2 to="$to" smac=$A size=1300
	received 3
	run ctl vni set dev vtep0 vni 42 fragments inherit
	from h2 to="$to" smac=$A size=1300
	stat_reaches h1 rx_fragments 4
	rules fragments accept
	from h2 to="$to" smac=$A size=1300
	received 4
}

test_fragments()
{
	quiet_vtep h1 local 10.0.0.1
	fragments 10.0.0.1
	ipn h1 link del vtep0
	quiet_vtep h1 local fd00::1
	ipn h2 link set eth0 mtu 1500
	fragments fd00::1
}

vlan_vtep()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run ctl vni add dev vtep0 vni 10-19 vlan 10
}

# vni_drops VNI: frames dropped in the segment
vni_drops()
{
	ctl -j -s vni show dev vtep0 vni "$1" | jq '.[0].counters.rx_dropped'
}

vni_drops_is()
{
	equal "drops of $1" "$(vni_drops "$1")" "$2"
}

test_segments()
{
	vlan_vtep
	run ctl vni set dev vtep0 vni 10-12 deliver known
	from h2 vni=11 smac=$A
	from h2 vni=13 smac=$A
	stat_reaches h1 rx_not_known 1
	received 1
	vni_drops_is 11 1
	# The VTEP closes, one segment stays open.
	run ctl vni set dev vtep0 vni 12 deliver open
	rules deliver known strict on
	from h2 vni=13 smac=$A
	from h2 vni=12 smac=$A
	stat_reaches h1 rx_not_known 2
	received 2
	# Strict is the VTEP's for all of them.
	ipn h1 addr add 10.0.0.11/24 dev eth0
	from h2 to=10.0.0.11 vni=12 smac=$A
	stat_reaches h1 rx_dest 1
	run ctl vni set dev vtep0 vni 12 strict off
	from h2 to=10.0.0.11 vni=12 smac=$A
	received 3
	# Back to the VTEP's
	run ctl vni set dev vtep0 vni 10-12 deliver inherit strict inherit
	from h2 vni=12 smac=$A
	stat_reaches h1 rx_not_known 3
	rules deliver open
	from h2 vni=10 smac=$A
	from h2 vni=11 smac=$A
	from h2 vni=12 smac=$A
	received 6
	# Made with a rule
	run ctl vni add dev vtep0 vni 30-32 vlan 30 deliver known
	from h2 vni=31 smac=$A
	stat_reaches h1 rx_not_known 4
}

# A segment with prefixes of its own is judged by them alone.
test_segment_prefixes()
{
	vlan_vtep
	run ctl source add dev vtep0 prefix 10.0.0.2/32
	run ctl source add dev vtep0 vni 11 prefix 10.0.0.3/32
	rules deliver list
	from h2 vni=10 smac=$A
	from h3 vni=11 smac=$A
	received 2
	from h3 vni=10 smac=$A
	from h2 vni=11 smac=$A
	stat_reaches h1 rx_not_listed 2
	vni_drops_is 10 1
	vni_drops_is 11 1
	# In turns: what a peer remembers is of one table.
	for i in 1 2 3; do
		from h2 vni=10 smac=$A
		from h2 vni=11 smac=$A
	done
	stat_reaches h1 rx_not_listed 5
	received 5
	run ctl source set dev vtep0 vni 11 prefix none
	from h2 vni=11 smac=$A
	received 6
	# Gone with its segment
	run ctl source add dev vtep0 vni 11 prefix 10.0.0.3/32
	run ctl vni del dev vtep0 vni 11
	run ctl vni add dev vtep0 vni 11 vlan 11
	from h2 vni=11 smac=$A
	received 7
}

# A range is changed as a whole or not at all.
test_range_undone()
{
	vlan_vtep
	run ctl source add dev vtep0 vni 10 prefix 10.0.0.2/32
	run ctl source add dev vtep0 vni 11 prefix 10.0.0.2/32
	before=$(ctl -j vni show dev vtep0 | jq "map(del(.learned))")
	refuse "without source prefixes" ctl vni set dev vtep0 vni 10-12 \
		deliver list min_ttl 255 ageing 77
	equal "segments" "$(ctl -j vni show dev vtep0 |
		jq "map(del(.learned))")" "$before"
	from h2 vni=10 ttl=1 smac=$A
	received 1
	refuse "without source prefixes" ctl vni add dev vtep0 vni 20-22 \
		vlan 20 deliver list
	equal "segments" "$(ctl -j vni show dev vtep0 |
		jq "map(del(.learned))")" "$before"
	run ctl vni set dev vtep0 vni 10-11 deliver list
	from h3 vni=11 smac=$A
	stat_reaches h1 rx_not_listed 1
}

# With learning off, too, nobody takes a configured MAC over.
test_static_defended()
{
	quiet_vtep h1 local 10.0.0.1 nolearning
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 static
	from h3 smac=$A n=2
	stat_reaches h1 rx_static_mac 2
	from h2 smac=$A
	received 1
}

# keep_changing N: policies in turn, all of which let 10.0.0.2 in and nobody
# else
keep_changing()
{
	local i
	for ((i = 0; i < $1; i++)); do
		ctl source set dev vtep0 prefix 10.0.0.2/32 || return 1
		ctl vtep set dev vtep0 deliver known || return 1
		ctl source set dev vtep0 prefix 10.0.0.2/31,10.0.0.3/32 \
			may deliver >"$WORK/no" 2>&1 || return 1
		ctl source add dev vtep0 prefix 10.0.0.3/32 may deny || return 1
		ctl vtep set dev vtep0 deliver list || return 1
	done
	touch "$WORK/changed"
}

# While policy is being changed there is no moment at which everything passes,
# or nothing.
test_changed_under_traffic()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static
	run ctl source set dev vtep0 prefix 10.0.0.2/32
	rules deliver list
	background keep_changing 15
	sent=0 forged=0
	until [ -e "$WORK/changed" ]; do
		from h2 smac=$A n=20
		from h3 smac=$B n=20
		sent=$((sent + 20)) forged=$((forged + 20))
		kill -0 "$BG" 2>/dev/null || [ -e "$WORK/changed" ]
	done
	note "$sent frames allowed, $forged forged"
	[ "$sent" -ge 100 ]
	received $sent
	link_stat_reaches h1 rx dropped $forged
	gone h1 $B
}

test_bad_rules()
{
	quiet_vtep h1 local 10.0.0.1
	refuse "without source prefixes" ctl vtep set dev vtep0 deliver list
	refuse "without source prefixes" ctl vtep set dev vtep0 learn list
	refuse "without source prefixes" ctl vni set dev vtep0 vni 42 learn list
	run ctl source add dev vtep0 prefix 10.0.0.0/8
	rules deliver list
	# The last prefix keeps somebody speaking.
	refuse "set another policy first" ctl source del dev vtep0 \
		prefix 10.0.0.0/8
	refuse "set another policy first" ctl source set dev vtep0 prefix none
	from h2 smac=$A
	received 1
	rules deliver open
	run ctl vni set dev vtep0 vni 42 learn list
	refuse "VNI 42 .*set another policy first" ctl source set dev vtep0 \
		prefix none
	run ctl vni set dev vtep0 vni 42 learn inherit
	run ctl source set dev vtep0 prefix none
	equal "prefixes" "$(ctl -j source show dev vtep0)" "[]"
	# Those of a segment likewise, where the VTEP has none
	run ctl source add dev vtep0 vni 42 prefix 10.0.0.0/8
	run ctl vni set dev vtep0 vni 42 learn list
	refuse "of the segment .*set another policy first" ctl source set \
		dev vtep0 vni 42 prefix none
	run ctl vni set dev vtep0 vni 42 learn inherit
	run ctl source set dev vtep0 vni 42 prefix none
	# Of a VTEP only, of a segment only
	refuse "peer_limit" ctl vni set dev vtep0 vni 42 peer_limit 5
	refuse "inherit" ctl vtep set dev vtep0 deliver inherit
	refuse "No such device" ctl vtep set dev nosuch deliver open
	refuse "not a VTEP" ctl vtep set dev lo deliver open
}

test_bad_prefixes()
{
	quiet_vtep h1 local 10.0.0.1
	refuse "family" ctl source add dev vtep0 prefix fd00::/8
	refuse "10.0.0.0/8" ctl source add dev vtep0 prefix 10.0.0.1/8
	refuse "33" ctl source add dev vtep0 prefix 10.0.0.1/33
	refuse "multicast" ctl source add dev vtep0 prefix 239.0.0.0/8
	refuse "no such source prefix" ctl source del dev vtep0 prefix 10.0.0.0/8
	refuse "no segment with VNI 43" ctl source add dev vtep0 vni 43 \
		prefix 10.0.0.0/8
	run ctl source add dev vtep0 prefix 10.0.0.0/8,11.0.0.0/8
	# All or nothing
	refuse "no such source prefix" ctl source del dev vtep0 \
		prefix 10.0.0.0/8,12.0.0.0/8
	equal "prefixes" "$(ctl -j source show dev vtep0 |
		jq length)" 2
	# Said again it is the same, with the newest word.
	run ctl source add dev vtep0 prefix 10.0.0.0/8 may deny
	equal "prefixes" "$(ctl -j source show dev vtep0 |
		jq -c '[.[] | [.prefix, .may]]')" \
		'[["10.0.0.0/8","deny"],["11.0.0.0/8","learn"]]'
}

test_shown()
{
	vlan_vtep
	matches "deliver open learn open strict off min_ttl 0 unknown flood .*damp hold moves 5/180 hold 180 protect off" \
		ctl vtep show dev vtep0
	rules min_ttl 64 moves 3/60 hold 9 damp freeze
	matches "min_ttl 64 .*damp freeze moves 3/60 hold 9" ctl vtep show
	lacks "min_ttl" ctl vni show dev vtep0 vni 11
	run ctl vni set dev vtep0 vni 11 min_ttl 0 deliver known
	matches "deliver known" ctl vni show dev vtep0 vni 11
	matches "min_ttl 0" ctl vni show dev vtep0 vni 11
	lacks "deliver" ctl vni show dev vtep0 vni 12
}

frames_start
run_tests "$@"
