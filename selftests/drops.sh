#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who was it? The last frame of each reason, whichever step it got to, and what
# of the drops is whose: they add up by segment and by peer. That each reason is
# counted as itself is for counters.sh.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2       10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#	h3       10.0.0.3 fd00::3 --+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/nomem.sh"
. "$(dirname "$0")/frames.sh"

TESTS="last_received4 last_received6 last_socket4 last_socket6 last_learn
	last_policy last_sent last_sent6 last_answered last_no_segment
	last_changes by_segment by_peer by_port refusals all_vteps flood no_memory moved"

A=02:aa:00:00:00:01
B=02:aa:00:00:00:02
BAD=01:00:5e:00:00:01

setup()
{
	underlay 3
}

# genl HOST dump|ask|refuse ...: see genl.py
genl()
{
	local h=$1
	shift
	on "$h" "$PYTHON" "$SELFTESTS/genl.py" "$@"
}

# drops JQ-FILTER [WORD...]: those of h1's vtep0, an array, filtered
drops()
{
	local filter=$1
	shift
	on h1 vtepctl -j drops dev vtep0 "$@" | jq -r -c "$filter"
}

# last REASON [WORD...]: the last offender as "addr vni mac", - for what is not
# known, "none" if there is none
last()
{
	local why=$1
	shift
	drops "map(select(.reason == \"$why\").last)[0] | if . == null then \"none\"
		else \"\(.peer // \"-\") \(.vni // \"-\") \(.mac // \"-\")\" end" "$@"
}

# last_is REASON "ADDR VNI MAC" [WORD...]
last_is()
{
	local why=$1 want=$2
	shift 2
	equal "last of $why $*" "$(last "$why" "$@")" "$want"
}

last_becomes()
{
	wait_for 10 last_is "$@" || last_is "$@"
}

# counts [WORD...]: "NAME N NAME N...", without those of 0
counts()
{
	drops 'map(select(.count > 0) | "\(.reason) \(.count)") | join(" ")' "$@"
}

counts_are()
{
	local want=$1
	shift
	equal "counts $*" "$(counts "$@")" "$want"
}

counts_become()
{
	wait_for 10 counts_are "$@" || counts_are "$@"
}

# Each of them ends at another step, with more or less of it known.
received()
{
	local from=$1
	shift
	from h2 "$@" smac=$BAD vni=42
	last_becomes rx_src_mac "$from 42 $BAD"
	from h2 "$@" smac=02:00:00:00:00:01
	last_becomes rx_own_mac "$from 42 02:00:00:00:00:01"
	from h2 "$@" type=8100 smac=$A
	last_becomes rx_inner_vlan "$from 42 $A"
	from h2 "$@" type=0800 payload=45000014 smac=$A
	last_becomes rx_inner_short "$from 42 $A"
	from h2 "$@" tos=3 tos_in=0 smac=$B
	last_becomes rx_ecn "$from 42 $B"
	bridgen h1 fdb add $A dev vtep0 dst "$from" static
	bridgen h1 fdb add $B dev vtep0 dst "${from%2}9" static
	from h2 "$@" smac=$B
	last_becomes rx_static_mac "$from 42 $B"
	ipn h1 link set vtep0 down
	from h2 "$@" smac=$A
	last_becomes rx_down "$from 42 $A"
	# The others have not changed, and those that were not have none.
	last_is rx_src_mac "$from 42 $BAD"
	last_is rx_own_addr none
	last_is tx_no_remote none
	counts_are "rx_down 1 rx_inner_short 1 rx_src_mac 1 rx_own_mac 1 rx_inner_vlan 1 rx_ecn 1 rx_static_mac 1"
}

test_last_received4()
{
	quiet_vtep h1 local 10.0.0.1
	received 10.0.0.2
	# Shorter than the MAC
	ipn h1 link set vtep0 up
	from h2 raw=ffffffffffff02aa00000001
	last_becomes rx_inner_short "10.0.0.2 42 02:aa:00:00:00:01"
	from h2 raw=ffffffffffff02aa000000
	last_becomes rx_inner_short "10.0.0.2 42 -"
}

