#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Netlink messages that are wrong, by root, by one who is root in a user namespace
# only, and by one who may do nothing: see fuzz/netlink.c. Afterwards all can be
# taken down, and VTEPs work.
#
# FUZZ_SECONDS (or FUZZ_COUNT messages) is how long each test goes on, FUZZ_SEED
# repeats one.
. "$(dirname "$0")/lib.sh"

TESTS="table root userns foreign unprivileged"

FUZZ=${VTEP_FUZZ:-$SELFTESTS/fuzz}/fuzz_netlink
FOREIGN=116	# as in fuzz/netlink.h

# Where nobody can read it, too.
setup()
{
	chmod 755 "$WORK"
	cp "$FUZZ" "$WORK/fuzz_netlink"
	if [ -n "${IP_LIB_DIR-}" ]; then
		cp "$IP_LIB_DIR/link_vtep.so" "$WORK"
		export IP_LIB_DIR=$WORK
	fi
	# Debian's own switch
	! [ -e /proc/sys/kernel/unprivileged_userns_clone ] ||
		echo 1 >/proc/sys/kernel/unprivileged_userns_clone
	modprobe -q dummy || true
}

NOBODY=(setpriv --reuid 65534 --regid 65534 --clear-groups)

# fuzz COMMAND... -- WORD...: the fuzzer, started by the command
fuzz()
{
	local how=()
	while [ "$1" != -- ]; do
		how+=("$1")
		shift
	done
	shift
	fuzz_budget -t 15
	"${how[@]}" "$WORK/fuzz_netlink" "${BUDGET[@]}" "$@" >"$WORK/out" 2>&1 ||
		{ cat "$WORK/out" >&2; return 1; }
	cat "$WORK/out"
}

# sent N: at least so many messages were sent
sent()
{
	local n
	n=$(awk '/ messages sent$/ { print $2 }' "$WORK/out")
	[ "${n:-0}" -ge "$1" ] || fail "only ${n:-no} messages"
}

# did KIND...: of messages of these kinds some were obeyed
did()
{
	local kind
	for kind in "$@"; do
		grep -Eq "^# $kind: .* done [0-9]" "$WORK/out" || fail "$kind: none obeyed"
	done
}

# works: two plain VTEPs see each other
works()
{
	underlay 2
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
}

# take_down NAME: all VTEPs of a namespace, one by one; one may take those with it
# that it carries
take_down()
{
	local dev
	for dev in $(ipn "$1" -o link show type vtep | sed 's/^[0-9]*: \([^:@]*\).*/\1/'); do
		no_link "$1" "$dev" || run ipn "$1" link del "$dev"
	done
	lacks . ipn "$1" -o link show type vtep
}

# Nothing that the spec has is forgotten.
test_table()
{
	"$FUZZ" table >"$WORK/table"
	run "$PYTHON" "$SELFTESTS/fuzz/table.py" <"$WORK/table"
}

# With process ids of its own: one of a message may be taken for the namespace of a
# process, into which devices are moved.
test_root()
{
	ns fz
	fuzz in_ns fz unshare -p -f --kill-child --
	sent 500
	did genl link fdb
	take_down fz
	works
}

test_userns()
{
	fuzz "${NOBODY[@]}" unshare -U -r -n -p -f --kill-child --
	sent 500
	did genl link fdb
	works
}

# settings PID: of the VTEP that is root's, in the namespaces of a process
settings()
{
	local in=(nsenter --net="/proc/$1/ns/net") cmd
	for cmd in vtep-get vni-get; do
		"${in[@]}" "$PYTHON" "$SELFTESTS/genl.py" dump $cmd | jq -c \
			"select(.ifindex == $FOREIGN) | del(.counters, .learned)"
	done
	"${in[@]}" ip -d -j link show fz$FOREIGN | jq -c '.[].linkinfo'
}

# A VTEP that root has put there, whose underlay is root's, keeps its settings.
test_foreign()
{
	local pid before
	underlay 1
	background "${NOBODY[@]}" unshare -U -r -n sleep 1000
	wait_for 10 grep -q '^ *0 *65534' "/proc/$BG/uid_map"
	pid=$BG
	ipn h1 link add fz$FOREIGN index $FOREIGN netns "$pid" type vtep id 7 local 10.0.0.1 \
		group 239.1.1.7 dev eth0
	before=$(settings "$pid")
	matches '"vni":7,' echo "$before"
	fuzz "${NOBODY[@]}" nsenter -t "$pid" -U -n --preserve-credentials -- \
		foreign genl fdb extack
	sent 500
	did genl
	matches '# fdb: .* EPERM' cat "$WORK/out"
	matches "No permission in the underlay" cat "$WORK/out"
	refuse "No permission in the underlay" "${NOBODY[@]}" nsenter -t "$pid" -U -n \
		--preserve-credentials ip link set fz$FOREIGN type vtep ttl 5
	equal settings "$(settings "$pid")" "$before"
	kill "$pid"
}

# state NAME: all that there is of VTEPs in a namespace, but for what changes by itself
state()
{
	ipn "$1" -d link show type vtep
	bridgen "$1" fdb show
	on "$1" vtepctl save
}

test_unprivileged()
{
	local before
	ns fz
	run in_ns fz "$WORK/fuzz_netlink" -n 1 setup
	before=$(state fz)
	matches 'fz105' echo "$before"
	fuzz in_ns fz "${NOBODY[@]}" -- deny
	sent 500
	matches '# link: .* EPERM' cat "$WORK/out"
	matches '# genl: .* EPERM' cat "$WORK/out"
	matches '# fdb: .* EPERM' cat "$WORK/out"
	did genl
	equal state "$(state fz)" "$before"
}

run_tests "$@"
