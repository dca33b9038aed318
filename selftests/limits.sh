#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Limits of what is learned, of the VTEP, of a segment and of a peer, and who
# gives way at them.
#
#	h1 vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24, fd00::/64
#	h2       10.0.0.2 -------+
#	h3       10.0.0.3 -------+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs. Larger numbers are in the
# unit tests, src/selftest/fdb_limit.c.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/memory.sh"

TESTS="peer peer_of_all_segments peer_moves vni_default evict_vtep evict_vni
	evict_peer evict_last_heard evict_segment evict_none lowered statics
	control_group control_group_locals forged_peers events bad_limits"

A=02:aa:00:00:00:01
B=02:bb:00:00:00:01
EVICT=5
LIMIT=3

setup()
{
	underlay 3
}

rules()
{
	run on h1 vtepctl vtep set dev vtep0 "$@"
}

# macs PREFIX FIRST LAST: "there" or "gone" for each, those alike only once
macs()
{
	local i mac shown
	shown=$(bridgen h1 fdb show dev vtep0)
	for i in $(seq "$2" "$3"); do
		mac=$(printf '%s:00:00:%02x:%02x' "$1" $((i / 256)) $((i % 256)))
		if grep -q "^$mac " <<<"$shown"; then
			echo there
		else
			echo gone
		fi
	done | uniq | tr '\n' ' '
}

macs_are()
{
	equal "$1 $2 to $3" "$(macs "$1" "$2" "$3")" "$4 "
}

test_peer()
{
	quiet_vtep h1 local 10.0.0.1
	rules peer_limit 10
	from h2 smac=$A macs=15
	stat_reaches h1 learn_peer_limit 5
	equal "MACs learned" "$(fdb_count h1)" 10
	peer_is h1 10.0.0.2 .learned 10
	macs_are 02:aa 1 15 'there gone'
	# All were delivered, none counts as dropped; others may speak.
	link_stat_is h1 rx packets 15
	link_stat_is h1 rx dropped 0
	from h3 smac=$B macs=10
	stat_reaches h1 fdb_learned 20
	stat_is h1 learn_peer_limit 5
	stat_is h1 learn_limit 0
	# One goes, one comes.
	bridgen h1 fdb del $A dev vtep0
	from h2 smac=02:dd:00:00:00:01 macs=2
	stat_reaches h1 learn_peer_limit 6
	macs_are 02:dd 1 2 'there gone'
	# No limit, and the default
	rules peer_limit 0
	from h2 smac=02:ee:00:00:00:01 macs=30
	stat_reaches h1 fdb_learned 50
	peer_is h1 10.0.0.2 .learned 40
}

test_peer_of_all_segments()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42-43 vlan 42
	rules peer_limit 4
	from h2 vni=42 smac=$A macs=3
	from h2 vni=43 smac=$A macs=3
	stat_reaches h1 learn_peer_limit 2
	equal "MACs learned" "$(fdb_count h1)" 4
	from h3 vni=43 smac=$A macs=3
	stat_reaches h1 fdb_learned 6
}

# Who moves is followed, whatever the limits: it is not one more.
test_peer_moves()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 5
	rules peer_limit 2
	from h2 smac=$A macs=2
	from h3 smac=$B macs=2
	stat_reaches h1 fdb_learned 4
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	peer_is h1 10.0.0.3 .learned 3
	peer_is h1 10.0.0.2 .learned 1
	stat_is h1 learn_peer_limit 0
}

limits_are()
{
	equal "limits of the segments" "$(on h1 vtepctl -j vni show dev vtep0 |
		jq -c 'map([.vni, .limit])')" "$1"
}

test_vni_default()
{
	quiet_vtep h1 local 10.0.0.1
	limits_are '[[42,0]]'
	ipn h1 link del vtep0
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 10 vlan 10
	run on h1 vtepctl vni add dev vtep0 vni 11 vlan 11 limit 0
	rules vni_limit 3
	run on h1 vtepctl vni add dev vtep0 vni 12-13 vlan 12
	run on h1 vtepctl vni add dev vtep0 vni 14 vlan 14 limit 9
	limits_are '[[10,16384],[11,0],[12,3],[13,3],[14,9]]'
	from h2 vni=12 smac=$A macs=5
	stat_reaches h1 learn_limit 2
	rules vni_limit 0
	run on h1 vtepctl vni add dev vtep0 vni 15 vlan 15
	limits_are '[[10,16384],[11,0],[12,3],[13,3],[14,9],[15,0]]'
	ipn h1 link del vtep0
	quiet_vtep h1 external vnifilter local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42
	limits_are '[[42,16384]]'
}

