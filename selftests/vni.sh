#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Many segments on one VTEP: ranges, all or nothing; pools of groups; flood
# lists; what is refused.
#
#	h1 vtep0 --- eth0 10.0.0.1, fd00::1 --+
#	h2 vtep0 --- eth0 10.0.0.2, fd00::2 --+-- br0 (fab)
#	h3 ...                              --+
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/nomem.sh"

TESTS="add add_refused whole_space one_place pool_ipv4 pool_ipv6 pool_refused
	group_refused group_later del del_refused set set_refused set_undone
	interrupted vtep_goes nomem relink flood_both flood_list list_and_group service_node turns
	big_teardown"

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

# tenants HOST [WORD...]: a VTEP for segments, without any, up
tenants()
{
	local h=$1
	shift
	ipn "$h" link add vtep0 type vtep attach vlan dev eth0 \
		local "10.0.0.${h#h}" "$@"
	ipn "$h" link set vtep0 up
}

# access HOST VLAN: an interface of a tenant, 192.168.VLAN.HOST
access()
{
	ipn "$1" link add link vtep0 name "vl$2" type vlan id "$2"
	ipn "$1" addr add "192.168.$2.${1#h}/24" dev "vl$2"
	ipn "$1" link set "vl$2" up
}

# vnis WANT [WORD...]: how many are shown
vnis()
{
	local want=$1
	shift
	equal "number of VNIs" "$(ctl -j vni show "$@" | jq length)" "$want"
}

# vni FILTER WANT VNI: JSON of one
vni()
{
	equal "vni $3 | $1" "$(ctl -j vni show vni "$3" | jq -c ".[0]$1")" "$2"
}

# all that a range can change; lists are in no order
state()
{
	ctl -j vni show | jq -c '.[] | .flood |= sort'
	ctl -j group show | jq -c '.[] | [.group, .users]' | sort
	ipn h1 maddr show | grep -E 'inet|dev' || true
}

# unchanged TEXT COMMAND...: the command is refused (see refuse) and nothing
# differs afterwards
unchanged()
{
	state >"$WORK/before"
	refuse "$@"
	state | diff "$WORK/before" - >&2
}

test_add()
{
	tenants h1
	run ctl vni add dev vtep0 vni 5001-9000 vlan 1-4000 pool 239.64.0.0/12
	vnis 4000
	vni .vlan 1 5001
	vni .vlan 4000 9000
	vni .vlan 77 5077
	# one more before, between and behind what there is
	run ctl vni add dev vtep0 vni 42 untagged group 239.1.1.42
	run ctl vni add dev vtep0 vni 9001 vlan 4001 learning off ageing 60 limit 9
	vnis 4002
	vni '|[.learning, .ageing, .limit]' '[false,60,9]' 9001
	vnis 3 vni 8999-9001
	vnis 0 vni 43-5000
	equal "order" "$(ctl -j vni show | jq -c '[.[].vni] | . == sort')" true
}

test_add_refused()
{
	tenants h1
	run ctl vni add dev vtep0 vni 100-199 vlan 100 join always group 239.1.1.1
	unchanged 'VNI 100 .*served by VTEP vtep0' ctl vni add dev vtep0 vni 50-149 vlan 300
	unchanged 'VNI 150' ctl vni add dev vtep0 vni 150 vlan 300
	unchanged 'VLAN 199 is that of VNI 199' ctl vni add dev vtep0 vni 300 vlan 199
	unchanged 'VLAN 100 is that of VNI 100' ctl vni add dev vtep0 vni 200-209 vlan 91 group 239.1.1.2
	unchanged 'vlan' ctl vni add dev vtep0 vni 300
	unchanged 'past 4094' ctl vni add dev vtep0 vni 300-400 vlan 4000
	unchanged 'own address' ctl vni add dev vtep0 vni 300-310 vlan 300 flood 10.0.0.2,10.0.0.1
	unchanged 'twice' ctl vni add dev vtep0 vni 300 vlan 300 flood 10.0.0.2,10.0.0.2
	unchanged 'ten days' ctl vni add dev vtep0 vni 300 vlan 300 ageing 864001
	ipn h1 link add vtep1 type vtep id 500 dstport 4790
	unchanged 'attachment id' ctl vni add dev vtep1 vni 501
	refuse 'not a VTEP' ctl vni add dev eth0 vni 501
}

