# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A job is one command to run: a directory under build/vm, which the guest can
# write to, with
#   conf   shell variables for guest/init and guest/run
#   keep   directories under /tmp and /run the guest must see, one a line
#   env    the caller's environment, args the command; NUL after each
#   console   what the kernel and guest/run said	(made by the run)
#   out, err  what the command said
#   status    the verdict; see guest/run

# quote VALUE: for any POSIX shell, not only for this one
quote()
{
	printf "'%s'" "${1//\'/\'\\\'\'}"
}

# job_keep: what would be hidden by the guest's own /tmp and /run
job_keep()
{
	local path

	for path in "$REPO" "$PWD" "$CACHE" "$VM_MODDIR"; do
		case $path in
		/tmp/*|/run/*) echo "$path" ;;
		esac
	done | sort -u
}

# job_make COMMAND...: sets JOB
job_make()
{
	local name

	mkdir -p "$REPO/build/vm"
	JOB=$(mktemp -d "$REPO/build/vm/job.XXXXXX")
	printf '%s\0' "$@" >"$JOB/args"
	env -0 >"$JOB/env"
	job_keep >"$JOB/keep"
	for name in VM_TYPE VM_KERNEL VM_RELEASE VM_MODULES VM_MODDIR VM_LOAD \
		    VM_TIMEOUT VM_SPLIT VM_REPO VM_CWD; do
		echo "$name=$(quote "${!name}")"
	done >"$JOB/conf"
	touch "$JOB/console" "$JOB/out" "$JOB/err"
}

# job_follow PID: copy out and err to ours as they grow, until PID ends. The
# guest writes to files, so that a slow reader here never stalls it: it would
# wait in the driver, with interrupts off.
job_follow()
{
	FOLLOWERS=()
	tail -q -c +1 -s 0.1 -f --pid="$1" "$JOB/out" &
	FOLLOWERS+=($!)
	if [ "$VM_SPLIT" = 1 ]; then
		tail -q -c +1 -s 0.1 -f --pid="$1" "$JOB/err" >&2 &
		FOLLOWERS+=($!)
	fi
}

job_show_console()
{
	local copy=$REPO/build/vm/failed-console.log

	cp "$JOB/console" "$copy"
	say "end of the console (all of it: ${copy#"$PWD/"}):"
	tail -n 60 "$copy" | tr -d '\r' | sed 's/^/| /' >&2
}

# job_verdict RC: RC is that of the virtual machine under timeout(1); prints
# what was wrong and returns the exit status of scripts/vm
job_verdict()
{
	local word rest rc='' wrong=0

	if [ -e "$JOB/status" ]; then
		while read -r word rest; do
			case $word in
			rc) rc=$rest ;;
			bad) wrong=$((wrong + 1)); say "$rest" ;;
			esac
		done <"$JOB/status"
	fi
	if [ -z "$rc" ] && { [ "$1" = 124 ] || [ "$1" = 137 ]; }; then
		say "no end after $VM_TIMEOUT s: killed"
		job_show_console
		return "$EXIT_TIMEOUT"
	fi
	if [ -z "$rc" ]; then
		say "the guest died"
		job_show_console
		return "$EXIT_KERNEL"
	fi
	if [ "$wrong" != 0 ]; then
		say "the command's exit status was $rc, but the kernel is not well"
		job_show_console
		return "$EXIT_KERNEL"
	fi
	return "$rc"
}
