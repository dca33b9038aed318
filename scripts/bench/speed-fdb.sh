# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The FDB as the administrator has it: entries added, listed and flushed. CPU time
# of the kernel alone, in microseconds. Sourced by scripts/bench-speed.

FDB_ADD=100000
FDB_DUMP=400000
FDB_MOST=1000000	# ours alone: of the in-tree driver it would take hours

# fdb add|list HOST N: prints the time
fdb()
{
	scripts/bench/fdb.py "$2" "$1" "$3"
}

# fdb_listed HOST N: so many are there, and a few of other devices
fdb_listed()
{
	fdb list "$@" >/dev/null
}

# fdb_alone WHAT TIME: which ours took
fdb_alone()
{
	row "$1" "$(seconds "$2")" - - '' ''
}

# fdb_flush N: of which there are none afterwards. The in-tree driver of this kernel
# has no flush.
fdb_flush()
{
	local start

	start=$(cputime)
	bridge -n ours fdb flush dev tun0
	fdb_alone "a flush of $1 FDB entries" $((($(cputime) - start) / 1000))
	fdb_listed ours 0
}

fdb_most()
{
	fdb_flush $FDB_DUMP
	fdb_alone "$FDB_MOST FDB entries added, one message each" \
		"$(fdb add ours $FDB_MOST)"
	fdb_alone "a list of $FDB_MOST FDB entries" "$(fdb list ours $FDB_MOST)"
	fdb_flush $FDB_MOST
}

bench_fdb()
{
	local n add=() dump=()

	for n in ours tree; do
		listener $n
		macs_tunnel $n $n
		add+=("$(fdb add $n $FDB_ADD)")
		fdb_listed $n $FDB_ADD
		ip -n $n link del tun0
		macs_tunnel $n $n
		macs_fill $n $FDB_DUMP
		dump+=("$(fdb list $n $FDB_DUMP)")
	done
	compare "$FDB_ADD FDB entries added, one message each" "${add[@]}" ''
	compare "a list of $FDB_DUMP FDB entries" "${dump[@]}" 0.05
	fdb_most
	for n in ours tree; do
		del_netns $n
	done
}
