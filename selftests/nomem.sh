# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Memory that is missing: by failslab where the kernel has it, else by our
# vtep_nomem.ko (src/selftest/nomem.c). Sourced by test files.

FAILSLAB=/sys/kernel/debug/failslab
NOMEM=/sys/kernel/debug/vtep_nomem

# nomem_init: a test that will use one of the others begins with it
nomem_init()
{
	trap 'nomem_exit; cleanup' EXIT
	if [ -d $FAILSLAB ]; then
		echo N >$FAILSLAB/cache-filter
		echo N >$FAILSLAB/task-filter
		echo 0 >$FAILSLAB/verbose
		echo -1 >$FAILSLAB/times
		echo 1 >$FAILSLAB/interval
		echo 0 >$FAILSLAB/probability
	else
		[ -d $NOMEM ] || insmod "$VTEP_MODDIR/vtep_nomem.ko"
	fi
}

nomem_exit()
{
	memory_again
	[ -d $FAILSLAB ] || rmmod vtep_nomem
}

# Let all allocations fail that cannot wait for memory, those of the packet path.
# Not for long: others make such, too.
no_memory()
{
	if [ -d $FAILSLAB ]; then
		echo Y >$FAILSLAB/ignore-gfp-wait
		echo 100 >$FAILSLAB/probability
	else
		echo 1 >$NOMEM/atomic
	fi
}

memory_again()
{
	if [ -d $FAILSLAB ]; then
		echo 0 >$FAILSLAB/probability
	else
		echo 0 >$NOMEM/atomic
	fi
}

# starve HOST CHECK UNDO WORD...: genl.py's, of any allocation that the request
# of these WORDs makes
starve()
{
	local h=$1
	shift
	[ ! -d $FAILSLAB ] || echo N >$FAILSLAB/ignore-gfp-wait
	# not by ip(8), which would mount another /sys
	nsenter --net="/run/netns/$NSP$h" "$PYTHON" "$SELFTESTS/genl.py" \
		starve "$@"
}