# VNI 0 and the last one are VNIs like others.
test_whole_space()
{
	tenants h1
	tenants h2
	run ctl vni add dev vtep0 vni 0 vlan 10 flood 10.0.0.2
	run ctl vni add dev vtep0 vni 16777215 vlan 11 flood 10.0.0.2
	run on h2 vtepctl vni add dev vtep0 vni 0 vlan 10 flood 10.0.0.1
	run on h2 vtepctl vni add dev vtep0 vni 16777215 vlan 11 flood 10.0.0.1
	refuse '16777215' ctl vni add dev vtep0 vni 16777216 vlan 12
	for v in 10 11; do
		access h1 $v
		access h2 $v
		pings h1 "192.168.$v.2"
	done
	run ctl vni del dev vtep0 vni 0-16777215
	vnis 0
}

# A VNI is in one place per underlay socket, whatever the attachment.
test_one_place()
{
	tenants h1
	run ctl vni add dev vtep0 vni 1-100 vlan 1
	ipn h1 link add vtep1 type vtep attach external vnifilter local 10.0.0.1
	ipn h1 link add vtep2 type vtep attach vlan dev eth0 local 10.0.0.1 dstport 4790
	refuse 'VNI 100 .* VTEP vtep0' ctl vni add dev vtep1 vni 100-200
	vnis 0 dev vtep1
	run ctl vni add dev vtep1 vni 101-200
	refuse 'VNI 101 .* VTEP vtep1' ctl vni add dev vtep0 vni 101 vlan 101
	refuse 'VNI 7 .*VTEP vtep0' ipn h1 link add vtep7 type vtep id 7
	# another socket is another place
	run ctl vni add dev vtep2 vni 1-100 vlan 1
	run ctl vni del dev vtep1 vni 101
	run ctl vni add dev vtep0 vni 101 vlan 101
}

# The mapping is part of the interface: low bits of the VNI.
test_pool_ipv4()
{
	tenants h1
	run ctl vni add dev vtep0 vni 5001-5003 vlan 1 pool 239.64.0.0/12
	vni .group '"239.64.19.137"' 5001
	vni .group '"239.64.19.139"' 5003
	vni .pool '"239.64.0.0/12"' 5003
	run ctl vni add dev vtep0 vni 1048577 vlan 10 pool 239.64.0.0/12
	vni .group '"239.64.0.1"' 1048577
	run ctl vni add dev vtep0 vni 1024-1026 vlan 20 pool 239.0.0.0/31 join always
	vni .group '"239.0.0.0"' 1024
	vni .group '"239.0.0.1"' 1025
	vni .group '"239.0.0.0"' 1026
	matches 'inet +239\.0\.0\.0$' ipn h1 maddr show dev eth0
	equal "users" "$(ctl -j group show group 239.0.0.0 | jq '.[0].users')" 2
	# a group that is given afterwards is not out of it
	ipn h1 link add vtep1 type vtep id 7 local 10.0.0.1 dev eth0 dstport 4790
	run ctl vni set dev vtep1 vni 7 pool 239.64.0.0/12
	vni '|[.group, .pool]' '["239.64.0.7","239.64.0.0/12"]' 7
	run ipn h1 link set vtep1 type vtep group 239.1.1.1
	vni '|[.group, .pool]' '["239.1.1.1",null]' 7
	run ctl vni set dev vtep1 vni 7 pool 239.64.0.0/12
	run ipn h1 link set vtep1 type vtep remote 10.0.0.2
	vni '|[.group, .pool]' '[null,null]' 7
}

test_pool_ipv6()
{
	ipn h1 link add vtep0 type vtep attach vlan dev eth0 local fd00::1
	ipn h1 link set vtep0 up
	run ctl vni add dev vtep0 vni 16777215 vlan 1 pool ff05::1:0:0/96
	vni .group '"ff05::1:ff:ffff"' 16777215
	run ctl vni add dev vtep0 vni 258 vlan 2 pool ff15::/120 join always
	vni .group '"ff15::2"' 258
	matches 'inet6 ff15::2' ipn h1 maddr show dev eth0
}

