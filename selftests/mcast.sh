#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Multicast memberships (RFC 7348 section 4.2): held at the lower device while
# a VTEP that is up needs them, whatever becomes of that device.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2       10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#
# The switch floods multicast, so it is h1 alone that decides what h1 hears. h2
# has no VTEP: frames.py speaks for its.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="up_down_ipv4 up_down_ipv6 shared_ipv4 shared_ipv6 many_ipv4 many_ipv6
	shared_with_others two_devices lower_down_ipv4 lower_down_ipv6
	no_address flap_ipv4 flap_ipv6 small_mtu_ipv4 small_mtu_ipv6
	address_changed group_changed dev_changed reports_ipv4 reports_ipv6
	counts_ipv4 counts_ipv6 counts_vrf members rejoin_ipv4 rejoin_ipv6
	rejoin_refused"

A=02:aa:00:00:00:01

setup()
{
	underlay 2
}

# member HOST GROUP [DEV]: the device holds the membership
member()
{
	matches "inet6? +${2//./\\.}( |\$)" ipn "$1" maddr show dev "${3:-eth0}"
}

no_member()
{
	lacks "inet6? +${2//./\\.}( |\$)" ipn "$1" maddr show dev "${3:-eth0}"
}

# group_is HOST GROUP DEV "USERS STATE", or "" when there is none
group_is()
{
	equal "group $2 dev $3" "$(on "$1" vtepctl -j group show | jq -r \
		--arg g "$2" --arg d "$3" '.[] | select(.group == $g and
			.dev == $d) | "\(.users) \(.state)"')" "$4"
}

# Where h2 sends from, of the family of GROUP, and what h1 can always hear
source_for()
{
	case $1 in
	*:*) echo fd00::2 ;;
	*) echo 10.0.0.2 ;;
	esac
}

# hears GROUP [VNI [DEV]]: h1 gets what h2 sends there
hears()
{
	local vni=${2:-42} dev=${3:-vtep0} before
	before=$(link_stat h1 rx packets "$dev")
	from h2 to="$1" dev=eth0 source="$(source_for "$1")" vni="$vni" smac=$A
	link_stat_reaches h1 rx packets $((before + 1)) "$dev"
}

# deaf GROUP: it does not. The frame sent straight to it comes behind the one
# it must not hear.
deaf()
{
	local before to=10.0.0.1
	case $1 in
	*:*) to=fd00::1 ;;
	esac
	before=$(link_stat h1 rx packets)
	from h2 to="$1" dev=eth0 source="$(source_for "$1")" smac=$A
	from h2 to="$to" smac=$A
	link_stat_reaches h1 rx packets $((before + 1))
}

up_down()
{
	local group=$1
	ipn h1 link add vtep0 type vtep id 42 group "$group" dev eth0
	ipn h1 link set vtep0 addrgenmode none
	no_member h1 "$group"
	group_is h1 "$group" eth0 ''
	for i in 1 2; do
		ipn h1 link set vtep0 up
		member h1 "$group"
		group_is h1 "$group" eth0 '1 joined'
		hears "$group"
		ipn h1 link set vtep0 down
		no_member h1 "$group"
		group_is h1 "$group" eth0 ''
	done
	ipn h1 link set vtep0 up
	member h1 "$group"
	ipn h1 link del vtep0
	no_member h1 "$group"
	equal "groups left" "$(on h1 vtepctl -j group show)" '[]'
}

test_up_down_ipv4()
{
	up_down 239.1.1.42
}

test_up_down_ipv6()
{
	up_down ff05::42
}

# Left with the last user only (F2)
shared()
{
	local group=$1
	quiet_vtep h1 id 42 group "$group" dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group "$group" dev eth0
	VTEP_DEV=vtep2 quiet_vtep h1 id 44 group "$group" dev eth0
	group_is h1 "$group" eth0 '3 joined'
	hears "$group" 42
	hears "$group" 43 vtep1
	hears "$group" 44 vtep2
	ipn h1 link del vtep1
	group_is h1 "$group" eth0 '2 joined'
	member h1 "$group"
	hears "$group" 42
	ipn h1 link set vtep2 down
	group_is h1 "$group" eth0 '1 joined'
	member h1 "$group"
	hears "$group" 42
	ipn h1 link set vtep2 up
	ipn h1 link del vtep0
	group_is h1 "$group" eth0 '1 joined'
	hears "$group" 44 vtep2
	ipn h1 link del vtep2
	no_member h1 "$group"
}

