#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What must not harm: malformed datagrams from the wire, malformed requests for
# FDB entries. Each is refused or dropped with its own counter, teaches
# nothing, and the kernel has nothing to say in its log.
#
#	h1  vtep0 192.168.0.1, eth0 10.0.0.1, fd00::1
#	h2  sends by hand: eth0 10.0.0.2, fd00::2
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/vlans.sh"

TESTS="header_ipv4 header_ipv6 inner_ipv4 inner_ipv6 accepted_ipv4 accepted_ipv6
	giant_ipv4 giant_ipv6 nested csum_start down own_address fuzz_ipv4 fuzz_ipv6
	fdb_words fdb_raw"

setup()
{
	underlay 2
}

# listen FAMILY: vtep0 of h1, to which inject sends from h2. Neighbours inside
# are of no interest: nothing asks for them and so sends.
listen()
{
	ADDR=10.0.0.1
	[ "$1" = 4 ] || ADDR=fd00::1
	ipn h1 link add vtep0 address 02:00:00:00:00:01 type vtep id 42 \
		local $ADDR
	on h1 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/vtep0/disable_ipv6'
	ipn h1 link set vtep0 up
	# not lost to neighbour resolution
	pings h2 $ADDR
}

inject()
{
	on h2 "$PYTHON" "$SELFTESTS/inject.py" "$ADDR"
}

# counted NAME=N...: these counters, and no other reason, within a moment
counted()
{
	local all want
	want=$(printf '%s\n' "$@" | sort)
	if ! wait_for 10 reasons_are "$want"; then
		all=$(reasons)
		echo "# want ${want//$'\n'/ }; got ${all//$'\n'/ }" >&2
		return 1
	fi
}

# Reasons of h1's VTEP that are not 0, those for frames of its own left out.
reasons()
{
	on h1 ethtool -S vtep0 |
		awk '$1 ~ /^(rx|learn)_/ && $1 != "rx_bum:" && $2 {
			sub(":", "=", $1); print $1 $2 }' | sort
}

reasons_are()
{
	[ "$(reasons)" = "$1" ]
}

# Nothing was learned, nothing delivered.
untouched()
{
	stat_is h1 fdb_learned 0
	equal "entries" "$(bridgen h1 fdb show dev vtep0)" ""
	equal "frames delivered" "$(received)" 0
}

delivered()
{
	[ "$(received)" = "$1" ]
}

received()
{
	link_stat h1 rx packets
}

# Before the segment is known.
header()
{
	local i
	listen "$1"
	for i in $(seq 0 7); do
		echo raw "$(head -c "$i" /dev/zero | od -An -v -tx1)"
		# right as far as it goes
		echo raw "$(printf '\010\0\0\0\0\0\052' | head -c "$i" | od -An -v -tx1)"
	done >"$WORK/short"
	inject <"$WORK/short" >/dev/null
	counted rx_short=16
	inject >/dev/null <<-EOF
		vxlan flags=00
		vxlan flags=f7 low=ffffff reserved=ff
		vxlan flags=00 vni=0 cut=0
		vxlan flags=00 vni=7
	EOF
	counted rx_short=16 rx_flags=4
	inject >/dev/null <<-EOF
		vxlan vni=0
		vxlan vni=43
		vxlan vni=16777215
		vxlan vni=10752
		vxlan vni=43 cut=0
	EOF
	counted rx_short=16 rx_flags=4 rx_unknown_vni=5
	untouched
	# what the segment knows of it: nothing
	equal "drops of the segment" "$(on h1 vtepctl -s -j vni show dev vtep0 |
		jq '.[0].counters.rx_dropped')" 0
}

test_header_ipv4()
{
	header 4
}

test_header_ipv6()
{
	header 6
}

