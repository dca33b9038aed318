# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the demos share: they show commands, look for what should be there, and
# fail when it was not. Sourced, never run; the caller has `set -euo pipefail`.
#
# No pipes into "grep -q": it leaves at the first match, and with pipefail the
# writer's SIGPIPE would be the result.

DEMO_BAD=0	# something was not seen
DEMO_NETNS=()	# namespaces made
DEMO_PIDS=()	# processes in the background

title()
{
	printf '\n== %s\n' "$*"
}

# picture: the drawing at the top of the demo
picture()
{
	sed -n 's/^#\t/  /p' "$0"
}

# show COMMAND...: print it as one would type it, then its output
show()
{
	printf '$ %s\n' "$*"
	"$@"
}

# seen WHAT COMMAND...: COMMAND finds it, or the demo fails
seen()
{
	local what=$1

	shift
	if "$@" >/dev/null 2>&1; then
		printf '  seen      %s\n' "$what"
	else
		printf '  NOT SEEN  %s\n' "$what"
		DEMO_BAD=1
	fi
}

# not COMMAND...: it does not succeed
not()
{
	! "$@"
}

# within SECONDS COMMAND...: poll until it succeeds
within()
{
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "${EPOCHREALTIME/./}" -lt "$end" ] || return 1
		sleep 0.1
	done
}

# netns NAME...: namespaces in which IPv6 does not speak first, and spoil the
# "before"
netns()
{
	local name

	for name; do
		ip netns add "$name"
		DEMO_NETNS+=("$name")
		ip netns exec "$name" \
			sysctl -qw net.ipv6.conf.default.disable_ipv6=1
		ip -n "$name" link set lo up
	done
}

# capture NAMESPACE DEV FILE FILTER...: until capture_end; returns when it runs
capture()
{
	local log=${3%.pcap}.tcpdump

	ip netns exec "$1" tcpdump -Z root -U -n -i "$2" -w "$3" "${@:4}" \
		2>"$log" &
	DEMO_PIDS+=($!)
	within 20 grep -q 'listening on' "$log"
}

capture_end()
{
	[ ${#DEMO_PIDS[@]} != 0 ] || return 0
	kill -INT "${DEMO_PIDS[@]}" 2>/dev/null || :
	wait "${DEMO_PIDS[@]}" 2>/dev/null || :
	DEMO_PIDS=()
}

# captured FILE PATTERN: some line of the packets, decoded, has it
captured()
{
	local text

	text=$(tcpdump -n -v -r "$1" 2>/dev/null)
	grep -qE -- "$2" <<<"$text"
}

demo_cleanup()
{
	local name

	capture_end
	for name in "${DEMO_NETNS[@]}"; do
		ip netns del "$name" 2>/dev/null || :
	done
}

# verdict: to be the demo's last word but one
verdict()
{
	[ "$DEMO_BAD" = 0 ] || {
		printf '\nThe demo FAILED: see NOT SEEN above.\n'
		exit 1
	}
}
