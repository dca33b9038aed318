# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How a packet's cost grows with the MACs that are known. Sourced by
# scripts/bench-speed.

MACS_TREE='1000 10000 100000'
MACS_OURS="$MACS_TREE 1000000"

# How long the in-tree driver's search takes depends on the cache of the machine most of
# all, and where that is large no driver can be as much quicker as it is asked for.
MACS_FLOOR='(base+floor)/tree100000'

# macs_rows RESULT WHAT TARGET|'' BESIDE|'': against 1,000 MACs, TARGET for 100,000;
# against in-tree with as many, BESIDE or nearly the floor
macs_rows()
{
	local k own target

	for k in $MACS_OURS; do
		[ "$k" != 1000 ] || continue
		own="ours$k/ours1000"
		target=$3
		[ "$k" != 1000000 ] || target=${3:+1.6}
		[ "$k" != 10000 ] || target=
		row "a packet $2 one of $k MACs known, against 1000" \
			"$(spread "$1" ratio "$own" x)" \
			"$(spread "$1" ratio "tree$k/tree1000" x)" \
			"$(figure "$1" ratio "$own")x" "${target:+<= ${target}x}" \
			"${target:+$(figure "$1" ratio "$own") <= $target}"
	done
	beside "$1" "  its cost with 1000" ours1000 tree1000 ours1000/tree1000 ''
	beside "$1" '  its cost with 100000' ours100000 tree100000 \
		ours100000/tree100000 "$4" "$MACS_FLOOR"
	[ -z "$4" ] || row '  floor: without a tunnel, and a connected UDP socket' - - \
		"$(spread "$1" ratio "$MACS_FLOOR" x)" '' ''
}

bench_macs()
{
	local out n k tx=() rx=() texpr=() hosts=()

	for k in $MACS_OURS; do
		for n in ours tree; do
			case " $MACS_TREE " in
			*" $k "*) ;;
			*) [ $n = ours ] || continue ;;
			esac
			listener $n"$k"
			macs_tunnel $n $n"$k"
			macs_fill $n"$k" "$k"
			hosts+=("$n$k")
			tx+=("$n$k:pktgen:$n$k:tun0:to=02-00-00-00-00-00,macs=$k")
			rx+=("$n$k:forged:$(forged $n"$k"),macs=$k")
			[ "$k" = 1000 ] || texpr+=("$n$k/${n}1000")
		done
	done
	texpr+=(ours1000/tree1000 ours100000/tree100000)
	sender base
	tx+=("base:pktgen:base:eth0:size=60" "floor:udp:base:size=60")
	out=$(compete macs_tx "${tx[@]}" "${texpr[@]}" "$MACS_FLOOR")
	note "sent, $SPEED_UNIT for a packet: $out"
	macs_rows "$out" 'sent to' 1.25 0.05
	ip link add bench-null type dummy
	ip link set bench-null up
	out=$(compete macs_rx "${rx[@]}" "${texpr[@]}")
	note "received, $SPEED_UNIT for a packet: $out"
	macs_rows "$out" 'received from' '' ''
	ip link del bench-null
	ip netns del base
	for n in "${hosts[@]}"; do
		del_netns "$n"
	done
}
