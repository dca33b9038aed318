#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Joined only where it lives: with attachment vlan a host is a member of the
# groups of those segments whose VLAN something upon the VTEP asks for.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2       10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#
# h2 has no VTEP; it listens to what routers and snooping switches are told.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/vlans.sh"

TESTS="subif_ipv4 subif_ipv6 bridge_ipv4 bridge_ipv6 bridge_port users macvlan
	vni_later shared untagged join_always join_set up_down vtep_gone
	others_join hears"

setup()
{
	underlay 2
	quiet_vtep h1 attach vlan dev eth0
}

# The same over IPv6, where reports are said to come from a link-local address,
# and memberships to be told of again, once there is one.
setup_ipv6()
{
	ipn h1 link del vtep0
	quiet_vtep h1 attach vlan dev eth0 local fd00::1
	wait_for 10 lacks tentative ipn h1 addr show dev eth0
}

# lives HOST GROUP VNI, lacking HOST GROUP VNI: joined, or not, and told so
lives()
{
	member "$1" "$2"
	equal "group $2" "$(group_state "$1" "$2")" joined
	equal "active of $3" "$(active "$1" "$3")" true
}

lacking()
{
	no_member "$1" "$2"
	equal "group $2" "$(group_state "$1" "$2")" ''
	equal "active of $3" "$(active "$1" "$3")" false
}

group_state()
{
	on "$1" vtepctl -j group show | jq -r --arg g "$2" \
		'.[] | select(.group == $g and .dev == "eth0").state'
}

active()
{
	on "$1" vtepctl -j vni show dev vtep0 vni "$2" | jq '.[0].active'
}

now()
{
	date +%s.%N
}

# told TEXT COMMAND...: it makes h1 send such a report, at most a second after
# it is done. The capture of h2 must be running.
told()
{
	local text=$1 from to
	shift
	from=$(now)
	run "$@"
	to=$(now)
	wait_for 15 report "$text" "$from" ||
		matches "$text" captured h2 -v
	awk -v at="$(report "$text" "$from")" -v to="$to" 'BEGIN {
		if (at > to + 1) {
			print "# told only after", at - to, "seconds" > "/dev/stderr"
			exit 1
		} }'
}

# report TEXT TIME: when the first such was sent since then
report()
{
	captured h2 -v -tt | awk -v text="$1" -v from="$2" '
		/^[0-9]+\.[0-9]/ { at = $1 }
		at >= from && index($0, text) { print at; f = 1; exit }
		END { exit !f }'
}

subif()
{
	local group=$1 filter=$2
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group "$group"
	run on h1 vtepctl vni add dev vtep0 vni 5008 vlan 8 group "${group}8"
	lacking h1 "$group" 5007
	capture h2 eth0 "$filter"
	told "gaddr $group to_ex" ipn h1 link add link vtep0 name v7 up \
		type vlan id 7
	lives h1 "$group" 5007
	lacking h1 "${group}8" 5008
	told "gaddr $group to_in" ipn h1 link del v7
	lacking h1 "$group" 5007
	lacks "gaddr ${group}8 " captured h2 -v
}

test_subif_ipv4()
{
	subif 239.1.1.7 igmp
}

test_subif_ipv6()
{
	setup_ipv6
	subif ff05::7 ip6
}

# The first VM of a tenant, and the last
bridged()
{
	local group=$1 filter=$2
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group "$group"
	run on h1 vtepctl vni add dev vtep0 vni 5008-5010 vlan 8-10 \
		group "${group}8"
	ipn h1 link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	lacking h1 "$group" 5007
	capture h2 eth0 "$filter"
	told "gaddr $group to_ex" bridgen h1 vlan add dev vtep0 vid 7
	lives h1 "$group" 5007
	told "gaddr $group to_in" bridgen h1 vlan del dev vtep0 vid 7
	lacking h1 "$group" 5007
	# A range is one change
	told "gaddr ${group}8 to_ex" bridgen h1 vlan add dev vtep0 vid 8-20
	equal "users" "$(on h1 vtepctl -j group show | jq -c \
		'map([.group, .users])')" "[[\"${group}8\",3]]"
	run bridgen h1 vlan del dev vtep0 vid 9-20
	lives h1 "${group}8" 5008
	told "gaddr ${group}8 to_in" bridgen h1 vlan del dev vtep0 vid 8
	lacking h1 "${group}8" 5008
}

test_bridge_ipv4()
{
	bridged 239.1.1.7 igmp
}

test_bridge_ipv6()
{
	setup_ipv6
	bridged ff05::7 ip6
}