test_pool_refused()
{
	tenants h1
	local add=(ctl vni add dev vtep0 vni 1-9 vlan 1)
	unchanged 'multicast' "${add[@]}" pool 10.0.0.0/8
	unchanged 'multicast' "${add[@]}" pool 192.0.0.0/2
	unchanged 'bits behind' "${add[@]}" pool 239.64.0.1/12
	unchanged '224\.0\.0\.0/24' "${add[@]}" pool 224.0.0.0/5
	unchanged '224\.0\.0\.0/24' "${add[@]}" pool 224.0.0.0/16
	unchanged '224\.0\.0\.0/24' "${add[@]}" pool 224.0.0.128/25
	unchanged 'too small|one group|one address' "${add[@]}" pool 239.1.1.1/32
	unchanged 'family' "${add[@]}" pool ff05::/64
	unchanged 'group|pool' "${add[@]}" pool 239.1.0.0/16 group 239.1.1.1
	ipn h1 link add vtep6 type vtep attach vlan dev eth0 local fd00::1
	add=(ctl vni add dev vtep6 vni 1-9 vlan 1)
	unchanged 'leave the host|multicast' "${add[@]}" pool ff01::/64
	unchanged '16-127' "${add[@]}" pool ff00::/15
	unchanged 'family' "${add[@]}" pool 239.64.0.0/12
}

test_group_refused()
{
	ipn h1 link add vtep0 type vtep attach vlan local 10.0.0.1
	unchanged 'lower device' ctl vni add dev vtep0 vni 1 vlan 1 group 239.1.1.1
	unchanged 'lower device' ctl vni add dev vtep0 vni 1 vlan 1 pool 239.64.0.0/12
	run ipn h1 link set vtep0 type vtep dev eth0
	unchanged 'multicast' ctl vni add dev vtep0 vni 1 vlan 1 group 10.0.0.9
	unchanged 'family' ctl vni add dev vtep0 vni 1 vlan 1 group ff05::1
	run ctl vni add dev vtep0 vni 1 vlan 1 group 239.1.1.1
	ipn h1 link add red type vrf table 10
	ipn h1 link set red up
	refuse 'VNI 1 needs' ipn h1 link set vtep0 type vtep dev red
	ipn h1 link add vtepr type vtep attach vlan dev red dstport 4790
	unchanged 'VRF' ctl vni add dev vtepr vni 1 vlan 1 group 239.1.1.1
}

# A lower device that has no address or is down: joined when it comes up.
test_group_later()
{
	ns x
	ipn h1 link add eth9 type veth peer name e netns "${NSP}x"
	ipn x link set e up
	ipn h1 link add vtep0 type vtep attach vlan dev eth9
	ipn h1 link set vtep0 up
	run ctl vni add dev vtep0 vni 1-10 vlan 1 pool 239.64.0.0/12 join always
	vnis 10
	capture x e igmp
	ipn h1 addr add 10.9.0.1/24 dev eth9
	ipn h1 link set eth9 up
	wait_for 10 matches '239\.64\.0\.10' ipn h1 maddr show dev eth9
	wait_for 10 matches '239\.64\.0\.10' captured x -v
	equal "joined" "$(ctl -j group show | jq -c 'map(select(.state == "joined")) | length')" 10
}

# frames HOST VNI...: one broadcast of each VNI from HOST to h1
frames()
{
	local h=$1
	shift
	printf 'vxlan vni=%s\n' "$@" |
		on "$h" "$PYTHON" "$SELFTESTS/inject.py" 10.0.0.1 >/dev/null
}