test_last_received6()
{
	quiet_vtep h1 local fd00::1 noudp6zerocsumrx
	from h2 to=fd00::1 nocsum=1 smac=$A
	last_becomes rx_zero_csum6 "fd00::2 42 $A"
	ipn h1 link set vtep0 type vtep udp6zerocsumrx
	ipn h1 link del vtep0
	quiet_vtep h1 local fd00::1
	received fd00::2 to=fd00::1
}

# What is no VXLAN has no VNI and no MAC, whatever its bytes are.
socket()
{
	local from=$1
	shift
	from h2 "$@" bare=080000000000
	last_becomes rx_short "$from - -"
	from h2 "$@" flags=00 smac=$A
	last_becomes rx_flags "$from - -"
	from h2 "$@" vni=99 smac=$A
	last_becomes rx_unknown_vni "$from 99 $A"
	wait_for 10 quiet_for rx_unknown_vni
	from h2 "$@" vni=0 smac=$BAD
	last_becomes rx_unknown_vni "$from 0 $BAD"
	counts_are "rx_short 1 rx_flags 1 rx_unknown_vni 2"
	last_is rx_unknown_vni "$from 0 $BAD"
}

test_last_socket4()
{
	quiet_vtep h1 local 10.0.0.1
	socket 10.0.0.2
	# All that share the socket see it, those of another one do not.
	ipn h1 link del vtep0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	quiet_vtep h1 local 10.0.0.1
	from h2 vni=99 smac=$A
	last_becomes rx_unknown_vni "10.0.0.2 99 $A"
	ipn h1 link del vtep0
	quiet_vtep h1 local 10.0.0.1 dstport 4790
	last_is rx_unknown_vni none
}

test_last_socket6()
{
	quiet_vtep h1 local fd00::1
	socket fd00::2 to=fd00::1
}

# quiet_for REASON: some jiffies, so that another frame is remembered
quiet_for()
{
	[ "$(drops "map(select(.reason == \"$1\").last.since_ms)[0] > 50")" = true ]
}

test_last_learn()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 1
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	from h3 smac=$B
	last_becomes learn_limit "10.0.0.3 42 $B"
	# It is no drop, and h3 no peer.
	counts_are "learn_limit 1"
	counts_are "learn_limit 1" vni 42
	link_stat_is h1 rx dropped 0
	equal "drops of the segment" "$(on h1 vtepctl -j -s vni show dev vtep0 |
		jq .[0].counters.rx_dropped)" 0
	wait_for 10 quiet_for learn_limit
	from h2 smac=$B
	last_becomes learn_limit "10.0.0.2 42 $B"
	counts_are "learn_limit 1" peer 10.0.0.2
	equal "refused of h2" "$(peer_stat h1 10.0.0.2 rx_dropped)" 0
}

# Refused at the door, with no peer to count for
test_last_policy()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 min_ttl 255
	from h2 smac=$A
	last_becomes rx_ttl "10.0.0.2 42 $A"
	run on h1 vtepctl vtep set dev vtep0 min_ttl 0 deliver known
	from h3 smac=$B
	last_becomes rx_not_known "10.0.0.3 42 $B"
	counts_are "rx_ttl 1 rx_not_known 1" vni 42
	refuse 'no peer' on h1 vtepctl drops dev vtep0 peer 10.0.0.3
	run on h1 vtepctl vtep set dev vtep0 deliver open learn known
	from h3 smac=$B
	last_becomes learn_not_known "10.0.0.3 42 $B"
	link_stat_is h1 rx dropped 2
}

