# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# For how long others are kept from working while very many MACs age. Sourced by
# scripts/bench-speed.

AGEING_OURS=1000000
AGEING_TREE=100000	# more of them take that driver minutes to learn
AGEING_WATCH=/sys/kernel/debug/umlwatch/bh

# aged ours|tree: all of them
aged()
{
	case $1 in
	ours) [ "$(on ours vtepctl -j peer show dev tun0)" = '[]' ] ;;
	tree) [ "$(bridge -n tree fdb show dev tun0 | wc -l)" -le 2 ] ;;
	esac
}

# Sets LONGEST to the microseconds softirqs were off at most
# ageing_of ours|tree N
ageing_of()
{
	local ns

	listener "$1"
	macs_tunnel "$1" "$1"
	macs_fill "$1" "$2"
	sync_rcu
	echo 1 >$AGEING_WATCH
	case $1 in
	ours) ip -n ours link set tun0 type vtep ageing 1 ;;
	tree) ip -n tree link set tun0 type vxlan ageing 1 ;;
	esac
	until_true 120 aged "$1"
	sync_rcu
	read -r ns _ <$AGEING_WATCH
	note "$1: $(<$AGEING_WATCH)"
	LONGEST=$((ns / 1000))
	del_netns "$1"
}

bench_ageing()
{
	local ours tree

	ageing_of ours $AGEING_OURS
	ours=$LONGEST
	ageing_of tree $AGEING_TREE
	tree=$LONGEST
	row "longest time without softirqs while $AGEING_OURS MACs age" \
		"$ours us" "$tree us of $AGEING_TREE" "$ours us" '<= 200 us' \
		"$ours <= 200"
}
