#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The same many times: the module loaded and removed, CYCLES times, and namespaces
# that have VTEPs, NETNS of them. All works as often as it is done, and memory is
# what it was after the first few. What single ends look like is in rmmod.sh and
# netns.sh.
#
#	h1  eth0 10.0.0.1 --+
#	h2  eth0 10.0.0.2 --+-- br0 (fab)
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/memory.sh"

TESTS="modules namespaces"
CYCLES=${CYCLES:-30}
NETNS=${NETNS:-200}
# In either, this often first: what is kept for the next time is there then.
WARM=12
ALIVE=$((NETNS < 400 ? NETNS / 2 : 200))
# kB of slab and of per-CPU memory that there may be more. The kernel's allocators
# keep some pages that are partly used, the more the more there was at once, and
# that of per-CPU memory whole chunks, of 640 kB on two CPUs.
SLAB_MAX=1536
PERCPU_MAX=2048

setup()
{
	load
	underlay 2
}

cycles()
{
	"$PYTHON" "$SELFTESTS/cycles.py" "$@"
}

test_modules()
{
	local before after said
	rmmod vtep
	cycles modules $WARM "${NSP}h1" "${NSP}h2"
	before=$(memory_level)
	said=$(cycles modules "$CYCLES" "${NSP}h1" "${NSP}h2")
	after=$(memory_level)
	note "$said; kB of slab, per-CPU: $before, then $after"
	no_more "$before" "$after" $SLAB_MAX $PERCPU_MAX
	# and nothing is in the way of a real use of it
	load
	vtep h1 remote 10.0.0.2
	vtep h2 remote 10.0.0.1
	pings h1 192.168.0.2
}

# nets: how many network namespaces the kernel has
nets()
{
	awk '$1 == "net_namespace" { print $2; f = 1 } END { if (!f) exit 1 }' \
		/proc/slabinfo
}

# As many as then. Whole pages count that a CPU has parts of, until it is asked to
# give them back.
nets_are()
{
	echo 1 2>/dev/null >/sys/kernel/slab/net_namespace/shrink
	[ "$(nets)" -le "$1" ]
}

test_namespaces()
{
	local before after said there
	cycles namespaces $WARM 4 >/dev/null
	# Newer kernels keep those that ended until the next ones do.
	ended
	nets_are 0 || true
	there=$(nets)
	before=$(memory_level)
	said=$(cycles namespaces "$NETNS" $ALIVE)
	wait_ended
	wait_for 30 nets_are "$there"
	after=$(memory_level)
	note "$said; namespaces $there, then $(nets)"
	note "kB of slab, per-CPU: $before, then $after"
	no_more "$before" "$after" $SLAB_MAX $PERCPU_MAX
}

# Thousands of namespaces take their time.
wait_ended()
{
	wait_for $((60 + NETNS / 10)) ended
}

# Also when a test failed half way: others come after this file.
trap load EXIT
run_tests "$@"
