# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a received multicast packet costs with one group joined and with 10,000.
# Sourced by scripts/bench-scale.
#
# The in-tree driver gets as many: not as devices but as VNIs of one device
# (vnifilter), each with its group, and with the kernel's limits out of its way.

RX_MANY=10000

# rx_ours HOST N
rx_ours()
{
	host "$1"
	ip -n "$1" link add vtep0 type vtep external vnifilter local 10.0.0.1 \
		dev eth0
	ip -n "$1" link set vtep0 up
	on "$1" vtepctl vni add dev vtep0 vni "1-$2" pool 239.64.0.0/12
	until_true 120 has_groups "$1" "$2"
}

# rx_tree HOST N
rx_tree()
{
	host "$1"
	on "$1" sysctl -qw net.ipv4.igmp_max_memberships=$RX_MANY
	ip -n "$1" link add vxlan0 type vxlan external vnifilter \
		local 10.0.0.1 dev eth0 dstport 4790
	ip -n "$1" link set vxlan0 up
	seq "$2" | awk '{ printf "vni add dev vxlan0 vni %d group 239.64.%d.%d\n",
		$1, $1 / 256, $1 % 256 }' >/tmp/batch
	timed bridge -n "$1" -batch /tmp/batch
	note "in-tree: $2 VNIs of one device (vnifilter) with a group each: $(seconds "$TIME")"
	has_groups "$1" "$2"
}

# rx_groups RESULT many|all MOST|'' WHAT: against one group, ours and in-tree
rx_groups()
{
	local ratio

	ratio=$(figure "$1" ratio "ours_$2/ours_one")
	row "$4" "$(spread "$1" ratio "ours_$2/ours_one" x)" \
		"$(spread "$1" ratio "tree_$2/tree_one" x)" "${ratio}x" \
		"${3:+<= ${3}x}" "${3:+$ratio <= $3}"
}

# rx_beside RESULT one|many WHAT: ours against in-tree
rx_beside()
{
	row "$3" "$(spread "$1" cost "ours_$2" ' ns')" \
		"$(spread "$1" cost "tree_$2" ' ns')" \
		"$(figure "$1" ratio "ours_$2/tree_$2")x" '' ''
}

bench_receive()
{
	local optmem out h

	modprobe vxlan
	optmem=$(sysctl -n net.core.optmem_max)
	sysctl -qw net.core.optmem_max=67108864
	note "for the in-tree driver only: net.core.optmem_max 67108864 (was $optmem), igmp_max_memberships $RX_MANY"
	rx_tree tree1 1
	rx_tree treeN $RX_MANY
	sysctl -qw net.core.optmem_max="$optmem"
	rx_ours ours1 1
	rx_ours oursN $RX_MANY

	ip link add bench-null type dummy
	ip link set bench-null up
	out=$(scripts/bench/rx.py 50 300 ours_one:ours1:4789:1:1:vtep0 \
		ours_many:oursN:4789:$RX_MANY:50:vtep0 \
		ours_all:oursN:4789:$RX_MANY:$RX_MANY:vtep0 \
		tree_one:tree1:4790:1:1:vxlan0 \
		tree_many:treeN:4790:$RX_MANY:50:vxlan0 \
		tree_all:treeN:4790:$RX_MANY:$RX_MANY:vxlan0 \
		ours_many/ours_one tree_many/tree_one ours_all/ours_one \
		tree_all/tree_one ours_one/tree_one ours_many/tree_many)
	note "nanoseconds of CPU for a packet: $out"
	rx_groups "$out" many 1.25 \
		"a received multicast packet, $RX_MANY groups joined against 1"
	rx_groups "$out" all '' \
		'  the same, packets for all of them in turns, caches cold'
	rx_beside "$out" one '  its cost with 1 group'
	rx_beside "$out" many "  its cost with $RX_MANY groups"
	ip link del bench-null
	for h in tree1 treeN ours1 oursN; do
		del_netns "$h"
	done
}