test_last_sent()
{
	quiet_vtep h1 local 10.0.0.1
	into h1 smac=$A
	last_becomes tx_no_remote "- 42 $A"
	into h1 type=8100 smac=$B
	last_becomes tx_inner_vlan "- 42 $B"
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 172.16.0.1
	into h1 dmac=02:cc:00:00:00:01 smac=$B
	last_becomes tx_no_route "- 42 $B"
	ipn h1 route add 172.16.0.1/32 dev vtep0
	into h1 dmac=02:cc:00:00:00:01 smac=$A
	last_becomes tx_loop "- 42 $A"
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu 1000
	bridgen h1 fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2
	into h1 dmac=02:cc:00:00:00:02 type=88b5 size=951 smac=$B
	last_becomes tx_too_big "- 42 $B"
	counts_are "tx_inner_vlan 1 tx_no_remote 1 tx_no_route 1 tx_loop 1 tx_too_big 1"
	counts_are "tx_inner_vlan 1 tx_no_remote 1 tx_no_route 1 tx_loop 1 tx_too_big 1" vni 42
	# Nobody sent it to us: not the peer's.
	counts_are "" peer 10.0.0.2
	last_is tx_too_big none peer 10.0.0.2
}

test_last_sent6()
{
	quiet_vtep h1 local fd00::1
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst fd99::1
	into h1 dmac=02:cc:00:00:00:01 smac=$B
	last_becomes tx_no_route "- 42 $B"
	ipn h1 -6 route add fd99::1/128 dev vtep0
	into h1 dmac=02:cc:00:00:00:01 smac=$A
	last_becomes tx_loop "- 42 $A"
}

# The frame is not dropped, but made an ICMP error to the one who sent it.
test_last_answered()
{
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link add br0 type bridge
	ipn h1 link set vtep0 master br0
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu 1000
	bridgen h1 fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2 self
	# IPv4 with DF set, from 192.168.0.98 to .99
	into h1 dmac=02:cc:00:00:00:02 smac=$B type=0800 \
		"payload=450003e8000040004011b5e1c0a80062c0a80063$(printf '%01960d' 0)"
	last_becomes tx_too_big "- 42 $B"
	# Answered: the bridge knows who is behind it by the answer's address.
	wait_for 10 matches "dev vtep0 master br0" bridgen h1 fdb show br br0
}

# Which segment it would have been is known by the key only.
test_last_no_segment()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	into h1 smac=$A
	last_becomes tx_no_vni "- - $A"
	counts_are "tx_no_vni 1"
	ipn h1 link del vtep0
	quiet_vtep h1 external vnifilter local 10.0.0.1
	into h1 smac=$A
	last_becomes tx_no_metadata "- - $A"
	on h1 tc qdisc add dev vtep0 clsact
	on h1 tc filter add dev vtep0 egress matchall action tunnel_key set \
		id 77 src_ip 10.0.0.1 dst_ip 10.0.0.2
	into h1 smac=$B
	last_becomes tx_no_vni "- 77 $B"
}

# Always the last one
test_last_changes()
{
	local i
	quiet_vtep h1 local 10.0.0.1
	for i in 2 3 2; do
		from h$i smac=01:00:00:00:00:0$i
		last_becomes rx_src_mac "10.0.0.$i 42 01:00:00:00:00:0$i"
		wait_for 10 quiet_for rx_src_mac
	done
}

two_segments()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42-43 vlan 1-2 flood 10.0.0.2
}

test_by_segment()
{
	two_segments
	from h2 vni=42 smac=$BAD n=3
	from h2 vni=43 smac=$BAD n=4
	from h3 vni=43 smac=$BAD n=5
	from h2 vni=42 type=8100 n=6
	from h2 vni=99 n=7
	bridgen h1 fdb add $A dev vtep0 src_vni 43 dst 172.16.0.1
	into h1 tag=81000002 dmac=$A n=2
	counts_become "rx_unknown_vni 7 rx_src_mac 12 rx_inner_vlan 6 tx_no_route 2"
	counts_are "rx_src_mac 3 rx_inner_vlan 6" vni 42
	counts_are "rx_src_mac 9 tx_no_route 2" vni 43
	# The last one is shown where it was.
	last_is rx_src_mac "10.0.0.3 43 $BAD"
	last_is rx_src_mac "10.0.0.3 43 $BAD" vni 43
	last_is rx_src_mac none vni 42
	last_is rx_inner_vlan "10.0.0.2 42 02:00:00:00:00:99" vni 42
	# What is the socket's is no segment's.
	equal "reasons of a segment" "$(drops \
		'map(select(.reason | test("rx_(short|flags|unknown)"))) | length' \
		vni 42)" 0
	# A segment's go with it.
	run on h1 vtepctl vni del dev vtep0 vni 43
	run on h1 vtepctl vni add dev vtep0 vni 43 vlan 2
	counts_are "" vni 43
	counts_are "rx_unknown_vni 7 rx_src_mac 12 rx_inner_vlan 6 tx_no_route 2"
}

