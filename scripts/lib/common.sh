# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every script of this folder shares: messages, the cache, locks.
# Sourced, never run; the caller has `set -euo pipefail`.

# The repository this script belongs to, with symbolic links resolved:
# the guest is shown the same path, and a link could lead out of it.
REPO=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# Where depmod, modinfo and chroot are, and Debian's users do not look
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
CACHE=$(realpath -m -- "${VTEP_CACHE:-$HOME/.cache/vtep}")

# Exit statuses of scripts/vm that are not the command's own. They are those
# of timeout(1) and of a shell, where these have one.
# shellcheck disable=SC2034
readonly EXIT_TIMEOUT=124 EXIT_KERNEL=125

say()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die()
{
	say "$*"
	exit 1
}

need()
{
	local tool

	for tool; do
		command -v "$tool" >/dev/null ||
			die "no $tool on this machine: run scripts/deps"
	done
}

# is_number TEXT: above 0
is_number()
{
	case $1 in
	''|0|*[!0-9]*) return 1 ;;
	esac
}

# Name of this clone in the cache: two clones never share a build.
repo_hash()
{
	printf %s "$REPO" | sha256sum | cut -c1-12
}

# with_lock NAME COMMAND...: run it while no other process of this user holds
# NAME. The lock file is closed in the command's children that stay behind.
with_lock()
{
	local name=$1 rc=0

	shift
	mkdir -p "$CACHE/locks"
	exec 9>"$CACHE/locks/$name"
	flock -w 3600 9 || die "lock $name: held for an hour, giving up"
	"$@" || rc=$?
	exec 9>&-
	return "$rc"
}
