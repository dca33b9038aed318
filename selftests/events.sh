#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Events in numbers that a listener bears, who always knows whether it has missed
# something: numbered, once a second of one thing, so many a second in all.
#
#	h1 vtep0 10.0.0.1 --+
#	h2 vtep0 10.0.0.2   |
#	         10.0.0.4 --+-- 10.0.0.0/24
#	h3       10.0.0.3 --+
#
# h2 has a VTEP in one test only: frames.py speaks for it, and for that of h3.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="numbers unheard kept flapping storm policy namespaces device_goes
	namespace_goes neigh_all neigh_rate"

A=02:aa:00:00:00:01
B=02:aa:00:00:00:02
LEARN=0 MOVE=1 POLICY=8 SUPPRESSED=9

setup()
{
	underlay 3
	ipn h2 addr add 10.0.0.4/24 dev eth0
}

# hear HOST: what is told there goes to $WORK/HOST, from now on
hear()
{
	background on "$1" "$PYTHON" "$SELFTESTS/genl.py" events 1000000 \
		"$WORK/$1"
	wait_for 30 grep -q ready "$WORK/$1"
}

# heard HOST JQ-FILTER: of the array of what was told, all of it complete
heard()
{
	grep '}$' "$WORK/$1" | jq -s -c -r "$2"
}

# heard_is HOST JQ-FILTER WANTED
heard_is()
{
	equal "heard on $1, $2" "$(heard "$1" "$2")" "$3"
}

hears()
{
	wait_for 20 heard_is "$@" || heard_is "$@"
}

# Numbers without a gap, whatever they begin with
no_gap()
{
	heard_is "$1" '[.[].seq] | . == [range(.[0]; .[0] + length)]' true
}

now_ms()
{
	date +%s%3N
}

test_numbers()
{
	quiet_vtep h1 local 10.0.0.1
	hear h1
	from h2 smac=02:aa:00:00:01:01 macs=20
	from h3 smac=02:bb:00:00:00:01 macs=20
	hears h1 length 40
	no_gap h1
	heard_is h1 'map(.type) | unique' "[$LEARN]"
	heard_is h1 'map(.suppressed) | unique' '[0]'
	heard_is h1 'map(.count) | unique' '[null]'
}

# For nobody nothing is counted, and nothing is kept for who comes later.
test_unheard()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=02:bb:00:00:00:01 macs=2000 burst=64
	wait_for 20 stat_is h1 fdb_learned 2000
	hear h1
	from h2 smac=$A
	hears h1 'map([.mac, .seq, .suppressed])' "[[\"$A\",1,0]]"
}

# The second thing that becomes of a MAC is told when its second is over.
test_kept()
{
	local start
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 damp none
	hear h1
	from h2 smac=$A source=10.0.0.2
	from h3 smac=$A
	start=$(now_ms)
	from h2 smac=$B source=10.0.0.2
	# Of another one nothing waits.
	hears h1 'map([.type, .mac])' \
		"[[$LEARN,\"$A\"],[$LEARN,\"$B\"],[$MOVE,\"$A\"]]"
	[ $(($(now_ms) - start)) -ge 500 ]
	heard_is h1 '.[2] | [."old-peer".addr, .peer.addr, .count]' \
		'["10.0.0.2","10.0.0.3",null]'
	# Where it ends is what counts, and from where it came.
	from h2 smac=$A source=10.0.0.4
	lives_at h1 $A 10.0.0.4
	from h2 smac=$A source=10.0.0.2
	lives_at h1 $A 10.0.0.2
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	from h2 smac=$A source=10.0.0.4
	hears h1 '.[3:] | map(.count // 1) | add' 4
	heard_is h1 '.[-1].peer.addr' 10.0.0.4
	heard_is h1 '.[3]."old-peer".addr' 10.0.0.3
	no_gap h1
}

# As fast as can be; each frame is a move.
test_flapping()
{
	local n=3000 start ms
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 damp none
	hear h1
	from h3 smac=$B
	hears h1 length 1
	start=$(now_ms)
	from h2 smac=$A source=10.0.0.2 flap=10.0.0.4 n=$n
	ms=$(($(now_ms) - start))
	lives_at h1 $A 10.0.0.4
	# All moves are in them; two CPUs may have put some frames in order.
	hears h1 "map(select(.mac == \"$A\") | .count // 1) | add | . > $n and . <= $((2 * n))" \
		true
	hears h1 '.[-1].peer.addr' 10.0.0.4
	note "$n times there and back in $ms ms: $(heard h1 \
		'.[1:] | map(.count // 1) | "\(length) events for \(add) moves"')"
	[ "$(heard h1 '.[1:] | length')" -le $((ms / 900 + 3)) ]
	no_gap h1
	heard_is h1 'map(.suppressed) | unique' '[0]'
	# Others are told of at once.
	from h3 smac=02:cc:00:00:00:01
	hears h1 '.[-1].mac' 02:cc:00:00:00:01
}

