# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# For how long others are kept from working while very many MACs age. Sourced by
# scripts/bench-speed.

AGEING_OURS=1000000
AGEING_TREE=100000	# more of them take that driver minutes to learn
AGEING_MOST=200		# microseconds
AGEING_ROUNDS=8		# at most, until it was no longer in one of them: a part of
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

# Sets SPENT to the nanoseconds of CPU that a second takes
second()
{
	local before

	before=$(cputime)
	sleep 1
	SPENT=$(($(cputime) - before))
}

# Until the kernel has nothing to do: by its CPU time, since programs that look at
# the FDB leave work behind that softirqs do. A second in which there is nothing to do
# took IDLE, which is the machine's and not little on a slow one.
idle()
{
	local seconds

	for ((seconds = 0; seconds < 120; seconds++)); do
		second
		[ "$SPENT" -ge $((IDLE * 3 / 2)) ] || return 0
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
	# Ageing begins when the second is over.
	sleep 2
	idle
	read -r ns task <$AGEING_WATCH
	note "$1: $ns ns, $task"
	LONGEST=$((ns / 1000))
	aged "$1"
	del_netns "$1"
}

# middle N...
middle()
{
	printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

bench_ageing()
{
	local ours=() floor=() tree result limit=$AGEING_MOST i IDLE

	second
	second
	IDLE=$SPENT
	note "a second without work: $IDLE ns"
	for ((i = 0; i < AGEING_ROUNDS; i++)); do
		ageing_of ours $AGEING_OURS
		ours+=("$LONGEST")
		[ "$LONGEST" -gt $AGEING_MOST ] || break
	done
	ageing_of tree $AGEING_TREE
	tree=$LONGEST
	for ((i = 0; i < ${#ours[@]}; i++)); do
		echo floor >$AGEING_WATCH
		floor+=($(($(cut -d' ' -f1 $AGEING_WATCH) / 1000)))
	done
	note "microseconds of each round: ${ours[*]}; floor: ${floor[*]}"
	if [ "${ours[-1]}" -le $AGEING_MOST ]; then
		result=${ours[-1]}
	else
		# On such a machine there is nothing to be told below its own.
		result=$(middle "${ours[@]}") limit=$(middle "${floor[@]}")
	fi
	row "longest time without softirqs while $AGEING_OURS MACs age" \
		"$result us" "$tree us of $AGEING_TREE" "$result us" \
		"<= $AGEING_MOST us or the floor" "$result <= $limit"
	row '  floor: 96 cache lines of 128 MB are written, as often as fits a second' - - \
		"$(middle "${floor[@]}") us" '' ''
}
