#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A VTEP whose device lives in another namespace than its underlay, and the end
# of either of them, with frames on their way.
#
#	c1  vtep0 192.168.0.1, underlay in h1 --+
#	h1  eth0 10.0.0.1 ----------------------+-- br0 (fab)
#	h2  eth0 10.0.0.2, vtep0 192.168.0.2 ---+
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/nomem.sh"

TESTS="move create_across link_netns delete_device delete_underlay
	delete_underlay_group delete_both delete_lower repeat userns userns_capable"
[ "${VTEP_KERNEL-}" != 6.1 ] || TESTS="$TESTS comes_not"

setup()
{
	underlay 2
	ns c1
}

# inside NS WORD...: vtep0 in a namespace, its underlay in h1
inside()
{
	local n=$1
	shift
	vtep h1 "$@"
	ipn h1 link set vtep0 netns "$NSP$n"
	ipn "$n" addr add 192.168.0.1/24 dev vtep0
	ipn "$n" link set vtep0 up
}

# pair WORD...: that and h2's, each knowing the other
pair()
{
	inside c1 remote 10.0.0.2 local 10.0.0.1 "$@"
	vtep h2 remote 10.0.0.1 local 10.0.0.2 "$@"
	pings c1 192.168.0.2
}

no_socket()
{
	[ -z "$(on "$1" ss -uanH)" ]
}

# Pings as fast as answers come, from HOST; to be ended by the test's end.
ping_flood()
{
	background on "$1" ping -f -q -w 120 "$2" >/dev/null 2>&1
}

# flowing HOST: 20 frames more arrive
flowing()
{
	local at
	at=$(link_stat "$1" rx packets)
	wait_for 10 more_than "$1" $((at + 20))
}

more_than()
{
	[ "$(link_stat "$1" rx packets)" -ge "$2" ]
}

test_move()
{
	pair
	# the socket stays where the underlay is
	matches ':4789' on h1 ss -uanH
	no_socket c1
	# as do the settings, which can be changed from there
	ipn c1 link set vtep0 type vtep ageing 60
	equal ageing "$(ipn c1 -d -j link show vtep0 |
		jq '.[0].linkinfo.info_data.ageing')" 60
	fdb_has c1 '02:00:00:00:00:02 dst 10.0.0.2 '
	# addresses of the device's namespace are not of the underlay
	ipn c1 link add dummy1 type dummy
	ipn c1 addr add 10.0.0.77/24 dev dummy1
	ipn c1 link set dummy1 up
	flowing_pings
	# moved on with frames on their way, and home again
	ns c2
	ping_flood h2 192.168.0.1
	ipn c1 link set vtep0 netns "${NSP}c2"
	ipn c2 addr add 192.168.0.1/24 dev vtep0
	ipn c2 link set vtep0 up
	flowing c2
	ipn c2 link set vtep0 netns "${NSP}h1"
	ipn h1 addr add 192.168.0.1/24 dev vtep0
	ipn h1 link set vtep0 up
	flowing h1
	equal "link_netnsid at home" \
		"$(ipn h1 -j link show vtep0 | jq '.[0].link_netnsid')" null
}

flowing_pings()
{
	on c1 ping -c 3 -i 0.1 -W 5 -n 192.168.0.2 >/dev/null
}

# Made in the other namespace from the start, either way round.
test_create_across()
{
	vtep h2 remote 10.0.0.1
	ipn h1 link add vtep0 netns "${NSP}c1" type vtep id 42 remote 10.0.0.2 \
		dev eth0
	ipn c1 addr add 192.168.0.1/24 dev vtep0
	ipn c1 link set vtep0 up
	pings c1 192.168.0.2
	ipn c1 link del vtep0
	no_socket h1
	ipn c1 link add vtep0 link-netns "${NSP}h1" type vtep id 42 \
		remote 10.0.0.2
	ipn c1 addr add 192.168.0.1/24 dev vtep0
	ipn c1 link set vtep0 up
	pings c1 192.168.0.2
	# a VNI is one of the underlay, whoever's device serves it
	refuse 'VNI 42 on this UDP port is served by VTEP vtep0' \
		ipn h1 link add vtep7 type vtep id 42
	# and free in the other
	ipn c1 link add vtep2 type vtep id 42
}

