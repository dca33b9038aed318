#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The machine's own ip(8), the plugin, and the module: that they understand
# each other. What each word does to a link is link.sh's subject; the plugin
# has tests of its own in tools/ip.
#
#	h1 vtep0 -- eth0 10.0.0.1/24, fd00::1/64
. "$(dirname "$0")/lib.sh"

TESTS="text json attach family aliases wrong_word status batch_goes_on help
	monitor beside_vxlan by_type"

setup()
{
	underlay 1
}

# words: what `ip -d link show` says of vtep0 itself
words()
{
	ipn h1 -d link show vtep0 | sed -n 's/^ *vtep \(.*\) addrgenmode.*/\1/p'
}

test_text()
{
	ipn h1 link add vtep0 type vtep id 42
	equal words "$(words)" \
		"id 42 srcport 49152 65535 dstport 4789 ttl auto df set ageing 300 maxaddress 65536 learning noudpcsum udp6zerocsumtx udp6zerocsumrx inner_vlan discard"
	ipn h1 link set vtep0 type vtep group 239.1.1.42 dev eth0 local 10.0.0.1 \
		srcport 1 2 tos 0x20 ttl inherit df inherit ageing none \
		maxaddress unlimited nolearning udpcsum noudp6zerocsumtx \
		noudp6zerocsumrx inner_vlan pass
	equal words "$(words)" \
		"id 42 group 239.1.1.42 local 10.0.0.1 dev eth0 srcport 1 2 dstport 4789 tos 0x20 ttl inherit df inherit ageing none maxaddress unlimited nolearning udpcsum noudp6zerocsumtx noudp6zerocsumrx inner_vlan pass"
	# none of them without being asked for
	lacks 'srcport|vtep id' ipn h1 link show vtep0
	ipn h1 link del vtep0
	ipn h1 link add vtep0 type vtep id 42 remote fd00::2 flowlabel 0x12345
	equal words "$(words)" \
		"id 42 remote fd00::2 srcport 49152 65535 dstport 4789 ttl auto df set flowlabel 0x12345 ageing 300 maxaddress 65536 learning noudpcsum udp6zerocsumtx udp6zerocsumrx inner_vlan discard"
}

test_json()
{
	ipn h1 link add vtep0 type vtep id 42 group ff05::42 dev eth0 ttl 9 \
		tos inherit
	equal kind "$(ipn h1 -d -j link show vtep0 |
		jq -r '.[0].linkinfo.info_kind')" vtep
	equal data "$(ipn h1 -d -j link show vtep0 | jq -c '.[0].linkinfo.info_data')" \
		'{"id":42,"group6":"ff05::42","link":"eth0","port_range":{"low":49152,"high":65535},"port":4789,"tos":"0x1","ttl":9,"df":"set","ageing":300,"limit":65536,"learning":true,"udp_csum":false,"udp_zero_csum6_tx":true,"udp_zero_csum6_rx":true,"inner_vlan":"discard"}'
	equal lower "$(ipn h1 -j link show vtep0 | jq -r '.[0].link')" eth0
	# text made of JSON's values is text
	ipn h1 -d -p -j link show | jq -e 'length > 2' >/dev/null
}

test_attach()
{
	local said data='.[0].linkinfo.info_data | [.id, .attach, .external, .vnifilter, .pcp_dscp]'

	ipn h1 link add vtep0 type vtep attach vlan pcp_dscp local 10.0.0.1
	matches '^attach vlan local 10\.0\.0\.1 .* pcp_dscp ' words
	equal vlan "$(ipn h1 -d -j link show vtep0 | jq -c "$data")" \
		'[null,"vlan",null,null,true]'
	ipn h1 link set vtep0 type vtep nopcp_dscp
	lacks pcp_dscp words
	ipn h1 link del vtep0

	ipn h1 link add vtep0 type vtep external vnifilter local 10.0.0.1
	matches '^attach external vnifilter local ' words
	equal external "$(ipn h1 -d -j link show vtep0 | jq -c "$data")" \
		'[null,"external",true,true,null]'
	# what is shown can be given
	read -ra said <<<"$(words)"
	ipn h1 link del vtep0
	ipn h1 link add vtep0 type vtep "${said[@]}"
	equal words "$(words)" "${said[*]}"
	ipn h1 link del vtep0

	ipn h1 link add vtep0 type vtep id 42 attach id
	matches '^id 42 srcport ' words
	refuse 'attach: cannot be changed' \
		ipn h1 link set vtep0 type vtep attach vlan
	refuse 'id: a VTEP needs a VNI' ipn h1 link add vtep1 type vtep
	refuse 'external' ipn h1 link add vtep1 type vtep attach vlan external
	refuse 'vnifilter' ipn h1 link add vtep1 type vtep id 1 vnifilter
	refuse 'pcp_dscp' ipn h1 link add vtep1 type vtep external pcp_dscp
}

# Without any address it is `ip -6` that says the family.
test_family()
{
	ipn h1 -6 link add vtep0 type vtep id 42
	matches '(\*|\[::\]):4789' on h1 ss -uanH
	equal IPv4 "$(on h1 ss -4uanH)" ""
	run ipn h1 -6 link set vtep0 type vtep ttl 9
	run ipn h1 link set vtep0 type vtep remote fd00::2
	# that is an IPv4 one, too
	refuse 'address family cannot be changed' \
		ipn h1 link set vtep0 type vtep remote any
	refuse 'address family cannot be changed' \
		ipn h1 link set vtep0 type vtep remote 10.0.0.2
	run ipn h1 link set vtep0 type vtep remote ::
	ipn h1 link add vtep1 type vtep id 42 local any remote 10.0.0.2
	matches '0\.0\.0\.0:4789' on h1 ss -uanH
}