# At the VTEP's limit or the segment's: h2 has few, h3 floods. What h3 has goes,
# the first first; what h2 has stays, and it gets what is new to it.
flooded()
{
	rules full evict
	from h2 smac=$A macs=3
	from h3 smac=$B macs=40
	link_stat_reaches h1 rx packets 43
	wait_for 10 macs_are 02:bb 1 40 'gone there' ||
		macs_are 02:bb 1 40 'gone there'
	equal "MACs learned" "$(fdb_count h1)" 10
	macs_are 02:aa 1 3 there
	macs_are 02:bb 1 33 gone
	macs_are 02:bb 34 40 there
	stat_is h1 learn_limit 0
	link_stat_is h1 rx dropped 0
	from h2 smac=02:cc:00:00:00:01
	lives_at h1 02:cc:00:00:00:01 10.0.0.2
	macs_are 02:aa 1 3 there
	macs_are 02:bb 34 40 'gone there'
	equal "MACs learned" "$(fdb_count h1)" 10
	# What it has in the end is no more than its part.
	from h2 smac=02:dd:00:00:00:01 macs=20
	link_stat_reaches h1 rx packets 64
	peer_is h1 10.0.0.2 .learned 5
	peer_is h1 10.0.0.3 .learned 5
	equal "MACs learned" "$(fdb_count h1)" 10
}

test_evict_vtep()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 10
	flooded
}

test_evict_vni()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vni set dev vtep0 limit 10
	flooded
}

test_evict_peer()
{
	quiet_vtep h1 local 10.0.0.1
	rules peer_limit 10 full evict
	from h2 smac=$A macs=3
	from h3 smac=$B macs=25
	link_stat_reaches h1 rx packets 28
	macs_are 02:bb 1 15 gone
	macs_are 02:bb 16 25 there
	macs_are 02:aa 1 3 there
	stat_is h1 learn_peer_limit 0
	peer_is h1 10.0.0.3 .learned 10
}

test_evict_last_heard()
{
	local i
	quiet_vtep h1 local 10.0.0.1 maxaddress 5
	rules full evict
	from h2 smac=$A macs=5
	stat_reaches h1 fdb_learned 5
	# The first is heard again.
	from h2 smac=$A
	link_stat_reaches h1 rx packets 6
	for i in 1 2 3 4; do
		from h2 smac=02:bb:00:00:00:0$i
		lives_at h1 02:bb:00:00:00:0$i 10.0.0.2
		macs_are 02:aa 1 1 there
		macs_are 02:aa 2 $((i + 1)) gone
	done
	from h2 smac=02:bb:00:00:00:05
	lives_at h1 02:bb:00:00:00:05 10.0.0.2
	macs_are 02:aa 1 5 gone
}

# A segment has its own rule, and gives way to its own.
test_evict_segment()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42-43 vlan 42 limit 5
	run on h1 vtepctl vni set dev vtep0 vni 43 full evict
	from h2 vni=42 smac=$A macs=8
	from h2 vni=43 smac=$B macs=8
	link_stat_reaches h1 rx packets 16
	stat_is h1 learn_limit 3
	macs_are 02:aa 1 5 there
	macs_are 02:bb 4 8 there
	equal "MACs learned" "$(fdb_count h1)" 10
	run on h1 vtepctl vni set dev vtep0 vni 43 full inherit
	from h2 vni=43 smac=02:cc:00:00:00:01
	stat_reaches h1 learn_limit 4
}

# Nobody has two more than who wants one: it is refused.
test_evict_none()
{
	quiet_vtep h1 local 10.0.0.1 maxaddress 1
	rules full evict
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	from h3 smac=$B n=3
	stat_reaches h1 learn_limit 3
	macs_are 02:aa 1 1 there
	# Its own it may change.
	from h2 smac=02:cc:00:00:00:01
	lives_at h1 02:cc:00:00:00:01 10.0.0.2
	gone h1 $A
}

test_lowered()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=$A macs=8
	stat_reaches h1 fdb_learned 8
	rules peer_limit 4
	run on h1 vtepctl vni set dev vtep0 limit 3
	ipn h1 link set vtep0 type vtep maxaddress 2
	equal "MACs learned" "$(fdb_count h1)" 8
	from h2 smac=$B
	stat_reaches h1 learn_peer_limit 1
	rules peer_limit 0
	from h2 smac=$B
	stat_reaches h1 learn_limit 1
	equal "MACs learned" "$(fdb_count h1)" 8
	# Each that is added costs two at each limit, until all are kept.
	rules full evict
	from h2 smac=$B macs=8
	link_stat_reaches h1 rx packets 18
	equal "MACs learned" "$(fdb_count h1)" 2
	macs_are 02:bb 7 8 there
}

