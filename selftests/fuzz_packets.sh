#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Packets that nobody sends, and those that everybody does, into VTEPs of all
# sorts: what comes of them is counted, nothing else happens, and everything
# works as before. The program is fuzz/packets.c; what it says of its seed repeats
# a run, as far as time has no part in it. For other runs there are FUZZ_SECONDS,
# FUZZ_COUNT and FUZZ_SEED; FUZZ_KEEP and FUZZ_LAST name files for what reached new
# places, and for the packet that is being sent when the kernel dies.
#
#	           fz0 fz1  (TAP, the program)
#	              |
#	vm0 -- br0 -- h1  v4group v4flood ... v6meta (packet sockets, the program)
#	(TAP)         |
#	              +--- un0 (dummy): peers 10.1.0.0/16, fd01::/64
#	              +--- eth0 --- eth0 10.0.0.2 h2, for afterwards
. "$(dirname "$0")/lib.sh"

TESTS="receive transmit all"

CORPUS=$SELFTESTS/fuzz/corpus/packets.txt

# As fuzz/packets_world.h has them, in its order
VTEPS="v4group v4flood v4known v4list v4vlan v4tags v4meta v6group v6csum v6vlan
	v6meta v4down"

RECEIVE="receive=fz0 frags=fz1"
TRANSMIT="port=vm0 send=v4group send=v4flood send=v4known send=v4list send=v4vlan
	send=v4tags send=v4meta send=v6group send=v6csum send=v6vlan send=v6meta"

setup()
{
	FUZZ=${VTEP_FUZZ:-$SELFTESTS/fuzz}/fuzz_packets
	[ -x "$FUZZ" ] || fail "no $FUZZ: make -C selftests/fuzz"
	tun_init
	underlay 2
	# shellcheck disable=SC2016 # expanded there
	on h1 sh -c '
		for i in all default eth0; do
			echo 0 >/proc/sys/net/ipv4/conf/$i/rp_filter
		done
		echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
		echo 0 >/proc/sys/net/ipv4/icmp_ratelimit'
	devices
	id_vteps
	vlan_vteps
	meta_vteps
	rules
	entries
}

devices()
{
	local i
	ipn h1 -batch - <<-EOF
		link add un0 type dummy
		link set un0 up
		route add 10.1.0.0/16 dev un0
		route add default dev un0
		route add fd01::/64 dev un0
		route add ::/0 dev un0
		link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
		link set br0 up
	EOF
	for i in fz0 fz1 vm0; do
		ipn h1 tuntap add dev $i mode tap
		ipn h1 link set $i address "02:ff:00:00:00:00" addrgenmode none
		ipn h1 link set $i up
	done
	# what goes to these the program looks at
	ipn h1 -batch - <<-EOF
		link set vm0 master br0
		route add 10.1.0.2 dev fz0
		neigh add 10.1.0.2 dev fz0 lladdr 02:fe:00:00:00:00
		route add fd01::2 dev fz0
		neigh add fd01::2 dev fz0 lladdr 02:fe:00:00:00:00
	EOF
}

# fuzzed NAME WORD...: a VTEP with the MAC of its number, up
fuzzed()
{
	local name=$1 i
	shift
	# shellcheck disable=SC2086 # a list of words
	i=$(printf '%s\n' $VTEPS | grep -nx "$name" | cut -d: -f1)
	run ipn h1 link add "$name" address "$(printf '02:00:00:00:00:%02x' "$i")" \
		type vtep "$@"
	run ipn h1 link set "$name" up
	run ipn h1 addr add "192.168.$i.1/24" dev "$name"
	run ipn h1 addr add "2001:db8:$(printf %x "$i")::1/64" dev "$name" nodad
}

id_vteps()
{
	fuzzed v4group id 100 local 10.0.0.1 group 239.1.1.1 dev fz0 maxaddress 512
	fuzzed v4flood id 101 remote 10.1.0.2 udpcsum inner_vlan pass df unset \
		tos inherit ttl inherit maxaddress 512
	fuzzed v4known id 102 local 10.0.0.1 remote 10.1.0.2 df inherit ageing 2
	fuzzed v4list id 103 local 10.0.0.1 remote 10.1.0.3 maxaddress 16 ageing 1
	fuzzed v6group id 100 local fd00::1 group ff05::1 dev fz0 maxaddress 512
	fuzzed v6csum id 101 remote fd01::2 noudp6zerocsumtx noudp6zerocsumrx \
		inner_vlan pass flowlabel 0x12345 tos inherit maxaddress 512
	fuzzed v4down id 104 remote 10.1.0.2
	run ipn h1 link set v4down down
}

