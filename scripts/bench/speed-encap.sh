# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A packet sent through a tunnel, to a MAC that is known; the underlay is a dummy.
# Sourced by scripts/bench-speed.

bench_encap()
{
	local out n size args=() expr=()

	senders
	for size in 60 1400; do
		args+=("base$size:pktgen:base:eth0:size=$size"
			"ours$size:pktgen:ours:tun0:size=$size"
			"tree$size:pktgen:tree:tun0:size=$size"
			"floor$size:udp:base:size=$size")
		expr+=("(ours$size-base$size)/(tree$size-base$size)")
	done
	out=$(compete encap "${args[@]}" "${expr[@]}")
	note "$SPEED_UNIT for a packet: $out"
	for size in 60 1400; do
		beside "$out" "encapsulate $size B; result: cost above that without a tunnel" \
			ours$size tree$size \
			"(ours$size-base$size)/(tree$size-base$size)" 0.80
		told "$out" "  without a tunnel, $size B" base$size
		told "$out" "  floor: a connected UDP socket in the kernel sends as much, no frame given" \
			floor$size
	done
	for n in base ours tree; do
		ip netns del $n
	done
}
