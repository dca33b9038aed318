# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A million frames with random sources and MACs, policy known. Sourced by
# scripts/bench-trust.
#
# Allocations are looked for twice. Those of the module itself are what tracepoints
# of the kernel's allocators say was called from its code, during all of the
# flood. Those made for it elsewhere show in the number of all allocations, when
# as many frames once are refused, and once are for a VNI that is not here, so
# that nobody looks at their source.

FORGED=1000000
FORGED_SAMPLE=20000
FORGED_TRACE=/sys/kernel/tracing
FORGED_EVENTS='kmem/kmalloc kmem/kmalloc_node kmem/kmem_cache_alloc
	kmem/kmem_cache_alloc_node percpu/percpu_alloc_percpu'

# trace [FILTER]: count allocations from now on
trace()
{
	local event

	[ -d "$FORGED_TRACE/events" ] || mount -t tracefs tracefs $FORGED_TRACE
	echo 0 >$FORGED_TRACE/tracing_on
	for event in $FORGED_EVENTS; do
		# Some kernels have one event for both.
		[ -d "$FORGED_TRACE/events/$event" ] || continue
		echo "${1-0}" >"$FORGED_TRACE/events/$event/filter"
		echo 1 >"$FORGED_TRACE/events/$event/enable"
	done
	echo >$FORGED_TRACE/trace
	echo 1 >$FORGED_TRACE/tracing_on
}

# Sets ALLOCS.
traced()
{
	echo 0 >$FORGED_TRACE/tracing_on
	ALLOCS=$(awk '/^(entries|overrun|dropped events):/ { n += $NF }
		END { print n }' $FORGED_TRACE/per_cpu/cpu0/stats)
	[ -z "${1-}" ] || awk -v n="$1" '!/^#/ && n-- > 0' $FORGED_TRACE/trace
	echo 0 >$FORGED_TRACE/events/enable
}

# Where the module's code is
module_filter()
{
	awk '$1 == "vtep" { print $6, $2 }' /proc/modules | {
		read -r start size
		printf 'call_site >= %s && call_site < 0x%x' "$start" \
			$((start + size))
	}
}

# forged_allocs WORD...: all allocations while that is sent
forged_allocs()
{
	trace
	forge from=random mac=random n=$FORGED_SAMPLE "$@" >/dev/null
	traced
	echo "$ALLOCS"
}

bench_forged()
{
	local before refused lines took each filter known unknown

	wires
	tunnels tunnel
	on hv1 vtepctl vtep set dev vtep0 deliver known learn known
	# What is allocated once, is there.
	forge from=random mac=random n=1000 >/dev/null

	filter=$(module_filter)
	note "allocations are looked for where $filter"
	# It does see them: what the known peer teaches is allocated.
	trace "$filter"
	forge from=10.0.0.2 mac=02:01:00:00:00:01 >/dev/null
	traced
	note "to learn one MAC: $ALLOCS"
	[ "$ALLOCS" != 0 ]

	before=$(stat_of fdb_learned)
	refused=$(stat_of rx_not_known)
	lines=$(log_lines)
	pinging /tmp/pings
	trace "$filter"
	read -r _ took < <(forge from=random mac=random n=$FORGED)
	traced 5
	pinged
	refused=$(($(stat_of rx_not_known) - refused))
	lines=$(($(log_lines) - lines))
	before=$(($(stat_of fdb_learned) - before))

	known=$(forged_allocs)
	unknown=$(forged_allocs vni=77)
	note "allocations while $FORGED_SAMPLE frames are refused: $known, for an unknown VNI: $unknown"
	each=$(calc "($known - $unknown) / $FORGED_SAMPLE")

	row "$FORGED forged frames, policy known: refused and counted" \
		"$refused, in $took s" - - "$FORGED" "$refused == $FORGED"
	row '  entries of the FDB they made' "$before" - - 0 "$before == 0"
	row '  allocations by the module' "$ALLOCS" - - 0 "$ALLOCS == 0"
	row '  allocations elsewhere, for each frame' "$each" - - '< 0.01' \
		"$each < 0.01"
	row '  lines of log' "$lines" - - 0 "$lines == 0"
	row '  pings of the known peer that were lost' "$LOST of $PINGS" - - 0 \
		"$LOST == 0 && $PINGS > 20"
	unwires
}