vlan_vteps()
{
	fuzzed v4vlan attach vlan local 10.0.0.1 maxaddress 512
	fuzzed v4tags attach vlan local 10.0.0.1 dev fz0 inner_vlan pass pcp_dscp \
		maxaddress 512
	fuzzed v6vlan attach vlan local fd00::1 inner_vlan pass
	on h1 vtepctl -b - <<-EOF
		vni add dev v4vlan vni 200-207 vlan 0-7 flood 10.1.0.2,10.1.0.3
		vni add dev v4vlan vni 208-215 vlan 8-15 flood 10.1.0.4 \
			storm broadcast 100pps,burst=10 storm multicast 100pps \
			storm unknown 200kbit storm unicast 1000pps
		vni add dev v4tags vni 300-303 vlan 0-3 pool 239.1.2.0/24 join always
		vni add dev v6vlan vni 200-207 vlan 0-7 flood fd01::2,fd01::3
		vni set dev v4vlan vni 203 unknown drop
		vni set dev v4vlan vni 204 learning off
	EOF
	ipn h1 link add link v4tags name tag1 type vlan id 1
	ipn h1 link set tag1 up
	ipn h1 link set v4vlan master br0
	bridgen h1 vlan add vid 1-15 dev vm0
	bridgen h1 vlan add vid 1-15 dev v4vlan
	bridgen h1 vlan add vid 5 pvid untagged dev vm0
}

# What the VTEPs with metadata are to send has them by its destination MAC.
meta_vteps()
{
	fuzzed v4meta external local 10.0.0.1 dstport 4790
	fuzzed v6meta external vnifilter local fd00::1 dstport 4790
	run on h1 vtepctl vni add dev v6meta vni 500-507
	tunnel_key v4meta 2 10.0.0.1 10.1.0 fd00::1 fd01::4
	tunnel_key v6meta 2 fd00::1 fd01: 10.0.0.1 10.1.0.4
	# received frames go on: by another VTEP, and by the one they came by
	run on h1 tc filter add dev v4meta ingress pref 1 protocol all flower \
		enc_key_id 501 action tunnel_key unset \
		action mirred egress redirect dev v6csum
	run on h1 tc filter add dev v4meta ingress pref 1 protocol all flower \
		enc_key_id 502 action mirred egress redirect dev v4meta
}

# tunnel_key DEV PEER LOCAL PREFIX WRONG_LOCAL WRONG_PEER
tunnel_key()
{
	local dev=$1 m=02:00:00:00:01 p=$4.
	[ "${4/:/}" = "$4" ] || p=$4:
	run on h1 tc qdisc add dev "$dev" clsact
	# no metadata; of the other family; no VNI of ours; a large one; odd headers
	key "$dev" 1 $m:00 pass
	key "$dev" 1 $m:01 tunnel_key set id 500 src_ip "$5" dst_ip "$6"
	key "$dev" 1 $m:02 tunnel_key set id 77 src_ip "$3" dst_ip "${p}5"
	key "$dev" 1 $m:03 tunnel_key set id 16777216 src_ip "$3" dst_ip "${p}5"
	key "$dev" 1 $m:04 tunnel_key set id 501 src_ip "$3" dst_ip "${p}5" \
		dst_port 4789 tos 0x1f ttl 1 nocsum
	run on h1 tc filter add dev "$dev" egress pref 2 matchall action \
		tunnel_key set id 502 src_ip "$3" dst_ip "${p}$2" dst_port 4790
}

# key DEV PREF MAC ACTION...
key()
{
	run on h1 tc filter add dev "$1" egress pref "$2" protocol all flower \
		dst_mac "$3" action "${@:4}"
}

rules()
{
	on h1 vtepctl -b - <<-EOF
		source add dev v4list prefix 10.1.0.0/16
		source add dev v4list prefix 10.1.0.5 may deny
		source add dev v4list prefix 10.1.0.6 may deliver
		vtep set dev v4list deliver list learn list protect on full evict \
			peer_limit 4 damp drop moves 2/60 hold 1 \
			storm peer 500pps,burst=10
		vtep set dev v4known deliver known learn known strict on min_ttl 2 \
			fragments discard unknown drop
		vtep set dev v4group strict on damp hold hold 1
		vtep set dev v6group strict on min_ttl 1 damp freeze moves 4/60
		vtep set dev v6csum full evict peer_limit 4 protect on
		local add dev v4list mac 02:00:00:00:01:07
		local add dev v6csum mac 02:00:00:00:01:07
	EOF
}

# MACs 08 to 0a: behind one peer, behind several, groups of several
entries()
{
	local m=02:00:00:00:01 d
	for d in v4known v4flood; do
		bridgen h1 -batch - <<-EOF
			fdb add $m:08 dev $d dst 10.1.0.4 static
			fdb add $m:09 dev $d dst 10.1.0.2 vni 9 port 4790
			fdb append 01:00:5e:00:00:01 dev $d dst 10.1.0.2
			fdb append 01:00:5e:00:00:01 dev $d dst 10.1.0.5
			fdb append 00:00:00:00:00:00 dev $d dst 10.1.0.3
			fdb append 00:00:00:00:00:00 dev $d dst 10.1.0.4 vni 9
		EOF
	done
	bridgen h1 -batch - <<-EOF
		fdb add $m:08 dev v6csum dst fd01::4 static
		fdb append 33:33:00:00:00:01 dev v6csum dst fd01::2
		fdb append 33:33:00:00:00:01 dev v6csum dst fd01::5
		fdb append 00:00:00:00:00:00 dev v6csum dst fd01::3
		fdb add $m:08 dev v4group dst 10.1.0.2 static
	EOF
}