# What is configured does not count, is not refused, and does not give way.
test_statics()
{
	local i
	quiet_vtep h1 local 10.0.0.1 maxaddress 3
	rules peer_limit 3 full evict
	run on h1 vtepctl vni set dev vtep0 limit 3
	for i in $(seq 9); do
		bridgen h1 fdb add "02:cc:00:00:00:0$i" dev vtep0 dst 10.0.0.2 static
		bridgen h1 fdb add "02:dd:00:00:00:0$i" dev vtep0 dst 10.0.0.2 dynamic
	done
	from h2 smac=$A macs=10
	link_stat_reaches h1 rx packets 10
	equal "MACs learned" "$(fdb_count h1)" 3
	macs_are 02:cc 1 9 there
	macs_are 02:dd 1 9 there
	# One that is configured where it was learned makes room.
	bridgen h1 fdb add 02:aa:00:00:00:0a dev vtep0 dst 10.0.0.2 static
	equal "MACs learned" "$(fdb_count h1)" 2
	peer_is h1 10.0.0.2 '[.learned, .configured, .macs]' '[2,19,21]'
}

# cgroup NAME BYTES: with that much memory; its directory is $CG
cgroup()
{
	local root=$WORK/cgroup
	mkdir "$root"
	mount -t cgroup2 none "$root"
	trap 'cgroup_end; cleanup' EXIT
	echo +memory >"$root/cgroup.subtree_control"
	CG=$root/$NSP$1
	mkdir "$CG"
	echo "$2" >"$CG/memory.max"
}

cgroup_end()
{
	rmdir "$CG"
	umount "$WORK/cgroup"
}

# cgroup_below BYTES: less than that is charged to it. Up to 256 kB that are in no
# use stay charged for each CPU, in store for what comes next; a limit that is
# exceeded makes the kernel give them back.
cgroup_below()
{
	echo 0 >"$CG/memory.high"
	echo max >"$CG/memory.high"
	[ "$(<"$CG/memory.current")" -lt "$1" ]
}

# What is learned without a limit of ours is within that of the control group of
# who made the VTEP, and nobody in it is killed for what a stranger sends.
test_control_group()
{
	local n=0 most=$((4 << 20)) left
	cgroup vtep $most
	(echo $BASHPID >"$CG/cgroup.procs"
	 quiet_vtep h1 local 10.0.0.1 maxaddress 0)
	rules peer_limit 0 vni_limit 0
	left=$(<"$CG/memory.current")
	# A table that grew too slowly refuses some, too: not what is meant here.
	while [ $n -lt 20 ]; do
		[ "$(ethstat h1 learn_nomem)" = 0 ] ||
			[ "$(<"$CG/memory.peak")" -lt $((most * 3 / 4)) ] ||
			break
		from h2 smac="$(printf '02:ee:%02x:00:00:00' $n)" macs=5000 burst=50
		n=$((n + 1))
	done
	note "$(fdb_count h1) MACs, $(ethstat h1 learn_nomem) not, $(<"$CG/memory.peak") bytes at most, $left before"
	[ "$(ethstat h1 learn_nomem)" -gt 0 ]
	equal "MACs sent" $(($(fdb_count h1) + $(ethstat h1 learn_nomem))) \
		$((n * 5000))
	link_stat_reaches h1 rx packets $((n * 5000))
	[ "$(<"$CG/memory.current")" -le $most ]
	[ "$(<"$CG/memory.peak")" -ge $((most * 3 / 4)) ]
	equal "killed" "$(sed -n 's/^oom_kill //p' "$CG/memory.events")" 0
	# It is given back, and somebody else learns.
	run on h1 vtepctl fdb flush dev vtep0
	wait_for 20 cgroup_below $((most / 2))
	n=$(ethstat h1 learn_nomem)
	from h2 smac=$A macs=100
	stat_reaches h1 fdb_learned 100
	stat_is h1 learn_nomem "$n"
	ipn h1 link del vtep0
	wait_for 20 cgroup_below $((64 << 10))
}

# So is what the bridge has learned on this side and the VTEP protects: a VM may say
# to have any number of MACs.
test_control_group_locals()
{
	local i before n=20000
	cgroup vtep $((64 << 20))
	(echo $BASHPID >"$CG/cgroup.procs"
	 quiet_vtep h1 local 10.0.0.1)
	ns vm
	ipn h1 link add br0 type bridge mcast_snooping 0
	ipn h1 link add vm type veth peer name eth0 netns "${NSP}vm"
	ipn h1 link set vm master br0
	ipn h1 link set vtep0 master br0
	for i in br0 vm; do
		ipn h1 link set "$i" up
	done
	ipn vm link set eth0 up
	run on h1 vtepctl vtep set dev vtep0 protect on
	before=$(<"$CG/memory.current")
	frames ether vm dev=eth0 smac=02:ee:00:00:00:00 macs=$n
	wait_for 20 locals_are $n
	note "$(($(<"$CG/memory.current") - before)) bytes more"
	[ $(($(<"$CG/memory.current") - before)) -ge $((n * 100)) ]
	ipn h1 link del vtep0
	wait_for 20 cgroup_below $((64 << 10))
}