test_by_peer()
{
	local family
	for family in 10.0.0. fd00::; do
		quiet_vtep h1 local ${family}1
		for i in 2 3; do
			bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 \
				dst $family$i
		done
		from h2 to=${family}1 smac=$BAD n=3
		from h3 to=${family}1 smac=$BAD n=4
		from h3 to=${family}1 type=8100 n=5
		# Before anybody looks who it is, too
		ipn h1 link set vtep0 down
		from h2 to=${family}1 n=6
		counts_become "rx_down 6 rx_src_mac 7 rx_inner_vlan 5"
		counts_are "rx_down 6 rx_src_mac 3" peer ${family}2
		counts_are "rx_src_mac 4 rx_inner_vlan 5" peer ${family}3
		peer_stat_is h1 ${family}2 rx_dropped 9
		peer_stat_is h1 ${family}3 rx_dropped 9
		last_is rx_src_mac "${family}3 42 $BAD" peer ${family}3
		last_is rx_src_mac none peer ${family}2
		last_is rx_down "${family}2 42 02:00:00:00:00:99" peer ${family}2
		ipn h1 link del vtep0
	done
}

# A peer that listens elsewhere sends from where all do: one address, one peer.
test_by_port()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 port 5555
	bridgen h1 fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2
	from h2 type=8100 smac=02:cc:00:00:00:01 n=2
	from h2 type=8100 smac=02:cc:00:00:00:02 n=3
	counts_become "rx_inner_vlan 5"
	counts_are "rx_inner_vlan 5" peer 10.0.0.2
}

test_refusals()
{
	local i
	quiet_vtep h1 local 10.0.0.1
	from h3 smac=$BAD n=3
	i=$(ifindex h1 vtep0)
	run genl h1 refuse <<-EOF
		ENODEV ifindex: No interface | dump drops-get ifindex=99999
		EOPNOTSUPP ifindex: not a VTEP | dump drops-get ifindex=$(ifindex h1 eth0)
		EINVAL 77: Unknown | dump drops-get 77=hex:01
		ERANGE vni: range | dump drops-get vni=16777216
		ENOENT vni: no segment with this VNI | dump drops-get ifindex=$i vni=43
		ENOENT addr: no peer with this address | dump drops-get ifindex=$i addr=10.0.0.9
		ENOENT addr: no peer with this address | dump drops-get ifindex=$i addr=10.0.0.3
		ENOENT addr: no peer with this address | dump drops-get ifindex=$i addr=239.1.1.1
		EAFNOSUPPORT addr: family | dump drops-get ifindex=$i addr=fd00::2
		EINVAL addr: neither an IPv4 nor | dump drops-get ifindex=$i addr=hex:0a0000
		EINVAL addr: neither an IPv4 nor | dump drops-get addr=hex:
		EINVAL addr: Either of a segment or of a peer | dump drops-get ifindex=$i vni=42 addr=10.0.0.2
	EOF
	# To look is everybody's right.
	run on h1 setpriv --inh-caps=-net_admin --bounding-set=-net_admin \
		"$PYTHON" "$SELFTESTS/genl.py" dump drops-get
}

