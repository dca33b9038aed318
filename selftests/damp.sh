#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# MACs that move too often: held for a while, frozen, or dropped; and those that
# move once, which are followed at once.
#
#	h1 vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24, fd00::/64
#	h2       10.0.0.2 -------+
#	h3       10.0.0.3 -------+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="hold hold_ends freeze drop none migration window segments dynamic ages
	flapping unfreeze_some replaced flushed bad_rules"

A=02:aa:00:00:00:01
B=02:aa:00:00:00:02
DAMPED=6

setup()
{
	underlay 3
}

rules()
{
	run on h1 vtepctl vtep set dev vtep0 "$@"
}

# moves MAC N: so often, first to h2, where it is learned
moves()
{
	local i
	from h2 smac="$1"
	lives_at h1 "$1" 10.0.0.2
	for i in $(seq "$2"); do
		from h$((2 + i % 2)) smac="$1"
		lives_at h1 "$1" 10.0.0.$((2 + i % 2))
	done
}

test_hold()
{
	quiet_vtep h1 local 10.0.0.1
	listen_events h1
	moves $A 4
	entry_is h1 $A '[.moves, .damp, .hold_ms]' '[4,null,null]'
	# The fifth move within 180 s is not made.
	from h3 smac=$A
	stat_reaches h1 learn_damped 1
	fdb_has h1 "^$A dst 10.0.0.2 "
	entry_is h1 $A '[.moves, .damp, .hold_ms > 170000, .hold_ms <= 180000]' \
		'[5,"hold",true,true]'
	peer_is h1 10.0.0.2 .damped 1
	# Frames of both are delivered; who has it may use it.
	from h3 smac=$A n=2
	from h2 smac=$A
	link_stat_reaches h1 rx packets 9
	link_stat_is h1 rx dropped 0
	stat_is h1 learn_damped 3
	sent_to h1 10.0.0.2 dmac=$A
	events_reach $DAMPED '[.vni, .mac, .peer.addr, ."old-peer".addr] | join(" ")' \
		"\"42 $A 10.0.0.2 10.0.0.3\""
	# Another MAC of either is learned, and moves.
	from h3 smac=$B
	lives_at h1 $B 10.0.0.3
	from h2 smac=$B
	lives_at h1 $B 10.0.0.2
	# Cleared, it moves with the next frame.
	run on h1 vtepctl fdb unfreeze dev vtep0 mac $A
	entry_is h1 $A '[.moves, .damp]' '[null,null]'
	peer_is h1 10.0.0.2 .damped 0
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	entry_is h1 $A .moves 1
	refuse 'held or frozen' on h1 vtepctl fdb unfreeze dev vtep0 mac $A
}

test_hold_ends()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/600 hold 5
	moves $A 1
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
	entry_is h1 $A '[.damp, .moves]' '["hold",2]'
	# By itself, also for who looks at the peer
	wait_for 30 entry_is h1 $A '[.damp, .moves]' '[null,null]'
	wait_for 30 peer_is h1 10.0.0.3 .damped 0
	# A new window begins: the first move of it is made.
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	stat_is h1 learn_damped 1
	from h3 smac=$A
	stat_reaches h1 learn_damped 2
	fdb_has h1 "^$A dst 10.0.0.2 "
}

test_freeze()
{
	quiet_vtep h1 local 10.0.0.1
	listen_events h1
	rules damp freeze moves 3/60 hold 1
	moves $A 2
	from h3 smac=$A n=2
	stat_reaches h1 learn_damped 2
	link_stat_reaches h1 rx packets 5
	entry_is h1 $A '[.damp, .moves, .hold_ms]' '["freeze",3,null]'
	# Longer than a hold would have lasted
	rules damp hold moves 2/60
	moves $B 1
	from h2 smac=$B
	stat_reaches h1 learn_damped 3
	wait_for 15 entry_is h1 $B .damp null
	entry_is h1 $A .damp '"freeze"'
	from h3 smac=$A
	stat_reaches h1 learn_damped 4
	run on h1 vtepctl fdb unfreeze dev vtep0
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	equal "times it was told" "$(events $DAMPED .mac | grep -c $A)" 1
}