test_shared_ipv4()
{
	shared 239.1.1.42
}

test_shared_ipv6()
{
	shared ff05::42
}

# More than sockets may join: net.ipv4.igmp_max_memberships is 20 (F3).
many()
{
	local prefix=$1 i
	for i in $(seq 30); do
		echo "link add vt$i type vtep id 10$i group $prefix$i dev eth0"
		echo "link set vt$i addrgenmode none"
		echo "link set vt$i up"
	done >"$WORK/batch"
	ip -n "${NSP}h1" -batch "$WORK/batch"
	equal "groups joined" "$(on h1 vtepctl -j group show |
		jq '[.[] | select(.state == "joined" and .users == 1)] | length')" 30
	for i in $(seq 30); do
		member h1 "$prefix$i"
	done
	for i in 1 20 21 30; do
		hears "$prefix$i" "10$i" "vt$i"
	done
	# All of them through the lower device's down and up
	ipn h1 link set eth0 down
	ipn h1 link set eth0 up
	wait_for 15 hears "${prefix}30" 1030 vt30
	hears "${prefix}1" 101 vt1
	# And down and up of their own: none is lost (F3)
	ipn h1 link set vt30 down
	no_member h1 "${prefix}30"
	ipn h1 link set vt30 up
	hears "${prefix}30" 1030 vt30
	equal "groups joined" "$(on h1 vtepctl -j group show |
		jq '[.[] | select(.state == "joined")] | length')" 30
}

test_many_ipv4()
{
	equal igmp_max_memberships \
		"$(on h1 sysctl -n net.ipv4.igmp_max_memberships)" 20
	many 239.1.2.
}

test_many_ipv6()
{
	many ff05::
}

# A membership that others hold too is theirs when we leave, and ours when
# they do.
test_shared_with_others()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	ipn h1 addr add 239.1.1.42/32 dev eth0 autojoin
	ipn h1 link set vtep0 down
	member h1 239.1.1.42
	ipn h1 link set vtep0 up
	ipn h1 addr del 239.1.1.42/32 dev eth0
	member h1 239.1.1.42
	hears 239.1.1.42
	ipn h1 link del vtep0
	no_member h1 239.1.1.42
}

test_two_devices()
{
	ipn h1 link add eth1 type dummy
	ipn h1 link set eth1 up
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group 239.1.1.42 dev eth1
	group_is h1 239.1.1.42 eth0 '1 joined'
	group_is h1 239.1.1.42 eth1 '1 joined'
	member h1 239.1.1.42 eth1
	equal "groups of eth1" "$(on h1 vtepctl -j group show dev eth1 | jq length)" 1
	ipn h1 link del vtep0
	no_member h1 239.1.1.42 eth0
	member h1 239.1.1.42 eth1
	# The VTEP goes with its lower device, and the membership with it.
	ipn h1 link del eth1
	lacks vtep1 ipn h1 -br link
	equal "groups left" "$(on h1 vtepctl -j group show)" '[]'
}

lower_down()
{
	local group=$1
	ipn h1 link set eth0 down
	quiet_vtep h1 group "$group" dev eth0
	group_is h1 "$group" eth0 '1 joined'
	ipn h1 link set eth0 up
	member h1 "$group"
	wait_for 15 hears "$group"
	ipn h1 link set eth0 down
	ipn h1 link del vtep0
	ipn h1 link set eth0 up
	no_member h1 "$group"
}

test_lower_down_ipv4()
{
	lower_down 239.1.1.42
}

test_lower_down_ipv6()
{
	lower_down ff05::42
}

test_no_address()
{
	ipn h1 addr flush dev eth0
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group ff05::43 dev eth0
	group_is h1 239.1.1.42 eth0 '1 joined'
	group_is h1 ff05::43 eth0 '1 joined'
	wait_for 15 hears 239.1.1.42
	hears ff05::43 43 vtep1
	ipn h1 addr add 10.0.0.1/24 dev eth0
	ipn h1 addr add fd00::1/64 dev eth0 nodad
	hears 239.1.1.42
	hears ff05::43 43 vtep1
}

