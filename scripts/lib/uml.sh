# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A kernel as a User Mode Linux process. Its root is this machine's /,
# read-only; guest/init makes it writable in memory, as under QEMU.

# uml_cpu: the last CPU we may run on
uml_cpu()
{
	taskset -pc $$ | sed 's/.*[ ,-]//'
}

# uml_run COMMAND...: with the guest's memory in a file system of our own, which nobody
# else sees. Its pages are large ones, as those that a kernel on a real machine has
# its memory mapped by: with small ones a table of a million entries would cost what
# it does nowhere else. Only root may have that.
uml_run()
{
	if [ "$(id -u)" != 0 ]; then
		TMPDIR=/dev/shm exec "$@"
	fi
	# shellcheck disable=SC2016 # expanded there
	exec unshare -m bash -c '
		mount -t tmpfs -o huge=always tmpfs /dev/shm || exit
		TMPDIR=/dev/shm exec "$@"' bash "$@"
}

# uml_start: in the background; sets GUEST
uml_start()
{
	local checks=() pin=()

	if [ "$VM_KERNEL" = debug ]; then
		checks=(kasan_multi_shot kmemleak=on)
	else
		# Kernel and user space take turns as processes here: on two
		# CPUs, either would find its caches on the other.
		pin=(taskset -c "$(uml_cpu)")
	fi
	# From here: the kernel command line is split at spaces.
	cp "$REPO/scripts/guest/init" "$JOB/init"
	chmod 755 "$JOB/init"
	case $JOB in
	*[[:space:]]*)
		die "$REPO: a User Mode Linux kernel cannot run from a path with spaces" ;;
	esac
	# shellcheck disable=SC2086 # a list of words
	uml_run timeout -k 5 "$VM_TIMEOUT" "${pin[@]}" "$KERNEL_IMAGE" \
		mem="$VM_MEMORY" root=none rootfstype=hostfs rootflags=/ ro \
		con=null con0=null,fd:1 con1=null,fd:3 con2=null,fd:4 ssl=null \
		init="$JOB/init" vm_job="$JOB" \
		loglevel=5 log_buf_len=4M panic=-1 oops=panic \
		"${checks[@]}" $VM_APPEND \
		</dev/null >>"$JOB/console" 2>&1 3>>"$JOB/out" 4>>"$JOB/err" &
	# shellcheck disable=SC2034
	GUEST=$!
}
