#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Thousands of memberships on one lower device, on a host whose limits nobody
# has touched: joined and left in turn, whatever happens meanwhile.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2       10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#
# A VNI's group is its number in the pool's open bits: 5001, 0x1389, has
# 239.64.19.137 and ff05::1389.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="ipv4 ipv6 small_mtu_ipv4 small_mtu_ipv6 revived lower_deleted
	netns_deleted added_while_up rejoined members unloaded"

FIRST=5001
LAST=8000
N=$((LAST - FIRST + 1))
A=02:aa:00:00:00:01

setup()
{
	load
	underlay 2
}

declare -A POOL=([4]=239.64.0.0/12 [6]=ff05::/104)

group4()
{
	echo "239.64.$(($1 / 256)).$(($1 % 256))"
}

group6()
{
	printf 'ff05::%x\n' "$1"
}

# vtep_on HOST DEV FAMILY: vtep0, up, without segments
vtep_on()
{
	local local=10.0.0.${1#h}
	[ "$3" = 4 ] || local=fd00::${1#h}
	ipn "$1" link add vtep0 type vtep attach vlan dev "$2" local "$local"
	ipn "$1" link set vtep0 addrgenmode none
	ipn "$1" link set vtep0 up
}

# add_vnis HOST FAMILY: one group each, while the VTEP is down; when it comes
# up, all of them but the first begin to wait for their turn. How long that is
# depends on the machine: vtep_test.ko proves that they do.
add_vnis()
{
	ipn "$1" link set vtep0 down
	run on "$1" vtepctl vni add dev vtep0 vni "$FIRST-$LAST" vlan "1-$N" \
		pool "${POOL[$2]}" join always
	ipn "$1" link set vtep0 up
}

# How many groups are in STATE, and how many memberships the device has
in_state()
{
	on "$1" vtepctl -j group show | jq --arg s "$2" \
		'[.[] | select(.state == $s)] | length'
}

maddrs()
{
	ipn "$1" maddr show dev "${2:-eth0}" | grep -cE 'inet +239\.64\.|inet6 +ff05::' ||
		true
}

# joined_are N [HOST [DEV]]: so many groups, all of them joined, no others
joined_are()
{
	equal joined "$(in_state "${2:-h1}" joined)" "$1" &&
		equal groups "$(on "${2:-h1}" vtepctl -j group show | jq length)" "$1" &&
		equal memberships "$(maddrs "${2:-h1}" "${3:-eth0}")" "$1"
}

joined_reach()
{
	wait_for 120 joined_are "$@" || joined_are "$@"
}

# hears VNI FAMILY: h1 gets what h2 sends to its group
hears()
{
	local before source=10.0.0.2 group
	group=$("group$2" "$1")
	[ "$2" = 4 ] || source=fd00::2
	before=$(link_stat h1 rx packets)
	from h2 to="$group" dev=eth0 source="$source" vni="$1" smac=$A
	link_stat_reaches h1 rx packets $((before + 1))
}

hears_some()
{
	wait_for 15 hears "$FIRST" "$1"
	hears "$((FIRST + 63))" "$1"
	hears "$((FIRST + 64))" "$1"
	hears "$LAST" "$1"
}

many()
{
	local f=$1 gone=$((N / 3))
	vtep_on h1 eth0 "$f"
	add_vnis h1 "$f"
	joined_reach "$N"
	hears_some "$f"

	# What befalls lower devices
	ipn h1 link set eth0 down
	ipn h1 link set eth0 up
	ipn h1 addr add fd00::1/64 dev eth0 nodad || true
	joined_are "$N"
	hears_some "$f"
	ipn h1 addr flush dev eth0
	joined_are "$N"
	ipn h1 addr add 10.0.0.1/24 dev eth0
	ipn h1 addr add fd00::1/64 dev eth0 nodad
	ipn h1 link set eth0 mtu 1400
	ipn h1 link set eth0 mtu 1500
	joined_are "$N"
	hears_some "$f"

	# A third goes, then all
	run on h1 vtepctl vni del dev vtep0 vni "$FIRST-$((FIRST + gone - 1))"
	joined_reach $((N - gone))
	hears "$LAST" "$f"
	ipn h1 link set vtep0 down
	joined_reach 0
	ipn h1 link set vtep0 up
	joined_reach $((N - gone))
	ipn h1 link del vtep0
	joined_reach 0
}

test_ipv4()
{
	equal igmp_max_memberships \
		"$(on h1 sysctl -n net.ipv4.igmp_max_memberships)" 20
	many 4
}

test_ipv6()
{
	many 6
}

# The memberships are lost with the device's IP, and had again with it, even
# if that goes and comes while many wait.
small_mtu()
{
	local f=$1 small=$2
	ipn h1 link add eth1 type dummy
	ipn h1 link set eth1 up
	vtep_on h1 eth1 "$f"
	add_vnis h1 "$f"
	for i in 1 2 3; do
		ipn h1 link set eth1 mtu "$small"
		equal pending "$(in_state h1 pending)" "$N"
		equal memberships "$(maddrs h1 eth1)" 0
		ipn h1 link set eth1 mtu 1500
	done
	joined_reach "$N" h1 eth1
	ipn h1 link set eth1 mtu "$small"
	ipn h1 link del vtep0
	equal groups "$(on h1 vtepctl -j group show)" '[]'
	ipn h1 link set eth1 mtu 1500
	equal memberships "$(maddrs h1 eth1)" 0
}

test_small_mtu_ipv4()
{
	small_mtu 4 60
}

test_small_mtu_ipv6()
{
	small_mtu 6 1000
}

# Members that come back before the group's turn to be left
test_revived()
{
	vtep_on h1 eth0 4
	add_vnis h1 4
	joined_reach "$N"
	for i in 1 2 3; do
		printf 'link set vtep0 %s\n' down up down up |
			ip -n "${NSP}h1" -batch -
	done
	joined_reach "$N"
	hears_some 4
	ipn h1 link del vtep0
	joined_reach 0
}

# In the middle of joining, and in the middle of leaving
test_lower_deleted()
{
	for i in joining leaving; do
		ipn h1 link add eth1 type dummy
		ipn h1 link set eth1 up
		vtep_on h1 eth1 4
		add_vnis h1 4
		if [ $i = leaving ]; then
			joined_reach "$N" h1 eth1
			ipn h1 link del vtep0
		fi
		ipn h1 link del eth1
		lacks 'vtep0|eth1' ipn h1 -br link
		equal groups "$(on h1 vtepctl -j group show)" '[]'
	done
}

# A namespace that goes takes all along; its devices are not held back.
test_netns_deleted()
{
	local i
	for i in joining leaving; do
		host 3
		vtep_on h3 eth0 4
		add_vnis h3 4
		if [ $i = leaving ]; then
			joined_reach "$N" h3
			ipn h3 link del vtep0
		fi
		run ip netns del "${NSP}h3"
		wait_for 60 lacks '^p3@' ipn fab -br link
	done
	# The namespace of the underlay, that of the VTEP stays; IPv6
	host 4
	vtep_on h4 eth0 6
	ipn h4 link set vtep0 netns "${NSP}h1"
	ipn h1 link set vtep0 addrgenmode none
	ipn h1 link set vtep0 up
	add_vnis h1 6
	equal "groups here" "$(on h1 vtepctl -j group show)" '[]'
	[ "$(on h4 vtepctl -j group show | jq length)" = "$N" ]
	run ip netns del "${NSP}h4"
	wait_for 60 lacks '^p4@' ipn fab -br link
	wait_for 60 lacks vtep0 ipn h1 -br link
}

# While the VTEP is up, joining begins before the last of them is there.
test_added_while_up()
{
	vtep_on h1 eth0 4
	run on h1 vtepctl vni add dev vtep0 vni "$FIRST-$LAST" vlan "1-$N" \
		pool "${POOL[4]}" join always
	joined_reach "$N"
	hears_some 4
	run on h1 vtepctl vni del dev vtep0 vni "$FIRST-$LAST"
	joined_reach 0
}

# Leaving and joining again is done in turn, too, and may be asked for twice.
test_rejoined()
{
	vtep_on h1 eth0 4
	add_vnis h1 4
	joined_reach "$N"
	capture h2 eth0 igmp
	run on h1 vtepctl group rejoin
	run on h1 vtepctl group rejoin dev eth0
	run on h1 vtepctl group rejoin group "$(group4 "$LAST")"
	wait_for 60 matches "gaddr $(group4 "$FIRST") to_ex" captured h2 -v
	wait_for 60 matches "gaddr $(group4 "$LAST") to_ex" captured h2 -v
	joined_reach "$N"
	hears_some 4
	# in the middle of it, everything goes
	run on h1 vtepctl group rejoin
	ipn h1 link del vtep0
	joined_reach 0
}

# A group with more members than one message can name
test_members()
{
	vtep_on h1 eth0 4
	run on h1 vtepctl vni add dev vtep0 vni "$FIRST-$LAST" vlan "1-$N" \
		group 239.64.0.1 join always
	joined_reach 1
	on h1 "$PYTHON" "$SELFTESTS/genl.py" dump group-get >"$WORK/dump"
	[ "$(wc -l <"$WORK/dump")" -gt 3 ]
	equal "members" "$(jq -s "[.[:-1][].members[].vni] ==
		[range($FIRST; $LAST + 1)]" "$WORK/dump")" true
	equal "items that say more" "$(jq -c 'select(.users) | [.users, .state]' \
		"$WORK/dump")" "[$N,1]"
	equal "interrupted" "$(tail -n 1 "$WORK/dump")" '{"interrupted": false}'
	# begun anew when they have changed, which is said
	on h1 "$PYTHON" "$SELFTESTS/genl.py" dump group-get -- \
		vtepctl vni del dev vtep0 vni "$FIRST" >"$WORK/dump"
	equal "interrupted" "$(tail -n 1 "$WORK/dump")" '{"interrupted": true}'
	equal "seen last" "$(jq -s '[.[:-1][].members[].vni] | last' \
		"$WORK/dump")" "$LAST"
	# and gone when it has gone
	on h1 "$PYTHON" "$SELFTESTS/genl.py" dump group-get -- \
		ip link del vtep0 >"$WORK/dump"
	equal "interrupted" "$(tail -n 1 "$WORK/dump")" '{"interrupted": true}'
	joined_reach 0
}

# The module waits for no turn when it goes, and leaves nothing behind.
test_unloaded()
{
	for i in joining leaving; do
		load
		vtep_on h1 eth0 4
		add_vnis h1 4
		if [ $i = leaving ]; then
			joined_reach "$N"
			ipn h1 link set vtep0 down
		fi
		run rmmod vtep
		[ ! -e /sys/module/vtep ]
		equal memberships "$(maddrs h1)" 0
	done
	load
}

# Also when a test failed half way: others come after this file.
trap load EXIT
frames_start
run_tests "$@"