flap()
{
	local group=$1
	quiet_vtep h1 group "$group" dev eth0
	for i in 1 2 3; do
		ipn h1 link set eth0 down
		ipn h1 link set eth0 up
		group_is h1 "$group" eth0 '1 joined'
		member h1 "$group"
		wait_for 15 hears "$group"
	done
	# Carrier lost at the other end
	ipn fab link set p1 down
	ipn fab link set p1 up
	member h1 "$group"
	wait_for 15 hears "$group"
	# And nothing has been counted twice: one leave is enough.
	ipn h1 link del vtep0
	no_member h1 "$group"
}

test_flap_ipv4()
{
	flap 239.1.1.42
}

test_flap_ipv6()
{
	flap ff05::42
}

# A device whose MTU is below the least of IPv4 has none, nor memberships. A
# veth's cannot be set so small, but that of a dummy.
test_small_mtu_ipv4()
{
	ipn h1 link add eth1 type dummy
	ipn h1 link set eth1 mtu 60 up
	quiet_vtep h1 group 239.1.1.42 dev eth1
	group_is h1 239.1.1.42 eth1 '1 pending'
	no_member h1 239.1.1.42 eth1
	for i in 1 2; do
		ipn h1 link set eth1 mtu 1500
		group_is h1 239.1.1.42 eth1 '1 joined'
		member h1 239.1.1.42 eth1
		ipn h1 link set eth1 mtu 60
		group_is h1 239.1.1.42 eth1 '1 pending'
	done
	# One more user, and both leave while there is nothing to leave.
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group 239.1.1.42 dev eth1
	group_is h1 239.1.1.42 eth1 '2 pending'
	ipn h1 link del vtep0
	ipn h1 link set eth1 mtu 1500
	group_is h1 239.1.1.42 eth1 '1 joined'
	ipn h1 link del vtep1
	no_member h1 239.1.1.42 eth1
}

test_small_mtu_ipv6()
{
	ipn h1 link set eth0 mtu 1000
	quiet_vtep h1 group ff05::42 dev eth0
	group_is h1 ff05::42 eth0 '1 pending'
	for i in 1 2; do
		ipn h1 link set eth0 mtu 1500
		group_is h1 ff05::42 eth0 '1 joined'
		member h1 ff05::42
		wait_for 15 hears ff05::42
		ipn h1 link set eth0 mtu 1000
		group_is h1 ff05::42 eth0 '1 pending'
		no_member h1 ff05::42
	done
	ipn h1 link del vtep0
	ipn h1 link set eth0 mtu 1500
	no_member h1 ff05::42
}

test_address_changed()
{
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group ff05::43 dev eth0
	ipn h1 addr del 10.0.0.1/24 dev eth0
	ipn h1 addr add 10.0.0.77/24 dev eth0
	hears 239.1.1.42
	ipn h1 addr del 10.0.0.77/24 dev eth0
	ipn h1 addr add 10.0.0.1/24 dev eth0
	hears 239.1.1.42
	ipn h1 addr flush dev eth0
	ipn h1 addr add fd00::77/64 dev eth0 nodad
	hears ff05::43 43 vtep1
	group_is h1 239.1.1.42 eth0 '1 joined'
	group_is h1 ff05::43 eth0 '1 joined'
}

test_group_changed()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	ipn h1 link set vtep0 type vtep group 239.1.1.43
	no_member h1 239.1.1.42
	member h1 239.1.1.43
	hears 239.1.1.43
	deaf 239.1.1.42
	on h1 vtepctl vni set dev vtep0 group 239.1.1.44
	no_member h1 239.1.1.43
	hears 239.1.1.44
	deaf 239.1.1.43
	# To a single remote, and back
	ipn h1 link set vtep0 type vtep remote 10.0.0.2
	no_member h1 239.1.1.44
	deaf 239.1.1.44
	on h1 vtepctl vni set dev vtep0 group 239.1.1.42
	member h1 239.1.1.42
	hears 239.1.1.42
	# While it is down, the change waits.
	ipn h1 link set vtep0 down
	ipn h1 link set vtep0 type vtep group 239.1.1.45
	no_member h1 239.1.1.45
	ipn h1 link set vtep0 up
	hears 239.1.1.45
	no_member h1 239.1.1.42
	on h1 vtepctl vni set dev vtep0 group none
	no_member h1 239.1.1.45
	equal "groups left" "$(on h1 vtepctl -j group show)" '[]'
}

