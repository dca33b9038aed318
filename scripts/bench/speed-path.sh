# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A packet through a tunnel and out of it: two hosts on a veth. Sourced by
# scripts/bench-speed.
#
# The frames are a program's. Those of pktgen, which keeps a reference to each, are
# copied on receipt, and with in-tree go around GRO: told beside.

# path_row RESULT KIND WHAT TARGET|''
path_row()
{
	beside "$1" "$3; result: cost above that without a tunnel" \
		"ours_$2" "tree_$2" \
		"(ours_$2-base_$2)/(tree_$2-base_$2)" "$4"
}

bench_path()
{
	local out n size args=() expr=()

	pair base
	tunnel_pair ours ours
	tunnel_pair tree tree
	for size in 60 1400; do
		for n in frames pktgen; do
			args+=("base_$n$size:$n:basea:eth0:size=$size,at=baseb/eth0"
				"ours_$n$size:$n:oursa:tun0:size=$size,at=oursb/tun0"
				"tree_$n$size:$n:treea:tun0:size=$size,at=treeb/tun0")
			expr+=("(ours_$n$size-base_$n$size)/(tree_$n$size-base_$n$size)")
		done
		args+=("floor$size:udp:basea:size=$size,at=baseb")
	done
	out=$(compete path "${args[@]}" "${expr[@]}")
	note "$SPEED_UNIT for a packet: $out"
	for size in 60 1400; do
		path_row "$out" frames$size \
			"encapsulate, decapsulate, deliver $size B" 0.80
		told "$out" '  without a tunnel' base_frames$size
		told "$out" '  floor: from a connected UDP socket in the kernel to another' \
			floor$size
		path_row "$out" pktgen$size "  the same from pktgen" ''
	done
	for n in base ours tree; do
		ip netns del ${n}a
		ip netns del ${n}b
	done
}