test_del()
{
	tenants h1
	run ctl vni add dev vtep0 vni 100-199 vlan 100 pool 239.64.0.0/12 \
		flood 10.0.0.2 join always
	equal groups "$(ctl -j group show | jq length)" 100
	frames h2 150 151
	fdb_has h1 '02:00:00:00:00:77.* src_vni 150'
	run ctl vni del dev vtep0 vni 120-150
	vnis 69
	vnis 0 vni 120-150
	wait_for 10 left 239.64.0.150
	equal groups "$(ctl -j group show | jq length)" 69
	fdb_lacks h1 'src_vni 150'
	fdb_has h1 'src_vni 151'
	frames h2 150
	stat_is h1 rx_unknown_vni 1
	# the place and the VLAN are free again
	run ctl vni add dev vtep0 vni 130 vlan 149
	# those that are there, of more that were asked for
	run ctl vni del dev vtep0 vni 0-16777215
	vnis 0
	lacks '239\.64' ipn h1 maddr show dev eth0
}

left()
{
	lacks "$1\$" ipn h1 maddr show dev eth0
}

test_del_refused()
{
	tenants h1
	run ctl vni add dev vtep0 vni 100 vlan 100
	unchanged 'no segment in this range' ctl vni del dev vtep0 vni 101-200
	ipn h1 link add vtep1 type vtep id 7 dstport 4790
	unchanged 'attachment id' ctl vni del dev vtep1 vni 7
}

test_set()
{
	tenants h1
	run ctl vni add dev vtep0 vni 1-500 vlan 1 pool 239.64.0.0/12 join always
	run ctl vni set dev vtep0 vni 101-200 learning off ageing 33 limit 5 \
		group 239.9.9.9 flood add 10.0.0.2,10.0.0.3
	vni '|[.learning, .ageing, .limit, .group, .pool]' \
		'[false,33,5,"239.9.9.9",null]' 101
	vni '|[.learning, .ageing, .limit, .group, .pool]' \
		'[true,300,16384,"239.64.0.201","239.64.0.0/12"]' 201
	vni '|[.flood[].addr]' '["239.9.9.9","10.0.0.2","10.0.0.3"]' 200
	equal users "$(ctl -j group show group 239.9.9.9 | jq '.[0].users')" 100
	lacks '239\.64\.0\.150$' ipn h1 maddr show dev eth0
	run ctl vni set dev vtep0 vni 150-160 flood del 10.0.0.2 pool 239.80.0.0/16
	vni '|[.flood[].addr]' '["10.0.0.3","239.80.0.150"]' 150
	run ctl vni set dev vtep0 vni 1-500 group none
	equal groups "$(ctl -j group show | jq length)" 0
	vni '|[.group, .pool]' '[null,null]' 3
	# one segment less wants it, and none
	run ctl vni set dev vtep0 vni 1-2 group 239.1.1.1
	run ctl vni set dev vtep0 vni 1 join active
	equal users "$(ctl -j group show | jq '.[0].users')" 1
	run ctl vni set dev vtep0 vni 2 join active
	equal groups "$(ctl -j group show | jq length)" 0
}

test_set_refused()
{
	tenants h1
	run ctl vni add dev vtep0 vni 1-100 vlan 1 pool 239.64.0.0/12 join always
	run ctl vni add dev vtep0 vni 102-200 vlan 102 flood 10.0.0.3
	unchanged 'no segment with VNI 101' ctl vni set dev vtep0 vni 1-200 ageing 7 group 239.1.1.1
	unchanged 'VNI 102: .*already' ctl vni set dev vtep0 vni 102-150 flood add 10.0.0.2,10.0.0.3 group 239.1.1.1 learning off
	run ctl vni set dev vtep0 vni 140 flood add 10.0.0.9
	# half way, so that the first ones had been changed
	unchanged 'VNI 140: .*already' ctl vni set dev vtep0 vni 102-150 flood add 10.0.0.2,10.0.0.9 group 239.1.1.1 learning off
	run ctl vni set dev vtep0 vni 150 flood del 10.0.0.3
	unchanged 'VNI 150: .*no such' ctl vni set dev vtep0 vni 102-200 flood del 10.0.0.3 flood add 10.0.0.7 ageing 9
}

