# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every test file shares. A test file looks like this:
#
#	#!/bin/bash
#	# SPDX-License-Identifier: GPL-2.0
#	# What it is about, and a picture of its hosts.
#	. "$(dirname "$0")/lib.sh"
#
#	TESTS="unicast flood"
#	setup() { underlay 2; ... }	# before each test; may be left out
#	test_unicast() { run ...; }
#	test_flood() { ...; }
#
#	run_tests "$@"
#
# Each test runs in a subshell with fresh namespaces, under "set -e": any
# command that fails ends it as failed, with the command and the state of its
# hosts shown. Namespaces, processes and files it made are gone afterwards.
# Nothing sleeps for a fixed time: wait_for polls for a state.
#
# Run one file: scripts/vm -- selftests/flood.sh, one test of it:
# scripts/vm -- selftests/flood.sh group_ipv4

set -u
export LC_ALL=C
SELFTESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export SELFTESTS
PYTHON=/usr/bin/python3
[ -x $PYTHON ] || PYTHON=python3
export PYTHON

KSFT_SKIP=4

# --- results --------------------------------------------------------------

# Leave the running test as skipped; only for what the kernel at hand lacks.
skip()
{
	echo "$*"
	trap - ERR
	exit $KSFT_SKIP
}

# Leave the running test as failed.
fail()
{
	echo "# FAIL: $*" >&2
	exit 1
}

# note TEXT: shown with the result
note()
{
	echo "# $*"
}

# --- waiting ---------------------------------------------------------------

# wait_for SECONDS COMMAND...: until COMMAND succeeds, at most that long
wait_for()
{
	local end now
	now=$(date +%s%N)
	end=$((now + $1 * 1000000000))
	shift
	until "$@" >/dev/null 2>&1; do
		now=$(date +%s%N)
		if [ "$now" -gt "$end" ]; then
			echo "# timed out waiting for: $*" >&2
			return 1
		fi
		sleep 0.05
	done
}

# --- assertions ------------------------------------------------------------

indent()
{
	printf '#   %s\n' "${1//$'\n'/$'\n'#   }"
}

# run COMMAND...: it must succeed; its output is shown only when it fails
run()
{
	local out
	if ! out=$("$@" 2>&1); then
		echo "# failed: $*" >&2
		indent "$out" >&2
		return 1
	fi
}

# refuse TEXT COMMAND...: it must fail, and say TEXT (an extended regex)
refuse()
{
	local text=$1 out
	shift
	if out=$("$@" 2>&1); then
		echo "# not refused: $*" >&2
		return 1
	fi
	if ! grep -Eqi -- "$text" <<<"$out"; then
		echo "# refused, but without \"$text\": $*" >&2
		indent "$out" >&2
		return 1
	fi
}

# matches TEXT COMMAND...: its output must contain TEXT (an extended regex)
matches()
{
	local text=$1 out
	shift
	out=$("$@" 2>&1) || true
	if ! grep -Eq -- "$text" <<<"$out"; then
		echo "# no \"$text\" in the output of: $*" >&2
		indent "$out" >&2
		return 1
	fi
}

# lacks TEXT COMMAND...: its output must not contain TEXT
lacks()
{
	local text=$1 out
	shift
	if ! out=$("$@" 2>&1); then
		echo "# failed: $*" >&2
		return 1
	fi
	if grep -Eq -- "$text" <<<"$out"; then
		echo "# unwanted \"$text\" in the output of: $*" >&2
		indent "$out" >&2
		return 1
	fi
}

# equal WHAT GOT WANTED
equal()
{
	[ "$2" = "$3" ] && return 0
	echo "# $1: got \"$2\", want \"$3\"" >&2
	return 1
}

# --- hosts -------------------------------------------------------------------

# ns NAME...: make network namespaces; "on NAME COMMAND" runs in one.
# Their real names carry the test's process id, so that files can run at once.
ns()
{
	local n
	for n in "$@"; do
		ip netns add "$NSP$n" || return 1
		echo "$NSP$n" >>"$WORK/netns"
		ip -n "$NSP$n" link set lo up || return 1
	done
}

on()
{
	local n=$1
	shift
	ip netns exec "$NSP$n" "$@"
}

# in_ns NAME COMMAND...: the same but for /sys, of which "on" mounts another one,
# without what debugfs has
in_ns()
{
	local n=$1
	shift
	nsenter --net="/run/netns/$NSP$n" "$@"
}

# ipn NAME ARG..., bridgen NAME ARG...: ip and bridge, quicker than "on"
ipn()
{
	local n=$1
	shift
	ip -n "$NSP$n" "$@"
}

bridgen()
{
	local n=$1
	shift
	bridge -n "$NSP$n" "$@"
}

# ifindex NAME DEV
ifindex()
{
	ipn "$1" -j link show "$2" | jq .[0].ifindex
}

