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
		echo N >$FAILSLAB/ignore-gfp-wait
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
		echo N >$FAILSLAB/ignore-gfp-wait
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
	in_ns "$h" "$PYTHON" "$SELFTESTS/genl.py" starve "$@"
}

# starved HOST STATE UNDO COMMAND...: likewise of any allocation that the kernel makes
# for the netlink calls of a COMMAND such as ip(8). Each time what the shell command
# STATE prints must be what it was before, or what it is after success; UNDO takes
# that back. All of them in turn fail, or STARVE_MOST. Notes how many were refused.
starved()
{
	local h=$1 state=$2 undo=$3 before after now n out refused=0 rc left all step
	shift 3
	before=$(eval "$state")
	run starve_once "$h" 100000 "$@"
	read -r left <"$WORK/left"
	all=$((100000 - left))
	step=$((all / ${STARVE_MOST:-2000} + 1))
	after=$(eval "$state")
	if [ "$before" = "$after" ]; then
		fail "that changes nothing: $*"
	fi
	run eval "$undo"
	equal "undone" "$(eval "$state")" "$before"
	for n in $(seq $((RANDOM % step + 1)) "$step" $((all + 50 * step))); do
		rc=0
		out=$(starve_once "$h" "$n" "$@" 2>&1) || rc=$?
		read -r left <"$WORK/left"
		now=$(eval "$state")
		if [ "$left" != 0 ]; then
			equal "with all memory" "$rc $now" "0 $after"
			run eval "$undo"
			note "$1 $2 $3: $all allocations, $((n / step)) failed, $refused refused"
			[ "$refused" -gt 0 ]
			return
		fi
		[ $rc = 0 ] || refused=$((refused + 1))
		if [ "$now" != "$before" ]; then
			# Done, even if there was no memory to say so
			equal "after failure $n ($rc: $out)" "$now" "$after"
			run eval "$undo"
			equal "undone after $n" "$(eval "$state")" "$before"
		elif [ $rc = 0 ]; then
			fail "failure $n: not done, and no error: $out"
		fi
	done
	fail "no end of allocations: $*"
}

# starve_once HOST N COMMAND...: what is left of N is in $WORK/left. When there was
# no memory for an answer, ip(8) waits for another one, for ever.
starve_once()
{
	local h=$1 n=$2
	shift 2
	in_ns "$h" timeout 5 env LD_PRELOAD="$VTEP_FUZZ/starve.so" \
		STARVE="$n" STARVE_LEFT="$WORK/left" "$@"
}