test_aliases()
{
	ipn h1 link add vtep0 type vtep vni 42 port 5 6 hoplimit 7 \
		dsfield 0x10 label 0x1 maxaddr 9 local fd00::1
	matches 'id 42 local fd00::1 srcport 5 6 dstport 4789 tos 0x10 ttl 7 .* flowlabel 0x1 .* maxaddress 9 ' \
		words
}

test_wrong_word()
{
	refuse 'unknown option "wibble", try "ip link help vtep"' \
		ipn h1 link add vtep0 type vtep id 42 wibble
	refuse 'unknown option "learn"' ipn h1 link add vtep0 type vtep id 42 learn
	refuse '"l2miss" is of type vxlan; type vtep does not support it' \
		ipn h1 link add vtep0 type vtep id 42 l2miss
	refuse '"id" is given twice' ipn h1 link add vtep0 type vtep id 42 vni 42
	refuse 'argument of "ttl" is required' \
		ipn h1 link add vtep0 type vtep id 42 ttl
	equal links "$(ipn h1 link show type vtep)" ""
	ipn h1 link add vtep0 type vtep id 42
	refuse 'unknown option "wibble"' ipn h1 link set vtep0 type vtep wibble
	refuse '"gbp" is of type vxlan' ipn h1 link set vtep0 type vtep gbp
}

# ends STATUS COMMAND...
ends()
{
	local want=$1 rc=0
	shift
	"$@" >/dev/null 2>&1 || rc=$?
	equal "status of $*" "$rc" "$want"
}

test_status()
{
	ends 0 ipn h1 link add vtep0 type vtep id 42
	ends 2 ipn h1 link add vtep1 type vtep id 42
	ends 2 ipn h1 link set vtep0 type vtep id 43
	ends 2 ipn h1 link add vtep1 type vtep
	[ "$(ipn h1 -o link show type vtep | wc -l)" = 1 ]
	! ipn h1 link add vtep1 type vtep id x 2>/dev/null || return 1
	ends 0 ipn h1 link del vtep0
}

# A word that is wrong ends a line of a batch, not the batch.
test_batch_goes_on()
{
	local rc=0
	printf 'link add %s\n' 'vtep1 type vtep id x' 'vtep2 type vtep id 2' \
		'vtep3 type vtep id 3 wibble' 'vtep4 type vtep id 4 dev nosuch' \
		'vtep5 type vtep id 5' >"$WORK/batch"
	ipn h1 -force -b "$WORK/batch" >/dev/null 2>&1 || rc=$?
	[ "$rc" != 0 ]
	equal links "$(ipn h1 -br link show type vtep | awk '{ print $1 }' | xargs)" \
		"vtep2 vtep5"
}

test_help()
{
	ip link help vtep >"$WORK/help" 2>&1 || true
	matches 'Usage: \.\.\. vtep \[ id VNI' cat "$WORK/help"
	matches 'dstport 4789' cat "$WORK/help"
	# each word it shows is one it knows
	ipn h1 link add vtep0 type vtep id 42 remote fd00::2 dev eth0 \
		local fd00::1 flowlabel 1 tos 0x10
	for w in $(words | tr ' ' '\n' | grep -E '^[a-z_]*[a-z6][a-z_]*$' |
		grep -Ev '^(fd|eth|auto|set|discard)' | sed 's/^no//'); do
		matches "(^|[^a-z])$w([^a-z]|\$)" cat "$WORK/help"
	done
	ipn h1 link add vtep1 type vtep help >"$WORK/help2" 2>&1 || true
	matches 'Usage: \.\.\. vtep \[ id VNI' cat "$WORK/help2"
}

# What changes is told, in the same words; by the core only of what is up.
test_monitor()
{
	ipn h1 link add vtep0 type vtep id 42 dev eth0
	ipn h1 link set vtep0 up
	background on h1 ip -d -o monitor link >"$WORK/monitor"
	wait_for 20 told 'vtep id 42 .* mtu|mtu [0-9]+ .*vtep id 42'
	ipn h1 link set vtep0 type vtep ageing 77
	wait_for 10 matches 'vtep id 42 .* ageing 77 ' cat "$WORK/monitor"
	on h1 vtepctl vni set dev vtep0 ageing 78
	wait_for 10 matches 'vtep id 42 .* ageing 78 ' cat "$WORK/monitor"
	ipn h1 link del vtep0
	wait_for 10 matches '^Deleted .*vtep0@' cat "$WORK/monitor"
}

# told TEXT: after some change, until the monitor listens
told()
{
	ipn h1 link set vtep0 mtu $((1000 + RANDOM % 400))
	grep -Eq "$1" "$WORK/monitor"
}

# Type vxlan is as it was.
test_beside_vxlan()
{
	modprobe vxlan || skip "this kernel has no vxlan"
	ipn h1 link add vtep0 type vtep id 42
	ipn h1 link add vxlan0 type vxlan id 42 dstport 8472 l2miss
	matches 'vxlan id 42 .*dstport 8472 .*l2miss' ipn h1 -d link show vxlan0
	equal "kinds" "$(ipn h1 -d -j link show |
		jq -c '[.[].linkinfo.info_kind | select(. == "vtep" or . == "vxlan")] | sort')" \
		'["vtep","vxlan"]'
	refuse 'Operation not supported|not supported' \
		ipn h1 link set vxlan0 type vtep ttl 9
}

test_by_type()
{
	ipn h1 link add vtep0 type vtep id 1
	ipn h1 link add dummy9 type dummy
	equal links "$(ipn h1 -br link show type vtep | awk '{ print $1 }')" vtep0
}

run_tests "$@"