# link_stat HOST rx|tx COUNTER [DEV]: as ip -s -s link shows it
link_stat()
{
	ip -n "$NSP$1" -j -s -s link show dev "${4:-vtep0}" |
		jq -r ".[0].stats64.$2.$3"
}

# underlay N: hosts h1..hN, each with eth0, on one switch in namespace "fab":
#
#	h1 eth0 10.0.0.1/24 --+
#	        fd00::1/64    |
#	h2 eth0 10.0.0.2/24 --+-- br0 (fab)
#	...
# The switch floods multicast, as one without IGMP snooping does.
underlay()
{
	local i
	ns fab
	ipn fab link add br0 type bridge mcast_snooping 0
	ipn fab link set br0 up
	for i in $(seq "$1"); do
		host "$i"
	done
}

# has_ipv6: the kernel was not booted without (noipv6.sh)
has_ipv6()
{
	[ -e /proc/net/if_inet6 ]
}

# host I: one more host on the switch of underlay
host()
{
	ns "h$1"
	ipn fab link add "p$1" type veth peer name eth0 netns "${NSP}h$1"
	ipn fab link set "p$1" master br0 up
	ipn "h$1" addr add "10.0.0.$1/24" dev eth0
	! has_ipv6 || ipn "h$1" addr add "fd00::$1/64" dev eth0 nodad
	ipn "h$1" link set eth0 up
}

# no_link HOST DEV
no_link()
{
	! ipn "$1" link show dev "$2" 2>/dev/null
}

# end_of NS: delete a namespace
end_of()
{
	ip netns del "$NSP$1"
}

# With underlay: all namespaces deleted so far have come to their end in the
# kernel. It works on some at a time, in turn: a first one more is at worst one of
# theirs, and a second one comes after them. One that somebody has a reference of
# never goes, and its end of a cable stays.
ended()
{
	local i
	for i in 1 2; do
		ns "last$i"
		ipn fab link add "last$i" type veth peer name eth0 \
			netns "${NSP}last$i"
		end_of "last$i"
		wait_for 30 no_link fab "last$i"
	done
}

# vtep HOST WORD...: vtep0 on a host, with "id 42" unless words say another or
# another attachment,
# address 192.168.0.I/24 and 2001:db8::I/64 inside, MAC 02:00:00:00:00:0I.
vtep()
{
	local h=$1 i=${1#h}
	shift
	case " $* " in
	*" id "*|*" attach "*|*" external "*) ;;
	*) set -- id 42 "$@" ;;
	esac
	ipn "$h" link add vtep0 address "02:00:00:00:00:0$i" type vtep "$@"
	ipn "$h" addr add "192.168.0.$i/24" dev vtep0
	! has_ipv6 || ipn "$h" addr add "2001:db8::$i/64" dev vtep0 nodad
	ipn "$h" link set vtep0 up
}

# pings HOST ADDRESS: one answer within a few seconds. The first request may
# be lost to neighbour resolution, as anywhere.
pings()
{
	wait_for 10 on "$1" ping -c 1 -W 1 -n "$2"
}

# no_ping HOST ADDRESS
no_ping()
{
	if on "$1" ping -c 2 -i 0.2 -W 1 -n "$2" >/dev/null 2>&1; then
		echo "# $1 reaches $2 and must not" >&2
		return 1
	fi
}

# ethstat HOST NAME [DEV]: one counter of ethtool -S
ethstat()
{
	on "$1" ethtool -S "${3:-vtep0}" | awk -v n="$2:" '$1 == n { print $2; f = 1 }
		END { if (!f) exit 1 }'
}

# stat_is HOST NAME VALUE [DEV]
stat_is()
{
	equal "$2 on $1" "$(ethstat "$1" "$2" "${4:-vtep0}")" "$3"
}

# fdb_has HOST TEXT [DEV]: a line of bridge fdb show; fdb_lacks the contrary
fdb_has()
{
	matches "$2" bridgen "$1" fdb show dev "${3:-vtep0}"
}

fdb_lacks()
{
	lacks "$2" bridgen "$1" fdb show dev "${3:-vtep0}"
}

# background COMMAND...: started now, ended with the test; its id in $BG
background()
{
	"$@" &
	BG=$!
	echo "$BG" >>"$WORK/pids"
}

# capture HOST DEV FILTER...: packets into $WORK/HOST.pcap, started when this
# returns; "captured HOST [FILTER...]" prints what came so far.
capture()
{
	local h=$1 dev=$2
	shift 2
	background on "$h" tcpdump -i "$dev" --immediate-mode -U -n -w "$WORK/$h.pcap" "$@" \
		2>"$WORK/$h.tcpdump"
	wait_for 10 grep -q 'listening on' "$WORK/$h.tcpdump"
}

