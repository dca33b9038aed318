#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Two guests, each with a kernel of its own, carry one segment together over
# QEMU's network; scripts/pair starts them. Test names say what is where:
# "vtep_vxlan" has this driver in guest a, the kernel's own in guest b.
#
#	guest a = h1  vtep0 or vxlan0 192.168.0.1 -- eth0 10.0.0.1 fd00::1 --+
#	              2001:db8::1                                            |
#	guest b = h2  vtep0 or vxlan0 192.168.0.2 -- eth0 10.0.0.2 fd00::2 --+
#	              2001:db8::2
#
# The tests run in a; b does what it is asked to by way of its own address.
. "$(dirname "$0")/lib.sh"

CONTROL=4000
# Bytes of each TCP transfer, each way.
BULK=3000000

CASES="group_ipv4 group_ipv6 unicast_ipv4 unicast_ipv6 offload vlans"
TESTS=
for pair in vtep_vtep vtep_vxlan vxlan_vtep; do
	for case in $CASES; do
		TESTS+=" ${pair}_$case"
		eval "test_${pair}_$case() { A=${pair%_*} B=${pair#*_}; case_$case; }"
	done
done

# --- the two hosts --------------------------------------------------------

# there COMMAND...: in guest b
there()
{
	local fd reply
	exec {fd}<>/dev/tcp/10.0.0.2/$CONTROL || return 1
	printf '%s\n' "${*@Q}" >&"$fd"
	reply=$(timeout 120 cat <&"$fd") || true
	exec {fd}>&-
	case $reply in
	*$'\n'"rc "*) ;;
	*) echo "# guest b does not answer: $*" >&2; return 125 ;;
	esac
	[ -z "${reply%$'\n'rc *}" ] || printf '%s\n' "${reply%$'\n'rc *}"
	return "${reply##*$'\n'rc }"
}

on()
{
	local h=$1
	shift
	if [ "$h" = h1 ]; then
		"$@"
	else
		there "$@"
	fi
}

ipn()
{
	on "$1" ip "${@:2}"
}

bridgen()
{
	on "$1" bridge "${@:2}"
}

# wire N: eth0 of this guest
wire()
{
	modprobe virtio_net || return 1
	# Nothing to load where it is built in; without it the tests fail.
	modprobe vxlan 2>/dev/null || true
	wait_for 20 test -e /sys/class/net/eth0 || return 1
	ip addr add "10.0.0.$1/24" dev eth0
	ip addr add "fd00::$1/64" dev eth0 nodad
	ip link set eth0 up
}

# Of an earlier test, whatever its end
setup()
{
	local h dev
	for h in h1 h2; do
		for dev in vtep0 vxlan0 vxlan1 vxlan2 vxlan3; do
			ipn $h link del $dev 2>/dev/null || true
		done
	done
}

# --- what the tests are made of ----------------------------------------------

# tunnel HOST WORD...: of its driver, A or B; sets DEV_A or DEV_B
tunnel()
{
	local h=$1 driver=$A
	shift
	[ "$h" = h1 ] || driver=$B
	if [ "$driver" = vtep ]; then
		vtep "$h" "$@"
	else
		intree "$h" "$@"
	fi
	if [ "$h" = h1 ]; then
		DEV_A=${driver}0
	else
		DEV_B=${driver}0
	fi
}

intree()
{
	local h=$1 i=${1#h}
	shift
	case " $* " in
	# Theirs takes nothing without a checksum over IPv6 unless told, and
	# RFC 7348 has none.
	*::*|*ff05:*) set -- "$@" udp6zerocsumrx ;;
	esac
	ipn "$h" link add vxlan0 address "02:00:00:00:00:0$i" type vxlan id 42 \
		dstport 4789 "$@"
	ipn "$h" addr add "192.168.0.$i/24" dev vxlan0
	ipn "$h" addr add "2001:db8::$i/64" dev vxlan0 nodad
	ipn "$h" link set vxlan0 up
}

forget()
{
	ipn h1 neigh flush dev "$DEV_A"
	ipn h2 neigh flush dev "$DEV_B"
}

# both_ways OUTER: ARP and ND from either side; each has learned the other's MAC
both_ways()
{
	local p=$1
	pings h1 192.168.0.2
	fdb_has h1 "02:00:00:00:00:02 dst ${p}2 " "$DEV_A"
	fdb_has h2 "02:00:00:00:00:01 dst ${p}1 " "$DEV_B"
	forget
	pings h2 192.168.0.1
	pings h2 2001:db8::1
	forget
	pings h1 2001:db8::2
}

# tcp ADDRESS PORT: of b; BULK bytes each way, compared
tcp()
{
	local pid rc=0
	there "$PYTHON" "$SELFTESTS/pair.py" tcp listen "$1" "$2" $BULK \
		>"$WORK/listen" 2>&1 &
	pid=$!
	wait_for 60 listens "$2"
	run "$PYTHON" "$SELFTESTS/pair.py" tcp connect "$1" "$2" $BULK || rc=1
	wait $pid || { rc=1; indent "$(cat "$WORK/listen")" >&2; }
	[ $rc = 0 ]
}

listens()
{
	there ss -Hltn "sport = :$1" | grep -q LISTEN
}

# --- the cases -----------------------------------------------------------------