# A group gives way again to what it took the place of.
test_set_undone()
{
	ipn h1 link add vtep0 type vtep id 42 dev eth0 local 10.0.0.1 \
		remote 10.0.0.2
	ipn h1 link set vtep0 up
	as_now
	refuse 'no such' ctl vni set dev vtep0 vni 42 group 239.1.1.1 flood del 10.0.0.9
	on h1 bash -c "$UNCHANGED"
	matches 'remote 10\.0\.0\.2 ' ipn h1 -d link show dev vtep0
	fdb_has h1 '^00:00:00:00:00:00 dst 10\.0\.0\.2 '
	# named by bridge(8) before
	run bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 239.1.1.1 via eth0
	as_now
	refuse 'no such' ctl vni set dev vtep0 vni 42 group 239.1.1.1 flood del 10.0.0.9
	on h1 bash -c "$UNCHANGED"
	matches 'remote 10\.0\.0\.2 ' ipn h1 -d link show dev vtep0
	fdb_has h1 '^00:00:00:00:00:00 dst 239\.1\.1\.1 '
	# the remote itself taken out by bridge(8) before
	run bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	as_now
	refuse 'no such' ctl vni set dev vtep0 vni 42 group 239.1.1.2 flood del 10.0.0.9
	on h1 bash -c "$UNCHANGED"
	fdb_lacks h1 '^00:00:00:00:00:00 dst 10\.0\.0\.2 '
	# the same for all of a range but its last
	ipn h1 link del vtep0
	tenants h1
	run ctl vni add dev vtep0 vni 1-3 vlan 1 flood 10.0.0.2
	run bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 239.1.1.1 via eth0 src_vni 2
	run ctl vni set dev vtep0 vni 3 flood del 10.0.0.2
	as_now
	refuse 'VNI 3: .*no such' ctl vni set dev vtep0 vni 1-3 group 239.1.1.1 flood del 10.0.0.2
	on h1 bash -c "$UNCHANGED"
}

# An impatient user leaves nothing behind.
test_interrupted()
{
	local pid
	tenants h1
	refuse 'vlan' ctl vni add dev vtep0 vni 4094-200000 untagged
	ipn h1 link add vtepx type vtep attach external vnifilter dev eth0 dstport 4790
	ipn h1 link set vtepx up
	background on h1 vtepctl vni add dev vtepx vni 1-4000000 pool 239.0.0.0/22
	wait_for 20 some
	pid=$(pgrep -x vtepctl)
	# Not INT: a shell may start what runs in the background without it.
	kill -TERM "$pid"
	wait_for 60 vnis 0 dev vtepx
	wait_for 10 gone "$pid"
	wait_for 20 matches '^\[\]$' ctl -j group show
	# and the next request finds the way free
	run ctl vni add dev vtepx vni 7
}

# Its VTEP is deleted while a request makes segments of it: that ends, and says why.
test_vtep_goes()
{
	tenants h1
	ipn h1 link add vtepx type vtep attach external vnifilter dev eth0 dstport 4790
	background refuse 'The VTEP is being deleted' \
		ctl vni add dev vtepx vni 1-4000000
	wait_for 20 some
	run ipn h1 link del vtepx
	wait "$BG"
}

some()
{
	ctl -j vni show dev vtepx vni 1-50 | jq -e 'length > 40'
}

gone()
{
	! kill -0 "$1"
}

# Each allocation of a request fails once: the state is that from before.
test_nomem()
{
	local i out
	nomem_init
	tenants h1
	i=$(ifindex h1 vtep0)
	run ctl vni add dev vtep0 vni 1-3 vlan 1 pool 239.64.0.0/12 join always
	as_now
	out=$(starve h1 "$UNCHANGED" \
		'vtepctl vni del dev vtep0 vni 10-11' \
		ask vni-new "ifindex=$i" vni=10 vni-last=11 vlan=10 join=0 \
		pool=239.80.0.0 pool-len=16 'flood-add=[addr=10.0.0.2]')
	note "vni-new: $out"
	[ "$(jq .refused <<<"$out")" -gt 10 ]
	vnis 5
	as_now
	out=$(starve h1 "$UNCHANGED" \
		'vtepctl vni set dev vtep0 vni 10-11 pool 239.80.0.0/16 flood del 10.0.0.4 flood add 10.0.0.2 ageing 300' \
		ask vni-set "ifindex=$i" vni=10 vni-last=11 group=239.1.1.2 ageing=9 \
		'flood-del=[addr=10.0.0.2]' 'flood-add=[addr=10.0.0.4]')
	note "vni-set: $out"
	[ "$(jq .refused <<<"$out")" -gt 5 ]
	vni '|[.group, .ageing]' '["239.1.1.2",9]' 11
}

