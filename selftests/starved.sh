#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each allocation of memory fails once, until there is none left to fail: what was to
# be done is done, or refused and all is as before. (Requests of the generic netlink
# family: "nomem" of vni.sh and storm.sh. Each drop for want of memory: counters.sh.)
# Not a move to another namespace: when that fails half way the kernel itself warns.
# That takes long, and under emulation longer: each run tries STARVE_MOST of them, from
# one on that is chosen by chance.
#
#	h1  vtep0, eth0 10.0.0.1: a dummy, from which nothing ever comes
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/nomem.sh"

TESTS="link_group link_vlan link_set socket vni_range fdb_add fdb_number
	fdb_append fdb_flush learn flood dumps namespace_goes load"

A=02:aa:00:00:00:01

case ${VTEP_KERNEL-} in
# Where the kernel's log has to be empty, not "load": 6.1 itself shows a trace when
# there is no memory for a slab cache, and loses the cache's name (sysfs_slab_add()), and
# warns when there is none for a trace event (event_define_fields()).
debug)
	TESTS=${TESTS% load}
	STARVE_MOST=${STARVE_MOST:-40} ;;
*) STARVE_MOST=${STARVE_MOST:-12} ;;
esac

setup()
{
	nomem_init
}

# One host without another: nothing comes that would change anything.
alone()
{
	ns h1
	ipn h1 link add eth0 type dummy
	ipn h1 addr add 10.0.0.1/16 dev eth0
	ipn h1 link set eth0 up
}

# state: what there is of ours in h1, without what differs each time. By few
# processes: it is asked for hundreds of times. A group that there was no memory to
# join waits for its turn; that is no failure. Nor is it ours when the state of a link
# becomes known.
state()
{
	in_ns h1 bash -c '
		ip -d link show type vtep
		bridge fdb show
		vtepctl vni show
		vtepctl group show
		ss -uanH' | sed -E '/33:33:|01:00:5e:/d; s/^[0-9]+: | packets .*//
			s/@if[0-9]+//; s/ state [A-Za-z]+//'
}

test_link_group()
{
	alone
	starved h1 state 'ipn h1 link del vtep0' ip link add vtep0 address $A \
		type vtep id 42 group 239.1.1.42 dev eth0
}

test_link_vlan()
{
	alone
	starved h1 state 'ipn h1 link del vtep0' ip link add vtep0 address $A up \
		type vtep attach vlan local 10.0.0.1 dev eth0
}

test_link_set()
{
	alone
	ipn h1 link add vtep0 address $A type vtep id 42 group 239.1.1.42 dev eth0
	ipn h1 link set vtep0 up
	starved h1 state \
		'ipn h1 link set vtep0 type vtep group 239.1.1.42 ageing 300 ttl auto' \
		ip link set vtep0 type vtep group 239.1.1.43 ageing 9 ttl 3
}

# One of the few allocations that are the socket's: the refusal says so.
test_socket()
{
	local n out left
	alone
	for n in $(seq 1 2 1000); do
		out=$(starve_once h1 "$n" ip link add vtep0 type vtep id 42 \
			local 10.0.0.1 2>&1) || true
		if grep -q 'Cannot open UDP port 4789' <<<"$out"; then
			note "allocation $n: $out"
			return
		fi
		read -r left <"$WORK/left"
		[ "$left" = 0 ] || fail "never refused for the socket"
		ipn h1 link del vtep0 2>/dev/null || true
	done
	fail "no end of allocations"
}

test_vni_range()
{
	alone
	ipn h1 link add vtep0 address $A type vtep attach vlan local 10.0.0.1 dev eth0
	ipn h1 link set vtep0 up
	starved h1 state 'on h1 vtepctl vni del dev vtep0 vni 10-20' \
		vtepctl vni add dev vtep0 vni 10-20 vlan 10 pool 239.80.0.0/16 \
		flood 10.0.0.2 join always
}

fdb_vtep()
{
	alone
	quiet_vtep h1 local 10.0.0.1 dev eth0
}

test_fdb_add()
{
	fdb_vtep
	# The number of a first entry needs no memory.
	bridgen h1 fdb add 02:aa:00:00:00:02 dev vtep0 dst 10.0.0.3
	starved h1 state "bridgen h1 fdb del $A dev vtep0" \
		bridge fdb add $A dev vtep0 dst 10.0.0.2
}

# One failure is not enough to leave an entry without a number: the kernel tries again.
test_fdb_number()
{
	fdb_vtep
	bridgen h1 fdb add 02:aa:00:00:00:02 dev vtep0 dst 10.0.0.3
	no_memory
	refuse 'No memory for the FDB entry' \
		bridgen h1 fdb add $A dev vtep0 dst 10.0.0.3
	memory_again
	lacks "$A" bridgen h1 fdb show dev vtep0
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.3
}

test_fdb_append()
{
	fdb_vtep
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	starved h1 state \
		'bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst 10.0.0.3' \
		bridge fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.3
}

test_fdb_flush()
{
	underlay 2
	quiet_vtep h1 local 10.0.0.1 dev eth0
	from h2 smac=$A
	starved h1 state "from h2 smac=$A" vtepctl fdb flush dev vtep0
}

starve_py()
{
	local h=$1
	shift
	in_ns "$h" "$PYTHON" "$SELFTESTS/starve.py" "$@"
}

