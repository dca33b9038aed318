#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A host that was booted without IPv6 (ipv6.disable=1), as many are: everything over
# IPv4 works, tenants' IPv6 included, and what cannot be says why.
#
#	h1 vtep0 --- eth0 10.0.0.1 --+-- br0 (fab)
#	h2 vtep0 --- eth0 10.0.0.2 --+
#
# Run with: scripts/vm -a ipv6.disable=1 -- selftests/noipv6.sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="unicast group list tenant_ipv6 refused monitor"

A=02:aa:00:00:00:01

setup()
{
	! has_ipv6 || fail "this kernel has IPv6; boot it with ipv6.disable=1"
	underlay 2
}

test_unicast()
{
	vtep h1 remote 10.0.0.2
	vtep h2 remote 10.0.0.1
	pings h1 192.168.0.2
	fdb_has h1 '^02:00:00:00:00:02 dst 10.0.0.2 '
	matches '10\.0\.0\.2 .*mtu 1500' on h1 vtepctl peer show
}

test_group()
{
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	matches '^239.1.1.42 dev eth0 users 1' on h1 vtepctl group show
	pings h1 192.168.0.2
	fdb_has h2 '^02:00:00:00:00:01 dst 10.0.0.1 '
}

# Many segments, source prefixes, rules
test_list()
{
	ipn h1 link add vtep0 type vtep attach vlan local 10.0.0.1 dev eth0
	ipn h1 link set vtep0 up
	run on h1 vtepctl vni add dev vtep0 vni 1-20 vlan 1 pool 239.64.0.0/12
	run on h1 vtepctl source add dev vtep0 prefix 10.0.0.2/32
	run on h1 vtepctl vtep set dev vtep0 deliver list protect on
	from h2 vni=7 smac=$A
	wait_for 10 fdb_has h1 "^$A dst 10.0.0.2 .*src_vni 7"
	run on h1 vtepctl save
	run on h1 vtepctl vni del dev vtep0 vni 1-20
}

# Frames are frames: h1 and h2 know nothing of IPv6, what they carry may.
test_tenant_ipv6()
{
	vtep h1 remote 10.0.0.2
	vtep h2 remote 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 static
	frames ether h1 dev=vtep0 dmac=$A type=86dd size=60 n=3
	link_stat_reaches h2 rx packets 3
	frames ether h1 dev=vtep0 dmac=$A n=2 \
		payload=6000000000083aff20010db800000000000000000000000120010db80000000000000000000000028000000000000000
	link_stat_reaches h2 rx packets 5
}

test_refused()
{
	refuse 'IPv6 is disabled' ipn h1 link add vtep0 type vtep id 42 local fd00::1
	refuse 'IPv6 is disabled' ipn h1 link add vtep0 type vtep id 42 remote fd00::2
	refuse 'IPv6 is disabled' ipn h1 link add vtep0 type vtep id 42 \
		group ff05::42 dev eth0
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
	refuse "not of the VTEP's address family" bridgen h1 fdb append \
		00:00:00:00:00:00 dev vtep0 dst fd00::2
	refuse 'family' on h1 vtepctl vni set dev vtep0 vni 42 flood add fd00::2
	equal "sockets" "$(on h1 ss -uanH | wc -l)" 1
}

test_monitor()
{
	background on h1 vtepctl monitor >"$WORK/events" 2>&1
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
	ipn h1 link set vtep0 up
	wait_for 10 on h1 vtepctl -j stats show dev vtep0
	from h2 smac=$A
	wait_for 10 fdb_has h1 "^$A dst 10.0.0.2 "
	wait_for 10 grep -q "$A" "$WORK/events"
	run on h1 vtepctl drops
}

frames_start
run_tests "$@"
