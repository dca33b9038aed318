# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The FDB as the administrator has it: entries added, listed and flushed. CPU time
# of the kernel alone, in microseconds. Sourced by scripts/bench-speed.

FDB_ADD=100000
FDB_DUMP=400000
FDB_MOST=1000000	# ours alone: of the in-tree driver it would take hours

cputime()
{
	echo $(($(</sys/kernel/debug/umlwatch/cputime) / 1000))
}

# Sets TIME
cpu_timed()
{
	local start

	start=$(cputime)
	"$@"
	TIME=$(($(cputime) - start))
}

# fdb_batches N: /tmp/batch.* with so many entries, a few in each: bridge(8) needs more
# memory with each line, and the host maps it to a process page by page
fdb_batches()
{
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "fdb add 02:01:00:%02x:%02x:%02x dev tun0 dst 10.0.0.2\n",
			i / 65536, i / 256 % 256, i % 256 }' |
		split -l 10000 - /tmp/batch.
}

# fdb_add HOST
fdb_add()
{
	local batch

	for batch in /tmp/batch.*; do
		bridge -n "$1" -batch "$batch"
	done
}

# fdb_listed HOST N: so many are, and more, of which the VTEP's own may be one
fdb_listed()
{
	local n

	n=$(bridge -n "$1" fdb show dev tun0 | wc -l)
	[ "$n" -ge "$2" ] && [ "$n" -le $(($2 + 2)) ]
}

# fdb_alone WHAT: TIME, which ours took
fdb_alone()
{
	row "$1" "$(seconds "$TIME")" - - '' ''
}

fdb_most()
{
	# The in-tree driver of this kernel has no flush.
	cpu_timed bridge -n ours fdb flush dev tun0
	fdb_listed ours 0
	fdb_alone "a flush of $FDB_DUMP FDB entries"
	rm /tmp/batch.*
	fdb_batches $FDB_MOST
	cpu_timed fdb_add ours
	rm /tmp/batch.*
	fdb_alone "$FDB_MOST FDB entries added, one message each"
	fdb_listed ours $FDB_MOST
	TIME=$(scripts/bench/fdb_dump.py ours $FDB_MOST)
	fdb_alone "a list of $FDB_MOST FDB entries"
	cpu_timed bridge -n ours fdb flush dev tun0
	fdb_listed ours 0
	fdb_alone "a flush of $FDB_MOST FDB entries"
}

bench_fdb()
{
	local n add=() dump=()

	fdb_batches $FDB_ADD
	for n in ours tree; do
		listener $n
		macs_tunnel $n $n
		cpu_timed fdb_add $n
		add+=("$TIME")
		fdb_listed $n $FDB_ADD
		ip -n $n link del tun0
		macs_tunnel $n $n
		macs_fill $n $FDB_DUMP
		dump+=("$(scripts/bench/fdb_dump.py $n $FDB_DUMP)")
	done
	compare "$FDB_ADD FDB entries added, one message each" "${add[@]}" ''
	compare "a list of $FDB_DUMP FDB entries" "${dump[@]}" 0.05
	fdb_most
	for n in ours tree; do
		del_netns $n
	done
}