# what the above must not change: it is asked for often, by few processes
brief()
{
	vtepctl -j vni show | jq -c '.[] | .flood |= sort'
	vtepctl group show | sed 's/ packets.*//' | sort
}

# as_now: from here on the command $UNCHANGED says whether anything has changed
as_now()
{
	export -f brief
	on h1 bash -c brief >"$WORK/before"
	UNCHANGED="brief | diff $WORK/before - >&2"
}

# All groups go along when the lower device is another one.
test_relink()
{
	ns x
	ipn h1 link add eth9 type veth peer name e netns "${NSP}x"
	ipn h1 addr add 10.9.0.1/24 dev eth9
	ipn h1 link set eth9 up
	ipn x link set e up
	ipn h1 link add vtep0 type vtep attach vlan dev eth0
	ipn h1 link set vtep0 up
	run ctl vni add dev vtep0 vni 1-30 vlan 1 pool 239.64.0.0/12 join always
	matches '239\.64\.0\.30' ipn h1 maddr show dev eth0
	run ipn h1 link set vtep0 type vtep dev eth9
	wait_for 10 matches '239\.64\.0\.30' ipn h1 maddr show dev eth9
	wait_for 10 lacks '239\.64' ipn h1 maddr show dev eth0
	fdb_has h1 '239\.64\.0\.30 .*via eth9'
	fdb_lacks h1 'via eth0'
}

# What a list is to lose and what it is to get, all at once.
test_flood_both()
{
	tenants h1
	run ctl vni add dev vtep0 vni 10-12 vlan 10 flood 10.0.0.2,10.0.0.3,10.0.0.4
	run ctl vni set dev vtep0 vni 10-12 flood add 10.0.0.9,10.0.0.8 \
		flood del 10.0.0.9,10.0.0.3
	vni '|[.flood[].addr]|sort' '["10.0.0.2","10.0.0.4","10.0.0.8"]' 11
	unchanged 'already' ctl vni set dev vtep0 vni 10-12 flood add 10.0.0.8 flood del 10.0.0.8
	# the whole list, and one anew
	run ctl vni set dev vtep0 vni 10-12 flood del 10.0.0.8,10.0.0.2,10.0.0.4
	equal "destinations" "$(bridgen h1 fdb show dev vtep0 | grep -c dst || true)" 0
	run ctl vni set dev vtep0 vni 10-12 flood add 10.0.0.8
	vni '|[.flood[].addr]' '["10.0.0.8"]' 12
	# listeners hear of what changed, and of nothing else
	background bridge -n "${NSP}h1" monitor fdb >"$WORK/monitor"
	wait_for 10 marker_heard 98
	run ctl vni set dev vtep0 vni 11 flood add 10.0.0.7,10.0.0.6 flood del 10.0.0.8
	wait_for 10 marker_heard 99
	equal "told" "$(grep -c 'dst 10.0.0.[678] ' "$WORK/monitor")" 3
	matches 'Deleted .*dst 10.0.0.8' cat "$WORK/monitor"
}

# marker_heard I: the listener has come to where that is
marker_heard()
{
	ctl vni set dev vtep0 vni 12 flood add "10.0.0.$1"
	ctl vni set dev vtep0 vni 12 flood del "10.0.0.$1"
	grep -q "dst 10.0.0.$1 " "$WORK/monitor"
}