# of_all JQ WANTED [ATTR=VALUE...]: of all VTEPs, by reason
of_all()
{
	local filter=$1 want=$2
	shift 2
	equal "drops $*" "$(genl h1 dump drops-get "$@" | jq -s -c ".[:-1] |
		map(select(.drops)) | $filter")" "$want"
}

test_all_vteps()
{
	local all
	all=$(grep -c '^	X(' "$SELFTESTS/../include/vtep/drops.h")
	quiet_vtep h1 id 42 local 10.0.0.1
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	VTEP_DEV=vtep6 quiet_vtep h1 id 42 local fd00::1
	from h2 vni=43 smac=$BAD n=2
	from h2 to=fd00::1 vni=42 smac=$BAD n=3
	of_all 'map(.ifindex) | unique | length' 3
	of_all 'map(.drops[].name) | length' $((3 * all))
	of_all 'map(.drops[] | select(.name == "rx_src_mac").count)' '[0,2,3]'
	# Those that do not have it are passed over.
	of_all 'map(.ifindex) | unique | length' 2 vni=42
	of_all 'map(.ifindex) | unique | length' 1 vni=43
	of_all length 0 vni=44
	of_all length 0 addr=10.0.0.9
	of_all length 0 addr=fd00::9
	bridgen h1 fdb add $A dev vtep6 dst fd00::2
	of_all 'map(.addr)' '["fd00::2"]' addr=fd00::2
}

# Two CPUs at it at once
test_flood()
{
	local n=3000
	quiet_vtep h1 local 10.0.0.1
	for i in 2 3; do
		bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.$i
	done
	seq $n | sed "s/.*/vxlan src=$BAD type=0800 size=46/" >"$WORK/lines"
	background on h3 sh -c "$PYTHON $SELFTESTS/inject.py 10.0.0.1 \
		<$WORK/lines >$WORK/sent"
	from h2 smac=$BAD n=$n
	wait_for 60 grep -qx $n "$WORK/sent"
	counts_become "rx_src_mac $((2 * n))"
	counts_are "rx_src_mac $((2 * n))" vni 42
	counts_are "rx_src_mac $n" peer 10.0.0.2
	counts_are "rx_src_mac $n" peer 10.0.0.3
	peer_stat_is h1 10.0.0.2 rx_dropped $n
	matches "^10\.0\.0\.[23] 42 $BAD" last rx_src_mac
}

# Without memory the VTEP counts, and so do segment and peer as soon as there
# is some again.
test_no_memory()
{
	nomem_init
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	pings h2 10.0.0.1
	no_memory
	from h2 smac=$BAD n=3
	memory_again
	counts_become "rx_src_mac 3"
	counts_are "" vni 42
	last_is rx_src_mac "10.0.0.2 42 $BAD"
	peer_stat_is h1 10.0.0.2 rx_dropped 3
	from h2 smac=$BAD n=2
	counts_become "rx_src_mac 5"
	counts_are "rx_src_mac 2" vni 42
	counts_are "rx_src_mac 2" peer 10.0.0.2
}

# Elsewhere than its underlay it says the same.
as_anybody()
{
	in_ns away setpriv --bounding-set -net_admin "$@"
}

test_moved()
{
	ns away
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link set vtep0 netns "${NSP}away"
	ipn away link set vtep0 up
	from h2 smac=$BAD n=2
	from h2 vni=99 n=3
	wait_for 10 matches '"rx_unknown_vni", "count": 3, "last"' \
		genl away dump drops-get
	matches '"rx_src_mac", "count": 2, "last": \{[^}]*"addr": "10.0.0.2", "vni": 42, "mac": "01:00:5e:00:00:01"' \
		genl away dump drops-get
	# Others have VTEPs on that socket, too.
	as_anybody "$PYTHON" "$SELFTESTS/genl.py" dump drops-get >"$WORK/drops"
	matches '"rx_unknown_vni", "count": 3\}' cat "$WORK/drops"
	matches '"rx_src_mac", "count": 2, "last"' cat "$WORK/drops"
	of_all length 0
}

frames_start
run_tests "$@"
