# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# User space for kernels that are not this machine's release of Debian: a root of
# its own for each suite, since the module wants that suite's compiler, and the
# tests its "ip" and "bridge", which know what that kernel does.
#
# root_find SUITE [PACKAGE...] sets
#   ROOT_DIR   the directory
#   ROOT_ID    name of this very root
# root_run DIR COMMAND... runs there.
#
# A root in the cache is a directory roots/SUITE/ID; ID comes from the list of its
# packages, so that another list makes another root. It gets that name when it is
# complete.
#
# shellcheck disable=SC2034

# Beside what "minbase" has: to build, and to run what selftests/ call.
ROOT_PACKAGES=(make gcc libc6-dev pkg-config libmnl-dev libjson-c-dev kmod
	xz-utils zstd util-linux procps iproute2 tcpdump jq ethtool
	iputils-ping bsdextrautils systemd python3 python3-yaml python3-scapy
	openvswitch-switch libelf1t64)

# What no root can do without; their sums tell whether it is still whole.
ROOT_SEALED=(etc/ld.so.cache var/lib/dpkg/status usr/bin/bash usr/bin/python3
	usr/bin/make usr/sbin/bridge)

root_find()
{
	local suite=$1 dir id

	shift
	set -- "${ROOT_PACKAGES[@]}" "$@"
	id=$(printf '%s\n' "$@" | sort -u | sha256sum | cut -c1-12)
	dir=$CACHE/roots/$suite/$id
	if ! root_verify "$dir"; then
		with_lock "root-$suite" root_make "$suite" "$dir" "$@" >&2
		root_verify "$dir" || die "root $suite: could not be had"
	fi
	ROOT_DIR=$dir ROOT_ID=$suite-$id
}

root_verify()
{
	[ -s "$1/SHA256SUMS" ] &&
		(cd "$1" && sha256sum --status -c SHA256SUMS) 2>/dev/null
}

# By way of a tar: who is not root could not delete a directory in which the
# files belong to the users of a namespace.
# root_make SUITE DIR PACKAGE...: called under the lock of SUITE
root_make()
{
	local suite=$1 dir=$2 tmp

	shift 2
	if root_verify "$dir"; then
		return
	fi
	need mmdebstrap
	say "root $suite: making it of Debian's packages"
	mkdir -p "${dir%/*}"
	rm -rf "${dir%/*}"/tmp.* "$dir"
	tmp=$(mktemp -d "${dir%/*}/tmp.XXXXXX")
	# The machine's proxy and patience hold for us too.
	apt-config dump Acquire >"$tmp/apt.conf"
	mmdebstrap --quiet --variant=minbase --aptopt="$tmp/apt.conf" \
		--aptopt='Acquire::Retries "3"' \
		--aptopt='APT::Install-Recommends "false"' \
		--include="$(IFS=,; echo "$*")" \
		"$suite" "$tmp/root.tar" "$(kernel_archive "$suite")" ||
		die "root $suite: mmdebstrap failed"
	mkdir "$tmp/root"
	# Devices are the guest's, and those who are not root cannot make them.
	{ tar -C "$tmp/root" --exclude='./dev/*' -xf "$tmp/root.tar" &&
		(cd "$tmp/root" && sha256sum "${ROOT_SEALED[@]}" >SHA256SUMS) &&
		mv "$tmp/root" "$dir"; } || die "root $suite: cannot be unpacked"
	rm -rf "$tmp"
	say "root $suite: is in $dir"
}

# root_run DIR COMMAND...: as root there, with the cache at its place; nothing else
# of this machine is seen. No network is needed.
root_run()
{
	local dir=$1 user=()

	shift
	[ "$(id -u)" = 0 ] || user=(--map-root-user)
	mkdir -p "$dir$CACHE" "$dir/dev" "$dir/proc" "$dir/sys"
	# The mounts end with their namespace.
	# shellcheck disable=SC2016
	unshare "${user[@]}" --mount -- sh -euc '
		root=$1 cache=$2
		shift 2
		mount --rbind /proc "$root/proc"
		mount --rbind /dev "$root/dev"
		mount --rbind /sys "$root/sys"
		mount --bind "$cache" "$root$cache"
		exec chroot "$root" "$@"' sh "$dir" "$CACHE" "$@"
}