# complete N: what was told and what the last one says was not are N in all
complete()
{
	heard_is h1 "(map(select(.type != $SUPPRESSED) | .count // 1) | add) +
		.[-1].suppressed" "$1"
}

# More new MACs than anybody is told of. Often the last one is not told, and
# nothing but an event about that would tell.
test_storm()
{
	# Whole bursts: a short one at the end may find a token for each frame where
	# bursts come slowly.
	local i n=0 macs=$((80 * 64))
	# A slow machine may take longer than MACs are kept.
	quiet_vtep h1 local 10.0.0.1 maxaddress 0 ageing 0
	on h1 vtepctl vtep set dev vtep0 peer_limit 0 vni_limit 0
	hear h1
	for i in $(seq 12); do
		from h2 smac="$(printf '02:ee:%02x:00:00:00' "$i")" macs=$macs \
			burst=64
		n=$((n + macs))
		wait_for 60 complete $n || complete $n
		no_gap h1
		[ "$(heard h1 ".[-1].type")" != $SUPPRESSED ] || break
	done
	note "$(heard h1 "\"\(length) events, \(.[-1].suppressed) suppressed\"")"
	heard_is h1 '.[-1] | [.type, .ifindex, .vni, .mac, .suppressed > 0]' \
		"[$SUPPRESSED,null,null,null,true]"
	# It is over.
	wait_for 5 stat_is h1 fdb_learned $n
	from h2 smac=$A
	hears h1 '.[-1].mac' $A
	no_gap h1
	complete $((n + 1))
}

# At most once a second of one reason, and of how many frames
test_policy()
{
	local n=3000 start ms
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static
	run on h1 vtepctl vtep set dev vtep0 deliver known
	hear h1
	start=$(now_ms)
	from h3 smac=$A n=$n
	ms=$(($(now_ms) - start))
	# Known, but not where this MAC is
	run on h1 vtepctl vtep set dev vtep0 deliver open
	from h3 smac=02:cc:00:00:00:01
	hears h1 'map(select(.reason == "rx_static_mac") |
		[.type, .vni, .mac, .peer.addr, .count])' \
		"[[$POLICY,42,\"02:cc:00:00:00:01\",\"10.0.0.3\",null]]"
	heard_is h1 'map(select(.reason == "rx_not_known")) | map([.type, .vni,
		.mac, .peer.addr]) | unique' \
		"[[$POLICY,42,\"$A\",\"10.0.0.3\"]]"
	note "$n refused in $ms ms: $(heard h1 'map(select(.reason ==
		"rx_not_known") | .count // 1) | "\(length) events for \(add)"')"
	[ "$(heard h1 'map(select(.reason == "rx_not_known")) | length')" -le \
		$((ms / 900 + 3)) ]
	# Those of a last moment are in the next one.
	run on h1 vtepctl vtep set dev vtep0 deliver known
	from h3 smac=$B
	hears h1 'map(select(.reason == "rx_not_known") | .count // 1) | add' \
		$((n + 1))
	heard_is h1 '.[-1].mac' $B
	no_gap h1
}

test_namespaces()
{
	quiet_vtep h1 local 10.0.0.1
	quiet_vtep h2 local 10.0.0.2
	hear h1
	hear h2
	from h3 smac=02:aa:00:00:00:01 macs=3
	from h3 to=10.0.0.2 smac=02:bb:00:00:00:01 macs=2
	hears h1 'map(.seq)' '[1,2,3]'
	hears h2 'map(.seq)' '[1,2]'
	heard_is h2 'map(.mac)' '["02:bb:00:00:00:01","02:bb:00:00:00:02"]'
	# A storm in one is none in the other.
	from h3 smac=02:ee:00:00:00:00 macs=5000 burst=64
	from h3 to=10.0.0.2 smac=02:bb:00:00:00:03
	hears h2 '.[-1] | [.mac, .seq, .suppressed]' \
		'["02:bb:00:00:00:03",3,0]'
}