test_dev_changed()
{
	ipn h1 link add eth1 type dummy
	ipn h1 link set eth1 up
	quiet_vtep h1 group 239.1.1.42 dev eth0
	ipn h1 link set vtep0 type vtep dev eth1
	no_member h1 239.1.1.42 eth0
	member h1 239.1.1.42 eth1
	deaf 239.1.1.42
	ipn h1 link set vtep0 type vtep dev eth0
	no_member h1 239.1.1.42 eth1
	member h1 239.1.1.42 eth0
	hears 239.1.1.42
}

# Routers and snooping switches are told: one join, one leave, and again when
# the lower device comes back.
test_reports_ipv4()
{
	capture h2 eth0 igmp
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	wait_for 15 matches 'gaddr 239.1.1.42 to_ex' captured h2 -v
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group 239.1.1.42 dev eth0
	ipn h1 link del vtep1
	lacks 'gaddr 239.1.1.42 to_in' captured h2 -v
	ipn h1 link del vtep0
	wait_for 15 matches 'gaddr 239.1.1.42 to_in' captured h2 -v
	# After the loss of the link
	quiet_vtep h1 id 42 group 239.1.1.43 dev eth0
	wait_for 15 matches 'gaddr 239.1.1.43 to_ex' captured h2 -v
	ipn h1 link set eth0 down
	before=$(captured h2 -v | grep -c 'gaddr 239.1.1.43')
	ipn h1 link set eth0 up
	wait_for 15 more_reports 'gaddr 239.1.1.43' "$before"
}

test_reports_ipv6()
{
	capture h2 eth0 ip6
	quiet_vtep h1 id 42 group ff05::42 dev eth0
	wait_for 15 matches 'gaddr ff05::42 to_ex' captured h2 -v
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group ff05::42 dev eth0
	ipn h1 link del vtep1
	lacks 'gaddr ff05::42 to_in' captured h2 -v
	ipn h1 link del vtep0
	wait_for 15 matches 'gaddr ff05::42 to_in' captured h2 -v
	quiet_vtep h1 id 42 group ff05::43 dev eth0
	wait_for 15 matches 'gaddr ff05::43 to_ex' captured h2 -v
	ipn h1 link set eth0 down
	before=$(captured h2 -v | grep -c 'gaddr ff05::43')
	ipn h1 link set eth0 up
	wait_for 15 more_reports 'gaddr ff05::43' "$before"
}

more_reports()
{
	[ "$(captured h2 -v | grep -c -- "$1")" -gt "$2" ]
}

# counts_are GROUP "PACKETS FOREIGN EVER-HEARD" [DEV]
counts_are()
{
	equal "counters of $1" "$(on h1 vtepctl -j group show | jq -r \
		--arg g "$1" --arg d "${3:-eth0}" '.[] | select(.group == $g and
			.dev == $d) | "\(.packets) \(.foreign) \(has("heard_ms"))"')" "$2"
}

counts_reach()
{
	wait_for 10 counts_are "$@" || counts_are "$@"
}

# What comes by a group, for segments here and for others; $1 and $2 are the
# groups of 42 and 43, and what comes straight to h1 is of neither.
counts()
{
	local a=$1 b=$2 to=10.0.0.1 s
	s=$(source_for "$a")
	case $a in
	*:*) to=fd00::1 ;;
	esac
	quiet_vtep h1 id 42 group "$a" dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group "$b" dev eth0
	counts_are "$a" '0 0 false'
	hears "$a"
	hears "$a"
	counts_are "$a" '2 0 true'
	counts_are "$b" '0 0 false'
	# for nobody here
	for i in 1 2 3; do
		from h2 to="$b" dev=eth0 source="$s" vni=99 smac=$A
	done
	counts_reach "$b" '0 3 false'
	# by the group of another segment: it is that group that works
	hears "$b" 42
	counts_are "$b" '1 3 true'
	counts_are "$a" '2 0 true'
	# by none
	from h2 to="$to" vni=99 smac=$A
	deaf "${a%??}99"
	counts_are "$a" '2 0 true'
	counts_are "$b" '1 3 true'
	# The counters are the membership's, and end with it.
	ipn h1 link set vtep0 down
	ipn h1 link set vtep0 up
	counts_are "$a" '0 0 false'
}

test_counts_ipv4()
{
	counts 239.1.1.42 239.1.1.43
}

test_counts_ipv6()
{
	counts ff05::42 ff05::43
}