test_drop()
{
	quiet_vtep h1 local 10.0.0.1
	rules damp drop moves 2/60
	moves $A 1
	from h2 smac=$A n=3
	stat_reaches h1 rx_damped 3
	stat_is h1 learn_damped 0
	link_stat_is h1 rx packets 2
	link_stat_is h1 rx dropped 3
	# Its own place may speak, and others from there.
	from h3 smac=$A
	from h2 smac=$B
	link_stat_reaches h1 rx packets 4
	entry_is h1 $A '[.damp, .hold_ms > 100000]' '["drop",true]'
	run on h1 vtepctl fdb unfreeze dev vtep0 mac $A
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
}

test_none()
{
	quiet_vtep h1 local 10.0.0.1
	listen_events h1
	rules damp none
	moves $A 12
	stat_is h1 learn_damped 0
	entry_is h1 $A '[.moves, .damp]' '[12,null]'
	events_are $DAMPED . ''
	# Once it is asked for, the next one is too many.
	rules damp hold
	from h3 smac=$A
	stat_reaches h1 learn_damped 1
	# What is held then is not let go by the rule.
	rules damp none
	from h3 smac=$A
	stat_reaches h1 learn_damped 2
}

# With the first frame of any kind, however few moves are too many: gratuitous
# ARP, RARP, a broadcast, a unicast.
test_migration()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/86400 damp drop
	i=0
	for kind in type=0806 type=8035 dmac=ff:ff:ff:ff:ff:ff \
		dmac=02:00:00:00:00:01; do
		i=$((i + 1))
		from h2 smac=02:cc:00:00:00:0$i
		lives_at h1 02:cc:00:00:00:0$i 10.0.0.2
		from h3 smac=02:cc:00:00:00:0$i $kind
		lives_at h1 02:cc:00:00:00:0$i 10.0.0.3
		sent_to h1 10.0.0.3 dmac=02:cc:00:00:00:0$i
	done
	stat_is h1 rx_damped 0
	equal "MACs learned" "$(fdb_count h1)" 4
}

test_window()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/1
	moves $A 1
	for i in 2 3 2; do
		wait_for 10 entry_is h1 $A .moves null
		from h$i smac=$A
		lives_at h1 $A 10.0.0.$i
	done
	stat_is h1 learn_damped 0
	# The same within one window, which began with the last of them
	rules moves 3/60
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
}

test_segments()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42-44 vlan 42
	rules moves 2/60
	run on h1 vtepctl vni set dev vtep0 vni 43 damp none
	run on h1 vtepctl vni set dev vtep0 vni 44 moves 3/60 damp drop
	for vni in 42 43 44; do
		for i in 2 3 2 3 2; do
			from h$i vni=$vni smac=$A
		done
	done
	# 42: learned, moved, two too many of the other; 43: all made;
	# 44: learned, moved twice, then one too many, and its own
	stat_reaches h1 learn_damped 2
	stat_reaches h1 rx_damped 1
	equal "entries" "$(on h1 vtepctl -j fdb show dev vtep0 |
		jq -c 'map([.vni, .peers[0].addr // .peer, .damp]) | sort')" \
		'[[42,"10.0.0.3","hold"],[43,"10.0.0.2",null],[44,"10.0.0.2","drop"]]'
}

# Configured, but meant to move
test_dynamic()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/60
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 dynamic
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
	entry_is h1 $A .damp '"hold"'
	equal "MACs learned" "$(fdb_count h1)" 0
}

# A held MAC stays, silent as it may be.
test_ages()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/60 damp freeze
	moves $A 1
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
	rules damp hold hold 600
	moves 02:bb:00:00:00:01 1
	from h2 smac=02:bb:00:00:00:01
	stat_reaches h1 learn_damped 2
	from h2 smac=$B
	on h1 vtepctl vni set dev vtep0 ageing 1
	wait_for 15 gone h1 $B
	for i in 1 2; do
		from h2 smac=$B
		lives_at h1 $B 10.0.0.2
		wait_for 15 gone h1 $B
	done
	fdb_has h1 "^$A dst 10.0.0.3 "
	fdb_has h1 "^02:bb:00:00:00:01 dst 10.0.0.3 "
	run on h1 vtepctl fdb unfreeze dev vtep0
	wait_for 15 gone h1 $A
	wait_for 15 gone h1 02:bb:00:00:00:01
	equal "MACs learned" "$(fdb_count h1)" 0
}

