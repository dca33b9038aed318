# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A kernel under QEMU. Emulated (TCG), since on the machines this must run
# on KVM is missing or does not work.

# In the order they are loaded; what they depend on comes from modules.dep.
QEMU_MODULES=(virtio_pci virtio_console 9pnet_virtio 9p overlay)

# qemu_modules: paths of all modules the guest's first steps need, under
# lib/modules/RELEASE, each after those it depends on
qemu_modules()
{
	modprobe -d "$KERNEL_MODULES" -S "$KERNEL_RELEASE" -C /dev/null \
		--show-depends -a "${QEMU_MODULES[@]}" |
		sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++'
}

# Programs tests start over and over. They and their libraries are put into the
# initramfs, on top of what comes over 9p: opening a file there takes a
# millisecond, and a process opens many.
QEMU_HOT=(bash cat grep sed awk ip bridge ping sleep timeout jq kmod dmesg rm
	  mkdir head tail cut tr)

# Sets QEMU_INITRD to an initramfs with busybox, the modules, guest/init and
# the files above; made when any of them has changed.
qemu_initramfs()
{
	local busybox sum

	busybox=$(command -v busybox) || die "no busybox: run scripts/deps"
	qemu_hot
	sum=$({
		cat "$REPO/scripts/lib/qemu.sh" "$REPO/scripts/guest/init"
		stat -L -c '%n %s %Y' "$busybox"
		cd "$KERNEL_ROOT/" && xargs stat -c '%n %s %Y' <"$QEMU_HOT_LIST"
	} | sha256sum | cut -c1-16)
	QEMU_INITRD=$KERNEL_MODULES/initramfs-$sum
	if ! touch -c "$QEMU_INITRD" || [ ! -s "$QEMU_INITRD" ]; then
		qemu_initramfs_make "$busybox"
		find "$KERNEL_MODULES" -maxdepth 1 \( -name 'initramfs-*' -o \
			-name 'hot-*' \) -mtime +7 -delete
	fi
}

# qemu_hot: sets QEMU_HOT_LIST to a file that names those of the programs that the
# guest's user space has, with their shared libraries, the linker among these;
# without symbolic links, relative to its root. It is made when packages have changed.
qemu_hot()
{
	local sum

	sum=$({
		cat "$REPO/scripts/lib/qemu.sh"
		stat -c '%n %s %Y' "$KERNEL_ROOT/var/lib/dpkg/status"
	} | sha256sum | cut -c1-16)
	QEMU_HOT_LIST=$KERNEL_MODULES/hot-$sum
	if ! touch -c "$QEMU_HOT_LIST" || [ ! -s "$QEMU_HOT_LIST" ]; then
		{ qemu_hot_find | sed 's,^/,,' >"$QEMU_HOT_LIST.$$" &&
			mv "$QEMU_HOT_LIST.$$" "$QEMU_HOT_LIST"; } ||
			die "cannot write $QEMU_HOT_LIST"
	fi
}

qemu_hot_find()
{
	# shellcheck disable=SC2016
	kernel_run bash -c '
		PATH=/usr/bin:/usr/sbin:/bin:/sbin
		mapfile -t hot < <(type -P "$@")
		{
			realpath "${hot[@]}" /etc/ld.so.cache
			ldd "${hot[@]}" | grep -o "/[^ :]*\.so[^ :]*" |
				xargs -r realpath
		} | sort -u' bash "${QEMU_HOT[@]}"
}

# What is in it, in a directory. Each step says whether it was done: a shell whose
# caller looks at that ends at none of them. By modules/order, which is empty for a
# kernel that has all built in, guest/init knows that this is QEMU.
qemu_initramfs_fill()
{
	local busybox=$1 dir=$2 modules module

	mkdir -p "$dir/bin" "$dir/modules" "$dir/hot" &&
		cp "$busybox" "$dir/bin/busybox" &&
		ln -s busybox "$dir/bin/sh" &&
		cp "$REPO/scripts/guest/init" "$dir/init" &&
		chmod 755 "$dir/init" &&
		: >"$dir/modules/order" &&
		modules=$(qemu_modules) || return
	for module in $modules; do
		cp "$module" "$dir/modules/" &&
			echo "${module##*/}" >>"$dir/modules/order" || return
	done
	(cd "$KERNEL_ROOT/" && xargs cp --parents -t "$dir/hot" <"$QEMU_HOT_LIST")
}