# count N: so many packets, or as many as it was asked for. When the kernel dies its
# log is all that remains: it is told the seed.
count()
{
	SEED=${FUZZ_SEED:-$((RANDOM * 32768 + RANDOM + 1))}
	echo "<4>fuzz_packets: seed $SEED" >/dev/kmsg
	FUZZ_SEED=$SEED fuzz_budget -n "$1"
}

# storm WORD...: what the program says is shown with the result
storm()
{
	local rc=0
	in_ns h1 "$FUZZ" "${BUDGET[@]}" "$@" \
		${FUZZ_KEEP:+keep="$FUZZ_KEEP"} ${FUZZ_LAST:+last="$FUZZ_LAST"} \
		>"$WORK/said" || rc=$?
	cat "$WORK/said"
	[ "$rc" = 0 ]
	SENT=$(awk '$2 == "packets" { print $3 }' "$WORK/said")
	show
	wait_for 10 adds_up || adds_up
}

# The VTEPs of one socket each: what it drops they all tell.
SOCKETS='["v4group", "v4meta", "v6group", "v6meta"]'

# What became of all packets, by reason
reasons()
{
	on h1 vtepctl -j stats show | jq -r --argjson s "$SOCKETS" '
		[.[] | (.dev as $v | $s | index($v)) as $first | .drops |
			to_entries[] | select(.value > 0 and ($first or (.key |
			IN("rx_short", "rx_flags", "rx_unknown_vni") | not)))] |
		group_by(.key)[] | "\(.[0].key) \(map(.value) | add)"'
}

# counted rx|tx: packets of all VTEPs
counted()
{
	on h1 vtepctl -j stats show | jq "map(.counters.$1_packets) | add"
}

show()
{
	note "received $(counted rx), sent $(counted tx)"
	reasons | fmt -w 80 | sed 's/^/#   /'
}

# Datagrams that UDP has handed to sockets, of which the VTEPs' are the only ones
datagrams()
{
	on h1 cat /proc/net/snmp /proc/net/snmp6 | awk '
		$1 == "Udp:" && !n { for (i = 2; $i != "InDatagrams"; ) i++; n = i; next }
		$1 == "Udp:" { all += $n }
		$1 == "Udp6InDatagrams" { all += $2 }
		END { print all }'
}

# Each of them is delivered, or dropped for one reason.
adds_up()
{
	local drops
	drops=$(reasons | awk '/^rx_/ { n += $2 } END { print n + 0 }')
	equal "datagrams" "$(datagrams)" $((drops + $(counted rx)))
}

# works VTEP I VNI ADDRESS OTHER WORD...: a host beyond the VTEP reaches it as ever
works()
{
	local dev=$1 i=$2 vni=$3 local=$4 to=$5
	run on h1 vtepctl fdb flush dev "$dev"
	run on h1 vtepctl vni set dev "$dev" vni "$vni" flood add "$to"
	run ipn h1 neigh flush dev "$dev"
	run ipn h2 link add "$dev" address "02:bb:00:00:00:0$i" type vtep \
		id "$vni" local "$to" remote "$local" "${@:6}"
	run ipn h2 link set "$dev" up
	run ipn h2 addr add "192.168.$i.2/24" dev "$dev"
	pings h2 "192.168.$i.1"
}

# There is a carrier while somebody has the devices open. The strict ones took what
# came by their own device alone, and h2 is behind another.
all_work()
{
	background in_ns h1 "$FUZZ" -n 1 hold watch=fz0 \
		>"$WORK/holder"
	run on h1 vtepctl vtep set dev v4group strict off
	run on h1 vtepctl vtep set dev v6group strict off
	works v4group 1 100 10.0.0.1 10.0.0.2
	works v4flood 2 101 10.0.0.1 10.0.0.2
	works v4tags 6 300 10.0.0.1 10.0.0.2
	works v6group 8 100 fd00::1 fd00::2
	works v6csum 9 101 fd00::1 fd00::2 noudp6zerocsumtx
}

# A good part of a storm gets where it was sent, or nothing was tried.
got_through()
{
	local n
	n=$(counted "$1")
	[ "$n" -gt $((SENT / 10)) ] || fail "of $SENT packets only $n"
}

test_receive()
{
	count 20000
	# shellcheck disable=SC2086 # a list of words
	storm $RECEIVE
	got_through rx
	all_work
}

test_transmit()
{
	count 20000
	# shellcheck disable=SC2086 # a list of words
	storm $TRANSMIT watch=fz0
	got_through tx
	all_work
}

test_all()
{
	count 20000
	# shellcheck disable=SC2086 # lists of words
	storm $RECEIVE $TRANSMIT corpus="$CORPUS"
	got_through rx
	got_through tx
	all_work
}

run_tests "$@"
