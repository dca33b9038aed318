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

# job_keep: what would be hidden by the guest's own /tmp and /run, or is not in the
# user space it gets
job_keep()
{
	local path

	for path in "$REPO" "$PWD" "$CACHE" "$VM_MODDIR"; do
		case $VM_ROOT:$path in
		:/tmp/*|:/run/*) echo "$path" ;;
		:*|*:"$REPO"/*|*:"$CACHE"/*) ;;
		*) echo "$path" ;;
		esac
	done | sort -u
}

# job_make COMMAND...: sets JOB
job_make()
{
	local name

	mkdir -p "$REPO/build/vm"
	JOB=$(mktemp -d "$REPO/build/vm/job.XXXXXX")
	VM_MARK="vtep-vm: ${JOB##*/} starts"
	# What the module needs loaded before it.
	# shellcheck disable=SC2034
	VM_DEPENDS=$(modinfo -F depends "$VM_MODDIR/vtep.ko" | tr ',' ' ') ||
		die "$VM_MODDIR/vtep.ko cannot be read"
	printf '%s\0' "$@" >"$JOB/args"
	# As it was given to us, before our own variables got into it.
	cat /proc/$$/environ >"$JOB/env"
	job_keep >"$JOB/keep"
	for name in VM_TYPE VM_KERNEL VM_RELEASE VM_MODULES VM_MODDIR VM_LOAD \
		    VM_TIMEOUT VM_SPLIT VM_REPO VM_CWD VM_MARK VM_DEPENDS VM_ROOT \
		    VM_TOOLS VM_FUZZ; do
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

	# The console leaves out what is no warning; the log has it all, if
	# the guest lived to write it.
	{
		job_console
		if [ -s "$JOB/dmesg" ]; then
			echo "--- kernel log from the start of the job:"
			job_kernel_log
		fi
		splat_symbols "$JOB/symbols" <"$JOB/leaks"
	} >"$copy" 2>/dev/null || :
	say "end of the console (all of it: build/vm/${copy##*/}):"
	tail -n 80 "$copy" | sed 's/^/| /' >&2
}

# User Mode Linux, killed, complains in length of how it exits: that hides what it
# was doing when it hung.
job_console()
{
	tr -d '\r' <"$JOB/console" | awk '
		/(BUG|WARNING): / { report = NR }
		/last_ditch_exit/ && !end { end = report - 1 }
		{ line[NR] = $0 }
		END {
			if (!end)
				end = NR
			for (i = 1; i <= end; i++)
				print line[i]
		}'
}

job_kernel_log()
{
	awk -v mark="$VM_MARK" 'index($0, mark) { n = 0; next }
		{ line[n++] = $0 }
		END { for (i = 0; i < n; i++) print line[i] }' "$JOB/dmesg"
}

# job_wrong: whatever else than the exit status was wrong, one a line
job_wrong()
{
	sed -n 's/^bad //p' "$JOB/status"
	job_kernel_log | splat_lines | sed 's/^/kernel log: /'
	if [ -s "$JOB/leaks" ]; then
		echo "memory leaks: $(grep -c '^unreferenced' "$JOB/leaks")"
	fi
}

# job_verdict RC: RC is that of the virtual machine under timeout(1); prints
# what was wrong and returns the exit status of scripts/vm
job_verdict()
{
	local wrong line rc

	if ! grep -qsx end "$JOB/status"; then
		if [ "$1" = 124 ] || [ "$1" = 137 ]; then
			say "no end after $VM_TIMEOUT s: killed"
			job_show_console
			return "$EXIT_TIMEOUT"
		fi
		say "the guest died"
		job_show_console
		return "$EXIT_KERNEL"
	fi
	wrong=$(job_wrong)
	rc=$(sed -n 's/^rc //p' "$JOB/status")
	if [ -n "$wrong" ]; then
		job_show_console
		while IFS= read -r line; do
			say "$line"
		done <<<"$wrong"
		say "the command's exit status was $rc, but that counts as a failure"
		return "$EXIT_KERNEL"
	fi
	if grep -qx timeout "$JOB/status"; then
		say "no end after $VM_TIMEOUT s: killed"
		return "$EXIT_TIMEOUT"
	fi
	return "$rc"
}
