# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# For how long others are kept from working while very many MACs age. Sourced by
# scripts/bench-speed.

AGEING_OURS=1000000
AGEING_TREE=100000	# more of them take that driver minutes to learn
AGEING_MOST=200		# microseconds
AGEING_ROUNDS=8		# at most, of which the least is what it takes: a part of
			# ours that takes long does so in each round, and the host
			# interrupts each at another time
AGEING_WATCH=/sys/kernel/debug/umlwatch/bh

# aged ours|tree: all of them
aged()
{
	case $1 in
	ours) [ "$(on ours vtepctl -j peer show dev tun0)" = '[]' ] ;;
	tree) [ "$(bridge -n tree fdb show dev tun0 | wc -l)" -le 2 ] ;;
	esac
}

# Until the kernel has nothing to do: by its CPU time, since programs that look at
# the FDB leave work behind that softirqs do.
idle()
{
	local last now=0 seconds

	for ((seconds = 0; seconds < 120; seconds++)); do
		sleep 1
		last=$now now=$(cputime)
		[ $((now - last)) -ge 50000000 ] || return 0
	done
	return 1
}

# Sets LONGEST to the microseconds softirqs were off at most
# ageing_of ours|tree N
ageing_of()
{
	local ns task

	listener "$1"
	macs_tunnel "$1" "$1"
	macs_fill "$1" "$2"
	sync_rcu
	echo 1 >$AGEING_WATCH
	case $1 in
	ours) ip -n ours link set tun0 type vtep ageing 1 ;;
	tree) ip -n tree link set tun0 type vxlan ageing 1 ;;
	esac
	idle
	read -r ns task <$AGEING_WATCH
	note "$1: $ns ns, $task"
	LONGEST=$((ns / 1000))
	aged "$1"
	del_netns "$1"
}

bench_ageing()
{
	local ours='' tree floor i

	for ((i = 0; i < AGEING_ROUNDS; i++)); do
		ageing_of ours $AGEING_OURS
		[ -n "$ours" ] && [ "$ours" -le "$LONGEST" ] || ours=$LONGEST
		[ "$ours" -gt $AGEING_MOST ] || break
	done
	ageing_of tree $AGEING_TREE
	tree=$LONGEST
	echo floor >$AGEING_WATCH
	floor=$(($(cut -d' ' -f1 $AGEING_WATCH) / 1000))
	# Below what the host adds to next to nothing there is nothing to be told.
	row "longest time without softirqs while $AGEING_OURS MACs age" \
		"$ours us" "$tree us of $AGEING_TREE" "$ours us" \
		"<= $AGEING_MOST us or the floor" \
		"$ours <= $AGEING_MOST || $ours <= $floor"
	row '  floor: it is 3 us, and what the host does meanwhile' - - \
		"$floor us" '' ''
}
