# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A broadcast, to one group and to many remote VTEPs; the underlay is a dummy.
# Sourced by scripts/bench-speed.

FLOOD_REMOTES='1 10 100 1000'

bench_flood()
{
	local out n k args=() expr=() hosts=(base)

	sender base
	args=(base:pktgen:base:eth0)
	for k in $FLOOD_REMOTES group; do
		for n in ours tree; do
			sender $n"$k"
			hosts+=("$n$k")
			if [ "$k" = group ]; then
				speed_tunnel $n $n"$k" 1 group 239.1.1.1
				args+=("$n$k:pktgen:$n$k:tun0:to=ff-ff-ff-ff-ff-ff")
				continue
			fi
			speed_tunnel $n $n"$k" 1
			flood_list $n"$k" "$k"
			args+=("$n$k:pktgen:$n$k:tun0:to=ff-ff-ff-ff-ff-ff,per=$k,n=$((k > 10 ? 40000 / k : 20000))")
		done
		expr+=("ours$k/tree$k")
	done
	out=$(compete flood "${args[@]}" "${expr[@]}")
	note "nanoseconds of CPU for a copy: $out"
	for k in $FLOOD_REMOTES; do
		n=
		[ "$k" != 100 ] || n=0.60
		beside "$out" "a broadcast to $k remote VTEPs, for each of them" \
			"ours$k" "tree$k" "ours$k/tree$k" $n
	done
	beside "$out" 'a broadcast to a group' oursgroup treegroup oursgroup/treegroup ''
	told "$out" '  without a tunnel' base
	for n in "${hosts[@]}"; do
		ip netns del "$n"
	done
}