test_link_netns()
{
	pair dev eth0
	matches "link-netns(id [0-9]+| ${NSP}h1)( |\$)" ipn c1 link show vtep0
	equal "type of link_netnsid" \
		"$(ipn c1 -j link show vtep0 | jq -r '.[0].link_netnsid | type')" \
		number
	matches 'vtep id 42 .* dev if[0-9]+ ' ipn c1 -d link show vtep0
}

# The device's namespace ends while it is sent to, and answers.
test_delete_device()
{
	pair
	ping_flood h2 192.168.0.1
	flowing c1
	end_of c1
	wait_for 30 no_socket h1
	ended
	# nothing is in the way of a new one
	ns c3
	inside c3 remote 10.0.0.2
	pings c3 192.168.0.2
}

# The underlay's ends: the VTEP goes though it lives elsewhere.
test_delete_underlay()
{
	pair dev eth0
	ping_flood h2 192.168.0.1
	ping_flood c1 192.168.0.2
	flowing c1
	end_of h1
	wait_for 30 no_link c1 vtep0
	wait_for 30 no_link fab p1
	ended
}

# The socket has heard a group: with it the kernel keeps the route by which that came,
# which holds lo. lo is waited for, so the socket has to go before.
test_delete_underlay_group()
{
	local h
	inside c1 remote 10.0.0.2 local 10.0.0.1
	for h in h1 h2; do
		ipn $h link add vtep1 type vtep id 43 group 239.1.1.43 dev eth0
		ipn $h link set vtep1 up
	done
	wait_for 10 heard_group
	end_of h1
	wait_for 30 no_link c1 vtep0
	ended
}

heard_group()
{
	on h2 ping -c 1 -W 1 -n -I vtep1 224.0.0.1 >/dev/null 2>&1 || true
	[ "$(link_stat h1 rx packets vtep1)" -gt 0 ]
}

test_delete_both()
{
	pair
	ping_flood h2 192.168.0.1
	flowing c1
	end_of h1
	end_of c1
	wait_for 30 no_link fab p1
	ended
}

# The lower device ends, or moves away: so does what stands upon it.
test_delete_lower()
{
	pair dev eth0
	ping_flood h2 192.168.0.1
	ping_flood c1 192.168.0.2
	flowing c1
	ipn h1 link set eth0 netns "${NSP}fab" name eth1
	no_link c1 vtep0
	no_socket h1
	vtep h1 group 239.1.1.1 dev lo
	ipn h1 link set vtep0 netns "${NSP}c1"
	ipn c1 link set vtep0 up
	end_of h1
	wait_for 30 no_link c1 vtep0
	ended
}

# Twenty pairs of namespaces; first the one goes, then the other.
test_repeat()
{
	local i u d
	vtep h2 remote 10.0.0.9
	ping_flood h2 192.168.0.1
	for i in $(seq 20); do
		u="u$i" d="d$i"
		ip netns add "$NSP$u"
		ip netns add "$NSP$d"
		printf '%s\n' "$NSP$u" "$NSP$d" >>"$WORK/netns"
		ipn "$u" -b - <<-EOF
			link add eth0 type veth peer name f$i netns ${NSP}fab
			addr add 10.0.0.9/24 dev eth0
			link set eth0 up
			link add vtep0 netns $NSP$d type vtep id 42 group 239.1.1.$i dev eth0
		EOF
		ipn fab link set "f$i" master br0 up
		ipn "$d" -b - <<-EOF
			addr add 192.168.0.1/24 dev vtep0
			link set vtep0 up
		EOF
		if [ $((i % 2)) = 0 ]; then
			end_of "$u"
			end_of "$d"
		else
			end_of "$d"
			end_of "$u"
		fi
	done
	ended
	lacks ' f[0-9]+@' ipn fab -o link show
}

