# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Packets received that teach: MACs that are new, that have moved, that are known.
# Sourced by scripts/bench-speed.

bench_learn()
{
	local out n args=() expr

	ip link add bench-null type dummy
	ip link set bench-null up
	for n in ours tree; do
		listener $n
		listener ${n}2
		macs_tunnel $n $n
		macs_tunnel $n ${n}2
		args+=("same_$n:forged:$(forged $n)"
			"move_$n:forged:$(forged ${n}2),from=2,macs=256"
			"new_$n:forged:$(forged $n),new=1")
	done
	expr=('same_ours/same_tree' 'move_ours/move_tree' 'new_ours/new_tree')
	out=$(compete learn "${args[@]}" "${expr[@]}")
	note "$SPEED_UNIT for a packet: $out"
	beside "$out" 'a received packet that teaches a new MAC' new_ours new_tree \
		"${expr[2]}" 0.6
	beside "$out" '  of a MAC that has moved' move_ours move_tree "${expr[1]}" ''
	beside "$out" '  of a MAC that is known' same_ours same_tree "${expr[0]}" ''
	ip link del bench-null
	for n in ours tree ours2 tree2; do
		del_netns $n
	done
}
