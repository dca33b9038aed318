# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# 4,000 VNIs by one command against as many in-tree devices; then 100,000 VNIs on
# one VTEP against 2,000 devices. Sourced by scripts/bench-scale.

# tree_devices N [up]: sets TIME_ADD and BYTES, of one device
tree_devices()
{
	local before what=${2:-not up}

	seq "$1" | awk -v up="${2-}" '{ printf "link add vx%d %s group 7 " \
		"type vxlan id %d group 239.%d.%d.1 dev eth0 dstport 4790\n",
		$1, up, $1, 1 + $1 / 256, $1 % 256 }' >/tmp/batch
	before=$(memory)
	timed ip -n tree -batch /tmp/batch
	TIME_ADD=$TIME
	BYTES=$((($(memory) - before) * 1024 / $1))
	timed ip -n tree link del group 7
	note "in-tree: $1 devices, $what: $(seconds "$TIME_ADD"), $BYTES bytes each; deleted at once in $(seconds "$TIME")"
}

# vtep_4000 active|always: sets ADD and, for always, JOINED (both since the start)
# and BYTES, of one
vtep_4000()
{
	local before start

	ip -n ours link add vtep0 type vtep attach vlan local 10.0.0.1 dev eth0
	ip -n ours link set vtep0 up
	before=$(memory)
	start=$(now)
	timed_on ours vtepctl vni add dev vtep0 vni 5001-9000 vlan 1-4000 \
		pool 239.64.0.0/12 join "$1"
	ADD=$TIME
	JOINED=0
	if [ "$1" = always ]; then
		until_true 60 has_groups ours 4000
		JOINED=$(($(now) - start))
	fi
	BYTES=$((($(memory) - before) * 1024 / 4000))
	timed_on ours vtepctl vni del dev vtep0 vni 5001-9000
	until_true 60 has_groups ours 0
	ip -n ours link del vtep0
	note "ours: 4000 VNIs, join $1: $(seconds "$ADD"), joined by $(seconds "$JOINED"), $BYTES bytes each; deleted in $(seconds "$TIME")"
}

bench_add()
{
	local add=0 joined=0 bytes tree tree_up tree_bytes optmem

	host ours
	host tree
	modprobe vxlan
	# Ours is over too soon to be undisturbed by the machine's other work:
	# the least of its rounds counts. The memory is that of the first round,
	# with groups, when nothing has been freed that could be used again.
	vtep_4000 always
	best joined "$JOINED"
	bytes=$BYTES
	vtep_4000 active
	best add "$ADD"
	tree_devices 2000
	TREE_2000=$TIME_ADD
	tree_bytes=$BYTES
	vtep_4000 active
	best add "$ADD"
	tree_devices 4000
	tree=$TIME_ADD
	vtep_4000 always
	best joined "$JOINED"
	# Or the 21st would fail, and with that raised the 427th.
	on tree sysctl -qw net.ipv4.igmp_max_memberships=10000
	optmem=$(sysctl -n net.core.optmem_max)
	sysctl -qw net.core.optmem_max=67108864
	tree_devices 4000 up
	sysctl -qw net.core.optmem_max="$optmem"
	tree_up=$TIME_ADD
	vtep_4000 active
	best add "$ADD"

	compare '4,000 VNIs with a group each, added by one command; 4,000 devices' \
		"$add" "$tree" 0.02
	compare '  until all groups are joined; devices up, limits raised' \
		"$joined" "$tree_up" ''
	row '  kernel memory of each, with its group joined; device not up' \
		"$bytes B" "$tree_bytes B" "$(calc "$bytes / $tree_bytes")x" \
		'< 2048 B' "$bytes < 2048"
}

bench_range()
{
	local _ add=0 list=0 del=0

	for _ in 1 2; do
		ip -n ours link add vtep0 type vtep external vnifilter \
			local 10.0.0.1 dev eth0
		ip -n ours link set vtep0 up
		timed_on ours vtepctl vni add dev vtep0 vni 1-100000 \
			pool 239.64.0.0/22
		best add "$TIME"
		until_true 60 has_groups ours 1024
		timed_on ours vtepctl -s vni show dev vtep0 >/tmp/list
		best list "$TIME"
		[ "$(grep -c ' vni ' /tmp/list)" = 100000 ]
		timed_on ours vtepctl vni del dev vtep0 vni 1-100000
		best del "$TIME"
		ip -n ours link del vtep0
	done
	compare '100,000 VNIs over 1,024 groups: added; 2,000 devices created' \
		"$add" "$TREE_2000" 1
	compare '  listed by vtepctl -s vni show' "$list" "$TREE_2000" 1
	compare '  removed' "$del" "$TREE_2000" 1
	del_netns ours
	del_netns tree
}