# Behind a VRF frames seem to come in by the VRF; the membership is the port's.
test_counts_vrf()
{
	ipn h1 link add vrf1 type vrf table 10
	ipn h1 link set vrf1 up
	ipn h1 link set eth0 master vrf1
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group ff05::43 dev eth0
	wait_for 15 hears 239.1.1.42
	hears ff05::43 43 vtep1
	from h2 to=239.1.1.42 dev=eth0 source=10.0.0.2 vni=99 smac=$A
	from h2 to=ff05::43 dev=eth0 source=fd00::2 vni=99 smac=$A
	wait_for 10 matches '"foreign":1' on h1 vtepctl -j group show dev eth0
	wait_for 10 foreign_are '[1,1]'
	equal "frames lost" "$(on h1 vtepctl -j group show |
		jq -c 'map(.packets > 0) | unique')" '[true]'
}

foreign_are()
{
	equal foreign "$(on h1 vtepctl -j group show | jq -c 'map(.foreign)')" "$1"
}

# members_are GROUP JSON: a list of [device, VNI]
members_are()
{
	equal "members of $1" "$(on h1 vtepctl -j group show | jq -c \
		--arg g "$1" '.[] | select(.group == $g) |
			[.members[] | [.dev, .vni]] | sort')" "$2"
}

test_members()
{
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep2 quiet_vtep h1 id 44 group 239.1.1.44 dev eth0
	members_are 239.1.1.42 '[["vtep0",42],["vtep1",43]]'
	members_are 239.1.1.44 '[["vtep2",44]]'
	ipn h1 link set vtep2 type vtep group 239.1.1.42
	members_are 239.1.1.42 '[["vtep0",42],["vtep1",43],["vtep2",44]]'
	members_are 239.1.1.44 ''
	ipn h1 link set vtep0 down
	members_are 239.1.1.42 '[["vtep1",43],["vtep2",44]]'
	ipn h1 link del vtep1
	members_are 239.1.1.42 '[["vtep2",44]]'
}

# rejoin REPORT GROUP: one more report of it on the wire
rejoin()
{
	local report=$1 group=$2 before
	quiet_vtep h1 id 42 group "$group" dev eth0
	wait_for 15 matches "$report" captured h2 -v
	# Reports are repeated; what comes after the last of them is an answer.
	wait_for 15 quiet_reports "$report"
	for words in "group $group dev eth0" "dev eth0" ""; do
		before=$(captured h2 -v | grep -c -- "$report")
		# shellcheck disable=SC2086 # words
		run on h1 vtepctl group rejoin $words
		group_is h1 "$group" eth0 '1 joined'
		wait_for 15 more_reports "$report" "$before"
		wait_for 15 quiet_reports "$report"
	done
	hears "$group"
}

# None in the last two seconds
quiet_reports()
{
	local before
	before=$(captured h2 -v | grep -c -- "$1")
	sleep 2
	[ "$(captured h2 -v | grep -c -- "$1")" = "$before" ]
}

test_rejoin_ipv4()
{
	capture h2 eth0 igmp
	rejoin 'gaddr 239.1.1.42 to_ex' 239.1.1.42
}

test_rejoin_ipv6()
{
	capture h2 eth0 ip6
	rejoin 'gaddr ff05::42 to_ex' ff05::42
}

test_rejoin_refused()
{
	local i
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	i=$(ifindex h1 eth0)
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
		ENOENT: member | ask group-rejoin addr=239.1.1.43
		ENOENT: member | ask group-rejoin addr=239.1.1.42 ifindex=1
		ENOENT: member | ask group-rejoin ifindex=999
		EINVAL addr: multicast | ask group-rejoin addr=10.0.0.1
		EINVAL addr: multicast | ask group-rejoin addr=hex:
		EINVAL addr: multicast | ask group-rejoin addr=hex:ef0101
		EINVAL addr: multicast | ask group-rejoin addr=::ffff:239.1.1.42
		EINVAL ifindex: index | ask group-rejoin ifindex=0
		EINVAL ifindex: index | ask group-rejoin ifindex=4294967295
	EOF
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" ask group-rejoin "ifindex=$i"
	# In a namespace without a group, and by somebody without the right
	refuse 'member|No such' on h2 vtepctl group rejoin
	refuse 'not permitted|EPERM' on h1 setpriv --bounding-set -all \
		--inh-caps -all --ambient-caps -all vtepctl group rejoin
}

frames_start
run_tests "$@"
