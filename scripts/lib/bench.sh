# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the parts of a benchmark share: time, memory, rows of a table. Sourced in
# the guest, and for the last where all is put together; the caller has
# `set -euo pipefail`.
#
# A row is "NAME|OURS|IN-TREE|RESULT|TARGET|VERDICT"; RESULT is a ratio where there
# is an in-tree side, for it is the same wherever it is measured. VERDICT is "ok",
# "MISSED", or "-" for what is told for its own sake.

# shellcheck disable=SC2034 # variables are the result of functions

BENCH_ROWS=()

note()
{
	printf '# %s\n' "$*"
}

now()
{
	echo "${EPOCHREALTIME/./}"
}

# Sets TIME to the microseconds COMMAND took.
timed()
{
	local start=${EPOCHREALTIME/./}

	"$@"
	TIME=$((${EPOCHREALTIME/./} - start))
}

# timed_on NAMESPACE COMMAND...: the same there. Getting there is not counted: `ip
# netns exec` mounts a /sys and starts a program more, and `ip -n` does not.
timed_on()
{
	local netns=$1

	shift
	# shellcheck disable=SC2016 # expanded there
	on "$netns" bash -c 'start=${EPOCHREALTIME/./}
		"$@" || exit
		echo $((${EPOCHREALTIME/./} - start)) >/tmp/took' bash "$@"
	TIME=$(</tmp/took)
}

# best NAME VALUE: the variable becomes the least it was given
best()
{
	local -n variable=$1

	if [ "$variable" = 0 ] || [ "$2" -lt "$variable" ]; then
		variable=$2
	fi
}

# calc EXPRESSION: with fractions, in awk's words
calc()
{
	awk "BEGIN { x = $1; printf (x >= 100 ? \"%.0f\" : \"%.3g\"), x }"
}

seconds()
{
	awk "BEGIN { printf \"%.2f s\", $1 / 1000000 }"
}

# holds EXPRESSION: awk finds it true
holds()
{
	awk "BEGIN { exit !($1) }"
}

# row NAME OURS IN-TREE RESULT TARGET CONDITION; no condition: told, not judged
row()
{
	local verdict=-

	if [ -n "$6" ]; then
		verdict=ok
		holds "$6" || verdict=MISSED
	fi
	BENCH_ROWS+=("$1|$2|$3|$4|$5|$verdict")
	printf '  %s: %s, in-tree %s: %s (%s) %s\n' "$1" "$2" "$3" "$4" \
		"${5:-no target}" "$verdict"
}

# A ratio of two times in microseconds, to be at most TARGET ('': told only)
# compare NAME OURS IN-TREE TARGET
compare()
{
	row "$1" "$(seconds "$2")" "$(seconds "$3")" "$(calc "$2 / $3")x" \
		"${4:+<= ${4}x}" "${4:+$2 <= $4 * $3}"
}

# figure RESULT cost|ratio NAME|EXPRESSION: the median
figure()
{
	jq -r --arg k "$3" ".$2[\$k].median" <<<"$1"
}

# spread RESULT cost|ratio NAME|EXPRESSION UNIT: with the least and the greatest
spread()
{
	jq -r --arg k "$3" --arg unit "$4" ".$2[\$k] |
		if . then \"\(.median)\(\$unit) (\(.low)-\(.high))\" else \"-\" end" <<<"$1"
}

# Kernel memory that is in use, in KiB: slabs, per-CPU areas (of all possible
# CPUs), kernel stacks and page tables, and what vmalloc gave. All that waits for a
# grace period has been freed before.
memory()
{
	sync_rcu
	awk '/^(Slab|Percpu|KernelStack|PageTables|VmallocUsed):/ { n += $2 }
		END { print n }' /proc/meminfo
}

# A network device's end waits for grace periods, and for what they free.
sync_rcu()
{
	local _

	for _ in 1 2; do
		ip link add bench-rcu type dummy
		ip link del bench-rcu
	done
	sleep 0.2
}

# until SECONDS COMMAND...
until_true()
{
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))

	shift
	until "$@"; do
		[ "${EPOCHREALTIME/./}" -lt "$end" ] || {
			echo "no end of waiting: $*" >&2
			return 1
		}
		sleep 0.05
	done
}

# on NAMESPACE COMMAND...
on()
{
	ip netns exec "$@"
}

# host NAME: a namespace with eth0, 10.0.0.1; its other end is NAME here
host()
{
	ip netns add "$1"
	on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1
	ip link add "$1" type veth peer name eth0 netns "$1"
	ip link set "$1" up
	ip -n "$1" addr add 10.0.0.1/24 dev eth0
	ip -n "$1" link set eth0 up
}

gone()
{
	! [ -e "/sys/class/net/$1" ]
}

# del_netns NAME: of host(); until its devices are gone. Others wait for RTNL
# meanwhile.
del_netns()
{
	ip netns del "$1"
	until_true 300 gone "$1"
}

groups()
{
	ip -n "$1" maddr show dev eth0 | grep -c 'inet *239\.' || :
}

has_groups()
{
	[ "$(groups "$1")" = "$2" ]
}

# json FILE: the rows so far, each with what it was measured on
json()
{
	printf '%s\n' "${BENCH_ROWS[@]}" | jq -Rn --arg kernel "$(uname -r)" \
		--argjson cpus "$(nproc)" '{ rows: [inputs / "|" |
			{ what: .[0], ours: .[1], in_tree: .[2], result: .[3],
			  target: .[4], verdict: .[5],
			  kernel: $kernel, cpus: $cpus }] }' >"$1"
}

# json_merge FILE PART...: those of several guests
json_merge()
{
	local file=$1

	shift
	jq -s '{ rows: map(.rows) | add }' "$@" >"$file"
}

# table FILE
table()
{
	{
		echo 'what|ours|in-tree|result|target||kernel'
		jq -r '.rows[] | [.what, .ours, .in_tree, .result, .target,
			.verdict, .kernel] | join("|")' "$1"
	} | column -t -s '|'
}

# markdown FILE: the table as a page
markdown()
{
	jq -r '"| what | ours | in-tree | result | target | |",
		"|---|---|---|---|---|---|",
		(.rows[] | "| " + ([.what, .ours, .in_tree, .result, .target,
			.verdict] | map(sub("^  "; "&emsp;")) | join(" | ")) + " |")' "$1"
}

# missed FILE: a target was
missed()
{
	jq -e '[.rows[] | select(.verdict == "MISSED")] != []' "$1" >/dev/null
}