# udp_taken HOST: datagrams that its sockets have taken
udp_taken()
{
	# shellcheck disable=SC2016 # of awk
	on "$1" awk '/^Udp: [0-9]/ { print $2 }' /proc/net/snmp
}

# Each datagram is of a VTEP and a MAC not heard before. All that the kernel brings to
# the socket (it may have no memory for a route back) are delivered; the MAC is learned,
# or it is counted that there was no memory for it.
test_learn()
{
	local out taken
	tun_init
	ns h1
	ipn h1 tuntap add tun0 mode tun
	ipn h1 addr add 10.0.0.1/8 dev tun0
	ipn h1 link set tun0 up
	quiet_vtep h1 local 10.0.0.1
	out=$(starve_py h1 learn tun0)
	taken=$(udp_taken h1)
	note "$out, $taken came to the socket"
	[ "$taken" -gt $(($(jq .taken <<<"$out") / 2)) ]
	equal delivered "$(link_stat h1 rx packets)" "$taken"
	equal "learned, or not for want of memory" \
		"$(($(fdb_count h1) + $(ethstat h1 learn_nomem)))" "$taken"
	[ "$(ethstat h1 learn_nomem)" -gt 0 ]
}

# Three remotes: each gets its copy, or it is counted that it did not.
floods()
{
	local size=$1 before out taken
	before=$(copies)
	out=$(starve_py h1 flood vtep0 "$size")
	note "$size bytes: $out"
	taken=$(jq .taken <<<"$out")
	equal "copies of $taken frames" $(($(copies) - before)) $((3 * taken))
}

# copies: sent, or not for want of memory
copies()
{
	echo $(($(link_stat h1 tx packets eth0) + $(ethstat h1 tx_nomem)))
}

test_flood()
{
	local i
	fdb_vtep
	ipn h1 link set eth0 mtu 9000
	# Nothing leaves by eth0 but what is flooded.
	on h1 sysctl -qw net.ipv6.conf.all.disable_ipv6=1
	for i in 2 3 4; do
		bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.$i
	done
	into h1 n=3
	# A short one is copied, a long one cloned.
	floods 60
	floods 4000
	[ "$(ethstat h1 tx_nomem)" -gt 0 ]
}

timeless()
{
	sed -E 's/ (changed|heard) [0-9.]+s?//g' | sort
}

# dumps_all COMMAND...: all of it, or an error; never a part
dumps_all()
{
	local n out all rc left refused=0
	all=$(in_ns h1 "$@" | timeless)
	for n in $(seq 500); do
		rc=0
		out=$(starve_once h1 "$n" "$@" 2>"$WORK/err" | timeless) || rc=$?
		read -r left <"$WORK/left"
		if [ $rc = 0 ] && [ ! -s "$WORK/err" ]; then
			[ "$out" = "$all" ] || fail "failure $n: $*: $(wc -l \
				<<<"$out") lines of $(wc -l <<<"$all"), or others"
		else
			refused=$((refused + 1))
		fi
		[ "$left" = 0 ] || break
	done
	note "$*: $((n - 1)) failures, $refused refused"
	[ "$left" != 0 ] && [ "$n" -gt 1 ]
}

test_dumps()
{
	set -o pipefail
	alone
	ipn h1 link add vtep0 address $A type vtep attach vlan local 10.0.0.1 dev eth0
	ipn h1 link set vtep0 up
	run on h1 vtepctl vni add dev vtep0 vni 1-500 vlan 1 pool 239.80.0.0/16
	seq 1000 | sed "s/.*/printf 'fdb add 02:cc:00:00:%02x:%02x dev vtep0 dst 10.0.0.2 src_vni 7\\\\n' \$((&\\/256)) \$((&%256))/" |
		bash | bridgen h1 -b -
	dumps_all vtepctl vni show
	dumps_all vtepctl fdb show dev vtep0
	dumps_all vtepctl group show
	dumps_all vtepctl peer show
	dumps_all bridge fdb show dev vtep0
	dumps_all ip -d link show dev vtep0
}

# The end of a namespace cannot be refused.
test_namespace_goes()
{
	local n failed=0
	for n in $(seq 40); do
		ns gone outer
		ipn outer link add "p$n" type veth peer name eth0 netns "${NSP}gone"
		ipn gone addr add 10.0.0.1/24 dev eth0
		ipn gone link set eth0 up
		ipn gone link add vtep0 type vtep id 42 group 239.1.1.42 dev eth0
		ipn gone link set vtep0 up
		bridgen gone fdb add $A dev vtep0 dst 10.0.0.2
		run "$PYTHON" "$SELFTESTS/starve.py" worker "$n"
		ip netns del "${NSP}gone"
		wait_for 60 no_link outer "p$n"
		failed=$((failed + $("$PYTHON" "$SELFTESTS/starve.py" worker)))
		ip netns del "${NSP}outer"
		: >"$WORK/netns"
	done
	note "$failed allocations failed"
	[ "$failed" -ge 10 ]
}

test_load()
{
	rmmod vtep
	note "$("$PYTHON" "$SELFTESTS/starve.py" load "$VTEP_MODDIR/vtep.ko")"
	alone
	quiet_vtep h1 local 10.0.0.1
}

frames_start
run_tests "$@"