# The frame inside.
inner()
{
	local i
	listen "$1"
	for i in $(seq 0 13); do
		echo "vxlan cut=$i"
	done >"$WORK/short"
	for i in $(seq 0 19); do
		echo "vxlan type=0800 body=45000014 size=20 cut=$((14 + i))"
	done >>"$WORK/short"
	for i in $(seq 0 39); do
		echo "vxlan type=86dd body=60 size=40 cut=$((14 + i))"
	done >>"$WORK/short"
	equal sent "$(inject <"$WORK/short")" 74
	counted rx_inner_short=74
	inject >/dev/null <<-EOF
		vxlan src=00:00:00:00:00:00
		vxlan src=ff:ff:ff:ff:ff:ff
		vxlan src=01:00:5e:00:00:01
		vxlan src=33:33:00:00:00:01 type=0800 size=20
	EOF
	counted rx_inner_short=74 rx_src_mac=4
	inject >/dev/null <<-EOF
		vxlan src=02:00:00:00:00:01
		vxlan src=02:00:00:00:00:01 dst=02:00:00:00:00:01
	EOF
	counted rx_inner_short=74 rx_src_mac=4 rx_own_mac=2
	inject >/dev/null <<-EOF
		vxlan type=8100 body=002a0800 size=60
		vxlan type=88a8 body=002a8100 size=60
		vxlan type=8100
	EOF
	counted rx_inner_short=74 rx_src_mac=4 rx_own_mac=2 rx_inner_vlan=3
	untouched
	equal "drops of the segment" "$(on h1 vtepctl -s -j vni show dev vtep0 |
		jq '.[0].counters.rx_dropped')" 83
	equal "drops of the device" "$(ipn h1 -s -j link show vtep0 |
		jq '.[0].stats64.rx.dropped')" 83

	# A tag that may pass and is cut short, or says more than there is.
	ipn h1 link set vtep0 type vtep inner_vlan pass
	inject >/dev/null <<-EOF
		vxlan type=8100 src=02:00:00:00:00:71
		vxlan type=8100 body=002a src=02:00:00:00:00:72
		vxlan type=8100 body=002a0800 src=02:00:00:00:00:73
		vxlan type=88a8 body=002a8100002a86dd60 src=02:00:00:00:00:74
	EOF
	wait_for 10 delivered 4
}

test_inner_ipv4()
{
	inner 4
}

test_inner_ipv6()
{
	inner 6
}

# Odd but right: reserved bits are ignored, the least frame is a frame.
accepted()
{
	listen "$1"
	inject >/dev/null <<-EOF
		vxlan src=02:00:00:00:00:70
		vxlan src=02:00:00:00:00:71 flags=ff low=ffffff reserved=ff
		vxlan src=02:00:00:00:00:72 flags=88 low=000001
		vxlan src=02:00:00:00:00:73 dst=02:00:00:00:00:01 type=0800 body=45 size=20
		vxlan src=02:00:00:00:00:74 dst=01:80:c2:00:00:00 type=0026
		vxlan src=02:00:00:00:00:75 dst=00:00:00:00:00:00 type=0000
	EOF
	wait_for 10 delivered 6
	stat_is h1 fdb_learned 6
	counted
	fdb_has h1 "02:00:00:00:00:71 dst ${ADDR%1}2 "
}

test_accepted_ipv4()
{
	accepted 4
}

test_accepted_ipv6()
{
	accepted 6
}

# The largest datagrams there are, in many fragments, and one that lies.
giant()
{
	listen "$1"
	inject >/dev/null <<-EOF
		vxlan src=02:00:00:00:00:71 size=65400
		vxlan src=02:00:00:00:00:72 size=65400 type=0800 body=4500ff78
		vxlan src=02:00:00:00:00:73 size=65400 type=86dd body=60000000ff78
		vxlan flags=00 size=65400
		vxlan src=01:00:00:00:00:00 size=65400
	EOF
	counted rx_flags=1 rx_src_mac=1
	wait_for 10 delivered 3
	stat_is h1 fdb_learned 3
}

test_giant_ipv4()
{
	giant 4
}

test_giant_ipv6()
{
	giant 6
}

# A datagram for h1 in a frame for h1 in a datagram for h1, and so on, as many as an
# Ethernet frame holds: each is one more on the kernel's stack if nothing is done
# about it.
test_nested()
{
	listen 4
	run on h1 vtepctl vtep set dev vtep0 strict off
	run ipn h1 addr add 192.168.0.1/24 dev vtep0
	echo nest 27 02:00:00:00:00:01 192.168.0.9 192.168.0.1 >"$WORK/nest"
	inject <"$WORK/nest" >/dev/null
	wait_for 10 delivered 27
	for _ in $(seq 50); do
		cat "$WORK/nest"
	done | inject >/dev/null
	wait_for 10 delivered $((51 * 27))
}