# The port goes with all its VLANs, and comes with the bridge's default one.
test_bridge_port()
{
	run on h1 vtepctl vni add dev vtep0 vni 5001 vlan 1 group 239.1.1.1
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	ipn h1 link add br0 type bridge vlan_filtering 1 vlan_default_pvid 1
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	bridgen h1 vlan add dev vtep0 vid 7
	lives h1 239.1.1.1 5001
	lives h1 239.1.1.7 5007
	ipn h1 link set vtep0 nomaster
	lacking h1 239.1.1.1 5001
	lacking h1 239.1.1.7 5007
	ipn h1 link set vtep0 master br0
	bridgen h1 vlan add dev vtep0 vid 7
	lives h1 239.1.1.7 5007
	ipn h1 link del br0
	lacking h1 239.1.1.1 5001
	lacking h1 239.1.1.7 5007
}

# Several want one VLAN: the last to go ends it.
test_users()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	ipn h1 link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
	ipn h1 link set vtep0 master br0
	bridgen h1 vlan add dev vtep0 vid 7
	ipn h1 link add link vtep0 name v7 type vlan id 7
	lives h1 239.1.1.7 5007
	bridgen h1 vlan del dev vtep0 vid 7
	lives h1 239.1.1.7 5007
	bridgen h1 vlan add dev vtep0 vid 7
	ipn h1 link del v7
	lives h1 239.1.1.7 5007
	bridgen h1 vlan del dev vtep0 vid 7
	lacking h1 239.1.1.7 5007
}

# A VLAN upon a macvlan upon the VTEP is asked for as well.
test_macvlan()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	ipn h1 link add link vtep0 name mv0 up type macvlan mode bridge
	lacking h1 239.1.1.7 5007
	ipn h1 link add link mv0 name v7 up type vlan id 7
	lives h1 239.1.1.7 5007
	ipn h1 link del v7
	lacking h1 239.1.1.7 5007
	ipn h1 link add link mv0 name v7 up type vlan id 7
	lives h1 239.1.1.7 5007
	ipn h1 link del mv0
	lacking h1 239.1.1.7 5007
}

# The VLAN is in use before it is a segment's.
test_vni_later()
{
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7
	equal active "$(active h1 5007)" true
	run on h1 vtepctl vni set dev vtep0 vni 5007 group 239.1.1.7
	lives h1 239.1.1.7 5007
	run on h1 vtepctl vni set dev vtep0 vni 5007 group 239.1.1.77
	lives h1 239.1.1.77 5007
	no_member h1 239.1.1.7
	run on h1 vtepctl vni del dev vtep0 vni 5007
	no_member h1 239.1.1.77
	# Another segment inherits the VLAN.
	run on h1 vtepctl vni add dev vtep0 vni 5999 vlan 7 group 239.1.1.7
	lives h1 239.1.1.7 5999
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 8 group 239.1.1.7
	run on h1 vtepctl vni del dev vtep0 vni 5999
	lacking h1 239.1.1.7 5007
}

# Two segments, one group
test_shared()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007-5008 vlan 7-8 group 239.1.1.7
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	lives h1 239.1.1.7 5007
	equal "active of 5008" "$(active h1 5008)" false
	ipn h1 link add link vtep0 name v8 up type vlan id 8
	ipn h1 link del v7
	lives h1 239.1.1.7 5008
	equal "active of 5007" "$(active h1 5007)" false
	ipn h1 link del v8
	lacking h1 239.1.1.7 5007
}

# Nobody tells of frames without a tag: always in use
test_untagged()
{
	run on h1 vtepctl vni add dev vtep0 vni 5000 untagged group 239.1.1.1
	lives h1 239.1.1.1 5000
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	ipn h1 link del v7
	lives h1 239.1.1.1 5000
}

test_join_always()
{
	capture h2 eth0 igmp
	told 'gaddr 239.1.1.7 to_ex' on h1 vtepctl vni add dev vtep0 vni 5007 \
		vlan 7 group 239.1.1.7 join always
	member h1 239.1.1.7
	equal active "$(active h1 5007)" false
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	lives h1 239.1.1.7 5007
	ipn h1 link del v7
	member h1 239.1.1.7
	equal state "$(group_state h1 239.1.1.7)" joined
	told 'gaddr 239.1.1.7 to_in' on h1 vtepctl vni del dev vtep0 vni 5007
}