locals_are()
{
	[ "$(on h1 vtepctl -j local show | jq length)" -ge "$1" ]
}

# with_counters N: so many of the remote VTEPs have their own
with_counters()
{
	equal "peers with counters" "$(on h1 vtepctl -j -s peer show dev vtep0 |
		jq 'map(select(.counters)) | length')" "$1"
}

# Of remote VTEPs that are only heard, any number of which one host can pretend to be,
# 4096 have memory on each CPU. The others are learned like these, and get it when
# they are configured, or are heard anew when there is some again.
test_forged_peers()
{
	local percpu C=02:cc:00:00:00:01
	tun_init
	ipn h1 tuntap add tun0 mode tun
	ipn h1 link set tun0 up
	ipn h1 route add 10.1.0.0/16 dev tun0
	quiet_vtep h1 local 10.0.0.1
	percpu=$(kilobytes Percpu)
	frames tun h1 dev=tun0 macs=6000
	stat_reaches h1 fdb_learned 6000
	note "per-CPU memory: $percpu kB, then $(kilobytes Percpu)"
	with_counters 4096
	link_stat_is h1 rx packets 6000
	from h2 smac=$C
	lives_at h1 $C 10.0.0.2
	peer_is h1 10.0.0.2 .counters null
	sent_and_counted
	# Configured
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	from h2 smac=$C n=2
	peer_stat_is h1 10.0.0.2 rx_packets 2
	with_counters 4097
	bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	# One more of them, when some have gone, and not before
	from h3 smac=$B
	lives_at h1 $B 10.0.0.3
	peer_is h1 10.0.0.3 .counters null
	bridgen h1 fdb del 02:aa:00:00:00:01 dev vtep0
	from h3 smac=02:bb:00:00:00:02
	peer_stat_is h1 10.0.0.3 rx_packets 1
	with_counters 4097
	run on h1 vtepctl fdb flush dev vtep0
	from h3 smac=$B
	peer_stat_is h1 10.0.0.3 rx_packets 1
	with_counters 1
}

# What is sent to h2 goes there, though the route is looked up each time.
sent_and_counted()
{
	capture h2 eth0 udp dst port 4789
	into h1 dmac="$C" n=3
	wait_for 10 three_captured
	link_stat_is h1 tx packets 3
}

three_captured()
{
	[ "$(captured h2 | grep -c VXLAN)" = 3 ]
}

test_events()
{
	quiet_vtep h1 local 10.0.0.1
	listen_events h1
	rules peer_limit 3
	from h2 smac=$A macs=6
	stat_reaches h1 learn_peer_limit 3
	events_reach $LIMIT .mac '"02:aa:00:00:00:04"'
	rules full evict
	background bridge -n "${NSP}h1" monitor fdb >"$WORK/news" 2>&1
	from h2 smac=$B macs=2
	link_stat_reaches h1 rx packets 8
	events_reach $EVICT '[.vni, .mac, .peer.addr] | join(" ")' \
		"\"42 02:aa:00:00:00:01 10.0.0.2\"
\"42 02:aa:00:00:00:02 10.0.0.2\""
	events_reach $LIMIT .mac '"02:aa:00:00:00:04"'
	# Another limit is news.
	rules peer_limit 4
	from h2 smac=02:cc:00:00:00:01 macs=2
	link_stat_reaches h1 rx packets 10
	events_reach $LIMIT .mac "\"02:aa:00:00:00:04\"
\"02:cc:00:00:00:02\""
}

test_bad_limits()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42 vlan 42
	refuse 'not for a segment|unknown|does not take' on h1 vtepctl vni set \
		dev vtep0 vni 42 peer_limit 5
	refuse 'peer_limit' on h1 vtepctl vtep set dev vtep0 peer_limit 4294967296
	refuse 'full' on h1 vtepctl vtep set dev vtep0 full maybe
	rules peer_limit 4294967295 vni_limit 4294967295
	run on h1 vtepctl vni add dev vtep0 vni 43 vlan 43
	from h2 vni=43 smac=$A macs=3
	stat_reaches h1 fdb_learned 3
}

frames_start
run_tests "$@"
