# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# TCP through a tunnel between two hosts on a veth, with offloads and without.
# Sourced by scripts/bench-speed.

# tcp_hosts: ours and tree; and small ones, whose sender cuts TCP into packets itself
# and whose receiver merges them
tcp_hosts()
{
	local n

	for n in ours tree; do
		tunnel_pair $n $n
		tunnel_pair $n ${n}s
		on ${n}sa ethtool -K tun0 tso off gso off >/dev/null
	done
	for n in ours tree ourss trees; do
		ip -n ${n}a addr add 192.168.0.1/24 dev tun0
		ip -n ${n}b addr add 192.168.0.2/24 dev tun0
		ip -n ${n}a link set tun0 address 02:00:00:00:00:0a
		ip -n ${n}b link set tun0 address "$SPEED_MAC"
		ip -n ${n}a neigh add 192.168.0.2 lladdr "$SPEED_MAC" dev tun0
		ip -n ${n}b neigh add 192.168.0.1 lladdr 02:00:00:00:00:0a \
			dev tun0
		bridge -n ${n}b fdb add 02:00:00:00:00:0a dev tun0 dst 10.0.0.1 \
			static
	done
}

bench_tcp()
{
	local out n

	tcp_hosts
	pair base
	out=$(compete tcp base:tcp:basea:baseb:10.0.0.2 \
		ours:tcp:oursa:oursb:192.168.0.2 tree:tcp:treea:treeb:192.168.0.2 \
		small_ours:tcp:ourssa:ourssb:192.168.0.2:mb=8 \
		small_tree:tcp:treesa:treesb:192.168.0.2:mb=8 \
		tree/ours small_tree/small_ours)
	note "nanoseconds of CPU for a kilobyte: $out"
	tcp_row "$out" 'TCP with offloads, per CPU second' ours tree tree/ours
	tcp_row "$out" 'TCP in packets of 1.4 kB that are merged on receipt, per CPU second' \
		small_ours small_tree small_tree/small_ours
	told "$out" '  a kilobyte without a tunnel, with offloads' base
	for n in ours tree ourss trees base; do
		ip netns del ${n}a
		ip netns del ${n}b
	done
}

# tcp_row RESULT WHAT OURS TREE RATIO: in Mbyte/s; a kilobyte takes nanoseconds
tcp_row()
{
	local ratio

	ratio=$(figure "$1" ratio "$5")
	row "$2" "$(calc "1000000 / $(figure "$1" cost "$3")") MB" \
		"$(calc "1000000 / $(figure "$1" cost "$4")") MB" \
		"$(spread "$1" ratio "$5" x)" '>= 1.00x' "$ratio >= 1.00"
}