# A sender on this host, a VM or a neighbour namespace, wants a checksum completed that
# is in front of UDP's header, in the IP options: what is left of that when the outer
# headers are gone must not be taken for one of the frame inside, by a port of the
# bridge that has to complete it.
test_csum_start()
{
	local ip udp frame mac
	listen 4
	vm h1 vm1 1
	run on h1 ethtool -K vm1 tx off
	ipn h1 link add br0 type bridge
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	ipn h1 link set vm1 master br0
	ip=4600007200004000401123770a0000020a00000101010101
	udp=c00012b5005a5b55
	frame=ffffffffffff02000000007788b5$(printf '0%.0s' {1..120})
	mac=$(ipn h1 -j link show eth0 | jq -r '.[0].address')
	capture vm1 eth0 ether src 02:00:00:00:00:77
	run frames ether h2 dev=eth0 vnet=01000000000022000000 \
		raw="${mac//:/}0200000000020800$ip${udp}0800000000002a00$frame"
	wait_for 10 delivered 1
	wait_for 10 matches 02:00:00:00:00:77 captured vm1
}

test_down()
{
	listen 4
	ipn h1 link set vtep0 down
	inject >/dev/null <<-EOF
		vxlan
		vxlan cut=0
		vxlan src=01:00:00:00:00:00
	EOF
	counted rx_down=3
	untouched
}

# Outer source is the VTEP's own address.
test_own_address()
{
	listen 4
	on h1 "$PYTHON" "$SELFTESTS/inject.py" "$ADDR" >/dev/null <<<"vxlan"
	counted rx_own_addr=1
	untouched
}

# Every one of them is accounted for: delivered, or dropped for one reason.
fuzz()
{
	local seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
	note "SEED=$seed"
	listen "$1"
	equal sent "$(inject <<<"fuzz $seed 2000 42")" 2000
	wait_for 20 accounted 2000
	# all sorts were among them, or it tried nothing
	for i in rx_short rx_flags rx_unknown_vni rx_inner_short rx_src_mac; do
		[ "$(ethstat h1 $i)" -gt 0 ] || fail "no $i among them"
	done
	[ "$(received)" -gt 0 ] || fail "none was right"
	# and it works as ever
	vtep h2 remote "$ADDR"
	ipn h1 addr add 192.168.0.1/24 dev vtep0
	pings h2 192.168.0.1
}

accounted()
{
	local drops
	drops=$(reasons | awk -F= '$1 !~ /^learn_/ { n += $2 } END { print n + 0 }')
	[ $((drops + $(received))) = "$1" ]
}

test_fuzz_ipv4()
{
	fuzz 4
}

test_fuzz_ipv6()
{
	fuzz 6
}

# refuse_fdb TEXT WORD...: of bridge fdb
refuse_fdb()
{
	local text=$1
	shift
	refuse "$text" bridgen h1 fdb "$@"
}

test_fdb_words()
{
	local m=02:00:00:00:00:09 mc=01:00:5e:01:01:01 z=00:00:00:00:00:00
	local before
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
	ipn h1 link add vtep6 type vtep id 42 local fd00::1
	bridgen h1 fdb add 02:00:00:00:00:08 dev vtep0 dst 10.0.0.8
	before=$(bridgen h1 fdb show dev vtep0)

	refuse_fdb "not of the VTEP's address family" add $m dev vtep0 dst fd00::9
	refuse_fdb "not of the VTEP's address family" add $m dev vtep6 dst 10.0.0.9
	refuse_fdb "not a unicast or multicast" add $m dev vtep0 dst 0.0.0.0
	refuse_fdb "not a unicast or multicast" add $m dev vtep0 dst 255.255.255.255
	refuse_fdb "not a unicast or multicast" add $m dev vtep6 dst ::
	refuse_fdb "IPv4-mapped or loopback" add $m dev vtep6 dst ::ffff:10.0.0.9
	refuse_fdb "IPv4-mapped or loopback" add $m dev vtep6 dst ::1
	refuse_fdb "unicast MAC cannot be behind a multicast group" \
		add $m dev vtep0 dst 239.1.1.1 via eth0
	refuse_fdb "multicast group needs a lower device" \
		append $z dev vtep0 dst 239.1.1.1
	refuse_fdb "link-local destination needs a lower device" \
		add $m dev vtep6 dst fe80::9
	refuse_fdb "VTEP cannot be its own underlay" \
		add $m dev vtep0 dst 10.0.0.9 via vtep0
	refuse_fdb "only multicast and all-zero MACs have more than one" \
		append 02:00:00:00:00:08 dev vtep0 dst 10.0.0.9
	refuse_fdb "has a configured entry already" \
		add 02:00:00:00:00:08 dev vtep0 dst 10.0.0.9
	refuse_fdb "cannot be dynamic" append $mc dev vtep0 dst 10.0.0.9 dynamic
	refuse_fdb "no segment with this VNI" \
		add $m dev vtep0 dst 10.0.0.9 src_vni 43
	refuse_fdb "Remote VNI must be 1" add $m dev vtep0 dst 10.0.0.9 vni 0
	refuse_fdb "Nexthop groups are not supported" add $m dev vtep0 nhid 5
	refuse_fdb "needs a destination" add $m dev vtep0
	refuse_fdb "No FDB entry with this MAC" del $m dev vtep0
	refuse_fdb "has no such destination" \
		del 02:00:00:00:00:08 dev vtep0 dst 10.0.0.9
	refuse_fdb "no segment with this VNI" \
		del 02:00:00:00:00:08 dev vtep0 src_vni 43
	equal "entries" "$(bridgen h1 fdb show dev vtep0)" "$before"
	equal "entries of the other" "$(bridgen h1 fdb show dev vtep6)" ""
}