qemu_initramfs_make()
{
	local busybox=$1 tmp

	need cpio modprobe
	tmp=$(mktemp -d)
	{ qemu_initramfs_fill "$busybox" "$tmp" &&
		(cd "$tmp" && find . | cpio --quiet -o -H newc -R 0:0) \
			>"$QEMU_INITRD.$$" &&
		mv "$QEMU_INITRD.$$" "$QEMU_INITRD"; } || {
		rm -rf "$tmp"
		die "cannot write $QEMU_INITRD"
	}
	rm -rf "$tmp"
}

# qemu_wire: sets QEMU_WIRE to the options for VM_WIRE. Datagrams over Unix
# sockets: no port to choose, no order of starting, and an end that is gone costs
# frames and stalls nobody. The MAC comes from the socket's name: two ends never
# have the same. QEMU's own networks hand over no unfinished checksums or frames
# above the MTU; so this device has no TSO.
qemu_wire()
{
	local here=${VM_WIRE%%,*} there=${VM_WIRE#*,} mac

	QEMU_WIRE=()
	[ -n "$VM_WIRE" ] || return 0
	mac=$(printf %s "$here" | sha256sum |
		sed 's/\(..\)\(..\)\(..\).*/52:54:00:\1:\2:\3/')
	QEMU_WIRE=(-netdev "dgram,id=wire,local.type=unix,local.path=$here,remote.type=unix,remote.path=$there"
		-device "virtio-net-pci,netdev=wire,mac=$mac,romfile=")
}

# qemu_start: in the background; sets GUEST
qemu_start()
{
	local append share=virtio-9p-pci,mount_tag time=(-accel "tcg,thread=multi")

	need qemu-system-x86_64
	qemu_initramfs
	qemu_wire
	[ "$VM_ICOUNT" = 0 ] ||
		time=(-accel "tcg,thread=single" -icount "shift=0,sleep=off")
	append="console=ttyS0 loglevel=5 log_buf_len=4M mitigations=off"
	append+=" oops=panic panic=-1 random.trust_cpu=on"
	# A kernel that checks has more than one thing to say.
	case $VM_KERNEL in
	smp|kcsan) append+=" kasan_multi_shot kmemleak=on" ;;
	*) append+=" panic_on_warn=1" ;;
	esac
	# Of a busy host only: the guest's CPUs may not run for a while.
	append+=" watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=120"
	# With every program at its own addresses the emulator would translate the
	# same library code anew for each process: half of the time of a test.
	append+=" norandmaps"
	append+=" net.ifnames=0 vm_job=${JOB##*/} $VM_APPEND"
	# Without LA57: five levels of page tables, each walked by the emulator, are
	# a sixth of its time (46 s, 38 s without, for a run of short commands).
	timeout -k 5 "$VM_TIMEOUT" qemu-system-x86_64 \
		-M q35 -cpu max,-la57 "${time[@]}" \
		-smp "$VM_CPUS" -m "$VM_MEMORY" \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$KERNEL_IMAGE" -initrd "$QEMU_INITRD" \
		-append "$append" \
		-chardev "file,id=console,path=$JOB/console" \
		-serial chardev:console \
		-fsdev "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap" \
		-device "$share=root,fsdev=root" \
		-fsdev "local,id=build,path=$REPO/build,security_model=none,multidevs=remap" \
		-device "$share=build,fsdev=build" \
		-device virtio-serial-pci \
		-chardev "file,id=out,path=$JOB/out" \
		-device virtserialport,chardev=out,name=out \
		-chardev "file,id=err,path=$JOB/err" \
		-device virtserialport,chardev=err,name=err \
		"${QEMU_WIRE[@]}" \
		</dev/null >>"$JOB/qemu.log" 2>&1 &
	# shellcheck disable=SC2034
	GUEST=$!
}
