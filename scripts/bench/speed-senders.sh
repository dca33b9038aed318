# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What one sender costs another one on another CPU: nothing, if they share nothing
# that they write. By the clock, so of two CPUs that have nothing else to do. Sourced
# by scripts/bench-speed.

bench_senders()
{
	local out n cpus args=() expr=()

	senders
	for cpus in 1 2; do
		args+=("base$cpus:pktgen:base:eth0:cpus=$cpus"
			"ours$cpus:pktgen:ours:tun0:cpus=$cpus"
			"tree$cpus:pktgen:tree:tun0:cpus=$cpus")
	done
	expr=(base1/base2 ours1/ours2 tree1/tree2 'ours1/ours2/(tree1/tree2)')
	out=$(compete senders "${args[@]}" "${expr[@]}")
	note "nanoseconds for a packet: $out"
	row 'packets a second, two senders on two CPUs against one' \
		"$(spread "$out" ratio ours1/ours2 x)" \
		"$(spread "$out" ratio tree1/tree2 x)" \
		"$(spread "$out" ratio 'ours1/ours2/(tree1/tree2)' x)" '' ''
	row '  without a tunnel' - - "$(spread "$out" ratio base1/base2 x)" '' ''
	for n in base ours tree; do
		ip netns del $n
	done
}