captured()
{
	local h=$1
	shift
	tcpdump -n -e -r "$WORK/$h.pcap" "$@" 2>/dev/null
}

# uncapture: end the capture started last, with all of it written
uncapture()
{
	# "on" is a shell, with tcpdump as its child. A tcpdump that sleeps has
	# nothing left to read; one that is ended earlier would lose it.
	wait_for 10 grep -q '^State:.S' "/proc/$(pgrep -P "$BG")/status"
	pkill -P "$BG"
	wait "$BG" || true
}

# traffic KIND FROM TO ARG...: see traffic.py; fails unless all arrives as sent
traffic()
{
	local kind=$1 from=$2 to=$3
	shift 3
	run "$PYTHON" "$SELFTESTS/traffic.py" "$kind" "$NSP$from" "$NSP$to" "$@"
}

# load: the module is there, for a test that takes it away
load()
{
	[ -d /sys/module/vtep ] || insmod "$VTEP_MODDIR/vtep.ko"
}

# tun_init: TUN and TAP devices can be made
tun_init()
{
	[ -e /dev/net/tun ] && return
	modprobe tun
	mkdir -p /dev/net
	[ -e /dev/net/tun ] || mknod /dev/net/tun c 10 200
}

# fuzz_budget DEFAULT...: sets BUDGET to what a fuzzer is told of its length and seed:
# by FUZZ_SECONDS, FUZZ_COUNT and FUZZ_SEED, else as by default
fuzz_budget()
{
	BUDGET=("$@")
	if [ -n "${FUZZ_SECONDS-}${FUZZ_COUNT-}" ]; then
		BUDGET=(${FUZZ_SECONDS:+-t "$FUZZ_SECONDS"}
			${FUZZ_COUNT:+-n "$FUZZ_COUNT"})
	fi
	[ -z "${FUZZ_SEED-}" ] || BUDGET+=(-s "$FUZZ_SEED")
}

# --- running -------------------------------------------------------------------

# Run at the test's end, whatever its end; its status stays what it was.
cleanup()
{
	local p n
	set +eE
	trap - ERR
	if [ -s "$WORK/pids" ]; then
		while read -r p; do
			kill "$p" 2>/dev/null
		done <"$WORK/pids"
		while read -r p; do
			wait "$p" 2>/dev/null
		done <"$WORK/pids"
	fi
	if [ -s "$WORK/netns" ]; then
		while read -r n; do
			ip netns pids "$n" 2>/dev/null | xargs -r kill 2>/dev/null
			ip netns del "$n" 2>/dev/null
		done <"$WORK/netns"
	fi
	rm -rf "$WORK"
}

# What a failed test leaves to look at.
show_state()
{
	local n
	# Called by the ERR trap: a grep in here that finds nothing would call
	# it again, without end.
	trap - ERR
	set +eE
	[ -s "$WORK/netns" ] || return 0
	while read -r n; do
		echo "# --- $n"
		ip -n "$n" -d -br addr 2>&1
		bridge -n "$n" fdb show 2>/dev/null | grep -v '33:33:\|01:00:5e'
	done <"$WORK/netns" | sed 's/^\([^#]\)/#   \1/' | head -n 60
}

setup()
{
	:
}

# In its own subshell, so that a test's "exit", "set -e" and traps are its own.
one_test()
{
	WORK=$(mktemp -d /tmp/vtep-test.XXXXXX)
	NSP="t$BASHPID-"
	BG=
	touch "$WORK/netns" "$WORK/pids"
	trap cleanup EXIT
	trap 'rc=$?; echo "# failed in ${FUNCNAME[0]:-?} line $LINENO: $BASH_COMMAND" >&2;
		show_state >&2; exit $rc' ERR
	set -eE
	setup
	"test_$1"
}

run_tests()
{
	local t i=0 failed=0 out rc why
	# shellcheck disable=SC2086 # a list of words
	[ $# -gt 0 ] || set -- $TESTS
	echo "TAP version 13"
	echo "1..$#"
	out=$(mktemp /tmp/vtep-out.XXXXXX)
	for t in "$@"; do
		i=$((i + 1))
		# No "||" or "if" around it: bash would ignore its "set -e".
		(one_test "$t") >"$out" 2>&1
		rc=$?
		case $rc in
		0) echo "ok $i $t" ;;
		"$KSFT_SKIP")
			why=$(grep -v '^#' "$out" | tail -n 1)
			echo "ok $i $t # SKIP ${why:-no reason given}" ;;
		*)
			echo "not ok $i $t"
			failed=$((failed + 1)) ;;
		esac
		if [ "$rc" = 0 ]; then
			grep '^# ' "$out"
		else
			sed 's/^\([^#]\)/# \1/' "$out"
		fi
	done
	rm -f "$out"
	[ "$failed" = 0 ]
}
