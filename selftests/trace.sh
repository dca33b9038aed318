#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Tracepoints of the module and the kernel's own drop reasons, as perf(1) and
# trace-cmd(1) would use them.
#
#	h1 vtep0 10.0.0.1 --+
#	h2       10.0.0.2 --+-- 10.0.0.0/24
#	h3       10.0.0.3 --+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="learn move age flood drop filter ipv6 kernel_reasons"

A=02:aa:00:00:00:01
T=/sys/kernel/tracing

# An instance of its own: nothing that others trace is in the way.
setup()
{
	underlay 3
	[ -d $T/events ] || mount -t tracefs tracefs $T
	TRACE=$T/instances/$NSP
	mkdir "$TRACE"
	trap 'rmdir "$TRACE"; cleanup' EXIT
}

# listen EVENT...
listen()
{
	local e
	for e in "$@"; do
		echo 1 >"$TRACE/events/$e/enable"
	done
}

seen()
{
	wait_for 10 grep -Eq -- "$1" "$TRACE/trace" || {
		indent "$(grep -v '^#' "$TRACE/trace" | tail -n 20)" >&2
		return 1
	}
}

# count_is EVENT N
count_is()
{
	equal "events $1" "$(grep -c " $1: " "$TRACE/trace")" "$2"
}

test_learn()
{
	listen vtep/vtep_learn
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=$A n=3
	seen "vtep_learn: dev=vtep0 vni=42 mac=$A peer=(::ffff:)?10\.0\.0\.2 port=4789$"
	from h2 smac=$A macs=2
	seen "vtep_learn: dev=vtep0 vni=42 mac=02:aa:00:00:00:02 peer="
	# Told once for each
	count_is vtep_learn 2
}

test_move()
{
	listen vtep/vtep_move
	quiet_vtep h1 id 4711 local 10.0.0.1
	from h2 vni=4711 smac=$A
	from h3 vni=4711 smac=$A n=2
	seen "vtep_move: dev=vtep0 vni=4711 mac=$A from=(::ffff:)?10\.0\.0\.2 to=(::ffff:)?10\.0\.0\.3$"
	count_is vtep_move 1
}

test_age()
{
	listen vtep/vtep_age vtep/vtep_learn
	quiet_vtep h1 local 10.0.0.1 ageing 1
	from h2 smac=$A
	seen "vtep_age: dev=vtep0 vni=42 mac=$A peer=(::ffff:)?10\.0\.0\.2 port=4789$"
	count_is vtep_age 1
	count_is vtep_learn 1
}

test_flood()
{
	listen vtep/vtep_flood
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.3
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2
	into h1 dmac=$A size=86
	into h1 dmac=02:cc:00:00:00:01
	seen "vtep_flood: dev=vtep0 vni=42 mac=$A len=100 remotes=2$"
	count_is vtep_flood 1
}

test_drop()
{
	listen vtep/vtep_drop
	quiet_vtep h1 local 10.0.0.1
	from h2 vni=99
	seen 'vtep_drop: dev=- vni=99 len=[0-9]+ skbaddr=[^ ]+ reason=rx_unknown_vni peer=::ffff:10\.0\.0\.2 mac=02:00:00:00:00:99$'
	from h2 smac=01:00:5e:00:00:01
	seen 'vtep_drop: dev=vtep0 vni=42 len=[0-9]+ skbaddr=[^ ]+ reason=rx_src_mac peer=::ffff:10\.0\.0\.2 mac=01:00:5e:00:00:01$'
	into h1 size=86
	seen 'vtep_drop: dev=vtep0 vni=42 len=100 skbaddr=[^ ]+ reason=tx_no_remote peer=:: mac=02:00:00:00:00:99$'
	from h2 bare=0800
	seen 'vtep_drop: dev=- vni=0 len=[0-9]+ skbaddr=[^ ]+ reason=rx_short peer=::ffff:10\.0\.0\.2 mac=00:00:00:00:00:00$'
	count_is vtep_drop 4
}

test_filter()
{
	echo 'vni == 43' >"$TRACE/events/vtep/vtep_learn/filter"
	listen vtep/vtep_learn
	quiet_vtep h1 id 42 local 10.0.0.1
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	from h2 vni=42 smac=$A
	from h2 vni=43 smac=$A
	seen "vtep_learn: dev=vtep1 vni=43 mac=$A"
	count_is vtep_learn 1
}

test_ipv6()
{
	listen vtep/vtep_learn vtep/vtep_move
	quiet_vtep h1 local fd00::1
	from h2 to=fd00::1 smac=$A
	seen "vtep_learn: dev=vtep0 vni=42 mac=$A peer=fd00::2 port=4789$"
	from h3 to=fd00::1 smac=$A
	seen "vtep_move: dev=vtep0 vni=42 mac=$A from=fd00::2 to=fd00::3$"
}

# reason NAME: the kernel knows it by this name, and saw it
reason()
{
	grep -q "\"$1\"" $T/events/skb/kfree_skb/format || {
		note "no drop reason $1 in this kernel"
		return 0
	}
	seen "kfree_skb: .*reason: $1$"
}

test_kernel_reasons()
{
	listen skb/kfree_skb
	quiet_vtep h1 local 10.0.0.1
	from h2 bare=0800
	seen 'kfree_skb: .*reason: PKT_TOO_SMALL$'
	from h2 vni=99
	reason VXLAN_VNI_NOT_FOUND
	from h2 flags=00
	reason VXLAN_INVALID_HDR
	from h2 smac=01:00:5e:00:00:01
	reason MAC_INVALID_SOURCE
	into h1
	reason NO_TX_TARGET
	bridgen h1 fdb add $A dev vtep0 dst 172.16.0.1
	into h1 dmac=$A
	seen 'kfree_skb: .*reason: IP_OUTNOROUTES$'
	ipn h1 link set vtep0 down
	from h2
	seen 'kfree_skb: .*reason: DEV_READY$'
}

frames_start
run_tests "$@"