test_fdb_raw()
{
	local before m=LLADDR=02:00:00:00:00:09 d=DST=10.0.0.9
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
	bridgen h1 fdb add 02:00:00:00:00:08 dev vtep0 dst 10.0.0.8
	before=$(bridgen h1 fdb show dev vtep0)
	run on h1 "$PYTHON" "$SELFTESTS/rawlink.py" <<-EOF
		EINVAL neither an IPv4 nor an IPv6  | fdb-add vtep0 $m DST=0a0000
		EINVAL neither an IPv4 nor an IPv6  | fdb-add vtep0 $m DST=
		EAFNOSUPPORT address family         | fdb-add vtep0 $m DST=fd00::9
		EINVAL UDP port must be 1 to 65535  | fdb-add vtep0 $m $d PORT=u16:0
		EINVAL UDP port must be 1 to 65535  | fdb-add vtep0 $m $d PORT=12
		EINVAL must have 4 bytes            | fdb-add vtep0 $m $d VNI=0001
		EINVAL must have 4 bytes            | fdb-add vtep0 $m $d SRC_VNI=2a
		EINVAL must have 4 bytes            | fdb-add vtep0 $m $d IFINDEX=0001
		ERANGE Remote VNI must be 1         | fdb-add vtep0 $m $d VNI=u32:0
		ERANGE at most 16777215             | fdb-add vtep0 $m $d VNI=u32:16777216
		ENOENT no segment with this VNI     | fdb-add vtep0 $m $d SRC_VNI=u32:16777258
		ENODEV No such device               | fdb-add vtep0 $m $d IFINDEX=u32:99999
		ENODEV No such device               | fdb-add vtep0 $m $d IFINDEX=ffffffff
		EOPNOTSUPP Nexthop groups           | fdb-add vtep0 $m $d NH_ID=u32:1
		EOPNOTSUPP Nexthop groups           | fdb-add vtep0 $m NH_ID=
		EINVAL State must be permanent      | fdb-add vtep0 $m $d state=04
		EOPNOTSUPP Only the flags           | fdb-add vtep0 $m $d flags=0a
		EOPNOTSUPP Extended flags           | fdb-add vtep0 $m $d FLAGS_EXT=u32:1
		EINVAL .                            | fdb-add vtep0 LLADDR=0200 $d
		EINVAL .                            | fdb-add vtep0 $d
		ENOENT No such FDB entry to replace | fdb-change vtep0 $m $d
		ENOENT No FDB entry with this MAC   | fdb-del vtep0 $m
		EINVAL neither an IPv4 nor an IPv6  | fdb-del vtep0 LLADDR=02:00:00:00:00:08 DST=0a00000800
		EINVAL must have 4 bytes            | fdb-del vtep0 LLADDR=02:00:00:00:00:08 SRC_VNI=
		EOPNOTSUPP has no VLANs             | fdb-flush vtep0 VLAN=0500
		EINVAL length                       | fdb-flush vtep0 NDM_STATE_MASK=80
		EINVAL length                       | fdb-flush vtep0 NDM_STATE_MASK=80000000
		EINVAL length                       | fdb-flush vtep0 NDM_FLAGS_MASK=
		EINVAL length                       | fdb-flush vtep0 NDM_FLAGS_MASK=0200
	EOF
	equal "entries" "$(bridgen h1 fdb show dev vtep0)" "$before"
}

frames_start
run_tests "$@"