# As fast as frames can be sent: a handful of events, and nobody else is hurt.
test_flapping()
{
	quiet_vtep h1 local 10.0.0.1
	listen_events h1
	background bridge -n "${NSP}h1" monitor fdb >"$WORK/news" 2>&1
	from h2 smac=$B
	lives_at h1 $B 10.0.0.2
	for i in $(seq 100); do
		from h$((2 + i % 2)) smac=$A n=10
	done
	link_stat_reaches h1 rx packets 1001
	sent_to h1 10.0.0.2 dmac=$B
	wait_for 10 test -n "$(events $DAMPED)"
	equal "times it was told" "$(events $DAMPED | wc -l)" 1
	[ "$(grep -c '^{' "$WORK/events")" -le 10 ]
	[ "$(grep -c "$A" "$WORK/news")" -le 10 ]
}

test_unfreeze_some()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 42-45 vlan 42
	rules moves 2/60 damp freeze
	for vni in 42 43 44 45; do
		for i in 2 3 2; do
			from h$i vni=$vni smac=$A macs=2
		done
	done
	stat_reaches h1 learn_damped 8
	refuse 'held or frozen' on h1 vtepctl fdb unfreeze dev vtep0 peer 10.0.0.2
	refuse 'held or frozen' on h1 vtepctl fdb unfreeze dev vtep0 vni 46-50
	refuse 'held or frozen' on h1 vtepctl fdb unfreeze dev vtep0 mac 02:bb:00:00:00:00/16
	run on h1 vtepctl fdb unfreeze dev vtep0 vni 42-43 mac $A
	frozen '[[42,2],[43,2],[44,1],[44,2],[45,1],[45,2]]'
	run on h1 vtepctl fdb unfreeze dev vtep0 vni 44-45 mac 02:aa:00:00:00:02/47 \
		peer 10.0.0.3
	frozen '[[42,2],[43,2],[44,1],[45,1]]'
	run on h1 vtepctl fdb unfreeze dev vtep0
	frozen '[]'
}

frozen()
{
	equal "frozen" "$(on h1 vtepctl -j fdb show dev vtep0 | jq -c \
		'map(select(.damp) | [.vni, (.mac[16:] | tonumber)]) | sort')" "$1"
}

# What is said of it counts more than what was seen.
test_replaced()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/60 damp freeze
	moves $A 1
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
	bridgen h1 fdb replace $A dev vtep0 dst 10.0.0.2 static
	entry_is h1 $A .damp null
	from h2 smac=$A
	stat_is h1 rx_static_mac 0
	equal peers "$(ethstat h1 peers)" 1
	peer_is h1 10.0.0.2 .damped 0
}

test_flushed()
{
	quiet_vtep h1 local 10.0.0.1
	rules moves 2/60 damp freeze
	moves $A 1
	from h2 smac=$A
	stat_reaches h1 learn_damped 1
	bridgen h1 fdb add $B dev vtep0 dst 10.0.0.3 static
	run on h1 vtepctl fdb flush dev vtep0
	gone h1 $A
	peer_is h1 10.0.0.3 '[.damped, .learned]' '[0,0]'
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	ipn h1 link set vtep0 down
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_bad_rules()
{
	quiet_vtep h1 local 10.0.0.1
	refuse moves on h1 vtepctl vtep set dev vtep0 moves 1/60
	refuse moves on h1 vtepctl vtep set dev vtep0 moves 256/60
	refuse moves on h1 vtepctl vtep set dev vtep0 moves 5/0
	refuse moves on h1 vtepctl vtep set dev vtep0 moves 5/86401
	refuse hold on h1 vtepctl vtep set dev vtep0 hold 0
	refuse hold on h1 vtepctl vtep set dev vtep0 hold 86401
	refuse damp on h1 vtepctl vtep set dev vtep0 damp maybe
}

frames_start
run_tests "$@"