# Changed while it is up
test_join_set()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	run on h1 vtepctl vni add dev vtep0 vni 5008-5010 vlan 8-10 group 239.1.1.8
	lacking h1 239.1.1.7 5007
	capture h2 eth0 igmp
	told 'gaddr 239.1.1.7 to_ex' on h1 vtepctl vni set dev vtep0 vni 5007 \
		join always
	member h1 239.1.1.7
	equal join "$(on h1 vtepctl -j vni show dev vtep0 vni 5007 |
		jq -r '.[0].join')" always
	lacking h1 239.1.1.8 5008
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	run on h1 vtepctl vni set dev vtep0 vni 5007 join active
	lives h1 239.1.1.7 5007
	run on h1 vtepctl vni set dev vtep0 vni 5007 join always
	ipn h1 link del v7
	member h1 239.1.1.7
	told 'gaddr 239.1.1.7 to_in' on h1 vtepctl vni set dev vtep0 \
		vni 5007 join active
	lacking h1 239.1.1.7 5007
	# A range of which one is in use
	ipn h1 link add link vtep0 name v9 up type vlan id 9
	run on h1 vtepctl vni set dev vtep0 vni 5008-5010 join always
	equal users "$(on h1 vtepctl -j group show | jq '.[0].users')" 3
	run on h1 vtepctl vni set dev vtep0 vni 5008-5010 join active
	equal users "$(on h1 vtepctl -j group show | jq '.[0].users')" 1
	ipn h1 link del v9
	lacking h1 239.1.1.8 5008
}

# What is in use is so still when the VTEP comes up again; also what came into
# use meanwhile.
test_up_down()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	run on h1 vtepctl vni add dev vtep0 vni 5008 vlan 8 group 239.1.1.8
	run on h1 vtepctl vni add dev vtep0 vni 5009 vlan 9 group 239.1.1.9 \
		join always
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	for i in 1 2; do
		ipn h1 link set vtep0 down
		no_member h1 239.1.1.7
		no_member h1 239.1.1.9
		equal "groups" "$(on h1 vtepctl -j group show)" '[]'
		equal "active of 5007" "$(active h1 5007)" true
		ipn h1 link set vtep0 up
		lives h1 239.1.1.7 5007
		lacking h1 239.1.1.8 5008
		member h1 239.1.1.9
	done
	ipn h1 link set vtep0 down
	ipn h1 link del v7
	ipn h1 link add link vtep0 name v8 type vlan id 8
	no_member h1 239.1.1.8
	ipn h1 link set vtep0 up
	lives h1 239.1.1.8 5008
	lacking h1 239.1.1.7 5007
}

# With the VLAN interfaces and all memberships
test_vtep_gone()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	run on h1 vtepctl vni add dev vtep0 vni 5008 vlan 8 group 239.1.1.8 \
		join always
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	capture h2 eth0 igmp
	told 'gaddr 239.1.1.7 to_in' ipn h1 link del vtep0
	lacks 'v7|vtep0' ipn h1 -br link show
	no_member h1 239.1.1.7
	no_member h1 239.1.1.8
	equal "groups left" "$(on h1 vtepctl -j group show)" '[]'
}

# Other attachments know of no VLANs.
test_others_join()
{
	ipn h1 link del vtep0
	quiet_vtep h1 external vnifilter dev eth0
	run on h1 vtepctl vni add dev vtep0 vni 5007 group 239.1.1.7
	member h1 239.1.1.7
	refuse 'join: only attachment vlan can tell' \
		on h1 vtepctl vni set dev vtep0 vni 5007 join active
	refuse 'join: only attachment vlan can tell' \
		on h1 vtepctl vni add dev vtep0 vni 5008 join active
	equal active "$(active h1 5007)" null
	ipn h1 link add link vtep0 name v7 up type vlan id 7
	ipn h1 link del v7
	member h1 239.1.1.7
}

# A group that is not joined is not heard, nor does that keep the segment from
# sending and from hearing unicast.
test_hears()
{
	run on h1 vtepctl vni add dev vtep0 vni 5007 vlan 7 group 239.1.1.7
	from h2 to=239.1.1.7 dev=eth0 source=10.0.0.2 vni=5007 type=88b5
	from h2 vni=5007 type=88b5
	seg_reaches h1 5007 rx_packets 1
	into h1 tag=81000007
	seg_is h1 5007 tx_packets 1
	ipn h1 link add link vtep0 name v7 type vlan id 7
	from h2 to=239.1.1.7 dev=eth0 source=10.0.0.2 vni=5007 type=88b5
	seg_reaches h1 5007 rx_packets 2
}

frames_start
run_tests "$@"