# Of a MAC of vtep0 something is kept, and of another VTEP's something that has
# to wait longer, beginning after COMMAND...: of vtep0 nothing is told any more.
nothing_left()
{
	local mac
	N=$((N + 1))
	mac=02:bb:00:00:00:0$N
	from h2 smac=$A source=10.0.0.2
	from h3 smac=$A
	run "$@"
	from h2 vni=43 smac=$mac source=10.0.0.2
	from h3 vni=43 smac=$mac
	hears h1 '.[-1] | [.type, .mac]' "[$MOVE,\"$mac\"]"
	heard_is h1 "(map(select(.mac == \"$mac\"))[0].seq) as \$since |
		map(select(.seq > \$since and .mac == \"$A\")) | length" 0
}

test_device_goes()
{
	local N=0
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	hear h1
	quiet_vtep h1 local 10.0.0.1
	nothing_left ipn h1 link del vtep0
	quiet_vtep h1 local 10.0.0.1
	ns away
	hear away
	nothing_left ipn h1 link set vtep0 netns "${NSP}away"
	ipn away link set vtep0 up
	from h2 smac=$B source=10.0.0.2
	hears away 'map([.mac, .seq])' "[[\"$B\",1]]"
	no_gap h1
}

test_namespace_goes()
{
	ns away
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link set vtep0 netns "${NSP}away"
	ipn away link set vtep0 up
	hear away
	from h2 smac=$A source=10.0.0.2
	from h3 smac=$A
	kill "$BG"
	ip netns pids "${NSP}away" | xargs -r kill
	ip netns del "${NSP}away"
	# It takes its VTEP along.
	wait_for 20 ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
}

# neighs: what rtnetlink told of MACs that begin so
neighs()
{
	grep -c "^$1" "$WORK/monitor"
}

monitor()
{
	background on h1 bridge monitor fdb >"$WORK/monitor" 2>"$WORK/errors"
	wait_for 20 monitor_ready
}

monitor_ready()
{
	bridgen h1 fdb replace 02:dd:00:00:00:01 dev vtep0 dst 10.0.0.9
	bridgen h1 fdb del 02:dd:00:00:00:01 dev vtep0
	grep -q 02:dd:00:00:00:01 "$WORK/monitor"
}

test_neigh_all()
{
	quiet_vtep h1 local 10.0.0.1
	monitor
	from h2 smac=02:ee:00:00:00:00 macs=500 burst=50
	wait_for 20 equal "MACs" "$(neighs 02:ee)" 500 ||
		wait_for 20 neighs_are 500
	stat_is h1 neigh_suppressed 0
	equal "errors" "$(cat "$WORK/errors")" ""
}

neighs_are()
{
	equal "MACs told" "$(neighs 02:ee)" "$1"
}

# told_or_lost N: each was told, or counted as not
told_or_lost()
{
	equal "told or lost" \
		$(($(neighs 02:ee) + $(ethstat h1 neigh_suppressed))) "$1"
}

test_neigh_rate()
{
	quiet_vtep h1 local 10.0.0.1
	run on h1 vtepctl vtep set dev vtep0 neigh_rate 10
	monitor
	from h2 smac=02:ee:00:00:00:00 macs=500 burst=50
	wait_for 20 stat_is h1 fdb_learned 500
	wait_for 10 told_or_lost 500 || told_or_lost 500
	[ "$(neighs 02:ee)" -ge 10 ]
	[ "$(ethstat h1 neigh_suppressed)" -ge 300 ]
	# Who listens knows that it has missed something.
	wait_for 10 grep -qi 'no buffer space' "$WORK/errors"
	# What is configured is always told.
	for i in 1 2 3; do
		bridgen h1 fdb add "02:cc:00:00:00:0$i" dev vtep0 dst 10.0.0.9
	done
	wait_for 10 grep -q "^02:cc:00:00:00:03" "$WORK/monitor"
	# rtnetlink itself tells of each as well, without where it is.
	equal "configured MACs told" "$(neighs '02:cc.* dst ')" 3
	# No limit any more
	run on h1 vtepctl vtep set dev vtep0 neigh_rate 0
	before=$(ethstat h1 neigh_suppressed)
	from h2 smac=02:ef:00:00:00:00 macs=100 burst=50
	wait_for 10 stat_is h1 fdb_learned 600
	stat_is h1 neigh_suppressed "$before"
}

frames_start
run_tests "$@"