# Head-end replication, each segment with a list of its own.
test_flood_list()
{
	local h
	for h in h1 h2 h3; do
		tenants $h
		access $h 10
		access $h 11
	done
	run ctl vni add dev vtep0 vni 10 vlan 10 flood 10.0.0.2,10.0.0.3
	run ctl vni add dev vtep0 vni 11 vlan 11 flood 10.0.0.3
	for h in h2 h3; do
		run on $h vtepctl vni add dev vtep0 vni 10-11 vlan 10 flood 10.0.0.1
	done
	capture h2 eth0 src host 10.0.0.1 and udp port 4789
	pings h1 192.168.10.2
	pings h1 192.168.10.3
	pings h1 192.168.11.3
	no_ping h1 192.168.11.2
	uncapture
	equal "frames of VNI 11 at h2" "$(captured h2 | grep -c 'vni 11' || true)" 0
	run bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2 src_vni 11
	vni '|[.flood[].addr]' '["10.0.0.3","10.0.0.2"]' 11
	pings h1 192.168.11.2
}

# To the group for those that have multicast, to the list for those that have not.
test_list_and_group()
{
	local h
	for h in h1 h2 h3; do
		tenants $h
		access $h 10
	done
	run ctl vni add dev vtep0 vni 10 vlan 10 group 239.1.1.10 flood 10.0.0.3
	run on h2 vtepctl vni add dev vtep0 vni 10 vlan 10 group 239.1.1.10
	run on h3 vtepctl vni add dev vtep0 vni 10 vlan 10 flood 10.0.0.1
	pings h1 192.168.10.2
	pings h1 192.168.10.3
	vni .counters.tx_bum "$(ctl -j vni show vni 10 | jq '.[0].counters.tx_bum')" 10
}

# All BUM to one replicator, which does not send it back where it came from.
test_service_node()
{
	local h i
	host 4
	background on h4 "$PYTHON" "$SELFTESTS/replicator.py" \
		10.0.0.1 10.0.0.2 10.0.0.3 >"$WORK/replicated"
	wait_for 10 grep -q ready "$WORK/replicated"
	for i in 1 2 3; do
		h=h$i
		tenants $h
		access $h 10
		run on $h vtepctl vni add dev vtep0 vni 10 vlan 10 flood 10.0.0.4
	done
	pings h1 192.168.10.2
	pings h2 192.168.10.3
	pings h3 192.168.10.1
	grep -q 'from 10.0.0.1 to 10.0.0.2 10.0.0.3' "$WORK/replicated"
	lacks 'from (\S+) to.* \1( |$)' cat "$WORK/replicated"
	for h in h1 h2 h3; do
		# answers go straight, not by the replicator
		fdb_lacks $h '02:.* dst 10\.0\.0\.4'
		stat_is $h rx_own_mac 0
		stat_is $h rx_own_addr 0
	done
}

# While a long range is made, the rest of the system goes on.
test_turns()
{
	local n=0 before
	ipn h1 link add vtepx type vtep attach external vnifilter dev eth0
	ipn h1 link add dum type dummy
	background on h1 vtepctl vni add dev vtepx vni 1-100000
	wait_for 20 some
	before=$BG
	while kill -0 "$before" 2>/dev/null; do
		ipn h1 link set dum alias "$((n++))"
	done
	wait "$before"
	vnis 100000
	note "$n changes of another device meanwhile"
	[ $n -gt 3 ]
}

# Deletion of much, by the end of the namespace and of the module, without a
# word from the watchdogs (scripts/vm looks at the log).
test_big_teardown()
{
	ns a
	ipn fab link add pa type veth peer name eth0 netns "${NSP}a"
	ipn a addr add 10.0.0.1/24 dev eth0
	ipn a link set eth0 up
	ipn a link add vtepx type vtep attach external vnifilter dev eth0
	ipn a link set vtepx up
	run on a vtepctl vni add dev vtepx vni 1-20000 pool 239.0.0.0/20
	seq -f '%05.0f' 20000 | sed 's/\(.*\)\(..\)\(..\)$/fdb add 02:00:00:0\1:\2:\3 dev vtepx dst 10.0.0.2 src_vni 7/' \
		>"$WORK/batch"
	run bridgen a -batch "$WORK/batch"
	ip netns del "${NSP}a"
	# its end takes all its devices at once, and the other end of eth0
	wait_for 120 lacks ' pa' ipn fab link show
}

run_tests "$@"