group()
{
	tunnel h1 group "$1" dev eth0
	tunnel h2 group "$1" dev eth0
	capture h1 eth0 udp port 4789
	both_ways "$2"
	# Either one's question went to the group.
	wait_for 10 matches 'Request who-has 192.168.0.2 ' captured h1 dst host "$1"
	wait_for 10 matches 'Request who-has 192.168.0.1 ' captured h1 dst host "$1"
	uncapture
	tcp 192.168.0.2 5001
}

case_group_ipv4()
{
	group 239.1.1.42 10.0.0.
}

case_group_ipv6()
{
	group ff05::42 fd00::
}

unicast()
{
	tunnel h1 remote "${1}2" local "${1}1"
	tunnel h2 remote "${1}1" local "${1}2"
	both_ways "$1"
	tcp 192.168.0.2 5001
	tcp 2001:db8::2 5002
}

case_unicast_ipv4()
{
	unicast 10.0.0.
}

case_unicast_ipv6()
{
	unicast fd00::
}

# rx HOST DEV: how many packets it handed up
rx()
{
	on "$1" cat "/sys/class/net/$2/statistics/rx_packets"
}

large()
{
	[ "$(captured h1 greater 3000 | wc -l)" -gt 20 ]
}

# TCP hands frames above the MTU to the tunnel; the kernel cuts them above the
# wire, and merges what comes from it before it is decapsulated. The wire itself
# has no TSO: QEMU's networks do not have it.
case_offload()
{
	local h dev p wire got
	for p in 10.0.0. fd00::; do
		tunnel h1 remote "${p}2" local "${p}1"
		tunnel h2 remote "${p}1" local "${p}2"
		for h in h1 h2; do
			dev=$DEV_A
			[ $h = h1 ] || dev=$DEV_B
			for dev in "$dev" eth0; do
				matches 'generic-receive-offload: on' on $h ethtool -k "$dev"
			done
		done
		matches 'tcp-segmentation-offload: on' on h1 ethtool -k "$DEV_A"
		matches 'tcp-segmentation-offload: on' on h2 ethtool -k "$DEV_B"
		pings h1 192.168.0.2
		capture h1 "$DEV_A" -s 128 tcp and src host 192.168.0.1 and greater 3000
		wire=$(rx h2 eth0)
		got=$(rx h2 "$DEV_B")
		tcp 192.168.0.2 5003
		wire=$(($(rx h2 eth0) - wire))
		got=$(($(rx h2 "$DEV_B") - got))
		wait_for 10 large
		uncapture
		note "${p}x: $wire datagrams to b, $got frames there"
		[ "$wire" -gt $((BULK / 1500)) ]
		[ "$got" -lt "$wire" ]
		tcp 2001:db8::2 5004
		setup
	done
}

# VLANs and VNIs of the tenants that speak, of thousands that are there.
VLANS="1:5001 2000:7000 4000:9000"

# vlans HOST
vlans()
{
	local h=$1 driver=$A i=0 pair vlan vni group
	[ "$h" = h1 ] || driver=$B
	if [ "$driver" = vtep ]; then
		ipn "$h" link add vtep0 address "02:00:00:00:00:0${h#h}" type vtep \
			attach vlan local "10.0.0.${h#h}" dev eth0
		run on "$h" vtepctl vni add dev vtep0 vni 5001-9000 vlan 1-4000 \
			pool 239.64.0.0/12
		ipn "$h" link set vtep0 up
	fi
	for pair in $VLANS; do
		i=$((i + 1)) vlan=${pair%:*} vni=${pair#*:}
		if [ "$driver" = vtep ]; then
			ipn "$h" link add link vtep0 name "vxlan$i" type vlan id "$vlan"
		else
			group=$(group_of "$vni")
			[ -n "$group" ]
			ipn "$h" link add "vxlan$i" address "02:00:00:00:00:0${h#h}" \
				type vxlan id "$vni" dstport 4789 group "$group" \
				local "10.0.0.${h#h}" dev eth0
		fi
		ipn "$h" addr add "192.168.10$i.${h#h}/24" dev "vxlan$i"
		ipn "$h" link set "vxlan$i" up
	done
}

# group_of VNI: as the pool has it
group_of()
{
	local h=h1
	[ "$A" = vtep ] || h=h2
	on $h vtepctl -j vni show dev vtep0 vni "$1" |
		jq -r '.. | .group? // empty | strings' | head -n 1
}

case_vlans()
{
	local i
	# The one first from which the other takes the groups.
	if [ "$A" = vtep ]; then
		vlans h1
		vlans h2
	else
		vlans h2
		vlans h1
	fi
	for i in 1 2 3; do
		pings h1 192.168.10$i.2
		pings h2 192.168.10$i.1
		tcp 192.168.10$i.2 501$i
	done
}

# --- roles -------------------------------------------------------------------------

guest_a()
{
	local fd rc=0
	wire 1 || return 1
	# The other kernel may take its time to boot.
	if ! wait_for 200 there true; then
		echo "# guest b does not come up" >&2
		return 1
	fi
	note "guest a: $(uname -r), guest b: $(there uname -r)"
	run_tests "$@" || rc=$?
	exec {fd}<>/dev/tcp/10.0.0.2/$CONTROL && echo end >&"$fd"
	return $rc
}

guest_b()
{
	wire 2 && "$PYTHON" "$SELFTESTS/pair.py" serve 10.0.0.2 $CONTROL
}

case ${PAIR_ROLE-} in
a|b) "guest_$PAIR_ROLE" "$@" ;;
*) echo "run this by scripts/pair" >&2; false ;;
esac