# Who has nothing but a user namespace of his own.
test_userns()
{
	unshare -Urn bash -c 'set -e
		ip link add eth0 type veth peer name eth1
		ip addr add 10.0.0.1/24 dev eth0
		ip link set lo up
		ip link set eth1 up
		ip link set eth0 up
		ip link add vtep0 type vtep id 42 group 239.1.1.1 dev eth0
		ip link add vtep1 type vtep id 43 local fd00::1
		ip link set vtep0 up
		ip link set vtep1 up
		bridge fdb add 02:00:00:00:00:09 dev vtep0 dst 10.0.0.9
		ip -d link show vtep0 | grep -q "vtep id 42 group 239.1.1.1"
		bridge fdb show dev vtep0 | grep -q "02:00:00:00:00:09 dst 10.0.0.9"
		ip maddr show dev eth0 | grep -q 239.1.1.1
		ip addr add 192.168.0.1/24 dev vtep0
		ping -c 1 -W 1 192.168.0.2 >/dev/null || true
		ethtool -S vtep0 | grep -q "tx_bum: *[1-9]"'
	ended
	# so it is when the last process ends in the middle of it
	unshare -Urn bash -c 'set -e
		ip link add eth0 type veth peer name eth1
		ip addr add 10.0.0.1/24 dev eth0
		ip link set eth0 up
		ip link add vtep0 type vtep id 42 group 239.1.1.1 dev eth0
		ip link set vtep0 up
		kill -9 $$' || true
	ended
}

# A VTEP handed to a user stays the business of who has the underlay.
test_userns_capable()
{
	local pid before words BUM=00:00:00:00:00:00
	background unshare -Urn sleep 120
	pid=$BG
	wait_for 10 in_userns "$pid"
	vtep h1 remote 10.0.0.2
	ipn h1 link set vtep0 netns "$pid"
	nsenter -t "$pid" -U -n ip link set vtep0 up
	refuse "No permission in the underlay's namespace" \
		nsenter -t "$pid" -U -n ip link set vtep0 type vtep ageing 1
	matches 'ageing 300 ' nsenter -t "$pid" -n ip -d link show vtep0
	before=$(fdb_of "$pid")
	for words in "append $BUM dev vtep0 dst 10.0.0.9 vni 99 port 8472" \
		"replace $BUM dev vtep0 dst 10.0.0.9" "del $BUM dev vtep0" \
		"add 02:00:00:00:00:09 dev vtep0 dst 10.0.0.9" \
		"flush dev vtep0 permanent"
	do
		# shellcheck disable=SC2086 # a list of words
		refuse "No permission in the underlay's namespace" \
			nsenter -t "$pid" -U -n bridge fdb $words
	done
	equal "FDB" "$(fdb_of "$pid")" "$before"
	# to whom the underlay belongs, this is open
	run nsenter -t "$pid" -n bridge fdb append $BUM dev vtep0 dst 10.0.0.9
	matches "$BUM dst 10.0.0.9 " fdb_of "$pid"
	kill "$pid"
	wait "$pid" || true
	ended
	no_socket h1
}

# fdb_of PID: that of vtep0 in its namespace
fdb_of()
{
	nsenter -t "$1" -n bridge fdb show dev vtep0
}

# A namespace that does not come to be is news for whoever keeps something for each
# of them. On 6.1 only: with checkers the kernel complains of its own ways there
# (fib4_rules_init() without RTNL), and the others are still to be tried.
test_comes_not()
{
	local said
	nomem_init
	said=$("$PYTHON" "$SELFTESTS/starve.py" namespace)
	note "$said"
	[ "$(jq .failures <<<"$said")" -gt 100 ]
}

# in_userns PID: it has left ours, and its networks
in_userns()
{
	[ "$(readlink "/proc/$1/ns/user")" != "$(readlink /proc/self/ns/user)" ] &&
		[ "$(readlink "/proc/$1/ns/net")" != \
			"$(readlink /proc/self/ns/net)" ] &&
		grep -q . "/proc/$1/uid_map"
}

run_tests "$@"
